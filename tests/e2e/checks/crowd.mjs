// Forty views in one notebook, all laid out at once: each is painted, and no browser runs out of WebGL contexts.
import assert from 'node:assert/strict';
import { group } from '../group.mjs';
import { ownKinds } from '../kinds.mjs';
import { openNotebook } from '../lab.mjs';
import { code, output, write } from '../notebook.mjs';
import { held } from '../pixels.mjs';
import { until } from '../wait.mjs';
import { contexts, countContexts } from '../webgl.mjs';

const PLUGIN = '@jupyterlab/notebook-extension:tracker';
const COUNT = 40;

async function start(desk) {
  const kinds = await ownKinds();
  const outputs = kinds.map(({ payload }) => output(payload));
  const at = i => i % kinds.length;
  write(
    desk,
    'crowd.ipynb',
    Array.from({ length: COUNT }, (_, i) => code(`// ${kinds[at(i)].name}`, [outputs[at(i)]]))
  );
  desk.server.setSettings(PLUGIN, { windowingMode: 'none' });
  const page = await openNotebook(desk, 'crowd.ipynb', { kernel: false, init: countContexts });
  return {
    page,
    async end() {
      await page.close();
      desk.server.setSettings(PLUGIN, {});
    }
  };
}

export default group('forty views', start, {
  'all are painted without being scrolled to, with at most one WebGL context': async (desk, { page }) => {
    const canvases = page.locator('.jp-Terselab-canvas');
    for (let i = 0; i < COUNT; i++) {
      await until(
        60,
        `view ${i + 1} is painted`,
        async () => (await held(desk, canvases.nth(i))).colours > 20
      );
    }
    assert.equal(await canvases.count(), COUNT);
    assert.equal(await page.locator('.jp-Terselab-error').count(), 0);
    const made = await contexts(page);
    assert.ok(made <= 1, `${made} WebGL contexts`);
    return `${made} WebGL contexts`;
  },
  'a context would have been counted': async (_, { page }) => {
    const before = await contexts(page);
    assert.ok(await page.evaluate(() => document.createElement('canvas').getContext('webgl') !== null));
    assert.equal(await contexts(page), before + 1);
  }
});
