// A JupyterLab of the serving Jupyter: started, waited for, stopped with its kernels.
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import { program } from './place.mjs';
import { signalGroup } from './processes.mjs';
import { Trouble } from './trouble.mjs';

const patience = 60_000;

/**
 * Starts JupyterLab and resolves when it answers: {url, address, token, pid, ended, stop}.
 * `ended` resolves with its exit status. A reader sees its log only if it fails.
 * @param options port, folder (served), base (URL path), args (passed through), openBrowser, log (each piece of
 *   output), wrap (a program and its arguments to run it under), env
 */
export async function serve(where, options) {
  const {
    port,
    folder,
    base = '/',
    args = [],
    openBrowser = false,
    log = () => {},
    wrap = [],
    env = {}
  } = options;
  const token = process.env.JUPYTER_TOKEN || crypto.randomBytes(24).toString('hex');
  const fixed = [
    ...(openBrowser ? [] : ['--no-browser']),
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []), // Jupyter refuses root otherwise; in a container that is who we are
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    `--ServerApp.root_dir=${folder}`,
    `--ServerApp.base_url=${base}`
  ];
  const [command, ...first] = [...wrap, program(where, 'jupyter-lab')];
  const child = spawn(command, [...first, ...fixed, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32', // Ctrl-C is ours to pass on: the server would ask "really?"
    env: { ...process.env, JUPYTER_TOKEN: token, JUPYTER_PREFER_ENV_PATH: '1', ...env }
  });
  let output = '';
  const hear = data => {
    output = (output + data).slice(-20_000);
    log(String(data));
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise(resolve => {
    child.once('error', error => {
      output += error.message;
      resolve(127);
    });
    child.once('exit', (status, signal) => resolve(signal ? 0 : (status ?? 0)));
  });
  const stop = () => stopServer(child, ended);
  process.once('exit', () => signalGroup(child.pid, 'SIGKILL')); // whatever ends us, no server is left behind
  const address = `http://127.0.0.1:${port}${base}`;
  if (!(await answers(`${address}api/status?token=${token}`, ended))) {
    await stop();
    const details = output.trimEnd().split('\n').slice(-15).join('\n');
    throw new Trouble(
      `JupyterLab did not start. "npm run doctor" looks for the reason; its own last words are above.`,
      { details }
    );
  }
  return { address, token, url: `${address}lab?token=${token}`, pid: child.pid, ended, stop };
}

async function answers(address, ended) {
  const started = Date.now();
  let over = false;
  ended.then(() => (over = true));
  while (!over && Date.now() - started < patience) {
    try {
      if ((await fetch(address)).ok) return true;
    } catch {
      // not listening yet
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return false;
}

async function stopServer(child, ended) {
  signalGroup(child.pid, 'SIGTERM'); // the server shuts its kernels down
  const late = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 8000);
  await ended;
  clearTimeout(late);
  signalGroup(child.pid, 'SIGKILL'); // and what of its group did not go
}
