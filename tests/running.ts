import fs from 'node:fs';

/** Whether a process runs; one that has ended but was not collected by its parent does not. */
export function running(pid: number): boolean {
  try {
    return !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
