import type { FeatureTable } from './featureTable';

/** The table row after row, [rows x columns], in float64. */
export function rowMatrix({ columns, rows }: FeatureTable): Float64Array {
  const width = columns.length;
  const out = new Float64Array(rows * width);
  columns.forEach((column, k) => {
    for (let i = 0, at = k; i < rows; i++, at += width) out[at] = column[i];
  });
  return out;
}

/** Mean of each column. */
export const columnMeans = ({ columns, rows }: FeatureTable): number[] =>
  columns.map(column => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += column[i];
    return sum / rows;
  });

/** Place of the greatest of each row of [rows x width]: the class called, from probabilities or scores. */
export function mostLikely(values: ArrayLike<number>, width: number): Uint16Array {
  if (!(width >= 1) || values.length % width) {
    throw new RangeError(
      `mostLikely: ${values.length} values are not rows of ${width}; give [rows x classes].`
    );
  }
  return Uint16Array.from({ length: values.length / width }, (_, row) => {
    let best = 0;
    for (let k = 1; k < width; k++) if (values[row * width + k] > values[row * width + best]) best = k;
    return best;
  });
}

/** Column k of [rows x width], e.g. the probability of one class. */
export const columnOf = (values: ArrayLike<number>, width: number, k: number): Float64Array =>
  Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + k]);
