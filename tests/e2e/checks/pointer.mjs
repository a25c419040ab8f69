// The mouse on both views: what is said of the place under it is what the payload holds there.
import assert from 'node:assert/strict';
import { group } from '../group.mjs';
import { cells, frames } from '../lab.mjs';
import { views } from '../notebook.mjs';
import { held } from '../pixels.mjs';
import { inside, SALIENCY, TERSE, view } from '../views.mjs';

async function start(desk) {
  const page = await desk.flares();
  const outputs = (await cells(page)).flatMap(cell => cell.outputs ?? []);
  const payload = mime => outputs.find(({ data }) => data?.[mime])?.data[mime];
  return { page, payload };
}

export default group('pointer', start, {
  'hovering the heatmap tells value and row': async (desk, { page, payload }) => {
    const data = views.decodeSaliency(views.parseSaliency(payload(SALIENCY)));
    const values = new Set();
    // Across the flare in the middle of the windows, where no value is its neighbour's.
    for (const across of [0.52, 0.55, 0.57, 0.58, 0.59, 0.61]) {
      const said = await hover(page, SALIENCY, [across, 0.3]);
      const row = rowNamed(data.rows, said.title);
      const column = Number(said.lines[data.columns.label]);
      assert.ok(column >= 0 && column < data.shape[1], `column ${column}`);
      const value = data.values[row * data.shape[1] + column];
      assert.equal(said.lines.saliency, views.formatNumber(value, 3));
      assert.equal(said.lines.id, String(data.rows.ids[row]));
      values.add(said.lines.saliency);
    }
    assert.ok(values.size >= 4, `too few values to tell: ${[...values]}`);
    return [...values].join(', ');
  },
  'hovering the scatter tells value and row': async (desk, { page, payload }) => {
    const data = views.decodeTerse(views.parseTerse(payload(TERSE)));
    const said = await hover(page, TERSE, [0.2, 0.3]);
    const row = rowNamed(data.rows, said.title);
    for (const name of [data.payload.x, data.payload.y, data.payload.colour]) {
      const column = data.byName.get(name);
      assert.equal(said.lines[column.label], views.columnText(column, row), name);
    }
    return said.title;
  },
  'the tooltip goes with the pointer': async (_, { page }) => {
    const { tooltip } = view(page, TERSE);
    await page.mouse.move(5, 5);
    await tooltip.waitFor({ state: 'hidden' });
  },
  'sorting the heatmap changes its pixels, and sorting back brings them back': async (desk, { page }) => {
    const { node, canvas } = view(page, SALIENCY);
    const choice = node.locator('select').first();
    const before = await held(desk, canvas, inside);
    await choice.selectOption('strength');
    await frames(page);
    const sorted = await held(desk, canvas, inside);
    assert.notEqual(sorted.print, before.print);
    await choice.selectOption('given');
    await frames(page);
    assert.equal((await held(desk, canvas, inside)).print, before.print);
  },
  'other axes change the scatter, and the first ones bring it back': async (desk, { page }) => {
    const { node, canvas } = view(page, TERSE);
    const x = node.locator('select').first();
    const [before, first] = [await held(desk, canvas, inside), await x.inputValue()];
    await x.selectOption({ label: 'log noise' });
    await frames(page);
    assert.notEqual((await held(desk, canvas, inside)).print, before.print);
    await x.selectOption(first);
    await frames(page);
    assert.equal((await held(desk, canvas, inside)).print, before.print);
  },
  'the wheel scrolls the page past a view that nobody has clicked into': async (desk, { page }) => {
    for (const mime of [SALIENCY, TERSE]) {
      const { canvas } = await centred(page, mime);
      await page.evaluate(() => document.activeElement?.blur());
      const [before, top] = [await held(desk, canvas, inside), await scrolled(page)];
      await overMiddle(page, canvas);
      await page.mouse.wheel(0, 120);
      await page.waitForFunction(top => window.e2eScroller().scrollTop >= top + 60, top);
      await page.mouse.move(5, 5);
      await frames(page);
      assert.equal((await held(desk, canvas, inside)).print, before.print, `${mime} was zoomed`);
    }
  },
  'after a click the wheel zooms and the page stays; Reset shows everything again': async (
    desk,
    { page }
  ) => {
    for (const mime of [SALIENCY, TERSE]) {
      const { canvas, node, plot } = await centred(page, mime);
      await canvas.click({ position: await spot(canvas, [0.12, 0.5]) });
      assert.ok(await plot.evaluate(found => found === document.activeElement), 'a click gives the focus');
      await page.mouse.move(5, 5);
      await frames(page);
      const before = await held(desk, canvas, inside);
      await overMiddle(page, canvas);
      const top = await scrolled(page);
      await page.mouse.wheel(0, -240);
      await page.mouse.move(5, 5);
      await frames(page, 4);
      assert.notEqual((await held(desk, canvas, inside)).print, before.print, `${mime} was not zoomed`);
      assert.equal(await scrolled(page), top, 'the page moved too');
      await node.getByRole('button', { name: 'Show everything again' }).click();
      await page.mouse.move(5, 5);
      await frames(page);
      assert.equal((await held(desk, canvas, inside)).print, before.print, `${mime} after the reset`);
    }
  }
});

/** Moves the mouse over a view, from a place (fractions of it) on, until the tooltip speaks. */
async function hover(page, mime, [across, down]) {
  const { canvas, tooltip } = await centred(page, mime);
  for (let step = 0; step < 60; step++) {
    const place = [across + (step % 6) * 0.08, down + Math.floor(step / 6) * 0.05];
    await canvas.hover({ position: await spot(canvas, place) });
    await frames(page);
    if (!(await tooltip.isVisible())) continue;
    return tooltip.evaluate(node => ({
      title: node.querySelector('.jp-Terselab-tooltipTitle').textContent,
      lines: Object.fromEntries(
        [...node.querySelectorAll('.jp-Terselab-tooltipLine')].map(line =>
          [...line.children].map(part => part.textContent)
        )
      )
    }));
  }
  throw new Error(`no tooltip over ${mime}`);
}

function rowNamed(rows, title) {
  const name = title.slice(rows.noun.length + 1);
  const row = Array.from(rows.ids, (_, i) => i).find(i => rows.name(i) === name);
  assert.notEqual(row, undefined, `no row is called "${name}"`);
  return row;
}

/** A view in the middle of the page, so that the page can scroll both ways. */
async function centred(page, mime) {
  const found = view(page, mime);
  await found.canvas.evaluate(node => node.scrollIntoView({ block: 'center' }));
  await page.evaluate(() => {
    window.e2eScroller = () =>
      document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer');
  });
  await frames(page);
  return found;
}

const scrolled = page => page.evaluate(() => window.e2eScroller().scrollTop);

async function spot(canvas, [across, down]) {
  const { width, height } = await canvas.boundingBox();
  return { x: width * across, y: height * down };
}

async function overMiddle(page, canvas) {
  const { x, y, width, height } = await canvas.boundingBox();
  await page.mouse.move(x + width * 0.5, y + height * 0.3);
}
