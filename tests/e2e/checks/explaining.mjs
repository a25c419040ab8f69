// Explaining in the page itself: the files that Node runs, bundled, with the answers that Node has.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { repository } from '../../../binder/setup/place.mjs';
import { bundle } from '../explaining/bundle.mjs';
import { group } from '../group.mjs';

const require = createRequire(import.meta.url);
const METHODS = 9;
const BAR = 1e-4;

/** Answers of this process, on its fastest engine. */
async function answersOfNode() {
  const tl = require(path.join(repository, 'dist'));
  await tl.useBackend();
  return require('../explaining/methods.cjs').explainAll({ tf: require('@tensorflow/tfjs'), tl });
}

/** max |a - b| / max |b| */
function miss(a, b) {
  assert.equal(a.length, b.length);
  const largest = b.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  assert.ok(largest > 0, 'a map of zeros would agree with anything');
  return a.reduce((m, v, i) => Math.max(m, Math.abs(v - b[i])), 0) / largest;
}

/** The largest miss over all maps, with its name. */
function worst(found, expected) {
  const names = Object.keys(expected);
  assert.deepEqual(Object.keys(found), names);
  assert.equal(names.length, 2 * 2 * METHODS);
  return names
    .map(name => ({ name, miss: miss(found[name], expected[name]) }))
    .reduce((a, b) => (b.miss > a.miss ? b : a));
}

async function start(desk) {
  const folder = fs.mkdtempSync(path.join(desk.folder, 'explaining-'));
  await bundle(path.join(repository, 'tests', 'e2e', 'explaining', 'page.cjs'), folder);
  fs.writeFileSync(
    path.join(folder, 'index.html'),
    '<!doctype html><title>Explaining</title><script src="bundle.js"></script>'
  );
  const page = await desk.browser.newPage();
  const problems = [];
  page.on('pageerror', error => problems.push(String(error)));
  await page.goto(`file://${path.join(folder, 'index.html')}`);
  return { page, problems, expected: await answersOfNode(), end: () => page.close() };
}

async function agrees(page, backend, expected) {
  const found = await page.evaluate(name => globalThis.explainOn(name), backend);
  const { name, miss } = worst(found, expected);
  assert.ok(miss <= BAR, `${name}: ${miss}`);
  return `largest miss ${miss.toExponential(1)}, ${name}`;
}

export default group('explaining in the page', start, {
  'nine methods on two networks, through tfjs and the engine, say what Node says within 1e-4': (
    _,
    { page, expected }
  ) => agrees(page, 'cpu', expected),
  'and so on WebGL, which Chromium has without a graphics card too': (_, { page, expected }) =>
    agrees(page, 'webgl', expected),
  'the face for browsers explains, measures and learns': async (_, { page }) => {
    const names = await page.evaluate(() => globalThis.faceOfBrowsers);
    for (const name of ['explain', 'engineAdapter', 'deletion', 'skillOf', 'fitForest', 'saliencyView']) {
      assert.ok(names.includes(name), `${name} is missing`);
    }
  },
  'nothing was thrown in the page': async (_, { problems }) => assert.deepEqual(problems, [])
});
