// A cell that shows views, run again and again: nothing of the old ones stays behind.
import assert from 'node:assert/strict';
import { group } from '../group.mjs';
import { command, frames, leave, openNotebook, runCell } from '../lab.mjs';
import { code, importTerselab, showSaliency, showTerse, write } from '../notebook.mjs';
import { view, SALIENCY } from '../views.mjs';

const TIMES = 20;

async function start(desk) {
  write(desk, 'disposal.ipynb', [code(importTerselab), code(`${showSaliency}\n${showTerse}`), code('1 + 1')]);
  const page = await openNotebook(desk, 'disposal.ipynb');
  await runCell(page, 0);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  return { page, session, end: () => leave(page) };
}

export default group('disposal', start, {
  [`${TIMES} runs of a cell leave canvases, nodes and listeners as they were`]: (_, shared) =>
    flat(shared, () => runCell(shared.page, 1)),
  [`${TIMES} times cleared and run, too`]: (_, shared) =>
    flat(shared, async () => {
      await command(shared.page, 'notebook:clear-cell-output');
      assert.equal(await shared.page.locator('.jp-Terselab').count(), 0);
      await runCell(shared.page, 1);
    })
});

/**
 * Holds where nothing grows over a round. JupyterLab fills caches of its own at first, so that the first rounds may;
 * a view that stayed would add its 50 listeners and 150 nodes at every run of every round.
 */
async function flat({ page, session }, act) {
  await act();
  let before = await standing(page, session);
  assert.equal(before.canvases, 2);
  for (let round = 1; ; round++) {
    for (let i = 0; i < TIMES; i++) await act();
    const after = await standing(page, session);
    assert.equal(after.canvases, 2);
    const [listeners, nodes] = [after.listeners - before.listeners, after.nodes - before.nodes];
    if (listeners <= TIMES && nodes <= 20 * TIMES) return `${listeners} more listeners, ${nodes} more nodes`;
    assert.ok(round < 3, `still ${listeners} more listeners and ${nodes} more nodes in round ${round}`);
    before = after;
  }
}

async function standing(page, session) {
  await view(page, SALIENCY).canvas.waitFor();
  await frames(page, 4);
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters');
  return { canvases: await page.locator('canvas').count(), nodes, listeners };
}
