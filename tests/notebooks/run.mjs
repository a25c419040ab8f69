#!/usr/bin/env node
// Executes every entry's notebooks on the TypeScript kernel and checks what they say against entry.json.
// Environment: TERSELAB_FULL=1 asks more (the WASM engine at full lesson size, solutions too, networks trained anew);
// TERSELAB_RESULTS names the file for the counts.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cellSources, typeCheck } from './cells.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const python = path.join(root, '.venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const artifacts = path.join(root, 'artifacts', 'notebooks');
/** Names of entries: only these. */
const only = process.argv.slice(2);
const full = process.env.TERSELAB_FULL === '1';
const MEMORY_BAR = 1200;
const RESULTS = 'application/vnd.terselab.results.v1+json';

/** Entries at a time: a notebook leaves one of two cores idle half of its time. */
const AT_ONCE = 2;

const counts = { passed: 0, failed: 0, skipped: 0 };

/** What one entry's checks say, printed together when the entry is done. */
function report() {
  const lines = [];
  return {
    lines,
    assert(what, holds, found = '') {
      counts[holds ? 'passed' : 'failed']++;
      lines.push(`${holds ? '  ok  ' : '  FAIL'} ${what}${holds ? '' : `: ${found}`}`);
    }
  };
}

/** Runs a program to its end. @returns its exit code and what it said on its error stream */
function run(command, args, env) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe']
    });
    let said = '';
    child.stderr.on('data', chunk => (said = (said + chunk).slice(-100_000)));
    child.on('error', error => resolve({ status: 1, said: String(error) }));
    child.on('close', status => resolve({ status, said }));
  });
}

async function execute(assert, notebook, name, env) {
  const output = path.join(artifacts, `${name}.ipynb`);
  fs.rmSync(output, { force: true });
  const began = Date.now();
  const folder = path.dirname(notebook).replace(/[\\/]solutions$/, '');
  const program = path.join(root, 'tests', 'notebooks', 'execute.py');
  const { status, said } = await run(python, [program, notebook, output, folder], env);
  const took = (Date.now() - began) / 1000;
  assert(`${name} runs to its end (${took.toFixed(0)} s)`, status === 0, said.slice(-3000));
  return fs.existsSync(output) ? JSON.parse(fs.readFileSync(output, 'utf8')) : { cells: [] };
}

const outputsOf = notebook => notebook.cells.flatMap(cell => cell.outputs ?? []);

function checkOutputs(assert, name, notebook, prints) {
  const displays = outputsOf(notebook).filter(o => o.output_type === 'display_data');
  const live = displays.filter(o =>
    Object.keys(o.data).some(t => /vnd\.(terselab\.(saliency|terse)|vegalite)/.test(t))
  );
  assert(`${name}: has live views`, live.length >= 4, `${live.length}`);
  const bare = live.filter(
    o => !o.data['image/png'] || !o.data['text/plain'] || !o.metadata?.['image/png']?.alt
  );
  assert(
    `${name}: every live view carries a PNG, a text and an alt text`,
    bare.length === 0,
    `${bare.length} do not`
  );
  // a notebook about the language prints; none writes errors
  const noise = outputsOf(notebook).filter(
    o => o.output_type === 'stream' && !(prints && o.name === 'stdout')
  );
  assert(`${name}: no stray output`, noise.length === 0, JSON.stringify(noise).slice(0, 500));
}

function checkResults(assert, name, notebook, expected, skip = []) {
  const found = resultsOf(notebook);
  for (const [key, { value, tolerance }] of Object.entries(expected)) {
    if (skip.includes(key)) continue;
    const distance = Math.abs(found[key] - value);
    assert(`${name}: ${key} is ${value} +- ${tolerance}`, distance <= tolerance, `found ${found[key]}`);
  }
  assert(
    `${name}: memory at most ${MEMORY_BAR} MB`,
    found.peakMemory <= MEMORY_BAR,
    `${found.peakMemory} MB`
  );
}

function checkSource(assert, name, file, entry) {
  const notebook = JSON.parse(fs.readFileSync(file, 'utf8'));
  const dirty = notebook.cells.filter(
    c => c.cell_type === 'code' && (c.outputs.length > 0 || c.execution_count !== null)
  );
  assert(
    `${name}: outputs are cleared`,
    dirty.length === 0,
    `${dirty.length} cells have some. Clear them before the commit`
  );
  const titles = notebook.cells.filter(c => c.cell_type === 'markdown' && /^# /m.test(c.source.join('')));
  assert(`${name}: one title`, titles.length === 1, `${titles.length}`);
  const problems = typeCheck(root, cellSources(notebook), path.join(root, 'notebooks', entry));
  assert(`${name}: its cells hold under strict TypeScript`, problems === '', problems);
}

const folders = fs
  .readdirSync(path.join(root, 'notebooks'))
  .filter(name => fs.existsSync(path.join(root, 'notebooks', name, 'entry.json')));
const resultsOf = notebook => outputsOf(notebook).find(o => o.data?.[RESULTS])?.data[RESULTS] ?? {};

/** Trains the stored networks anew by the notebook's own code: what it reports must hardly move. */
async function checkRetrained(assert, name, file, stored, tolerances) {
  const retrained = await execute(assert, file, `${name}-retrained`, {
    TERSELAB_SIZE: 'small',
    TERSELAB_RETRAIN: '1'
  });
  const [before, after] = [resultsOf(stored), resultsOf(retrained)];
  for (const [key, tolerance] of Object.entries(tolerances)) {
    const moved = Math.abs(after[key] - before[key]);
    assert(
      `${name}: retrained, ${key} moves by at most ${tolerance}`,
      moved <= tolerance,
      `${before[key]} to ${after[key]}`
    );
  }
}

async function checkEntry(folder) {
  const { lines, assert } = report();
  const home = path.join(root, 'notebooks', folder);
  const { page } = JSON.parse(fs.readFileSync(path.join(home, 'entry.json'), 'utf8'));
  const file = path.join(home, page.notebook);
  checkSource(assert, folder, file, folder);
  const native = await execute(assert, file, folder, { TERSELAB_SIZE: 'small' });
  checkOutputs(assert, folder, native, page.prints);
  checkResults(assert, folder, native, page.expected);
  if (full && page.retrained) await checkRetrained(assert, folder, file, native, page.retrained);
  // without a compiler: the figures too where there is time, else that every cell runs
  const wasm = { TERSELAB_SIZE: full ? 'small' : 'tiny', TERSELAB_BACKEND: 'wasm' };
  const fallback = await execute(assert, file, `${folder}-wasm`, wasm);
  checkResults(assert, `${folder}-wasm`, fallback, full ? page.expected : {});
  const solutions = path.join(home, page.solutions);
  checkSource(assert, `${folder} solutions`, solutions, folder);
  const size = { TERSELAB_SIZE: full ? 'small' : 'tiny' };
  const solved = await execute(assert, solutions, `${folder}-solutions`, size);
  const ticks = outputsOf(solved).filter(o => String(o.data?.['text/markdown'] ?? '').includes('✓')).length;
  const wanted = Object.keys(page.exercises).length;
  assert(`${folder} solutions: all ${wanted} checked exercises are right`, ticks === wanted, `${ticks} are`);
  console.log([folder, ...lines].join('\n'));
}

const waiting = only.length ? folders.filter(folder => only.includes(folder)) : [...folders];
async function worker() {
  for (let folder = waiting.shift(); folder; folder = waiting.shift()) await checkEntry(folder);
}
await Promise.all(Array.from({ length: AT_ONCE }, worker));

console.log(`notebooks: ${counts.passed} passed, ${counts.failed} failed`);
if (process.env.TERSELAB_RESULTS) fs.writeFileSync(process.env.TERSELAB_RESULTS, JSON.stringify(counts));
process.exitCode = counts.failed ? 1 : 0;
