// A cell that shows views, run again and again: nothing of the old ones stays behind.
import assert from 'node:assert/strict';
import { group } from '../group.mjs';
import { command, frames, openNotebook, runCell } from '../lab.mjs';
import { code, importTerselab, showSaliency, showTerse, write } from '../notebook.mjs';
import { view, SALIENCY } from '../views.mjs';

const TIMES = 20;

async function start(desk) {
  write(desk, 'disposal.ipynb', [code(importTerselab), code(`${showSaliency}\n${showTerse}`), code('1 + 1')]);
  const page = await openNotebook(desk, 'disposal.ipynb');
  await runCell(page, 0);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  return { page, session, end: () => page.close() };
}

export default group('disposal', start, {
  [`${TIMES} runs of a cell leave canvases, nodes and listeners as they were`]: async (
    _,
    { page, session }
  ) => {
    for (let i = 0; i < 5; i++) await runCell(page, 1); // caches of JupyterLab fill
    const before = await standing(page, session);
    assert.equal(before.canvases, 2);
    for (let i = 0; i < TIMES; i++) await runCell(page, 1);
    const after = await standing(page, session);
    flat(before, after);
    return `listeners ${before.listeners} to ${after.listeners}, nodes ${before.nodes} to ${after.nodes}`;
  },
  [`${TIMES} times cleared and run`]: async (_, { page, session }) => {
    const before = await standing(page, session);
    for (let i = 0; i < TIMES; i++) {
      await command(page, 'notebook:clear-cell-output');
      assert.equal(await page.locator('.jp-Terselab').count(), 0);
      await runCell(page, 1);
    }
    const after = await standing(page, session);
    flat(before, after);
    return `listeners ${before.listeners} to ${after.listeners}, nodes ${before.nodes} to ${after.nodes}`;
  }
});

async function standing(page, session) {
  await view(page, SALIENCY).canvas.waitFor();
  await frames(page, 4);
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters');
  return { canvases: await page.locator('canvas').count(), nodes, listeners };
}

/** A view has about 40 listeners and 150 nodes: had one stayed a run, these would have grown by hundreds. */
function flat(before, after) {
  assert.equal(after.canvases, before.canvases);
  const grown = after.listeners - before.listeners;
  assert.ok(grown <= TIMES, `${grown} more listeners after ${TIMES} runs`);
  const more = after.nodes - before.nodes;
  assert.ok(more <= 20 * TIMES, `${more} more nodes after ${TIMES} runs`);
}
