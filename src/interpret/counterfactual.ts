import { Random } from '../math';
import { rowCount, type RowSets } from '../models';

/**
 * Sets whose rows all read the same: what is left is how many there are. A model that is right about these learned it from
 * the number of rows.
 * @param row features that every row takes, for example the means of the training rows
 */
export function withoutFeatures<S extends RowSets>(sets: S, row: ArrayLike<number>): S {
  const rows = rowCount(sets, 'withoutFeatures');
  if (sets.features.length !== rows * row.length) {
    throw new RangeError(
      `withoutFeatures: ${row.length} features to put in and ${sets.features.length / rows} in the sets; expected as many.`
    );
  }
  const features = new Float32Array(sets.features.length);
  for (let i = 0; i < rows; i++) features.set(row, i * row.length);
  return { ...sets, features };
}

/**
 * Sets of a fixed number of rows, drawn from each at random and left in their order: what is left is what the rows are
 * like. A model that is right about these learned it from single rows or from their proportions.
 * @param options rows of each set; seed of the draw (default 1)
 * @returns the features alone; other columns would no longer fit
 * @throws RangeError where a set has fewer rows
 */
export function withFixedCount(sets: RowSets, { rows, seed = 1 }: { rows: number; seed?: number }): RowSets {
  const width = sets.features.length / Math.max(1, rowCount(sets, 'withFixedCount'));
  const random = new Random(seed);
  const features = new Float32Array(sets.count * rows * width);
  for (let s = 0, at = 0; s < sets.count; s++) {
    const [from, to] = [sets.starts[s], sets.starts[s + 1]];
    if (to - from < rows) {
      throw new RangeError(
        `withFixedCount: set ${s} has ${to - from} rows; expected at least ${rows}. Keep fewer.`
      );
    }
    const chosen = random
      .permutation(to - from)
      .slice(0, rows)
      .sort();
    for (const row of chosen) {
      features.set(sets.features.subarray((from + row) * width, (from + row + 1) * width), at);
      at += width;
    }
  }
  return {
    count: sets.count,
    starts: Uint32Array.from({ length: sets.count + 1 }, (_, s) => s * rows),
    features
  };
}
