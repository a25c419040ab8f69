// Both views without a mouse, in a notebook with a kernel: plain keys are the view's, and JupyterLab does not hear them.
import assert from 'node:assert/strict';
import { group } from '../group.mjs';
import { cells, frames, leave, openNotebook, runAll } from '../lab.mjs';
import { code, importTerselab, showSaliency, showTerse, text, write } from '../notebook.mjs';
import { held } from '../pixels.mjs';
import { SALIENCY, TERSE, view } from '../views.mjs';

const COUNT = 5;

async function start(desk) {
  write(desk, 'keys.ipynb', [
    code(importTerselab),
    code(`let memory = 41;\n${showSaliency}`),
    code(showTerse),
    code('memory += 1;'),
    text('The last cell.')
  ]);
  const page = await openNotebook(desk, 'keys.ipynb');
  await runAll(page);
  return { page, end: () => leave(page) };
}

export default group('keyboard', start, {
  'Tab reaches the heatmap, arrows read it, Escape twice leaves it': (desk, { page }) =>
    walk(desk, page, SALIENCY, 'ArrowDown', /^window 1\d\d, saliency /),
  'Tab reaches the scatter, arrows read it, Escape twice leaves it': (desk, { page }) =>
    walk(desk, page, TERSE, 'ArrowRight', /^window \d+, size /),
  't shows the table and takes the focus along, t or Escape brings the picture back': async (_, { page }) => {
    for (const [mime, rows] of [
      [SALIENCY, 12],
      [TERSE, 25]
    ]) {
      const { plot, table, canvas } = view(page, mime);
      for (const back of ['t', 'Escape']) {
        await plot.focus();
        await page.keyboard.press('t');
        await table.waitFor({ state: 'visible' });
        assert.equal(await table.locator('tbody tr').count(), rows);
        assert.ok(await isFocused(table), 'the table has the focus');
        assert.equal(await canvas.isVisible(), false);
        await page.keyboard.press(back);
        await canvas.waitFor({ state: 'visible' });
        assert.ok(await isFocused(plot), `the picture has the focus after ${back}`);
      }
    }
  },
  'x, 0 0, d d, a, b, m in a view, its table and its buttons change no cell and restart nothing': async (
    _,
    { page }
  ) => {
    const before = await standing(page);
    for (const mime of [SALIENCY, TERSE]) {
      const { plot, table, node } = view(page, mime);
      await plot.focus();
      await typeCommands(page);
      await page.keyboard.press('t');
      await table.waitFor({ state: 'visible' });
      await typeCommands(page);
      await page.keyboard.press('Escape');
      await node.getByRole('button', { name: 'Zoom in' }).focus();
      await typeCommands(page);
      assert.deepEqual(await standing(page), before, mime);
    }
  },
  'the same keys in the notebook are JupyterLab\u2019s: the check above can fail': async (_, { page }) => {
    await command(page);
    await page.keyboard.press('x');
    await page.waitForFunction(
      count => window.jupyterapp.shell.currentWidget.content.widgets.length === count,
      COUNT - 1
    );
    await page.keyboard.press('z');
    await page.waitForFunction(
      count => window.jupyterapp.shell.currentWidget.content.widgets.length === count,
      COUNT
    );
    await page.keyboard.press('0');
    await page.keyboard.press('0');
    await page.locator('.jp-Dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.jp-Dialog').waitFor({ state: 'detached' });
  },
  'Shift+Enter in a view still runs the cell': async (_, { page }) => {
    const before = (await cells(page))[2].execution_count;
    await page.evaluate(() => (window.jupyterapp.shell.currentWidget.content.activeCellIndex = 2));
    await view(page, TERSE).plot.focus();
    await page.keyboard.press('Shift+Enter');
    await page.waitForFunction(before => {
      const { model } = window.jupyterapp.shell.currentWidget.content.widgets[2];
      return model.executionCount > before && model.outputs.length === 1;
    }, before);
  }
});

async function walk(desk, page, mime, arrow, words) {
  const { plot, canvas, tooltip, node } = view(page, mime);
  await node.locator('.jp-Terselab-toolbar button').last().focus(); // the last stop before the picture, as if one had tabbed there
  await page.keyboard.press('Tab');
  assert.ok(await isFocused(plot), 'Tab leads from the toolbar to the picture');
  await frames(page);
  const free = await held(desk, canvas);
  await page.keyboard.press(arrow);
  await tooltip.waitFor();
  const spoken = node.locator('[role=status]').last();
  const first = await spoken.textContent();
  assert.match(first, words);
  await page.keyboard.press(arrow);
  const second = await spoken.textContent();
  assert.match(second, words);
  assert.notEqual(second, first, 'a second arrow goes on');
  await frames(page);
  assert.notEqual((await held(desk, canvas)).print, free.print, 'the place in hand is marked');
  const whole = await held(desk, canvas);
  await page.keyboard.press('+');
  await frames(page);
  assert.notEqual((await held(desk, canvas)).print, whole.print, '+ zooms');
  await page.keyboard.press('0');
  await frames(page);
  assert.equal((await held(desk, canvas)).print, whole.print, '0 resets');
  await page.keyboard.press('Escape');
  await tooltip.waitFor({ state: 'hidden' });
  assert.ok(await isFocused(plot), 'the first Escape drops the place only');
  assert.equal((await held(desk, canvas)).print, free.print, 'nothing is marked any more');
  await page.keyboard.press('Escape');
  assert.equal(await isFocused(plot), false, 'the second Escape leaves the picture');
}

const isFocused = locator => locator.evaluate(node => node === document.activeElement);

async function typeCommands(page) {
  for (const key of ['x', '0', '0', 'd', 'd', 'a', 'b', 'm']) await page.keyboard.press(key);
  await frames(page, 3); // where JupyterLab does hear a key, its command acts at once
}

/** What the keys must not touch: cells, the kernel and its state, open dialogs. */
async function standing(page) {
  return page.evaluate(() => {
    const panel = window.jupyterapp.shell.currentWidget;
    const { kernel } = panel.sessionContext.session;
    return {
      cells: panel.content.widgets.map(cell => `${cell.model.type} ${cell.model.sharedModel.getSource()}`),
      kernel: [kernel.id, kernel.status],
      dialogs: document.querySelectorAll('.jp-Dialog').length,
      mode: panel.content.mode
    };
  });
}

/** The notebook in command mode with its last cell active. */
function command(page) {
  return page.evaluate(() => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = notebook.widgets.length - 1;
    notebook.mode = 'command';
    notebook.activate();
    notebook.activeCell.node.focus();
  });
}
