// A stamp remembers what a finished step was made from. It is written last, whole or not at all, so a step that
// was cut short simply runs again.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Content hash of files and folders (recursive, sorted), plus plain words such as versions. */
export function contentHash(root, inputs, words = []) {
  const hash = createHash('sha256');
  for (const word of words) hash.update(`word ${word}\n`);
  for (const file of inputs.flatMap(input => filesUnder(path.join(root, input)))) {
    hash.update(`file ${path.relative(root, file)}\n`).update(fs.readFileSync(file));
  }
  return hash.digest('hex');
}

function filesUnder(target) {
  const stat = fs.statSync(target, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [target];
  return fs
    .readdirSync(target)
    .filter(name => name !== 'node_modules' && name !== '__pycache__')
    .sort()
    .flatMap(name => filesUnder(path.join(target, name)));
}

/** The stamp's data, or null when it is missing or unreadable. */
export function readStamp(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

export function writeStamp(file, data) {
  writeWhole(file, `${JSON.stringify(data, null, 1)}\n`);
}

export function dropStamp(file) {
  fs.rmSync(file, { force: true });
}

/** Writes a file so that a reader sees the old text or the new one, never half of it. */
export function writeWhole(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(temporary, text);
  fs.renameSync(temporary, file);
}

/** Puts a finished folder (or file) in the place of an old one. */
export function swapIn(finished, target) {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const old = `${target}.${process.pid}.old`;
  if (fs.lstatSync(target, { throwIfNoEntry: false })) fs.renameSync(target, old);
  fs.renameSync(finished, target);
  fs.rmSync(old, { recursive: true, force: true });
}
