import { cadenceAt, type CatalogFlare, type LightCurve } from './lightCurve';
import { findSegments } from './segment';
import { cutWindows, type Windows } from './window';

/** Windows of several stars with their class. */
export interface LabelledWindows extends Windows {
  /** 1: a catalogued flare peaks in the middle; 0: quiet. */
  labels: Uint8Array;
  /** Star of each window: its source. */
  stars: Float64Array;
  /** First cadence of each window in its star's curve. */
  starts: Uint32Array;
  /** Windows of one star that share a cadence have one number: a split keeps them together. */
  groups: Uint32Array;
}

export interface LabelledWindowOptions {
  /** Cadences of a window; default 200. */
  length?: number;
  /** Cadences that a quiet window keeps from every catalogued peak; default 100. */
  clear?: number;
}

/**
 * Windows around catalogued flares, peak in the middle, and quiet windows one after the other. Windows lie inside segments;
 * a flare too near to a gap gives none. Values are the curve's flux, gaps of a few cadences bridged.
 * @throws RangeError where no window is found, or a length is odd
 */
export function labelledWindows(
  curves: readonly LightCurve[],
  flares: readonly CatalogFlare[],
  { length = 200, clear = 100 }: LabelledWindowOptions = {}
): LabelledWindows {
  if (!(Number.isInteger(length) && length >= 2 && length % 2 === 0 && clear >= 0)) {
    throw new RangeError(
      `labelledWindows: length is ${length} and clear ${clear}; expected an even whole number and at least 0.`
    );
  }
  const parts = curves.map(curve => windowsOf(curve, flares, length, clear));
  const count = parts.reduce((n, part) => n + part.starts.length, 0);
  if (count === 0) {
    throw new RangeError(
      `labelledWindows: ${curves.length} curves have no segment of ${length} cadences; give longer curves.`
    );
  }
  const values = new Float32Array(count * length);
  let row = 0;
  parts.forEach(({ starts }, k) => {
    values.set(cutWindows(curves[k].flux, starts, length).values, row * length);
    row += starts.length;
  });
  const starts = Uint32Array.from(parts.flatMap(part => part.starts));
  const stars = Float64Array.from(parts.flatMap((part, k) => part.starts.map(() => curves[k].star)));
  return {
    values,
    count,
    length,
    labels: Uint8Array.from(parts.flatMap(part => part.labels)),
    stars,
    starts,
    groups: groupsOf(starts, stars, length)
  };
}

function windowsOf(
  curve: LightCurve,
  flares: readonly CatalogFlare[],
  length: number,
  clear: number
): { starts: number[]; labels: number[] } {
  const half = length / 2;
  const peaks = flares
    .filter(flare => flare.star === curve.star)
    .map(flare => cadenceAt(curve, flare.peak, 10))
    .filter(peak => peak >= 0);
  const segments = findSegments(curve);
  const centred = peaks
    .map(peak => peak - half)
    .filter(start => segments.some(s => s.start <= start && start + length <= s.end));
  const quiet = segments
    .flatMap(({ start, end }) =>
      Array.from({ length: Math.floor((end - start) / length) }, (_, k) => start + k * length)
    )
    .filter(start => peaks.every(peak => peak < start - clear || peak >= start + length + clear));
  return {
    starts: [...centred, ...quiet],
    labels: [...centred.map(() => 1), ...quiet.map(() => 0)]
  };
}

/** Chains of windows of one star in which each overlaps the next. */
function groupsOf(starts: Uint32Array, stars: Float64Array, length: number): Uint32Array {
  const order = Array.from(starts.keys()).sort((a, b) => stars[a] - stars[b] || starts[a] - starts[b]);
  const groups = new Uint32Array(starts.length);
  let group = 0;
  order.forEach((row, i) => {
    const before = order[i - 1];
    if (i > 0 && (stars[row] !== stars[before] || starts[row] - starts[before] >= length)) group++;
    groups[row] = group;
  });
  return groups;
}
