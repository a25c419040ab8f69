// Processes told apart by more than their number, which the system hands out again.
import fs from 'node:fs';

/** What to write down about a process so that it can be recognised later: {pid, born}. */
export function identity(pid) {
  return { pid, born: lookAt(pid)?.born ?? null };
}

/** Whether the process that was written down still runs. */
export function runs({ pid, born }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM'; // it is there but belongs to someone else
  }
  const seen = lookAt(pid);
  if (seen?.state === 'Z') return false; // ended; a container's first process may never collect it
  return !seen || born === null || seen.born === born;
}

/** Linux tells {state, born}, where born counts from the start of the machine; null elsewhere or when it is gone. */
function lookAt(pid) {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return { state: fields[0], born: fields[19] };
  } catch {
    return null;
  }
}

/** Signals a process and all of its group (ours are started as leaders of one). */
export function signalGroup(pid, name) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name);
  } catch {
    // it has ended by itself
  }
}
