// Runs another program. Its output is kept back and shown only when it fails; it never outlives us.
import { spawn } from 'node:child_process';
import { identity, runs, signalGroup } from './processes.mjs';
import { readStamp, writeStamp } from './stamp.mjs';
import { Trouble } from './trouble.mjs';

const running = new Set();
let record = null;
process.on('exit', () => {
  for (const child of running) signalGroup(child.pid, 'SIGTERM');
});

/**
 * Keeps in `file` which programs run. A set-up that was killed outright leaves them behind, still at work in the
 * folders that the next set-up is about to mend: that one stops them here, when it holds the lock.
 */
export async function keepRecord(file) {
  for (const left of (readStamp(file)?.children ?? []).filter(runs)) {
    signalGroup(left.pid, 'SIGKILL');
    for (let i = 0; i < 50 && runs(left); i++) await new Promise(resolve => setTimeout(resolve, 20));
  }
  record = file;
  writeRecord();
}

function writeRecord() {
  if (record)
    writeStamp(record, { children: [...running].filter(({ pid }) => pid).map(({ pid }) => identity(pid)) });
}

/**
 * Resolves with {status, output}; status is null when the program could not be started or ran out of time.
 * @param options cwd, env (added to ours), timeout in milliseconds (0: none), show: print its output as it comes
 */
export function attempt(program, args, { cwd, env = {}, timeout = 0, show = false } = {}) {
  return new Promise(resolve => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      shell: process.platform === 'win32' && /\.(cmd|bat)$/.test(program),
      detached: process.platform !== 'win32' // its own group, so that its children go with it
    });
    running.add(child);
    writeRecord();
    let output = '';
    child.stdout?.on('data', data => (output += data));
    child.stderr?.on('data', data => (output += data));
    const timer = timeout ? setTimeout(() => signalGroup(child.pid, 'SIGKILL'), timeout) : null;
    const settle = status => {
      clearTimeout(timer);
      running.delete(child);
      writeRecord();
      resolve({ status, output });
    };
    child.on('error', error => {
      output += String(error.message);
      settle(null);
    });
    child.on('close', status => settle(status));
  });
}

/** As `attempt`, but a failure is a Trouble that ends set-up: `purpose` says what it was for. */
export async function run(purpose, program, args, options = {}) {
  const result = await attempt(program, args, options);
  if (result.status === 0) return result.output;
  const last = result.output.trimEnd().split('\n').slice(-25).join('\n');
  throw new Trouble(`${purpose} failed (${program} ${args.slice(0, 4).join(' ')} ...)`, { details: last });
}
