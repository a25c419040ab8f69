/** Measures a row: its sides take turns, so that whatever else the machine does falls on all of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { peerIsMissing, startOurs, startPeer } from './process.mjs';

/** Median, fastest, and the first run, which is a warm-up and counts in neither. */
export function summary([first, ...times]) {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, fastest: sorted[0], first };
}

/**
 * Runs a row. @returns its sides with times (ms), peak memory (bytes), versions and results; ratios ours / theirs of the
 * medians; checks that both did the same work
 */
export async function measure(row, onProgress = () => {}) {
  const missing = peerIsMissing(row);
  const folder = mkdtempSync(path.join(tmpdir(), 'terselab-bench-'));
  const started = [];
  try {
    onProgress('prepares');
    await row.prepare(folder);
    const sides = {};
    for (const [name, startSide] of [
      ...Object.keys(row.ours).map(name => [name, startOurs]),
      ...(missing ? [] : row.peer.sides.map(name => [name, startPeer]))
    ]) {
      const process = startSide(row, name, folder);
      started.push(process);
      const { versions, base } = await process.ready();
      sides[name] = { times: [], versions, base, process };
    }
    for (let turn = 0; turn <= row.repeats; turn++) {
      onProgress(`turn ${turn} of ${row.repeats}`);
      for (const side of Object.values(sides)) side.times.push((await side.process.run()).ms);
    }
    for (const side of Object.values(sides)) {
      Object.assign(side, summary(side.times), await side.process.end());
      delete side.process;
    }
    return {
      name: row.name,
      what: row.what,
      missing,
      sides,
      ratios: missing ? [] : row.ratios.map(ratio => ({ ...ratio, value: ratioOf(sides, ratio) })),
      ...(missing ? { checks: [], notes: [] } : { notes: [], ...(await row.compare(folder, sides)) })
    };
  } finally {
    for (const process of started) process.stop();
    rmSync(folder, { recursive: true });
  }
}

const ratioOf = (sides, { ours, theirs }) => sides[ours].median / sides[theirs].median;
