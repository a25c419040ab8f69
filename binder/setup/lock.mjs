// One set-up at a time in one repository: a file with the holder's pid, made by a hard link so that it appears
// with its content or not at all.
import fs from 'node:fs';
import path from 'node:path';

/**
 * A process' {state, born} as Linux tells them; null elsewhere or when it is gone. `born`, counted from the start of
 * the machine, tells a reused pid from the process that took the lock.
 */
function lookAt(pid) {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return { state: fields[0], born: fields[19] };
  } catch {
    return null;
  }
}

function alive(holder) {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return error.code === 'EPERM'; // it is there but belongs to someone else
  }
  const seen = lookAt(holder.pid);
  if (seen?.state === 'Z') return false; // ended; a container's first process may never collect it
  return !seen || holder.born === null || seen.born === holder.born;
}

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
  return holder && { pid: holder.pid, alive: !holder.broken && alive(holder) };
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
  const me = { pid: process.pid, born: lookAt(process.pid)?.born ?? null };
  let told = false;
  while (!tryTake(file, me)) {
    const holder = read(file);
    if (!holder) continue;
    if (holder.broken || !alive(holder)) {
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
