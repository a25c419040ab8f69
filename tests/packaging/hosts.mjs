#!/usr/bin/env node
// The wheel in hosts that are not ours: an empty venv without Node, JupyterLab 4.0, Notebook 7. Asks PyPI for the hosts;
// a host that cannot be had is skipped, with the reason. Environment: CHROMIUM names the browser.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { place, program, repository } from '../../binder/setup/place.mjs';
import { anyFree } from '../../binder/setup/port.mjs';
import { serve } from '../../binder/setup/server.mjs';
import { findChromium, launch } from '../e2e/browser.mjs';
import { code, output, views } from '../e2e/notebook.mjs';
import { until } from '../e2e/wait.mjs';

const HOSTS = [
  { name: 'JupyterLab 4.0', wants: 'jupyterlab==4.0.*', page: 'lab/tree/', gallery: true },
  { name: 'Notebook 7', wants: 'notebook==7.*', page: 'notebooks/', gallery: false }
];
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'terselab-hosts-'));
const counts = { passed: 0, failed: 0, skipped: 0 };
const run = (file, args, options = {}) =>
  execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...options });

function buildWheel() {
  const python = program(place(), 'python');
  // A full path and no index: a bare "extension" would be looked up there, and is someone else's package.
  const source = path.join(repository, 'extension');
  run(python, ['-m', 'pip', 'wheel', source, '--no-index', '--no-deps', '--no-build-isolation', '-w', work]);
  const wheel = fs.readdirSync(work).find(name => /^terselab_lab-.*\.whl$/.test(name));
  return path.join(work, wheel);
}

function makeVenv(name) {
  const where = place({ prefix: path.join(work, name) });
  run(program(place(), 'python'), ['-m', 'venv', where.jupyter]);
  return where;
}

/** Runs a check and counts it; `skip` of what it throws says why it could not be tried. */
async function check(name, work) {
  try {
    const words = await work();
    counts.passed++;
    console.log(`  ok   ${name}${words ? ` (${words})` : ''}`);
  } catch (error) {
    counts[error.skip ? 'skipped' : 'failed']++;
    console.log(
      `  ${error.skip ? 'skipped' : 'FAIL'} ${name}: ${String(error.stderr || error.message).slice(-1500)}`
    );
  }
}

/** The wheel in a venv of its own, with no PATH: no Node to be found. */
function withoutNode(wheel) {
  const where = makeVenv('empty');
  const env = { PATH: '', HOME: work };
  run(program(where, 'python'), ['-m', 'pip', 'install', '-q', '--no-index', '--no-deps', wheel], { env });
  const said = run(program(where, 'python'), ['-c', 'import terselab_lab; print(terselab_lab.__all__)'], {
    env
  });
  assert.match(said, /saliency_view/);
  const installed = path.join(where.jupyter, 'share/jupyter/labextensions/terselab-lab');
  const { jupyterlab } = JSON.parse(fs.readFileSync(path.join(installed, 'package.json'), 'utf8'));
  for (const file of [jupyterlab._build.load, 'schemas/terselab-lab/gallery.json', 'install.json']) {
    assert.ok(fs.existsSync(path.join(installed, file)), `${file} is not in the wheel`);
  }
}

function saved(folder) {
  const ids = Array.from({ length: 30 }, (_, i) => i);
  const words = { title: 'Saved', caption: 'Saved.', alt: 'A saved view.', rowNoun: 'row', ids };
  const values = Float64Array.from({ length: 30 * 20 }, (_, i) => Math.sin(i / 7) * (i % 20));
  const saliency = { method: 'gradient', score: 'logit', columns: { label: 'place' }, values };
  const terse = { terse: ids.map(i => Math.sin(i / 6)), terseNames: ['terse 1'] };
  const payloads = [
    views.saliencyView({ ...words, ...saliency, viewId: 'a' }),
    views.terseView({ ...words, ...terse, viewId: 'b', fields: [{ name: 'size', values: ids }] })
  ];
  const cells = payloads.map(payload => code('1', [output(payload)]));
  const notebook = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
  fs.writeFileSync(path.join(folder, 'saved.ipynb'), JSON.stringify(notebook));
}

async function inHost({ name, wants, page: start, gallery }, wheel, browser) {
  const where = makeVenv(wants.split('=')[0]);
  const python = program(where, 'python');
  try {
    run(python, ['-m', 'pip', 'install', '-q', wants], { timeout: 300_000 });
  } catch (error) {
    throw Object.assign(error, { skip: true });
  }
  run(python, ['-m', 'pip', 'install', '-q', '--no-deps', wheel]);
  const listed = run(python, ['-m', 'jupyter', 'labextension', 'list'], {
    env: { ...process.env, HOME: work, PATH: path.dirname(python), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe']
  });
  assert.doesNotMatch(listed, /not compatible/);
  const folder = fs.mkdtempSync(path.join(work, 'served-'));
  saved(folder);
  const home = {
    HOME: work,
    JUPYTER_CONFIG_DIR: path.join(work, 'c'),
    JUPYTER_DATA_DIR: path.join(work, 'd')
  };
  const args = gallery ? [] : ['--LabApp.expose_app_in_browser=True'];
  const server = await serve(where, { port: await anyFree(), folder, env: home, args });
  const page = await browser.newPage({ viewport: { width: 1200, height: 1100 } });
  const problems = [];
  // Notebook 7.6 throws one of its own ("reading 'schema'"), with this extension or without: the files named tell whose
  page.on('pageerror', error => {
    if (/terselab/i.test(error.stack ?? '')) problems.push(error.stack);
  });
  page.on('console', message => {
    if (message.type() === 'error' && /terselab/i.test(message.text())) problems.push(message.text());
  });
  try {
    await page.goto(`${server.address}${start}saved.ipynb?token=${server.token}`);
    for (const n of [0, 1]) {
      const canvas = page.locator('.jp-Terselab-canvas').nth(n);
      await canvas.waitFor({ timeout: 60_000 });
      await until(20, `view ${n + 1} is painted`, async () => (await colours(canvas)) > 30);
    }
    if (gallery) assert.equal(await page.locator('.jp-TerselabGallery').count(), 1, 'no gallery');
    const artifacts = path.join(repository, 'artifacts', 'packaging');
    fs.mkdirSync(artifacts, { recursive: true });
    await page.screenshot({ path: path.join(artifacts, `${name.replace(/\W+/g, '-')}.png`) });
    assert.deepEqual(problems, []);
  } finally {
    await page.close();
    await server.stop();
  }
  return run(python, ['-m', 'pip', 'show', wants.split('=')[0]]).match(/Version: (\S+)/)[1];
}

const colours = canvas =>
  canvas.evaluate(node => {
    const { data } = node.getContext('2d').getImageData(0, 0, node.width, node.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });

try {
  console.log('the wheel');
  const wheel = buildWheel();
  await check('installs into an empty venv without Node, its emitter and its front end whole', () =>
    withoutNode(wheel)
  );
  const chromium = findChromium();
  const browser = chromium && (await launch(chromium));
  for (const host of HOSTS) {
    await check(`draws a saved notebook in ${host.name}`, () => {
      if (!browser) throw Object.assign(new Error('there is no Chromium'), { skip: true });
      return inHost(host, wheel, browser);
    });
  }
  await browser?.close();
} finally {
  fs.rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`packaging: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed ? 1 : 0;
