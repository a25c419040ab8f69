// Hover and selection shared by three views in two cells, not by those of another notebook; a selection becomes a cell.
import assert from 'node:assert/strict';
import { group } from '../group.mjs';
import { cells, frames, openNotebook, scrollTo } from '../lab.mjs';
import { code, output, views, write } from '../notebook.mjs';

const index = Array.from({ length: 12 }, (_, i) => i);
const common = {
  group: 'windows',
  caption: '',
  alt: 'Twelve windows.',
  rowNoun: 'window',
  ids: index.map(i => 100 + i)
};

const map = title =>
  output(
    views.saliencyView({
      ...common,
      viewId: title,
      title,
      method: 'gradient',
      score: 'logit',
      columns: { label: 'place' },
      values: Array.from({ length: 120 }, (_, i) => Math.sin(i)),
      fields: []
    })
  );
const scatter = () =>
  output(
    views.terseView({
      ...common,
      viewId: 'scatter',
      title: 'Scatter',
      terse: index.map(Math.sin),
      terseNames: ['terse 1'],
      fields: [{ name: 'size', label: 'size', values: index }]
    })
  );

async function start(desk) {
  write(desk, 'linked.ipynb', [
    code('// two views', [map('First'), scatter()]),
    code('// a third', [map('Third')])
  ]);
  write(desk, 'apart.ipynb', [code('// of another notebook', [map('Apart')])]);
  const page = await openNotebook(desk, 'apart.ipynb', {
    kernel: false,
    size: { width: 1280, height: 1500 }
  });
  await page.evaluate(async () => {
    const { commands, shell } = window.jupyterapp;
    const panel = await commands.execute('docmanager:open', {
      path: 'linked.ipynb',
      factory: 'Notebook',
      kernelPreference: { shouldStart: false, canStart: false },
      options: { mode: 'split-right' }
    });
    await panel.context.ready;
    await panel.revealed;
    shell.activateById(panel.id);
  });
  return { page, end: () => page.close() };
}

/** Titles of the tooltips in a notebook's views, by the view's title; null where none is shown. */
const held = page =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('.jp-Terselab')].map(node => {
        const tooltip = node.querySelector('.jp-Terselab-tooltip');
        return [
          node.querySelector('.jp-Terselab-title').textContent,
          tooltip.hidden ? null : tooltip.querySelector('.jp-Terselab-tooltipTitle').textContent
        ];
      })
    )
  );

/** A view by its title. */
const named = (page, title) => page.locator('.jp-Terselab', { hasText: title }).first();

export default group('linked views', start, {
  'the row in hand is shown by all views of the group, and not by those of another notebook': async (
    _,
    { page }
  ) => {
    await scrollTo(page, 0);
    await named(page, 'Scatter').locator('.jp-Terselab-plot').focus();
    await page.keyboard.press('ArrowRight');
    await frames(page, 3);
    const seen = await held(page);
    assert.match(seen.Scatter, /^window 10\d|^window 11\d/);
    assert.equal(seen.First, seen.Scatter);
    assert.equal(seen.Third, seen.Scatter);
    assert.equal(seen.Apart, null);
    return seen.Scatter;
  },
  'a selection is shared, and becomes a cell below that is not run': async (_, { page }) => {
    await page.keyboard.press('s');
    await frames(page, 3);
    const use = named(page, 'First').getByRole('button', { name: /Insert a cell/ });
    assert.equal(await use.isEnabled(), true, 'chosen in the scatter, offered in the map');
    await use.click();
    await page.waitForFunction(() => window.jupyterapp.shell.currentWidget.content.widgets.length === 3);
    await frames(page, 3);
    const all = await cells(page);
    const source = [all[1].source].flat().join('');
    assert.match(
      source,
      /^\/\/ 1 rows \("window"\) chosen in the view "First"\nconst selection = \[1\d\d\];$/
    );
    assert.equal(all[1].execution_count, null);
    assert.equal([all[0].source].flat().join(''), '// two views', 'the cell above is as it was');
    return source.split('\n')[1];
  }
});
