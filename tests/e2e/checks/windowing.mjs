// JupyterLab's four ways to keep cells out of sight off the page: a view scrolled away and back is as it was.
import assert from 'node:assert/strict';
import { NOTEBOOK } from '../desk.mjs';
import { group } from '../group.mjs';
import { openNotebook, scrollTo, theme } from '../lab.mjs';
import { held } from '../pixels.mjs';
import { painted, SALIENCY, TERSE, view } from '../views.mjs';

const PLUGIN = '@jupyterlab/notebook-extension:tracker';

// Each mode has a page of its own, made after the setting was written; the last one is kept for a photograph of a failure.
async function start(desk) {
  await desk.flares();
  const shared = {
    page: null,
    async end() {
      await shared.page?.close();
      desk.server.setSettings(PLUGIN, {});
    }
  };
  return shared;
}

const mode = name => [
  `windowing mode ${name}`,
  async (desk, shared) => {
    await shared.page?.close();
    desk.server.setSettings(PLUGIN, { windowingMode: name });
    const page = (shared.page = await openNotebook(desk, NOTEBOOK, { kernel: false }));
    const inForce = await page.evaluate(
      () => window.jupyterapp.shell.currentWidget.content.notebookConfig.windowingMode
    );
    assert.equal(inForce, name);
    const laidOut = [];
    for (const mime of [SALIENCY, TERSE]) {
      const index = await cellOf(page, mime);
      const { canvas } = view(page, mime);
      // JupyterLab guesses the heights of cells it has not laid out yet: a first scroll may end beside the cell.
      const bring = () => scrollTo(page, index);
      await painted(desk, page, mime, bring);
      const before = await held(desk, canvas);
      await away(page, mime);
      laidOut.push(await canvas.evaluate(node => node.getBoundingClientRect().width > 0));
      await painted(desk, page, mime, bring);
      assert.equal((await held(desk, canvas)).print, before.print, `${mime}: other pixels than before`);
      await away(page, mime);
      await theme(page, 'Dark');
      await painted(desk, page, mime, bring);
      assert.notEqual((await held(desk, canvas)).print, before.print, `${mime} missed a theme while away`);
      await theme(page, 'Light');
    }
    // Only "full" takes cells out of the layout. Else this would test one mode four times.
    assert.deepEqual(laidOut, name === 'full' ? [false, false] : [true, true]);
  }
];

export default group(
  'windowing',
  start,
  Object.fromEntries(['defer', 'full', 'none', 'contentVisibility'].map(mode))
);

function cellOf(page, mime) {
  return page.evaluate(
    mime =>
      window.jupyterapp.shell.currentWidget.content.widgets.findIndex(cell =>
        cell.model.toJSON().outputs?.some(({ data }) => data?.[mime])
      ),
    mime
  );
}

/** Scrolls to the top, until the canvas is where nobody sees it. */
async function away(page, mime) {
  await scrollTo(page, 0);
  await page.waitForFunction(mime => {
    const canvas = document.querySelector(`.jp-Terselab[data-mime-type="${mime}"] canvas`);
    const box = canvas?.getBoundingClientRect();
    return !box || box.width === 0 || box.top > window.innerHeight || box.bottom < 0;
  }, mime);
}
