import { median as medianOf, quantile as quantileOf, sampleCorrelation } from 'simple-statistics';

type Numbers = ArrayLike<number>;

/** Factor that turns the median absolute deviation of a normal sample into its standard deviation. */
export const MAD_TO_SIGMA = 1.4826022185056018;

/** Median of the finite values; NaN where there is none. */
export function median(values: Numbers): number {
  const finite = finiteOf(values);
  return finite.length === 0 ? NaN : medianOf(finite);
}

/** Quantile p (0..1) of the finite values; NaN where there is none. */
export function quantile(values: Numbers, p: number): number {
  const finite = finiteOf(values);
  return finite.length === 0 ? NaN : quantileOf(finite, p);
}

/** Robust standard deviation: 1.4826 x the median absolute deviation of the finite values. */
export function robustSigma(values: Numbers, centre = median(values)): number {
  const finite = finiteOf(values);
  for (let i = 0; i < finite.length; i++) finite[i] = Math.abs(finite[i] - centre);
  return MAD_TO_SIGMA * median(finite);
}

/** Mean of the finite values; NaN where there is none. */
export function mean(values: Numbers): number {
  let sum = 0;
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) {
      sum += values[i];
      n++;
    }
  }
  return n === 0 ? NaN : sum / n;
}

/** Ranks 1..n; equal values share their mean rank. */
export function ranks(values: Numbers): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const out = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) out[order[i]] = (start + 1 + end) / 2;
    start = end;
  }
  return out;
}

/** Pearson's correlation over the pairs where both values are finite; null where it is undefined. */
export function pearson(x: Numbers, y: Numbers): number | null {
  const [a, b] = finitePairs(x, y);
  return correlate(a, b);
}

/** Spearman's rank correlation over the pairs where both values are finite, ties sharing ranks; null where undefined. */
export function spearman(x: Numbers, y: Numbers): number | null {
  const [a, b] = finitePairs(x, y);
  return correlate(ranks(a), ranks(b));
}

/** Statistic of a pair of columns. */
export type PairStatistic = (x: Numbers, y: Numbers) => number | null;

/** Wilson's score interval of a proportion. @param z default 1.96 (95 %) */
export function wilson(hits: number, n: number, z = 1.959963984540054): [number, number] {
  if (n === 0) return [0, 1];
  const p = hits / n;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

function finiteOf(values: Numbers): number[] {
  const out: number[] = [];
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) out.push(values[i]);
  return out;
}

function finitePairs(x: Numbers, y: Numbers): [number[], number[]] {
  if (x.length !== y.length) {
    throw new RangeError(
      `correlation: x has ${x.length} values and y has ${y.length}; give two columns of one length.`
    );
  }
  const a: number[] = [];
  const b: number[] = [];
  for (let i = 0; i < x.length; i++) {
    if (Number.isFinite(x[i]) && Number.isFinite(y[i])) {
      a.push(x[i]);
      b.push(y[i]);
    }
  }
  return [a, b];
}

function correlate(a: Numbers, b: Numbers): number | null {
  if (a.length < 3) return null;
  const r = sampleCorrelation(Array.from(a), Array.from(b));
  return Number.isFinite(r) ? Math.max(-1, Math.min(1, r)) : null;
}
