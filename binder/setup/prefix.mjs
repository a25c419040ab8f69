// A Jupyter that is there already (Binder's, or the reader's own): what it must have for us to serve from it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { program } from './place.mjs';
import { Trouble } from './trouble.mjs';

export function checkPrefix(where) {
  const python = program(where, 'python');
  if (!fs.existsSync(python)) {
    throw new Trouble(
      `--prefix ${where.jupyter}: there is no ${python}. Name the folder that Python says is its sys.prefix, ` +
        'the one whose JupyterLab will serve the notebooks.'
    );
  }
  const code = 'import importlib.metadata as m; print(m.version("jupyterlab"))';
  const asked = spawnSync(python, ['-c', code], { encoding: 'utf8' });
  if (asked.status !== 0) {
    throw new Trouble(
      `--prefix ${where.jupyter}: JupyterLab is not installed there. "${python} -m pip install jupyterlab" installs it.`
    );
  }
  const version = asked.stdout.trim();
  if (Number(version.split('.')[0]) !== 4) {
    throw new Trouble(`--prefix ${where.jupyter}: JupyterLab ${version} was found; 4.0 or newer is needed.`);
  }
}
