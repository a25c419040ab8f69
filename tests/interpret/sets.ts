import { Random } from '../../src/math';
import type { RowSets } from '../../src/models';

/** Sets of 3 to 12 rows of normal deviates. */
export function normalSets(count: number, width: number, seed = 1): RowSets {
  const random = new Random(seed);
  const starts = new Uint32Array(count + 1);
  for (let s = 0; s < count; s++) starts[s + 1] = starts[s] + random.integer(3, 12);
  const features = Float32Array.from({ length: starts[count] * width }, () => random.normal());
  return { count, starts, features };
}

/** Prediction of a linear model of pooled rows: 2 + the sum or mean over rows of weights . x. */
export const pooledLinear = (weights: readonly number[], pool: 'sum' | 'mean') => (sets: RowSets) =>
  Float32Array.from({ length: sets.count }, (_, s) => {
    const [from, to] = [sets.starts[s], sets.starts[s + 1]];
    let sum = 0;
    for (let row = from; row < to; row++) sum += contribution(sets, weights, row);
    return 2 + (pool === 'sum' ? sum : sum / Math.max(1, to - from));
  });

/** weights . x of a row. */
export function contribution({ features }: RowSets, weights: readonly number[], row: number): number {
  return weights.reduce((sum, w, f) => sum + w * features[row * weights.length + f], 0);
}
