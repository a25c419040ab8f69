#!/usr/bin/env node
// npm test: set-up, then every check there is, one phase after the other; ends with "N passed, N failed".
// A phase that fails does not hide the ones behind it. Options: --full (also what takes long), --only PHASE[,PHASE].
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { countsLine, readCounts, total } from './setup/counts.mjs';
import { compiler } from './setup/place.mjs';
import { seconds } from './setup/step.mjs';
import { Trouble } from './setup/trouble.mjs';
import { complain, leaveOnInterrupt, setUp } from './setup.mjs';

const started = Date.now();
const say = line => console.log(`[test] ${line}`);

/** The phases, in order: {name, commands} where each command is a list of arguments for Node. */
function phases(where) {
  const tool = (...parts) => path.join(where.root, 'node_modules', ...parts);
  const script = (...parts) => [path.join(where.root, 'tests', ...parts)];
  return [
    {
      name: 'lint',
      commands: [
        [tool('eslint', 'bin', 'eslint.js'), '.'],
        [tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.']
      ]
    },
    { name: 'types', commands: [[compiler(where), '-p', 'tsconfig.check.json', '--noEmit']] },
    {
      name: 'unit',
      commands: [
        [tool('jest', 'bin', 'jest.js'), '--ci', '--json', `--outputFile=${resultFile(where, 'unit')}`]
      ]
    },
    { name: 'faults', commands: [script('mutations', 'run.mjs')] },
    { name: 'notebooks', commands: [script('notebooks', 'run.mjs')] },
    { name: 'browser', commands: [script('e2e', 'run.mjs')] },
    { name: 'packed', commands: [script('packaging', 'emptyFolder.mjs')] },
    { name: 'packaging', commands: [script('packaging', 'hosts.mjs')] },
    { name: 'binder', commands: [script('setup', 'binderReplay.mjs')] }
  ];
}

function resultFile(where, phase) {
  return path.join(where.cache, 'results', `${phase}.json`);
}

/** Runs a phase and resolves with its counts; a phase without a script of its own yet is left out (null). */
async function runPhase(where, phase, env) {
  const missing = phase.commands.find(([file]) => !fs.existsSync(file));
  if (missing) {
    say(`${phase.name}: left out, there is no ${path.relative(where.root, missing[0])}`);
    return null;
  }
  const result = resultFile(where, phase.name);
  fs.rmSync(result, { force: true });
  const began = Date.now();
  say(`${phase.name} ...`);
  const plain = [];
  for (const command of phase.commands) {
    plain.push(await runNode(command, { cwd: where.root, env: { ...env, TERSELAB_RESULTS: result } }));
  }
  const counts = readCounts(result, plain);
  say(`${phase.name}: ${countsLine(counts)} (${seconds(Date.now() - began)})`);
  return counts;
}

function runNode(args, { cwd, env }) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
    child.once('error', () => resolve(1));
    child.once('exit', status => resolve(status ?? 1));
  });
}

function readArguments(args) {
  const options = { full: false, only: null };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--full') options.full = true;
    else if (args[i] === '--only' && args[i + 1]) options.only = args[++i].split(',');
    else
      throw new Trouble(
        `${args[i]} is not an option of npm test. There are --full and --only PHASE[,PHASE].`
      );
  }
  return options;
}

async function test(args) {
  const { full, only } = readArguments(args);
  const keepInterrupt = leaveOnInterrupt();
  const where = await setUp();
  keepInterrupt();
  fs.mkdirSync(path.join(where.cache, 'results'), { recursive: true });
  const all = phases(where);
  const unknown = only?.find(name => !all.some(phase => phase.name === name));
  if (unknown)
    throw new Trouble(`--only ${unknown}: the phases are ${all.map(phase => phase.name).join(', ')}.`);
  const env = full ? { TERSELAB_FULL: '1' } : {};
  const counts = [];
  for (const phase of all.filter(({ name }) => !only || only.includes(name))) {
    const result = await runPhase(where, phase, env);
    if (result) counts.push(result);
  }
  return total(counts);
}

let counts = { passed: 0, failed: 1, skipped: 0 };
try {
  counts = await test(process.argv.slice(2));
} catch (error) {
  complain(error, 'test');
}
say(`all phases: ${seconds(Date.now() - started)}`);
console.log(countsLine(counts));
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
