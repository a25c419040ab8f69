#!/usr/bin/env node
// The wheel in hosts that are not ours. Always: an empty venv without Node, and a venv of its own that borrows JupyterLab
// from the project's. With TERSELAB_FULL=1 also JupyterLab 4.0, 4.6 and Notebook 7 as PyPI has them, and the source against
// the types of 4.0; a host that cannot be had is skipped, with the reason. Environment: CHROMIUM names the browser,
// TERSELAB_RESULTS the file for the counts.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { place, program, repository } from '../../binder/setup/place.mjs';
import { anyFree } from '../../binder/setup/port.mjs';
import { serve } from '../../binder/setup/server.mjs';
import { findChromium, launch } from '../e2e/browser.mjs';
import { ownKinds } from '../e2e/kinds.mjs';
import { code, output } from '../e2e/notebook.mjs';
import { until } from '../e2e/wait.mjs';
import { checkAgainstOldest } from './oldest.mjs';

const full = process.env.TERSELAB_FULL === '1';
const BORROWED = { name: 'JupyterLab of this project', wants: null, page: 'lab/tree/', gallery: true };
const HOSTS = [
  { name: 'JupyterLab 4.0', wants: 'jupyterlab==4.0.*', page: 'lab/tree/', gallery: true },
  { name: 'JupyterLab 4.6', wants: 'jupyterlab==4.6.*', page: 'lab/tree/', gallery: true },
  // Notebook 7.6 throws this one with no extension at all
  { name: 'Notebook 7', wants: 'notebook==7.*', page: 'notebooks/', gallery: false, own: /reading 'schema'/ }
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
async function check(name, act) {
  try {
    const words = await act();
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

/** A notebook of every kind of view, as someone else has saved it. */
function saved(folder, kinds) {
  const cells = kinds.map(({ name, payload }) => code(`# ${name}`, [output(payload)]));
  const notebook = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
  fs.writeFileSync(path.join(folder, 'saved.ipynb'), JSON.stringify(notebook));
}

/** A venv with the host in it. */
function makeHost({ name, wants }) {
  const where = makeVenv(name.replace(/\W+/g, '-'));
  if (!wants) return borrow(where);
  try {
    run(program(where, 'python'), ['-m', 'pip', 'install', '-q', wants], { timeout: 420_000 });
  } catch (error) {
    throw Object.assign(error, { skip: true });
  }
  return where;
}

/** Lends a venv the packages of the project's own, whose extensions it does not see: they are found by the prefix. */
function borrow(where) {
  const python = program(where, 'python');
  const packages = of =>
    run(program(of, 'python'), ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))']).trim();
  fs.writeFileSync(path.join(packages(where), 'borrowed.pth'), `${packages(place())}\n`);
  const start = `#!${python}\nfrom jupyterlab.labapp import main\nmain()\n`;
  if (process.platform === 'win32') throw Object.assign(new Error('not tried on Windows'), { skip: true });
  fs.writeFileSync(program(where, 'jupyter-lab'), start, { mode: 0o755 });
  return where;
}

/** Where the project's own JupyterLab has its pages and the settings of its server. */
const lent = () => ({
  JUPYTERLAB_DIR: path.join(place().jupyter, 'share', 'jupyter', 'lab'),
  JUPYTER_CONFIG_PATH: path.join(place().jupyter, 'etc', 'jupyter')
});

/** What `jupyter labextension list` says of ours: on which stream it speaks has changed between versions. */
function listed(where, env) {
  const python = program(where, 'python');
  const { stdout, stderr } = spawnSync(python, ['-m', 'jupyterlab.labextensions', 'list'], {
    encoding: 'utf8',
    env
  });
  // eslint-disable-next-line no-control-regex -- it colours its words even without a terminal
  const lines = `${stdout}${stderr}`.replace(/\x1b\[\d*m/g, '').split('\n');
  return lines.find(line => line.includes('terselab-lab')) ?? `nothing:\n${lines.join('\n')}`;
}

async function inHost(host, wheel, browser, kinds) {
  const where = makeHost(host);
  const python = program(where, 'python');
  run(python, ['-m', 'pip', 'install', '-q', '--no-deps', '--force-reinstall', '--no-index', wheel]);
  const env = {
    HOME: work,
    JUPYTER_CONFIG_DIR: path.join(work, 'c'),
    JUPYTER_DATA_DIR: path.join(work, 'd'),
    ...(host.wants ? {} : lent())
  };
  assert.match(
    listed(where, { ...process.env, ...env, PATH: path.dirname(python) }),
    /terselab-lab v\S+ +enabled +OK/
  );
  const folder = fs.mkdtempSync(path.join(work, 'served-'));
  saved(folder, kinds);
  const args = host.gallery ? [] : ['--LabApp.expose_app_in_browser=True'];
  const server = await serve(where, { port: await anyFree(), folder, env, args });
  const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
  const problems = watch(page, host);
  try {
    await page.goto(`${server.address}${host.page}saved.ipynb?token=${server.token}`);
    await page.locator('.jp-Terselab-canvas').first().waitFor({ timeout: 90_000 });
    for (const kind of kinds) await painted(page, kind);
    if (host.gallery) assert.equal(await page.locator('.jp-TerselabGallery').count(), 1, 'no gallery');
    const artifacts = path.join(repository, 'artifacts', 'packaging');
    fs.mkdirSync(artifacts, { recursive: true });
    await page.screenshot({ path: path.join(artifacts, `${host.name.replace(/\W+/g, '-')}.png`) });
    assert.deepEqual(problems, []);
  } finally {
    await page.close();
    await server.stop();
  }
  const version = run(python, ['-c', `import ${packageOf(host)} as p; print(p.__version__)`]).trim();
  return `${version}, ${kinds.length} views`;
}

const packageOf = ({ wants }) => (wants ?? 'jupyterlab').split('=')[0];

/** All errors of a page but the host's own. */
function watch(page, { own }) {
  const problems = [];
  const note = text => {
    if (!own?.test(text)) problems.push(text.slice(0, 500));
  };
  page.on('pageerror', error => note(String(error.stack ?? error)));
  page.on('console', message => {
    if (message.type() === 'error') note(`${message.text()} (${message.location().url})`);
  });
  return problems;
}

/** Scrolls down until a view is on the page and painted; a host may put off what is out of sight. */
async function painted(page, { name, payload }) {
  const view = page.locator('.jp-Terselab').filter({ has: page.getByText(payload.title, { exact: true }) });
  await page.mouse.move(600, 500);
  await until(60, `${name} is painted`, async () => {
    if ((await view.count()) === 0) {
      await page.mouse.wheel(0, 500);
      return false;
    }
    await view.evaluate(node => node.scrollIntoView({ block: 'center' }));
    return (await colours(view.locator('.jp-Terselab-canvas'))) > 20;
  });
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
  const kinds = await ownKinds();
  for (const host of full ? [BORROWED, ...HOSTS] : [BORROWED]) {
    await check(`is listed as OK and draws a saved notebook in ${host.name}, no error in the console`, () => {
      if (!browser) throw Object.assign(new Error('there is no Chromium'), { skip: true });
      return inHost(host, wheel, browser, kinds);
    });
  }
  await browser?.close();
  if (full) {
    const folder = path.join(work, 'oldest');
    await check('the source fits the types of the oldest JupyterLab', () => checkAgainstOldest(folder));
  }
} finally {
  fs.rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`packaging: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
if (process.env.TERSELAB_RESULTS) fs.writeFileSync(process.env.TERSELAB_RESULTS, JSON.stringify(counts));
process.exitCode = counts.failed ? 1 : 0;
