// What must be on the machine before set-up can do anything: Node in our range, Python with venv.
import { spawnSync } from 'node:child_process';
import { Trouble } from './trouble.mjs';

export const nodeRange = '>=20.19 <23';
const pythonLeast = [3, 10];

/** Throws a Trouble unless `version` (e.g. "20.19.1") is one we run on. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const found = `Node ${version} was found; ${nodeRange} is needed`;
  const mend = 'Install Node 22, for example with "nvm install 22", and run this again.';
  if (major >= 23) throw new Trouble(`${found} (TensorFlow's Node binding stops working at 23). ${mend}`);
  // packages that ship ES modules only are loaded by require(), which came with 20.19 and 22.12
  const least = { 20: 19, 22: 12 }[major];
  if (least === undefined || minor < least)
    throw new Trouble(`${found} (of Node 22, 22.12 or newer). ${mend}`);
}

/** Throws a Trouble unless Python's version, as `[major, minor]`, is new enough. */
export function checkPython([major, minor], command) {
  if (major > pythonLeast[0] || (major === pythonLeast[0] && minor >= pythonLeast[1])) return;
  throw new Trouble(
    `${command} is Python ${major}.${minor}; ${pythonLeast.join('.')} or newer is needed for JupyterLab. ` +
      'Install a newer Python, or name one: PYTHON=/path/to/python3 npm start'
  );
}

/** The Python to make the venv with: PYTHON if set, else python3 or python. Returns {command, version}. */
export function findPython(ask = askPython, wanted = process.env.PYTHON) {
  const names = wanted ? [wanted] : process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];
  let tooOld = null;
  for (const command of names) {
    const version = ask(command);
    if (!version) continue;
    try {
      checkPython(version, command);
      return { command, version };
    } catch (error) {
      tooOld ??= error;
    }
  }
  throw (
    tooOld ??
    new Trouble(
      `No Python was found (tried ${names.join(', ')}); ${pythonLeast.join('.')} or newer is needed for JupyterLab. ` +
        'Install it, or name one: PYTHON=/path/to/python3 npm start'
    )
  );
}

function askPython(command) {
  const code = 'import sys; print(sys.version_info[0], sys.version_info[1])';
  const result = spawnSync(command, ['-c', code], { encoding: 'utf8' });
  if (result.status !== 0) return null;
  const numbers = result.stdout.trim().split(' ').map(Number);
  return numbers.length === 2 && numbers.every(Number.isInteger) ? numbers : null;
}
