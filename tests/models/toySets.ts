import { Random } from '../../src/math';
import type { LabelledSets } from '../../src/models';

/** Sets of two features whose rows are shifted by the set's number: the mean of the rows gives it. */
export function toySets(count: number, seed: number, rows: [number, number] = [20, 60]): LabelledSets {
  const random = new Random(seed);
  const starts = new Uint32Array(count + 1);
  const features: number[] = [];
  const sigma8 = Float32Array.from({ length: count }, () => random.uniform(0.7, 0.9));
  for (let s = 0; s < count; s++) {
    const n = random.integer(...rows);
    for (let i = 0; i < n; i++) features.push(random.normal(10 * (sigma8[s] - 0.8), 1), random.normal(5, 3));
    starts[s + 1] = starts[s] + n;
  }
  return { count, starts, features: Float32Array.from(features), sigma8 };
}
