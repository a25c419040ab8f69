/** Correlation of a curve with itself shifted by 0, 1, 2 ... bins: 1 at 0. */
export type Autocorrelation = (flux: ArrayLike<number>) => Float64Array;

/**
 * Autocorrelation of curves on a regular grid with gaps: products of pairs that both have data, over their number, over the
 * variance. Lags of which fewer than a tenth of the measurements make a pair are 0.
 * @param place of each measurement on the grid, rising
 * @param lags how many; default up to half of the grid
 * @throws RangeError where places do not rise, or (the function) where the flux does not match
 */
export function autocorrelation(place: ArrayLike<number>, lags?: number): Autocorrelation {
  const n = place.length;
  for (let i = 1; i < n; i++) {
    if (place[i] > place[i - 1]) continue;
    throw new RangeError(`autocorrelation: place ${i} is ${place[i]} after ${place[i - 1]}; they must rise.`);
  }
  if (n < 2) throw new RangeError(`autocorrelation: ${n} places; expected at least 2.`);
  const first = place[0];
  const length = place[n - 1] - first + 1;
  const count = lags ?? (length >> 1) + 1;
  if (!(Number.isInteger(count) && count >= 1 && count <= length)) {
    throw new RangeError(`autocorrelation: lags is ${count}; expected a whole number from 1 to ${length}.`);
  }
  const here = new Float64Array(length);
  for (let i = 0; i < n; i++) here[place[i] - first] = 1;
  const pairs = products(here, count);
  return flux => {
    if (flux.length !== n) {
      throw new RangeError(`autocorrelation: ${flux.length} fluxes for ${n} places; give one a place.`);
    }
    let mean = 0;
    for (let i = 0; i < n; i++) mean += flux[i] / n;
    if (!Number.isFinite(mean)) {
      throw new RangeError('autocorrelation: a flux is not finite; leave missing measurements out.');
    }
    const grid = new Float64Array(length);
    for (let i = 0; i < n; i++) grid[place[i] - first] = flux[i] - mean;
    const sums = products(grid, count);
    const variance = sums[0] / n;
    if (!(variance > 0)) return new Float64Array(count);
    return sums.map((sum, lag) => (pairs[lag] >= n / 10 ? sum / pairs[lag] / variance : 0));
  };
}

function products(values: Float64Array, lags: number): Float64Array {
  const out = new Float64Array(lags);
  for (let lag = 0; lag < lags; lag++) {
    let sum = 0;
    for (let i = lag; i < values.length; i++) sum += values[i] * values[i - lag];
    out[lag] = sum;
  }
  return out;
}

/**
 * Lag of the peak that stands for the rotation (after McQuillan, Aigrain & Mazeh 2013, MNRAS 432, 1203): of the first two
 * maxima the higher one, because two groups of spots make a false one at half of the period.
 * @param values autocorrelation at lags 0, 1, 2 ...
 * @returns the lag, parted by a parabola, and the height; null where there is no maximum
 */
export function autocorrelationPeak(values: ArrayLike<number>): { lag: number; height: number } | null {
  const smooth = runningMeans(values);
  const peaks: number[] = [];
  for (let k = 2; k < values.length - 1 && peaks.length < 2; k++) {
    const reach = Math.max(1, Math.round(0.15 * k));
    if (isHighest(smooth, k, reach)) peaks.push(k);
  }
  if (peaks.length === 0) return null;
  const k = peaks.reduce((a, b) => (smooth[b] > smooth[a] ? b : a));
  const [before, at, after] = [smooth[k - 1], smooth[k], smooth[k + 1]];
  const bend = before - 2 * at + after;
  return { lag: k + (bend < 0 ? (0.5 * (before - after)) / bend : 0), height: at };
}

/** Mean over a reach that grows with the lag, so that noise makes no peaks. */
function runningMeans(values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let k = 0; k < values.length; k++) sums[k + 1] = sums[k] + values[k];
  return Float64Array.from({ length: values.length }, (_, k) => {
    const reach = Math.min(Math.floor(0.06 * k), values.length - 1 - k);
    return (sums[k + reach + 1] - sums[k - reach]) / (2 * reach + 1);
  });
}

function isHighest(values: Float64Array, k: number, reach: number): boolean {
  for (let i = Math.max(0, k - reach); i <= Math.min(values.length - 1, k + reach); i++) {
    if (values[i] > values[k] || (i < k && values[i] === values[k])) return false;
  }
  return k + reach < values.length;
}
