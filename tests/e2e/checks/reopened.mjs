// The saved notebook at someone else's: no kernel, nothing signed.
import assert from 'node:assert/strict';
import { NOTEBOOK } from '../desk.mjs';
import { group } from '../group.mjs';
import { cells, openNotebook } from '../lab.mjs';
import { dangers, painted, SALIENCY, TERSE } from '../views.mjs';

async function start(desk) {
  await desk.flares();
  const server = await desk.otherServer();
  const page = await openNotebook(desk, NOTEBOOK, { server, kernel: false });
  return { page, end: () => page.close() };
}

export default group('reopened without kernel, untrusted', start, {
  'there is no kernel and no trust': async (_, { page }) => {
    const session = await page.evaluate(
      () => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.name ?? null
    );
    assert.equal(session, null);
    const code = (await cells(page)).filter(
      ({ cell_type: type, outputs }) => type === 'code' && outputs.length
    );
    assert.ok(code.length > 10, `${code.length} cells with outputs`);
    assert.deepEqual(new Set(code.map(({ trusted }) => trusted)), new Set([false]));
  },
  'both views are painted': async (desk, { page }) => {
    for (const mime of [SALIENCY, TERSE]) await painted(desk, page, mime);
  },
  'nothing in the views could run': async (_, { page }) => assert.deepEqual(await dangers(page), [])
});
