// One set-up at a time in one repository: a file with the holder's pid, made by a hard link so that it appears
// with its content or not at all.
import fs from 'node:fs';
import path from 'node:path';
import { identity, runs } from './processes.mjs';

function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    return error.code === 'ENOENT' ? null : { pid: 0, born: null, broken: true };
  }
}

/** Who holds the lock, as {pid, alive}, or null. */
export function lockHolder(file) {
  const holder = read(file);
  return holder && { pid: holder.pid, alive: !holder.broken && runs(holder) };
}

function tryTake(file, me) {
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  fs.writeFileSync(draft, JSON.stringify(me));
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

function removeStale(file, holder) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return; // another waiter was quicker
  }
  const taken = read(aside);
  // between our look and our rename someone may have taken the lock anew: give it back
  if (taken && !taken.broken && (taken.pid !== holder.pid || taken.born !== holder.born)) {
    try {
      fs.linkSync(aside, file);
    } catch {
      // and a third one has it by now
    }
  }
  fs.rmSync(aside, { force: true });
}

/**
 * Waits until the lock is ours and resolves with its release. `onWait(holder)` is called once when someone else
 * holds it, `onStale(holder)` when a holder that no longer runs is cleared away.
 * @param {string} file
 * @param {{onWait?: (holder: {pid: number}) => void, onStale?: (holder: {pid: number}) => void, pause?: number}} [options]
 */
export async function takeLock(file, { onWait = () => {}, onStale = () => {}, pause = 300 } = {}) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const me = identity(process.pid);
  let told = false;
  while (!tryTake(file, me)) {
    const holder = read(file);
    if (!holder) continue;
    if (holder.broken || !runs(holder)) {
      onStale(holder);
      removeStale(file, holder);
      continue;
    }
    if (!told) onWait(holder);
    told = true;
    await new Promise(resolve => setTimeout(resolve, pause));
  }
  const release = () => {
    process.off('exit', release);
    const holder = read(file);
    if (holder?.pid === me.pid) fs.rmSync(file, { force: true });
  };
  process.on('exit', release);
  return release;
}
