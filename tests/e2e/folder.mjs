// The folder that the server serves: inside notebooks/, so that `import "terselab"` resolves as it does for a reader;
// ignored by git through a file of its own; gone afterwards.
import fs from 'node:fs';
import path from 'node:path';
import { repository } from '../../binder/setup/place.mjs';
import { runs } from '../../binder/setup/processes.mjs';

const notebooks = path.join(repository, 'notebooks');
const prefix = '.e2e-';

export function makeFolder() {
  sweep();
  const folder = path.join(notebooks, `${prefix}${process.pid}`);
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, '.gitignore'), '*\n');
  process.once('exit', () => removeFolder(folder));
  return folder;
}

export function removeFolder(folder) {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Copies an entry's folder as it is, solutions and weights included: its notebook reads files beside it. */
export function copyEntry(name, folder) {
  fs.cpSync(path.join(notebooks, name), path.join(folder, name), { recursive: true });
}

/** Folders whose run was killed before it could remove them. */
function sweep() {
  for (const name of fs.readdirSync(notebooks)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : NaN;
    if (pid > 0 && !runs({ pid, born: null })) removeFolder(path.join(notebooks, name));
  }
}
