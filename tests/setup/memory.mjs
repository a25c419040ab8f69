// How much memory a process and all its children hold: shared pages are counted once (PSS), as a container's limit would.
import fs from 'node:fs';

/** Bytes held by the process and its descendants at this moment. */
export function heldBy(pid) {
  return family(pid).reduce((sum, member) => sum + pss(member), 0);
}

/** Samples a process' family until stopped; `peak` is the largest sum seen, in bytes. */
export function watchMemory(pid, every = 250) {
  const watch = { peak: 0 };
  const look = () => (watch.peak = Math.max(watch.peak, heldBy(pid)));
  const timer = setInterval(look, every);
  look();
  watch.stop = () => clearInterval(timer);
  return watch;
}

function family(pid) {
  const parents = new Map();
  for (const name of fs.readdirSync('/proc').filter(entry => /^\d+$/.test(entry))) {
    try {
      const fields = fs.readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1).split(' ');
      parents.set(Number(name), Number(fields[1]));
    } catch {
      // it has ended meanwhile
    }
  }
  const members = [pid];
  for (let i = 0; i < members.length; i++) {
    for (const [child, parent] of parents) if (parent === members[i]) members.push(child);
  }
  return members;
}

function pss(pid) {
  try {
    const line = /^Pss:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return line ? Number(line[1]) * 1024 : 0;
  } catch {
    return 0;
  }
}
