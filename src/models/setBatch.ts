import type { Random } from '../math';
import { standardiseRow, type RowSets, type Standardisation } from './rowSets';

/** Clusters that the whole survey is expected to hold; the count is given to the head relative to it. */
export const EXPECTED_ROWS = 300;

/** Rows of some sets, thinned: what one step of training or prediction needs. */
export interface SetBatch {
  /** [room, width], standardised; the first `rows` are filled. */
  x: Float32Array;
  rows: number;
  /** Set of each row. */
  owner: Int32Array;
  /** [sets, 3]: ln((k + 1/2) / (300 f)), ln f, 1 / sqrt(max(k, 1)). */
  about: Float32Array;
  /** [sets]: number of rows. */
  counts: Int32Array;
  sets: number;
}

/** How {@link gatherSets} thins. */
export interface Thinning {
  /** Part of the survey's volume that the i-th chosen set keeps; a row is kept with that chance. */
  fraction: (i: number) => number;
  random: Random;
  /** Keep one row where none would be kept. */
  neverEmpty?: boolean;
}

/** Takes the rows of some sets. @throws RangeError where a feature is not finite */
export function gatherSets(
  standardisation: Standardisation,
  sets: RowSets,
  chosen: ArrayLike<number>,
  thinning?: Thinning
): SetBatch {
  const width = standardisation.mean.length;
  let room = 0;
  for (let i = 0; i < chosen.length; i++) room += sets.starts[chosen[i] + 1] - sets.starts[chosen[i]];
  const batch: SetBatch = {
    x: new Float32Array(room * width),
    rows: 0,
    owner: new Int32Array(room),
    about: new Float32Array(3 * chosen.length),
    counts: new Int32Array(chosen.length),
    sets: chosen.length
  };
  const take = (row: number, set: number) => {
    standardiseRow(sets.features, row, standardisation, batch.x, batch.rows * width);
    batch.owner[batch.rows++] = set;
  };
  for (let i = 0; i < chosen.length; i++) {
    const f = thinning?.fraction(i) ?? 1;
    const before = batch.rows;
    const [from, to] = [sets.starts[chosen[i]], sets.starts[chosen[i] + 1]];
    for (let row = from; row < to; row++) if (f === 1 || thinning!.random.uniform() < f) take(row, i);
    if (batch.rows === before && thinning?.neverEmpty && to > from)
      take(thinning.random.integer(from, to - 1), i);
    const kept = batch.rows - before;
    batch.counts[i] = kept;
    batch.about.set(
      [Math.log((kept + 0.5) / (EXPECTED_ROWS * f)), Math.log(f), 1 / Math.sqrt(Math.max(kept, 1))],
      3 * i
    );
  }
  return batch;
}

/** Part of the survey's volume of a training sample: the whole with chance .3, else log-uniform from 1/300 to 1. */
export const drawFraction = (random: Random) =>
  random.uniform() < 0.3 ? 1 : Math.exp(random.uniform(Math.log(1 / EXPECTED_ROWS), 0));
