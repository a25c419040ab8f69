import { MAD_TO_SIGMA, median } from '../math';
import type { Event } from './event';
import { rollingMedian } from './rollingMedian';

/**
 * The simple rule every network must beat: flux above the rolling median by `k` robust sigma in at least `run` cadences
 * in a row. Sigma is taken over the whole array given.
 * @param options k (default 3), run (default 3), width of the rolling median in cadences (default 101)
 */
export function sigmaRule(
  flux: Float32Array,
  { k = 3, run = 3, width = 101 }: { k?: number; run?: number; width?: number } = {}
): Event[] {
  const trend = rollingMedian(flux, width);
  const residual = flux.map((f, i) => f - trend[i]);
  const sigma = MAD_TO_SIGMA * median(residual.map(Math.abs));
  const events: Event[] = [];
  for (let i = 0; i < residual.length; i++) {
    const start = i;
    while (i < residual.length && residual[i] > k * sigma) i++;
    if (i - start >= run) {
      let peak = start;
      for (let j = start; j < i; j++) if (residual[j] > residual[peak]) peak = j;
      events.push({ start, end: i, peak, score: residual[peak] / sigma });
    }
  }
  return events;
}
