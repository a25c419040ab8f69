/** Memory of samples, each case in a process of its own: this one holds what other tests left behind. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

interface Held {
  count: number;
  rows: number;
  /** Bytes behind all arrays; the most of one shard. */
  held: number;
  most: number;
  /** Most of the process above what it held before the first sample. */
  peak: number;
}

function draw(how: 'at-once' | 'shards', count: number): Held {
  const program = path.join(__dirname, 'sampleMemory.cjs');
  const run = spawnSync(process.execPath, ['--expose-gc', program, how, String(count)], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Held;
}

/** 21 features, ln M, ln L, cool-coreness and halo id of a cluster; start and three truths of a sample. */
const CLUSTER = 25 * 4;
const SAMPLE = 4 * 4;

describe('the memory of samples', () => {
  const counts = [500, 1000, 2000];
  let found: Held[] = [];
  beforeAll(() => void (found = counts.map(count => draw('at-once', count))), 120_000);

  test('is that of real clusters, to the byte: no padding, no spare room', () => {
    for (const { count, rows, held } of found) expect(held).toBe(CLUSTER * rows + SAMPLE * count + 4);
  });
  test('grows linearly with their number', () => {
    const each = found.map(({ count, held }) => held / count);
    // the number of clusters in a sample scatters
    for (const bytes of each) expect(Math.abs(bytes / each[0] - 1)).toBeLessThan(0.05);
  });
  test('peaks in proportion: growing columns take old and half as large again, and a copy to trim them', () => {
    const [few, , many] = found;
    expect(many.peak).toBeGreaterThan(many.held);
    expect(many.peak - few.peak).toBeLessThan(3.5 * (many.held - few.held));
  });
  test('drawn in shards, peaks at half of that or less, and no shard outgrows its samples', () => {
    const sharded = draw('shards', 2000);
    expect(sharded.rows).toBe(found[2].rows);
    expect(sharded.most).toBeLessThan((1.2 * found[2].held) / 20);
    expect(sharded.peak).toBeLessThan(found[2].peak / 2);
  });
});
