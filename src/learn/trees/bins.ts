import { lowerBound } from '../../math';
import type { FeatureTable } from '../featureTable';

/** Bin of missing values; numbers have bins below. */
export const MISSING = 255;

/** Columns cut into at most 255 bins and one for missing values. */
export interface Binned {
  rows: number;
  width: number;
  /** [column x row] */
  bins: Uint8Array;
  /** Of each column, what the bins are cut at: bin b holds values above edge b - 1 up to edge b. */
  edges: Float64Array[];
  /** Whether a column misses values. */
  missing: boolean[];
}

/**
 * Cuts columns into bins of about as many rows; a column of few values gets one bin a value, so that nothing is lost.
 * @param most bins, 2 to 255
 */
export function binColumns(table: FeatureTable, most = MISSING): Binned {
  return fillBins(
    table,
    table.columns.map(column => edgesOf(column, most))
  );
}

/** Bins of other rows, cut at edges that are known. */
export function fillBins(table: FeatureTable, edges: Float64Array[]): Binned {
  const { rows } = table;
  const width = table.columns.length;
  const bins = new Uint8Array(rows * width);
  const missing = table.columns.map((column, k) =>
    fillColumn(column, edges[k], bins.subarray(k * rows, (k + 1) * rows))
  );
  return { rows, width, bins, edges, missing };
}

/** Binary search over a power of two of edges takes the same eight steps for every value. */
function fillColumn(column: ArrayLike<number>, edges: Float64Array, into: Uint8Array): boolean {
  const padded = new Float64Array(256).fill(Infinity);
  padded.set(edges);
  let missing = false;
  for (let row = 0; row < into.length; row++) {
    const value = column[row];
    if (value !== value) {
      into[row] = MISSING;
      missing = true;
      continue;
    }
    let bin = 0;
    for (let step = 128; step > 0; step >>= 1) if (padded[bin + step - 1] < value) bin += step;
    into[row] = bin;
  }
  return missing;
}

function edgesOf(column: ArrayLike<number>, most: number): Float64Array {
  const sorted = Float64Array.from(column).sort();
  // a typed array sorts NaN to its end
  let known = sorted.length;
  while (known > 0 && Number.isNaN(sorted[known - 1])) known--;
  const few = fewValues(sorted, known, most);
  if (few) return Float64Array.from(few.slice(1), (value, k) => between(few[k], value));
  const edges: number[] = [];
  for (let k = 1; k < most; k++) {
    const at = Math.floor((k * known) / most);
    const value = sorted[at - 1];
    const above = sorted[at] > value ? at : lowerBoundAbove(sorted, value, known);
    if (above === known) break;
    const edge = between(value, sorted[above]);
    if (edges.length === 0 || edge > edges[edges.length - 1]) edges.push(edge);
  }
  return Float64Array.from(edges);
}

/** The distinct values, or null where they are more than `most`. */
function fewValues(sorted: Float64Array, known: number, most: number): number[] | null {
  const values: number[] = [];
  for (let i = 0; i < known; i++) {
    if (values.length && sorted[i] === values[values.length - 1]) continue;
    if (values.length === most) return null;
    values.push(sorted[i]);
  }
  return values;
}

const lowerBoundAbove = (sorted: Float64Array, value: number, known: number) => {
  let at = lowerBound(sorted.subarray(0, known), value);
  while (at < known && sorted[at] === value) at++;
  return at;
};

/** A number from a up to, but not including, b. */
function between(a: number, b: number): number {
  const middle = a / 2 + b / 2;
  return middle >= a && middle < b ? middle : a;
}
