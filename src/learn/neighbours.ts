import { checkAborted, interruptSignal, pauses } from '../math';
import type { FeatureTable } from './featureTable';
import { rowMatrix } from './rowMatrix';

/** Rows of numbers, e.g. embeddings. */
export interface Vectors {
  rows: number;
  width: number;
  /** [rows x width], row after row. */
  values: ArrayLike<number>;
}

/** The rows of a table as vectors. */
export const vectorsOf = (table: FeatureTable): Vectors => ({
  rows: table.rows,
  width: table.columns.length,
  values: rowMatrix(table)
});

/** The nearest rows of each query, nearest first. */
export interface Neighbours {
  /** Neighbours a query. */
  count: number;
  /** [queries x count]: places among the searched rows. */
  rows: Uint32Array;
  /** Distance of each. */
  distance: Float64Array;
}

export interface NeighbourOptions {
  /** How many a query; default 5. */
  count?: number;
  /** `cosine` (default) is 1 minus the cosine of the angle, from 0 to 2; `euclidean` the straight distance. */
  distance?: 'cosine' | 'euclidean';
  /** Whether a row may not be a neighbour of a query: itself, say, or another curve of its star. Default: all may. */
  bar?: (query: number, row: number) => boolean;
  signal?: AbortSignal;
}

/**
 * Searches the nearest rows of each query by going through all of them: exact, and fast enough for some thousand rows. Of
 * two at one distance the earlier row comes first.
 * @throws RangeError where widths differ, a value is not finite, a row of zeros has no direction, or too few rows are left
 */
export async function nearestNeighbours(
  searched: Vectors,
  queries: Vectors,
  { count = 5, distance = 'cosine', bar, signal }: NeighbourOptions = {}
): Promise<Neighbours> {
  if (searched.width !== queries.width) {
    throw new RangeError(
      `nearestNeighbours: queries have ${queries.width} numbers a row and searched rows ${searched.width}; expected the same.`
    );
  }
  if (!(Number.isInteger(count) && count >= 1 && count <= searched.rows)) {
    throw new RangeError(
      `nearestNeighbours: count is ${count}; expected a whole number from 1 to ${searched.rows}, the rows searched.`
    );
  }
  const [from, to] = [lined('searched', searched, distance), lined('queries', queries, distance)];
  const out: Neighbours = {
    count,
    rows: new Uint32Array(queries.rows * count),
    distance: new Float64Array(queries.rows * count)
  };
  const breathe = pauses();
  for (let query = 0; query < queries.rows; query++) {
    checkAborted('nearestNeighbours', signal, interruptSignal());
    fillNearest(out, query, from, to, searched, distance, bar);
    await breathe();
  }
  return out;
}

function fillNearest(
  out: Neighbours,
  query: number,
  from: Float64Array,
  to: Float64Array,
  { rows, width }: Vectors,
  distance: 'cosine' | 'euclidean',
  bar?: (query: number, row: number) => boolean
): void {
  const { count } = out;
  const start = query * count;
  let found = 0;
  for (let row = 0; row < rows; row++) {
    if (bar?.(query, row)) continue;
    let sum = 0;
    for (let k = 0; k < width; k++) sum += (from[row * width + k] - to[query * width + k]) ** 2;
    // of two vectors of length 1, half of the squared distance is 1 minus the cosine
    const d = distance === 'cosine' ? sum / 2 : Math.sqrt(sum);
    if (found === count && d >= out.distance[start + count - 1]) continue;
    let place = found < count ? found++ : count - 1;
    for (; place > 0 && out.distance[start + place - 1] > d; place--) {
      out.distance[start + place] = out.distance[start + place - 1];
      out.rows[start + place] = out.rows[start + place - 1];
    }
    out.distance[start + place] = d;
    out.rows[start + place] = row;
  }
  if (found < count) {
    throw new RangeError(
      `nearestNeighbours: query ${query} has ${found} rows left to search; expected ${count}. Bar fewer, or ask for fewer.`
    );
  }
}

/** The numbers as they are, or for the cosine each row brought to length 1. */
function lined(name: string, { rows, width, values }: Vectors, distance: string): Float64Array {
  if (values.length !== rows * width) {
    throw new RangeError(
      `nearestNeighbours: ${name} have ${values.length} numbers; expected ${rows} rows x ${width} = ${rows * width}.`
    );
  }
  const out = Float64Array.from(values);
  for (let row = 0; row < rows; row++) {
    const line = out.subarray(row * width, (row + 1) * width);
    const length = Math.hypot(...line);
    if (!Number.isFinite(length)) {
      throw new RangeError(
        `nearestNeighbours: row ${row} of ${name} holds a number that is not finite; leave it out.`
      );
    }
    if (distance !== 'cosine') continue;
    if (!(length > 0)) {
      throw new RangeError(
        `nearestNeighbours: row ${row} of ${name} is all zeros and has no direction; leave it out, or take distance "euclidean".`
      );
    }
    for (let k = 0; k < width; k++) line[k] /= length;
  }
  return out;
}

/**
 * The class that most neighbours of each query have; of classes with as many, that of the nearest neighbour among them.
 * @param classOf class of each searched row
 */
export function neighbourVote({ count, rows }: Neighbours, classOf: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: rows.length / count }, (_, query) => {
    const votes = new Map<number, number>();
    for (let k = 0; k < count; k++) {
      const label = classOf[rows[query * count + k]];
      votes.set(label, (votes.get(label) ?? 0) + 1);
    }
    // a map keeps the order in which classes came: the nearest first
    return [...votes].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
  });
}
