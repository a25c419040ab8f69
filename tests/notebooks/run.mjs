#!/usr/bin/env node
// Executes every entry's notebooks on the TypeScript kernel and checks what they say against entry.json.
// Environment: TERSELAB_FULL=1 asks more (the WASM engine at full lesson size, solutions too, networks trained anew);
// TERSELAB_RESULTS names the file for the counts.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const python = path.join(root, '.venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const artifacts = path.join(root, 'artifacts', 'notebooks');
/** Names of entries: only these. */
const only = process.argv.slice(2);
const full = process.env.TERSELAB_FULL === '1';
const { entryRules, fileRules, resultsOf, runRules, solutionRules } = createRequire(import.meta.url)(
  '../../dist/cli'
);

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

/** Runs a notebook through Jupyter; resolves with what the rules judge. */
async function execute(notebook, name, env) {
  const output = path.join(artifacts, `${name}.ipynb`);
  fs.rmSync(output, { force: true });
  const began = Date.now();
  const folder = path.dirname(notebook).replace(/[\\/]solutions$/, '');
  const program = path.join(root, 'tests', 'notebooks', 'execute.py');
  const { status, said } = await run(python, [program, notebook, output, folder], env);
  const executed = fs.existsSync(output) ? JSON.parse(fs.readFileSync(output, 'utf8')) : null;
  return { notebook: executed, whole: status === 0, seconds: (Date.now() - began) / 1000, said };
}

/** Takes what the rules of the collection say among the checks, as `terselab check` does, but for times. */
function take(assert, name, findings) {
  for (const { rule, state, found } of findings)
    if (!/^within \d+ s$/.test(rule)) assert(`${name}: ${rule}`, state === 'ok', found);
}

const folders = fs
  .readdirSync(path.join(root, 'notebooks'))
  .filter(name => fs.existsSync(path.join(root, 'notebooks', name, 'entry.json')));

/** Trains the stored networks anew by the notebook's own code: what it reports must hardly move. */
async function checkRetrained(assert, name, file, stored, tolerances) {
  const env = { TERSELAB_SIZE: 'small', TERSELAB_RETRAIN: '1' };
  const retrained = await execute(file, `${name}-retrained`, env);
  assert(`${name}: retrained, it runs to its end`, retrained.whole, retrained.said);
  if (!retrained.whole || !stored.whole) return;
  const [before, after] = [resultsOf(stored.notebook), resultsOf(retrained.notebook)];
  for (const [key, tolerance] of Object.entries(tolerances)) {
    const moved = Math.abs(after[key] - before[key]);
    assert(
      `${name}: retrained, ${key} moves by at most ${tolerance}`,
      moved <= tolerance,
      `${before[key]} to ${after[key]}`
    );
  }
}

async function checkEntry(slug) {
  const { lines, assert } = report();
  const home = path.join(root, 'notebooks', slug);
  const { page } = JSON.parse(fs.readFileSync(path.join(home, 'entry.json'), 'utf8'));
  const file = path.join(home, page.notebook);
  const solutions = path.join(home, page.solutions);
  take(assert, slug, entryRules(page, slug, home, [path.join(root, 'datasets')]));
  for (const one of [page.notebook, page.solutions]) take(assert, slug, fileRules(one, home));
  const native = await execute(file, slug, { TERSELAB_SIZE: 'small' });
  take(assert, slug, runRules(native, page, 'small', true));
  if (full && page.retrained) await checkRetrained(assert, slug, file, native, page.retrained);
  // without a compiler: the figures too where there is time, else that every cell of the entries with networks runs
  const size = full ? 'small' : 'tiny';
  if (full || fs.existsSync(path.join(home, 'weights'))) {
    const env = { TERSELAB_SIZE: size, TERSELAB_BACKEND: 'wasm' };
    take(assert, `${slug}-wasm`, runRules(await execute(file, `${slug}-wasm`, env), page, size, full));
  }
  if (full) {
    const solved = await execute(solutions, `${slug}-solutions`, { TERSELAB_SIZE: size });
    take(assert, slug, solutionRules(solved, page));
  }
  console.log([slug, ...lines].join('\n'));
}

const waiting = only.length ? folders.filter(folder => only.includes(folder)) : [...folders];
async function worker() {
  for (let folder = waiting.shift(); folder; folder = waiting.shift()) await checkEntry(folder);
}
await Promise.all(Array.from({ length: AT_ONCE }, worker));

console.log(`notebooks: ${counts.passed} passed, ${counts.failed} failed`);
if (process.env.TERSELAB_RESULTS) fs.writeFileSync(process.env.TERSELAB_RESULTS, JSON.stringify(counts));
process.exitCode = counts.failed ? 1 : 0;
