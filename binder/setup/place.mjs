// Where things are: the repository, the Jupyter that will serve the notebooks, and what set-up remembers.
import fs from 'node:fs';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const windows = process.platform === 'win32';

export const repository = fs.realpathSync(
  path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')
);

/**
 * The place set-up works on. Without a prefix a venv of our own is made in the repository; with one, kernel and
 * extension go into the Jupyter that lives there and no venv is touched.
 * @param {{root?: string, prefix?: string | null}} [options]
 */
export function place({ root = repository, prefix = null } = {}) {
  const jupyter = prefix ? path.resolve(prefix) : path.join(root, '.venv');
  const cache = path.join(root, '.cache');
  return {
    root,
    jupyter,
    ownVenv: prefix === null,
    cache,
    memory: path.join(cache, 'setup'),
    // what is put into a prefix is remembered apart for each prefix
    memoryOfJupyter: path.join(cache, 'setup', prefix === null ? 'venv' : `prefix-${shortHash(jupyter)}`)
  };
}

/** A program of the serving Jupyter, e.g. `python` or `jupyter-lab`. */
export function program(where, name) {
  return path.join(where.jupyter, windows ? 'Scripts' : 'bin', windows ? `${name}.exe` : name);
}

/** A folder below `share/jupyter` of the serving Jupyter. */
export function share(where, ...parts) {
  return path.join(where.jupyter, 'share', 'jupyter', ...parts);
}

/** TypeScript's compiler. Not node_modules/.bin/tsc: tslab's TypeScript 5.0 takes that name. */
export function compiler(where) {
  return path.join(where.root, 'node_modules', 'typescript', 'bin', 'tsc');
}

function shortHash(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
