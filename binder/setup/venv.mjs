// The Python environment in .venv: JupyterLab and what runs and converts notebooks, every version pinned.
import fs from 'node:fs';
import path from 'node:path';
import { attempt, run } from './command.mjs';
import { findPython } from './needs.mjs';
import { program } from './place.mjs';
import { Trouble } from './trouble.mjs';

export const pinned = ['binder/jupyter.txt', 'binder/constraints.txt'];

export function venvStep(where) {
  return {
    name: 'Python environment (JupyterLab)',
    stamp: path.join(where.memoryOfJupyter, 'python.json'),
    inputs: pinned,
    outputs: [program(where, 'python'), program(where, 'jupyter-lab')],
    work: () => makeVenv(where)
  };
}

async function makeVenv(where) {
  // a venv whose first filling was cut short is not worth repairing: half-unpacked packages confuse pip
  const unfinished = path.join(where.root, '.cache', 'setup', 'venv-unfinished');
  if (fs.existsSync(unfinished)) removeVenv(where);
  fs.mkdirSync(path.dirname(unfinished), { recursive: true });
  fs.writeFileSync(unfinished, '');
  const python = program(where, 'python');
  if (!(await hasPip(python))) {
    removeVenv(where);
    await createVenv(where);
  }
  await pipInstall(python, where, ['-r', pinned[0], '-c', pinned[1]]);
  fs.rmSync(unfinished);
}

function removeVenv(where) {
  fs.rmSync(where.jupyter, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

async function hasPip(python) {
  return fs.existsSync(python) && (await attempt(python, ['-m', 'pip', '--version'])).status === 0;
}

async function createVenv(where) {
  const { command, version } = findPython();
  const made = await attempt(command, ['-m', 'venv', where.jupyter]);
  if (made.status !== 0) throw venvTrouble(command, version, made.output);
}

/** What to say when `python -m venv` fails: on Debian the module is a package of its own. */
export function venvTrouble(command, [major, minor], output) {
  const packaged = /ensurepip|python3(\.\d+)?-venv/.test(output);
  const mend = packaged
    ? `Its venv module is a package of its own here: apt-get install python3-venv (or python${major}.${minor}-venv)`
    : 'Another Python can be named: PYTHON=/path/to/python3 npm start';
  return new Trouble(`${command} (Python ${major}.${minor}) could not make a virtual environment. ${mend}`, {
    details: output.trimEnd()
  });
}

export function pipInstall(python, where, args) {
  const quiet = ['-q', '--disable-pip-version-check', '--no-input', '--no-warn-script-location'];
  return run('Installing Python packages', python, ['-m', 'pip', 'install', ...quiet, ...args], {
    cwd: where.root
  });
}
