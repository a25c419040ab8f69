import { median, robustSigma } from '../math';
import type { LightCurve } from './lightCurve';
import { rollingMedian } from './rollingMedian';
import { findSegments, MAX_GAP, type Segment } from './segment';

/** Windows cut from light curves, one row each. */
export interface Windows {
  /** [count, length], row by row. */
  values: Float32Array;
  count: number;
  length: number;
}

/** A window may have at most this fraction of its cadences missing; others get no score. */
export const MAX_MISSING = 0.1;

/**
 * First cadences of the windows that lie inside the segments of a curve. The last window of a segment ends with it, so
 * that no cadence of a long segment is left out, right up to the edge of a gap.
 * @param stride step between windows in cadences
 * @returns starts, and the segments too short to hold a window (their cadences cannot be scored)
 */
export function windowStarts(
  curve: Pick<LightCurve, 'flux'>,
  { length = 200, stride = 1, maxGap = MAX_GAP }: { length?: number; stride?: number; maxGap?: number } = {}
): { starts: number[]; unscored: Segment[] } {
  const starts: number[] = [];
  const unscored: Segment[] = [];
  for (const segment of findSegments(curve, maxGap)) {
    const last = segment.end - length;
    if (last < segment.start) {
      unscored.push(segment);
      continue;
    }
    for (let start = segment.start; ; start = Math.min(start + stride, last)) {
      if (missingIn(curve.flux, start, length) <= MAX_MISSING * length) starts.push(start);
      if (start === last) break;
    }
  }
  return { starts, unscored };
}

/**
 * Start of the window with a cadence in its middle, moved as little as keeps it inside its segment.
 * @returns -1 where the segment is shorter than a window
 */
export function windowAround(curve: Pick<LightCurve, 'flux'>, cadence: number, length = 200): number {
  const segment = findSegments(curve).find(s => s.start <= cadence && cadence < s.end);
  if (!segment || segment.end - segment.start < length) return -1;
  return Math.min(Math.max(cadence - (length >> 1), segment.start), segment.end - length);
}

function missingIn(flux: Float32Array, start: number, length: number): number {
  let n = 0;
  for (let i = start; i < start + length; i++) if (!Number.isFinite(flux[i])) n++;
  return n;
}

/** Cuts windows out of a flux array; missing cadences are bridged by a straight line. */
export function cutWindows(flux: Float32Array, starts: ArrayLike<number>, length = 200): Windows {
  const values = new Float32Array(starts.length * length);
  for (let row = 0; row < starts.length; row++) {
    const start = starts[row];
    if (start < 0 || start + length > flux.length) {
      throw new RangeError(
        `cutWindows: a window starts at cadence ${start} and the curve has ${flux.length}; expected 0 to ${flux.length - length}.`
      );
    }
    const window = values.subarray(row * length, (row + 1) * length);
    window.set(flux.subarray(start, start + length));
    bridge(window);
  }
  return { values, count: starts.length, length };
}

function bridge(window: Float32Array): void {
  let before = -1;
  for (let i = 0; i <= window.length; i++) {
    if (i < window.length && !Number.isFinite(window[i])) continue;
    if (i - before > 1) {
      const left = before >= 0 ? window[before] : window[i];
      const right = i < window.length ? window[i] : left;
      for (let k = before + 1; k < i; k++) window[k] = left + ((right - left) * (k - before)) / (i - before);
    }
    before = i;
  }
}

/** Width of the running median that {@link standardise} takes off, in cadences: 3.4 hours of a 2-minute curve. */
export const TREND_WIDTH = 101;

/**
 * Standardises each window robustly in place: minus its running median, over 1.4826 x the median absolute deviation.
 * The running median takes off starspots, whose swing is larger than most flares; medians throughout, because a flare
 * must not shrink itself as it would under a mean and a standard deviation.
 * @param trendWidth width of the running median in cadences (default {@link TREND_WIDTH}); 0: only the window's median
 * @throws RangeError for a window without spread (a constant, or not finite): it holds nothing to score
 */
export function standardise<W extends Windows>(windows: W, { trendWidth = TREND_WIDTH } = {}): W {
  for (let row = 0; row < windows.count; row++) {
    const window = windows.values.subarray(row * windows.length, (row + 1) * windows.length);
    if (trendWidth > 0) {
      const trend = rollingMedian(window, trendWidth);
      for (let i = 0; i < window.length; i++) window[i] -= trend[i];
    }
    const centre = median(window);
    const sigma = robustSigma(window, centre);
    if (!(sigma > 0)) {
      throw new RangeError(
        `standardise: window ${row} has robust width ${sigma}; expected > 0. Leave out constant or empty windows.`
      );
    }
    for (let i = 0; i < window.length; i++) window[i] = (window[i] - centre) / sigma;
  }
  return windows;
}
