// What the file holds after a save: live payloads, and pictures and text for who has no extension.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { place, program } from '../../../binder/setup/place.mjs';
import { NOTEBOOK } from '../desk.mjs';
import { group } from '../group.mjs';
import { SALIENCY, TERSE } from '../views.mjs';

const CHART = 'application/vnd.vegalite.v5+json';

async function start(desk) {
  await desk.flares();
  const notebook = JSON.parse(fs.readFileSync(desk.file(NOTEBOOK), 'utf8'));
  const outputs = notebook.cells.flatMap(cell => cell.outputs ?? []).filter(({ data }) => data);
  return { outputs };
}

export default group('saved file', start, {
  'the views are in it as live payloads': async (_, { outputs }) => {
    for (const mime of [SALIENCY, TERSE]) {
      const found = outputs.filter(({ data }) => data[mime]);
      assert.equal(found.length, 1, `${mime}: ${found.length}`);
      assert.equal(typeof found[0].data[mime], 'object', `${mime} is a ${typeof found[0].data[mime]}`);
    }
  },
  'each live output has a PNG, a text and an alt text beside it': async (_, { outputs }) => {
    const live = outputs.filter(({ data }) => [SALIENCY, TERSE, CHART].some(mime => data[mime]));
    assert.ok(live.length >= 5, `${live.length} live outputs`);
    for (const { data, metadata } of live) {
      const png = Buffer.from([data['image/png'] ?? ''].flat().join(''), 'base64');
      assert.equal(png.subarray(1, 4).toString(), 'PNG', `${Object.keys(data)} has no PNG`);
      assert.ok([data['text/plain'] ?? ''].flat().join('').length > 20, `${Object.keys(data)} has no text`);
      assert.ok(metadata['image/png']?.alt, 'a PNG without alt text');
    }
    return `${live.length} outputs`;
  },
  'nbconvert to HTML shows every figure': async (desk, { outputs }) => {
    const wanted = outputs.filter(({ data }) => data['image/png']).length;
    const file = convert(desk.file(NOTEBOOK), desk.artifacts);
    const shown = await figures(desk, file);
    assert.equal(shown.length, wanted, `${shown.length} figures of ${wanted}`);
    const empty = shown.filter(({ width, height }) => width < 100 || height < 50);
    assert.deepEqual(empty, []);
    return `${wanted} figures`;
  }
});

function convert(notebook, folder) {
  const run = spawnSync(
    program(place(), 'jupyter-nbconvert'),
    ['--to', 'html', '--output-dir', folder, '--output', 'stellar-flares.html', notebook],
    { encoding: 'utf8' }
  );
  assert.equal(run.status, 0, run.stderr);
  return path.join(folder, 'stellar-flares.html');
}

/** The figures of a page as they are laid out without scripts or network, as in a mail's attachment. */
async function figures(desk, file) {
  const context = await desk.browser.newContext({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.route(/^https?:/, route => route.abort()); // the template asks for MathJax
    await page.goto(pathToFileURL(file).href);
    return await page
      .locator('.jp-OutputArea-output')
      .locator('img, svg:not(svg svg)')
      .evaluateAll(nodes =>
        nodes.map(node => {
          const { width, height } = node.getBoundingClientRect();
          const whole = node.tagName !== 'IMG' || (node.complete && node.naturalWidth > 0);
          return { width: whole ? width : 0, height };
        })
      );
  } finally {
    await context.close();
  }
}
