// The reader's first minute: open the notebook, Run All, look.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { lastRun, NOTEBOOK } from '../desk.mjs';
import { group } from '../group.mjs';
import { cells, openNotebook, runAll, save } from '../lab.mjs';
import { see } from '../pixels.mjs';
import { inside, SALIENCY, TERSE, view } from '../views.mjs';

async function start(desk) {
  const page = await openNotebook(desk, NOTEBOOK);
  desk.flares(page);
  return { page };
}

export default group('whole notebook', start, {
  'Run All ends, no cell fails': async (desk, { page }) => {
    const began = Date.now();
    await runAll(page, 300);
    const seconds = (Date.now() - began) / 1000;
    await save(page);
    fs.copyFileSync(desk.file(NOTEBOOK), lastRun(desk));
    const code = (await cells(page)).filter(cell => cell.cell_type === 'code');
    const bad = code.flatMap(({ outputs }) => outputs.filter(({ output_type: type }) => type === 'error'));
    assert.deepEqual(bad, []);
    const unrun = code.filter(({ execution_count: count, source }) => count === null && source !== '');
    assert.equal(unrun.length, 0, `${unrun.length} cells were not run`);
    return `${seconds.toFixed(0)} s`;
  },
  'the saliency heatmap is painted': (desk, { page }) => painted(desk, page, SALIENCY, 60),
  'the terse scatter is painted': (desk, { page }) => painted(desk, page, TERSE, 30)
});

async function painted(desk, page, mime, colours) {
  const { canvas } = view(page, mime);
  await canvas.scrollIntoViewIfNeeded();
  const seen = await see(desk, canvas, inside);
  assert.ok(seen.colours >= colours, `${seen.colours} colours inside the plot, expected at least ${colours}`);
  assert.ok(seen.inked > 0.02, `${(100 * seen.inked).toFixed(1)} % of the plot is drawn on`);
  return `${seen.colours} colours, ${(100 * seen.inked).toFixed(0)} % drawn on`;
}
