// A training as its own view shows it: its curves grow, its own button stops it, its last state is there without a kernel.
import assert from 'node:assert/strict';
import path from 'node:path';
import { graveFindings } from '../axe.mjs';
import { group } from '../group.mjs';
import { cells, frames, leave, openNotebook, runCell, save, startCell, theme } from '../lab.mjs';
import { code, importTerselab, write } from '../notebook.mjs';
import { view } from '../views.mjs';
import { until, within } from '../wait.mjs';

const TRAINING = 'application/vnd.terselab.training.v1+json';
const STOPS_WITHIN = 2;
const ENDS = 14;

async function start(desk) {
  write(desk, 'monitor.ipynb', [
    code(`${importTerselab}
await tl.useBackend();
const random = new tl.Random(1);
const draw = (count: number) => { const labels = Array.from({ length: count }, (_, i) => i % 2); return { count, length: 60, labels, values: Float32Array.from({ length: count * 60 }, (_, i) => random.normal() + (i % 60 > 25 && i % 60 < 32 ? labels[Math.floor(i / 60)] : 0)) }; };
const [windows, validation] = [draw(400), draw(200)];
const network = tl.flareNetwork({ seed: 1, window: 60 });`),
    code(`const monitor = tl.trainingMonitor("A training without end", { loss: "cross-entropy" });
await tl.fit(network, windows, { epochs: 100000, validation, onProgress: monitor.onProgress });`),
    code(`const other = tl.trainingMonitor("A training that ends", { loss: "cross-entropy" });
const fitted = await tl.fit(network, windows, { epochs: ${ENDS}, validation, onProgress: other.onProgress });
other.finish(fitted.history, \`Trained in \${fitted.seconds.toFixed(0)} s.\`);`)
  ]);
  const page = await openNotebook(desk, 'monitor.ipynb');
  await runCell(page, 0);
  return { page, end: () => leave(page) };
}

const subtitle = (page, n = 0) => view(page, TRAINING, n).node.locator('.jp-Terselab-subtitle').textContent();
const stop = (page, n = 0) => view(page, TRAINING, n).node.locator('.jp-Terselab-stop');
const payload = async (page, index) => (await cells(page))[index].outputs[0]?.data[TRAINING];

export default group('training monitor', start, {
  'its view grows while it trains, in one output, with a button that stops it': async (desk, shared) => {
    const { page } = shared;
    // not awaited: it ends only when it is stopped
    shared.running = startCell(page, 1);
    await until(60, 'two epochs', async () => (await payload(page, 1))?.rows.ids.shape[0] >= 2);
    assert.equal((await cells(page))[1].outputs.length, 1);
    await until(5, 'the button', () => stop(page).isVisible());
    const said = await subtitle(page);
    assert.match(said, /^Epoch \d+ of 100000, 0 % done, about .* left\.$/);
    await view(page, TRAINING).node.screenshot({ path: path.join(desk.artifacts, 'training-running.png') });
    return said;
  },
  'the keyboard stays on a button while the view is updated': async (_, { page }) => {
    const shown = (await payload(page, 1)).rows.ids.shape[0];
    await stop(page).focus();
    await until(30, 'two more epochs', async () => (await payload(page, 1)).rows.ids.shape[0] >= shown + 2);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Stop');
  },
  [`its button ends it within ${STOPS_WITHIN} s, and what was reached is kept`]: async (
    _,
    { page, running }
  ) => {
    const began = Date.now();
    await page.keyboard.press('Enter');
    await within(STOPS_WITHIN, 'the cell has ended', running);
    const seconds = (Date.now() - began) / 1000;
    await until(5, 'the button is gone', async () => !(await stop(page).isVisible()));
    assert.match(await subtitle(page), /^Stopped in epoch \d+ of 100000 after \d+/);
    const { outputs } = (await cells(page))[1];
    assert.match(
      JSON.stringify(outputs.filter(({ output_type: type }) => type === 'error')),
      /[Aa]bort|[Ii]nterrupt|stopped/
    );
    assert.equal((await payload(page, 1)).state, 'stopped');
    return `${seconds.toFixed(1)} s`;
  },
  'one that ends says so, and no button is left': async (_, { page }) => {
    await runCell(page, 2, 120);
    await until(5, 'the words', async () => /^Trained in \d+ s\.$/.test(await subtitle(page, 1)));
    assert.equal(await stop(page, 1).isVisible(), false);
    const { rows, best, curves } = await payload(page, 2);
    assert.equal(rows.ids.shape[0], ENDS);
    assert.ok(best >= 1 && best <= ENDS, `best epoch ${best}`);
    assert.deepEqual(
      curves.map(({ name }) => name),
      ['training', 'validation']
    );
  },
  'it is seen in both themes, wide and narrow, without a serious fault of access': async (desk, { page }) => {
    const { node, canvas } = view(page, TRAINING, 1);
    const pictures = {};
    for (const name of ['Light', 'Dark']) {
      await theme(page, name);
      for (const width of [1280, 640]) {
        await page.setViewportSize({ width, height: 1000 });
        await frames(page, 4);
        await canvas.scrollIntoViewIfNeeded();
        const file = `training-${name.toLowerCase()}-${width < 1000 ? 'narrow' : 'wide'}.png`;
        pictures[file] = await node.screenshot({ path: path.join(desk.artifacts, file) });
      }
      assert.deepEqual(await graveFindings(page, node), []);
    }
    assert.equal(new Set(Object.values(pictures).map(png => png.toString('base64'))).size, 4);
    await theme(page, 'Light');
    await page.setViewportSize({ width: 1280, height: 1000 });
  },
  'it is in the saved file, and there again without kernel or trust': async (desk, { page }) => {
    await save(page);
    const { data } = (await cells(page))[2].outputs[0];
    assert.ok(data['image/png'].length > 1000 && [data['image/svg+xml']].flat().join('').startsWith('<svg'));
    const again = await openNotebook(desk, 'monitor.ipynb', {
      server: await desk.otherServer(),
      kernel: false
    });
    try {
      await until(20, 'both views', async () => /^Trained/.test(await subtitle(again, 1)));
      assert.match(await subtitle(again), /^Stopped in epoch/);
      assert.equal((await cells(again))[2].trusted, false);
      assert.equal(await again.locator('.jp-Terselab-stop:visible').count(), 0);
    } finally {
      await again.close();
    }
  }
});
