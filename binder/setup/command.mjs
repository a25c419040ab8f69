// Runs another program. Its output is kept back and shown only when it fails; it never outlives us.
import { spawn } from 'node:child_process';
import { Trouble } from './trouble.mjs';

const running = new Set();
process.on('exit', () => {
  for (const child of running) stop(child, 'SIGTERM');
});

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
    let output = '';
    child.stdout?.on('data', data => (output += data));
    child.stderr?.on('data', data => (output += data));
    const timer = timeout ? setTimeout(() => stop(child, 'SIGKILL'), timeout) : null;
    const settle = status => {
      clearTimeout(timer);
      running.delete(child);
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

function stop(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // it has ended by itself
  }
}
