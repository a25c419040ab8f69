import { lowerBound } from '../math';

/** Median of the finite values in a centred window of `width` cadences around each cadence; NaN where there is none. */
export function rollingMedian(flux: Float32Array, width = 101): Float32Array {
  const half = width >> 1;
  const out = new Float32Array(flux.length).fill(NaN);
  // a sorted list is kept while the window slides: insert one, remove one
  const sorted: number[] = [];
  for (let i = 0; i < Math.min(half, flux.length); i++) {
    if (Number.isFinite(flux[i])) sorted.splice(lowerBound(sorted, flux[i]), 0, flux[i]);
  }
  for (let i = 0; i < flux.length; i++) {
    const enters = flux[i + half];
    if (i + half < flux.length && Number.isFinite(enters))
      sorted.splice(lowerBound(sorted, enters), 0, enters);
    const leaves = flux[i - half - 1];
    if (i - half - 1 >= 0 && Number.isFinite(leaves)) sorted.splice(lowerBound(sorted, leaves), 1);
    const n = sorted.length;
    if (n > 0) out[i] = n % 2 ? sorted[n >> 1] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }
  return out;
}
