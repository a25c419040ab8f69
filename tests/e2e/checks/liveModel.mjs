// Two cluster encoders that run in the page: no kernel, nothing signed. Clusters are taken away, values are dragged.
import assert from 'node:assert/strict';
import path from 'node:path';
import { group } from '../group.mjs';
import { frames, openNotebook, theme } from '../lab.mjs';
import { lesson } from '../livePayloads.mjs';
import { code, output, write } from '../notebook.mjs';
import { dangers, MODEL, view } from '../views.mjs';
import { until } from '../wait.mjs';

const QUICK = 50;
const AGREES = 1e-4;

async function start(desk) {
  write(desk, 'live.ipynb', [...(await lesson()).map(payload => code('// a live model', [output(payload)]))]);
  const page = await openNotebook(desk, 'live.ipynb', { server: await desk.otherServer(), kernel: false });
  return { page, end: () => page.close() };
}

const subtitle = (page, n = 0) => view(page, MODEL, n).node.locator('.jp-Terselab-subtitle').textContent();
const slider = (page, n = 0) => view(page, MODEL, n).node.locator('input[type=range]').first();

/** The subtitle, once the networks have answered about so many clusters. */
const answered = (page, left, n = 0) =>
  until(20, `an answer about ${left}`, async () => {
    const said = await subtitle(page, n);
    if (said.includes(` ${left} of `) && / ms;/.test(said)) return said;
    throw new Error(said);
  });

export default group('live model', start, {
  'without kernel or trust the browser computes, and agrees with the kernel within 1e-4': async (
    _,
    { page }
  ) => {
    const said = await until(30, 'the first answer', async () => {
      const text = await subtitle(page);
      return text.includes('agrees with the kernel') && text;
    });
    const figures = [...said.matchAll(/within (?:([\d.]+)×)?10⁻(\S)/g)].map(
      ([, mantissa = '1', power]) => Number(mantissa) * 10 ** -'⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(power)
    );
    assert.equal(figures.length, 3, said);
    assert.ok(page.workers().length >= 2, 'each network has a worker of its own');
    assert.ok(
      figures.every(figure => figure <= AGREES),
      said
    );
    return said.slice(said.indexOf('agrees'));
  },
  'clusters are taken away by the slider down to one; the answers follow': async (_, { page }) => {
    const input = slider(page);
    const before = await view(page, MODEL).canvas.screenshot();
    await input.focus();
    await page.keyboard.press('Home');
    const said = await answered(page, 1);
    await frames(page);
    assert.notDeepEqual(await view(page, MODEL).canvas.screenshot(), before);
    await page.keyboard.press('ArrowRight');
    await answered(page, 2);
    await page.keyboard.press('End');
    return said;
  },
  'a value is dragged on the map, and is one value changed': async (_, { page }) => {
    const { canvas } = view(page, MODEL);
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    const at = [box.x + box.width * 0.4, box.y + box.height - 180];
    await page.mouse.move(...at);
    await page.mouse.down();
    await page.mouse.move(at[0], at[1] - 20, { steps: 4 });
    await page.mouse.move(at[0], at[1] - 60, { steps: 4 });
    await page.mouse.up();
    await until(10, 'one value changed', async () => (await subtitle(page)).includes('1 value changed'));
    await view(page, MODEL)
      .node.getByRole('button', { name: /as they were/ })
      .click();
    await until(10, 'as it was', async () => !(await subtitle(page)).includes('changed'));
  },
  [`one encoder answers within ${QUICK} ms: prediction, saliency and terse values`]: async (_, { page }) => {
    const one = view(page, MODEL, 1);
    await one.canvas.scrollIntoViewIfNeeded();
    await until(20, 'the first answer', async () => (await subtitle(page, 1)).includes('agrees'));
    await slider(page, 1).focus();
    const times = [];
    let left = Number((await subtitle(page, 1)).match(/([\d,]+) of/)[1]);
    for (let i = 0; i < 21; i++) {
      await page.keyboard.press('ArrowLeft');
      const said = await answered(page, --left, 1);
      times.push(Number(said.match(/(\d+) ms/)[1]));
    }
    times.sort((a, b) => a - b);
    const median = times[10];
    assert.ok(median <= QUICK, `median ${median} ms of ${times}`);
    return `${left} clusters: median ${median} ms, ${times[0]} to ${times[20]}`;
  },
  'light and dark, wide and narrow: pictures to look at': async (desk, { page }) => {
    const { node, plot } = view(page, MODEL);
    for (const name of ['Light', 'Dark']) {
      await theme(page, name);
      for (const width of [1280, 560]) {
        await page.setViewportSize({ width, height: 1100 });
        await plot.scrollIntoViewIfNeeded();
        await frames(page, 6);
        await node.screenshot({
          path: path.join(desk.artifacts, `model-${name.toLowerCase()}-${width}.png`)
        });
      }
    }
    await page.setViewportSize({ width: 1280, height: 1000 });
    await theme(page, 'Light');
  },
  'nothing in it could run': async (_, { page }) => assert.deepEqual(await dangers(page), [])
});
