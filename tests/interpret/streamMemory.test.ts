/** Memory of explanations that stream, each method in a process of its own: this one holds what other tests left behind. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

interface Look {
  objects: number;
  /** Bytes of the process; bytes that JavaScript holds after a collection; tensors alive. */
  rss: number;
  held: number;
  tensors: number;
}

const OBJECTS = 10_000;
/** Bytes of the map of one object: what a stream that keeps only its results would grow by. */
const MAP = 64 * 4;
/** The first objects fill pools and have code compiled. */
const WARM = 2000;

function stream(method: string, keep: 'keep' | '' = ''): Look[] {
  const program = path.join(__dirname, 'streamMemory.cjs');
  const run = spawnSync(process.execPath, ['--expose-gc', program, method, String(OBJECTS), keep], {
    encoding: 'utf8'
  });
  if (run.status !== 0) throw new Error(run.stderr);
  const { done, looks } = JSON.parse(run.stdout) as { done: number; looks: Look[] };
  expect(done).toBe(OBJECTS);
  return looks.filter(({ objects }) => objects >= WARM);
}

const growth = (looks: Look[], of: 'rss' | 'held') => looks[looks.length - 1][of] - looks[0][of];
/** Half of what the maps alone of the objects behind the first look take, and what the stream may waver by. */
const ALLOWANCE = (MAP * (OBJECTS - WARM)) / 2;

describe('10,000 objects stream with maxBatch 64', () => {
  test.each(['integratedGradients', 'smoothGrad', 'rise'])('through %s without growth', method => {
    const looks = stream(method);
    expect(looks.length).toBeGreaterThanOrEqual(5);
    expect(new Set(looks.map(look => look.tensors)).size).toBe(1);
    expect(growth(looks, 'held')).toBeLessThan(ALLOWANCE);
    // the allocator's pages come and go: measured 4 to 6 MB over 8,000 objects
    expect(growth(looks, 'rss')).toBeLessThan(16 * 2 ** 20);
  });

  test('and the bar would see results that are kept', () => {
    expect(growth(stream('integratedGradients', 'keep'), 'held')).toBeGreaterThan(2 * ALLOWANCE);
  });
});
