/** Sets of rows without padding: set s holds the rows `starts[s]` to `starts[s + 1]`. */
export interface RowSets {
  count: number;
  /** [count + 1], rising from 0. */
  starts: Uint32Array;
  /** [rows, width] */
  features: Float32Array;
}

/** Names of the numbers that can be learned about a set of clusters. */
export type TargetName = 'sigma8' | 'lnB' | 'lnMassBias';

/** Mean and half-width that scale a target for the loss: those of sigma_8 in .7-.9, b_L0 in .8-1.2, ln b_M in +-.25. */
export const targetScales: Readonly<Record<TargetName, { mean: number; scale: number }>> = {
  sigma8: { mean: 0.8, scale: 0.058 },
  lnB: { mean: 0, scale: 0.115 },
  lnMassBias: { mean: 0, scale: 0.144 }
};

/** Sets with the numbers that each is about, [count]; only those that a model learns are needed beside sigma8. */
export interface LabelledSets extends RowSets {
  sigma8: Float32Array;
  lnB?: Float32Array;
  lnMassBias?: Float32Array;
}

/** Mean and standard deviation of each feature over the real rows of the training sets. */
export interface Standardisation {
  mean: Float32Array;
  sd: Float32Array;
}

/** Which rows belong to which set: set s holds the rows `starts[s]` to `starts[s + 1]`. */
export type SetLayout = Pick<RowSets, 'count' | 'starts'>;

/** Number of rows of some sets. @throws RangeError where `starts` does not rise from 0, with the place */
export function rowCount({ count, starts }: SetLayout, what: string): number {
  if (starts.length !== count + 1 || starts[0] !== 0) {
    throw new RangeError(
      `${what}: starts has ${starts.length} numbers from ${starts[0]}; expected ${count + 1} for ${count} sets, from 0.`
    );
  }
  for (let s = 0; s < count; s++) {
    if (starts[s + 1] < starts[s]) {
      throw new RangeError(
        `${what}: starts falls from ${starts[s]} to ${starts[s + 1]} at set ${s}; it must rise.`
      );
    }
  }
  return starts[count];
}

/** Throws RangeError where sets are not laid out as they say or their features are not [rows, width]. @param what for the message */
export function checkRowSets(sets: RowSets, width: number, what: string): void {
  const rows = rowCount(sets, what);
  if (sets.features.length !== rows * width) {
    throw new RangeError(
      `${what}: ${sets.features.length} feature values for ${rows} rows; expected ${width} a row.`
    );
  }
}

/** Standardisation fitted on sets; to be fitted on training sets only. @throws RangeError where a feature does not vary or is not finite */
export function fitStandardisation(sets: RowSets, width: number): Standardisation {
  checkRowSets(sets, width, 'fitStandardisation');
  const { features, starts, count } = sets;
  const rows = starts[count];
  if (rows < 2) throw new RangeError(`fitStandardisation: ${rows} rows; expected at least 2.`);
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (let i = 0; i < rows; i++) for (let f = 0; f < width; f++) mean[f] += features[i * width + f];
  for (let f = 0; f < width; f++) mean[f] /= rows;
  for (let i = 0; i < rows; i++) {
    for (let f = 0; f < width; f++) square[f] += (features[i * width + f] - mean[f]) ** 2;
  }
  const sd = square.map(s => Math.sqrt(s / rows));
  const flat = sd.findIndex(s => !(s > 0));
  if (flat >= 0)
    throw new RangeError(`fitStandardisation: feature ${flat} does not vary or is not finite; leave it out.`);
  return { mean: Float32Array.from(mean), sd: Float32Array.from(sd) };
}

/**
 * Writes a row of features in standard deviations from the mean.
 * @throws RangeError where one is not finite, with its row and place
 */
export function standardiseRow(
  features: Float32Array,
  row: number,
  { mean, sd }: Standardisation,
  out: Float32Array,
  at: number
): void {
  const width = mean.length;
  for (let k = 0; k < width; k++) {
    const value = (features[row * width + k] - mean[k]) / sd[k];
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `cluster encoder: feature ${k} of row ${row} is ${features[row * width + k]}; expected a finite number. Leave that row out.`
      );
    }
    out[at + k] = value;
  }
}

/** Some rows of features in standard deviations from the mean: [rows, width]. @throws RangeError where one is not finite */
export function standardiseRows(
  features: Float32Array,
  rows: ArrayLike<number>,
  standardisation: Standardisation
): Float32Array {
  const width = standardisation.mean.length;
  const out = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) standardiseRow(features, rows[i], standardisation, out, i * width);
  return out;
}
