import fs from 'node:fs';

/**
 * Largest resident memory of this process so far, in bytes. Linux says it in /proc; `maxRSS`, which serves elsewhere, begins
 * with that of the process that forked this one.
 */
export function peakBytes(): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(fs.readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes) return 1024 * Number(kilobytes);
  } catch {
    // no such file: not Linux
  }
  return 1024 * process.resourceUsage().maxRSS;
}

/** The same in MB, for what a notebook reports. */
export const peakMemory = () => Math.round(peakBytes() / 2 ** 20);
