// Saved views as files of their own.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { group } from '../group.mjs';
import { command, openNotebook, theme } from '../lab.mjs';
import { code, views, write } from '../notebook.mjs';
import { see } from '../pixels.mjs';
import { inside } from '../views.mjs';
import { until } from '../wait.mjs';

const ids = Array.from({ length: 40 }, (_, i) => i);
const words = { caption: 'Saved as a file.', alt: 'A saved view.', rowNoun: 'row', ids };
const files = {
  'map.terse.json': views.saliencyView({
    ...words,
    viewId: 'map',
    title: 'A saved heatmap',
    method: 'gradient',
    score: 'logit',
    columns: { label: 'place' },
    values: Float64Array.from({ length: 40 * 30 }, (_, i) => Math.sin(i / 7) * (i % 30))
  }),
  'band.terse.json': views.terseView({
    ...words,
    viewId: 'band',
    title: 'A saved scatter',
    terse: ids.map(i => Math.sin(i / 6)),
    terseNames: ['terse 1'],
    fields: [{ name: 'size', values: ids }]
  })
};

async function start(desk) {
  for (const [name, payload] of Object.entries(files))
    fs.writeFileSync(desk.file(name), JSON.stringify(payload));
  fs.writeFileSync(desk.file('cut.terse.json'), JSON.stringify(files['map.terse.json']).slice(0, 300));
  write(desk, 'beside.ipynb', [code('1')]);
  const page = await openNotebook(desk, 'beside.ipynb', { kernel: false });
  return { page, end: () => page.close() };
}

async function open(page, name) {
  await command(page, 'docmanager:open', { path: name });
  const node = page.locator('.jp-MimeDocument .jp-Terselab:visible');
  // the one opened before is hidden a moment later
  await until(10, `${name} is in front`, async () => (await node.count()) === 1);
  return node;
}

export default group('saved views', start, {
  'each opens with the renderer of its view, light and dark': async (desk, { page }) => {
    for (const [name, { title }] of Object.entries(files)) {
      const node = await open(page, name);
      await until(
        10,
        'its title',
        async () => (await node.locator('.jp-Terselab-title').textContent()) === title
      );
      for (const shade of ['Light', 'Dark']) {
        await theme(page, shade);
        await until(10, `${name} is painted`, async () => {
          const seen = await see(desk, node.locator('.jp-Terselab-canvas'), inside);
          return seen.inked > 0.01 && seen.colours > 20;
        });
        const file = `document-${name.split('.')[0]}-${shade.toLowerCase()}.png`;
        await page.screenshot({ path: path.join(desk.artifacts, file) });
      }
      await theme(page, 'Light');
    }
  },
  'a file that was cut short says so, and JupyterLab goes on': async (_, { page }) => {
    const node = await open(page, 'cut.terse.json');
    assert.match(await node.locator('.jp-Terselab-errorMessage').textContent(), /not JSON/);
    assert.equal(await page.locator('.jp-Dialog').count(), 0);
  },
  'the text stays within reach': async (_, { page }) => {
    const opened = await page.evaluate(async () => {
      const { commands, docRegistry } = window.jupyterapp;
      const widget = await commands.execute('docmanager:open', { path: 'map.terse.json', factory: 'Editor' });
      await widget.context.ready;
      const factories = docRegistry.preferredWidgetFactories('map.terse.json').map(({ name }) => name);
      return { text: widget.context.model.toString().slice(0, 1), factories };
    });
    assert.equal(opened.text, '{');
    assert.equal(opened.factories[0], 'terselab view');
  }
});
