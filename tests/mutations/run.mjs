#!/usr/bin/env node
// Rung 9 of the ladder: puts each fault of faults.mjs into the source, one at a time and in memory only, and runs the tests
// that should notice. A fault that no test notices has survived, and fails. Arguments: ids of faults; default all.
// Environment: TERSELAB_RESULTS names the file for the counts, TERSELAB_RUNG the one for what was killed by what.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { faults } from './faults.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const AT_ONCE = 2;

/** Runs the tests of a fault and says what became of it: killed (with the test that did), survived or broken. */
async function trial(fault) {
  const source = fs.readFileSync(path.join(root, fault.file), 'utf8');
  const places = source.split(fault.find).length - 1;
  if (places !== 1) {
    return {
      state: 'broken',
      why: `${fault.file} holds the place ${places} times; expected once: ${fault.find}`
    };
  }
  const output = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'terselab-fault-')), 'result.json');
  const args = [jest, '--selectProjects', 'node', '--ci', '--silent', '--json', `--outputFile=${output}`];
  args.push('--testPathPatterns', fault.tests);
  if (fault.only) args.push('--testNamePattern', fault.only);
  const said = await run(args, { ...process.env, TERSELAB_FAULT: JSON.stringify(fault) });
  const result = fs.existsSync(output) ? JSON.parse(fs.readFileSync(output, 'utf8')) : null;
  fs.rmSync(path.dirname(output), { recursive: true, force: true });
  if (!result || result.numRuntimeErrorTestSuites > 0) {
    return { state: 'broken', why: `its tests do not run: ${said.slice(-1500)}` };
  }
  const ran = result.numPassedTests + result.numFailedTests;
  if (ran === 0) return { state: 'broken', why: `no test of ${fault.tests} is called "${fault.only}"` };
  if (result.numFailedTests === 0) return { state: 'survived', why: `${ran} tests passed` };
  const killer = result.testResults.flatMap(r => r.assertionResults).find(r => r.status === 'failed');
  return { state: 'killed', why: killer.fullName };
}

function run(args, env) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', chunk => (said = (said + chunk).slice(-100_000)));
    child.on('close', () => resolve(said));
  });
}

const asked = process.argv.slice(2);
const waiting = faults.filter(fault => asked.length === 0 || asked.includes(fault.id));
if (waiting.length === 0) throw new Error(`There is no fault ${asked.join(', ')}.`);
const outcomes = [];
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let fault = waiting.shift(); fault; fault = waiting.shift()) {
      const outcome = await trial(fault);
      outcomes.push({ id: fault.id, what: fault.what, targets: fault.targets, ...outcome });
      const mark = { killed: 'ok  ', survived: 'FAIL', broken: 'FAIL' }[outcome.state];
      console.log(`  ${mark} ${fault.id}: ${fault.what}: ${outcome.state}; ${outcome.why}`);
    }
  })
);
const killed = outcomes.filter(({ state }) => state === 'killed').length;
const counts = { passed: killed, failed: outcomes.length - killed, skipped: 0 };
console.log(`${killed} of ${outcomes.length} seeded faults killed`);
if (process.env.TERSELAB_RESULTS) fs.writeFileSync(process.env.TERSELAB_RESULTS, JSON.stringify(counts));
if (process.env.TERSELAB_RUNG) fs.writeFileSync(process.env.TERSELAB_RUNG, JSON.stringify(outcomes));
process.exitCode = counts.failed > 0 ? 1 : 0;
