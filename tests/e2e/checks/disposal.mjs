// Views run, cleared and run again: nothing of the old ones stays behind. TERSELAB_FULL asks for 200 rounds instead of 40.
import assert from 'node:assert/strict';
import { group } from '../group.mjs';
import { ownKinds } from '../kinds.mjs';
import { command, frames, leave, openNotebook, runCell } from '../lab.mjs';
import { code, importTerselab, showSaliency, showTerse, write } from '../notebook.mjs';
import { view, SALIENCY } from '../views.mjs';
import { until } from '../wait.mjs';
import { contexts, countContexts } from '../webgl.mjs';

const TIMES = process.env.TERSELAB_FULL === '1' ? 200 : 40;
/** Bytes a round; JupyterLab's own history of a notebook grows by up to 35 kB at a run. */
const HEAP = 50_000;

async function start(desk) {
  write(desk, 'disposal.ipynb', [code(importTerselab), code(`${showSaliency}\n${showTerse}`), code('1 + 1')]);
  const page = await openNotebook(desk, 'disposal.ipynb', { init: countContexts });
  await runCell(page, 0);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  return { page, session, end: () => leave(page) };
}

export default group('disposal', start, {
  [`${TIMES / 2} runs of a cell leave canvases, nodes, listeners and heap as they were`]: (_, shared) =>
    flat(shared, () => runCell(shared.page, 1), TIMES / 2),
  [`${TIMES} times cleared and run, too`]: (_, shared) =>
    flat(shared, async () => {
      await command(shared.page, 'notebook:clear-cell-output');
      assert.equal(await shared.page.locator('.jp-Terselab').count(), 0);
      await runCell(shared.page, 1);
    }),
  [`${TIMES} outputs of every kind, shown and cleared in turn, too, and no worker stays`]: async (
    _,
    shared
  ) => {
    const { page } = shared;
    await page.evaluate(
      payloads => (window.e2ePayloads = payloads),
      (await ownKinds()).map(({ payload }) => payload)
    );
    let turn = 0;
    const said = await flat(shared, () => showAndClear(page, turn++));
    await until(10, 'the workers are gone', () => page.workers().length === 0);
    return said;
  }
});

/**
 * Holds where nothing grows over a round. JupyterLab fills caches of its own at first, so that the first rounds may;
 * a view that stayed would add its 50 listeners, 150 nodes and its payload at every run of every round.
 */
async function flat({ page, session }, act, times = TIMES) {
  await act();
  let before = await standing(page, session);
  assert.equal(before.canvases, 2);
  for (let round = 1; ; round++) {
    for (let i = 0; i < times; i++) await act();
    const after = await standing(page, session);
    assert.equal(after.canvases, 2);
    assert.ok((await contexts(page)) <= 1, 'WebGL contexts');
    const grown = key => after[key] - before[key];
    const said = `${grown('listeners')} more listeners, ${grown('nodes')} more nodes, ${(grown('heap') / 1000).toFixed(0)} kB`;
    const held = grown('listeners') <= times && grown('nodes') <= 20 * times && grown('heap') <= HEAP * times;
    if (held) return said;
    assert.ok(round < 3, `still ${said} in round ${round}`);
    before = after;
  }
}

async function standing(page, session) {
  await view(page, SALIENCY).canvas.waitFor();
  await frames(page, 4);
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters');
  const { usedSize: heap } = await session.send('Runtime.getHeapUsage');
  return { canvases: await page.locator('canvas').count(), nodes, listeners, heap };
}

/** Puts the next kind's output into the last cell, waits until it is drawn on, and clears the cell. */
function showAndClear(page, turn) {
  return page.evaluate(async turn => {
    const payload = window.e2ePayloads[turn % window.e2ePayloads.length];
    const mime = `application/vnd.terselab.${payload.view}.v1+json`;
    const cell = window.jupyterapp.shell.currentWidget.content.widgets[2];
    cell.model.outputs.add({ output_type: 'display_data', metadata: {}, data: { [mime]: payload } });
    cell.node.scrollIntoView();
    const drawn = () => cell.node.querySelector('.jp-Terselab-canvas')?.width > 300;
    const end = performance.now() + 10_000;
    while (!drawn() && performance.now() < end) await new Promise(requestAnimationFrame);
    if (!drawn()) throw new Error(`${payload.title} was not drawn`);
    await new Promise(requestAnimationFrame);
    cell.model.outputs.clear();
  }, turn);
}
