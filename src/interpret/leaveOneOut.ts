import * as tf from '@tensorflow/tfjs';
import { checkAborted, interruptSignal, rowCount, type RowSets } from '../models';
import { setOfRows } from './setLayout';

/** A prediction for each set of rows: [sets]. */
export type SetPrediction = (sets: RowSets) => Float32Array;

/** How long work over many reduced sets is done. */
export interface ReducedSetOptions {
  /** Reduced sets that are built and predicted at a time; default 64. It does not change the result. */
  maxBatch?: number;
  signal?: AbortSignal;
  /** Told of reduced sets done and of all. */
  onProgress?: (done: number, count: number) => void;
}

/** What each member of a set does to the set's prediction. */
export interface LeaveOneOut {
  /** [rows of all sets]: prediction(S) - prediction(S without the row), positive where the row raises it. */
  delta: Float32Array;
  /** [sets]: prediction(S). */
  prediction: Float32Array;
  variant: 'remove';
}

/**
 * Leave-one-out over the members of sets: Delta_i = prediction(S) - prediction(S without i). The row is removed and the
 * later ones move up; it is not only masked in its place. A set of one row is asked about without any.
 *
 * For the cluster encoder (`predictSigma8`) a removed row means one cluster fewer in the *same* survey volume: the count
 * falls, which by itself lowers sigma_8 by about as much for every cluster, and the mean over the rest shifts.
 * @param predict a prediction that depends on nothing but the sets, e.g. `sets => predictSigma8(model, sets)`
 * @param options variant: only 'remove' (default) can be had from a prediction of sets without mask; 'mask-only', which
 *   zeroes a row but keeps its place, is refused
 * @throws RangeError where a prediction is missing or not finite, AbortError when stopped
 */
export async function leaveOneOut(
  predict: SetPrediction,
  sets: RowSets,
  { variant = 'remove', ...options }: ReducedSetOptions & { variant?: 'remove' | 'mask-only' } = {}
): Promise<LeaveOneOut> {
  if (variant !== 'remove') {
    throw new RangeError(
      `leaveOneOut: variant is '${variant}', which zeroes a row but keeps its place; sets of rows have no mask for that. Use 'remove'.`
    );
  }
  const rows = rowCount(sets, 'leaveOneOut');
  const prediction = await predictReduced(predict, sets, sets.count, wholeSet(sets), {
    ...options,
    onProgress: undefined
  });
  const delta = new Float32Array(rows);
  const owner = setOfRows(sets);
  const without = await predictReduced(
    predict,
    sets,
    rows,
    row => {
      const [from, to] = [sets.starts[owner[row]], sets.starts[owner[row] + 1]];
      return [
        [from, row],
        [row + 1, to]
      ];
    },
    options
  );
  for (let row = 0; row < rows; row++) delta[row] = prediction[owner[row]] - without[row];
  return { delta, prediction, variant };
}

/**
 * Predictions for one set as its members are taken away one by one, down to the last.
 * @param order rows of the set as numbers from 0, each once: the first is removed first
 * @returns [rows of the set]: element k with k members removed
 * @throws RangeError where `order` does not hold each row of the set once, AbortError when stopped
 */
export async function removalCurve(
  predict: SetPrediction,
  sets: RowSets,
  set: number,
  order: ArrayLike<number>,
  options: ReducedSetOptions = {}
): Promise<Float32Array> {
  rowCount(sets, 'removalCurve');
  if (!(Number.isInteger(set) && set >= 0 && set < sets.count)) {
    throw new RangeError(`removalCurve: set is ${set}; expected 0 to ${sets.count - 1}.`);
  }
  const first = sets.starts[set];
  const n = sets.starts[set + 1] - first;
  const place = placesOf(order, n);
  const kept = (removed: number) => {
    const parts: Span[] = [];
    for (let i = 0; i < n; i++) if (place[i] >= removed) parts.push([first + i, first + i + 1]);
    return parts;
  };
  return predictReduced(predict, sets, n, kept, options);
}

/** Place of each of n rows in an order. */
function placesOf(order: ArrayLike<number>, n: number): Int32Array {
  const place = new Int32Array(n).fill(-1);
  for (let k = 0; k < order.length; k++) if (order[k] in place) place[order[k]] = k;
  if (order.length !== n || place.includes(-1)) {
    throw new RangeError(
      `removalCurve: order has ${order.length} rows, and ${place.filter(k => k < 0).length} of the set's are not among them; expected each of 0 to ${n - 1} once.`
    );
  }
  return place;
}

/** Rows from the first number up to the second. */
type Span = [number, number];

const wholeSet =
  ({ starts }: RowSets) =>
  (s: number): Span[] => [[starts[s], starts[s + 1]]];

/** Predictions for `count` sets made of spans of rows; no more than a batch of them exists at a time. */
async function predictReduced(
  predict: SetPrediction,
  sets: RowSets,
  count: number,
  spansOf: (index: number) => Span[],
  { maxBatch = 64, signal, onProgress }: ReducedSetOptions
): Promise<Float32Array> {
  if (!(Number.isInteger(maxBatch) && maxBatch > 0)) {
    throw new RangeError(`leaveOneOut: maxBatch is ${maxBatch}; expected a whole number above 0.`);
  }
  const out = new Float32Array(count);
  for (let start = 0; start < count; start += maxBatch) {
    checkAborted('Leave-one-out', signal, interruptSignal());
    const size = Math.min(maxBatch, count - start);
    const batch = gatherSpans(
      sets,
      Array.from({ length: size }, (_, i) => spansOf(start + i))
    );
    const found = predict(batch);
    const wrong = found.findIndex(v => !Number.isFinite(v));
    if (found.length !== size || wrong >= 0) {
      const what = found.length !== size ? `${found.length} predictions` : `a prediction of ${found[wrong]}`;
      throw new RangeError(`leaveOneOut: predict gave ${what} for ${size} sets; expected a number for each.`);
    }
    out.set(found, start);
    onProgress?.(start + size, count);
    await tf.nextFrame();
  }
  return out;
}

function gatherSpans({ starts, count, features }: RowSets, sets: Span[][]): RowSets {
  const width = starts[count] === 0 ? 0 : features.length / starts[count];
  const reduced = new Uint32Array(sets.length + 1);
  sets.forEach((spans, s) => {
    reduced[s + 1] = reduced[s] + spans.reduce((n, [from, to]) => n + to - from, 0);
  });
  const gathered = new Float32Array(reduced[sets.length] * width);
  let at = 0;
  for (const [from, to] of sets.flat()) {
    gathered.set(features.subarray(from * width, to * width), at);
    at += (to - from) * width;
  }
  return { count: sets.length, starts: reduced, features: gathered };
}
