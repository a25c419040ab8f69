// The reader's first minute: open the notebook, Run All, look.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { lastRun, NOTEBOOK } from '../desk.mjs';
import { group } from '../group.mjs';
import { cells, openNotebook, runAll, save, shutDown } from '../lab.mjs';
import { painted, SALIENCY, TERSE } from '../views.mjs';

async function start(desk) {
  const page = await openNotebook(desk, NOTEBOOK);
  desk.flares(page);
  return { page, end: () => shutDown(page) }; // the page stays: other checks look at it
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
  'the saliency heatmap is painted': (desk, { page }) => look(desk, page, SALIENCY),
  'the terse scatter is painted': (desk, { page }) => look(desk, page, TERSE)
});

async function look(desk, page, mime) {
  const { colours, inked } = await painted(desk, page, mime);
  return `${colours} colours, ${(100 * inked).toFixed(0)} % drawn on`;
}
