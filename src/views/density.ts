/** Densities of large sets: every row counted on a grid, so that a picture of a million rows takes the room of a stamp. */
import { checkArray, decodeArray, encodeQuantised, finiteRange, MAX_ELEMENTS, MAX_SIZE } from './array';
import { quote, ViewError } from './errors';
import type { Column } from './payload';
import type { TerseDensity } from './types';

/** Cells along x and y: about two pixels of the usual plot each. */
const [ACROSS, UP] = [160, 120];

/** The most pairs of columns whose densities are sent; 24 take 0.6 MB. */
export const MAX_DENSITIES = 24;

/** Count all rows on a grid over two columns; rows without one of the values are left out. */
export function countDensity(
  x: { name: string; values: ArrayLike<number> },
  y: { name: string; values: ArrayLike<number> }
): TerseDensity {
  const [xRange, yRange] = [rangeOf(x.values), rangeOf(y.values)];
  const counts = new Float64Array(ACROSS * UP);
  const [perX, perY] = [ACROSS / (xRange[1] - xRange[0]), UP / (yRange[1] - yRange[0])];
  for (let i = 0; i < x.values.length; i++) {
    const [a, b] = [(x.values[i] - xRange[0]) * perX, (y.values[i] - yRange[0]) * perY];
    if (!Number.isFinite(a + b)) continue;
    counts[Math.min(UP - 1, Math.floor(b)) * ACROSS + Math.min(ACROSS - 1, Math.floor(a))]++;
  }
  const logs = counts.map(Math.log1p);
  const { greatest } = finiteRange(logs);
  // A coarse step: the last bits of a logarithm differ between languages, whose bytes must not.
  const scale = greatest > 0 ? Math.ceil((greatest / 254) * 2 ** 20) / 2 ** 20 : 1;
  return {
    x: x.name,
    y: y.name,
    xRange,
    yRange,
    logCounts: encodeQuantised(logs, [UP, ACROSS], { dtype: 'u1', scale, offset: 0 })
  };
}

/** From the least to the greatest value; a column without spread gets a range around its value. */
function rangeOf(values: ArrayLike<number>): [number, number] {
  const { least, greatest } = finiteRange(values);
  if (!(least <= greatest)) return [0, 1];
  const margin = Math.abs(least) * 0.1 || 1;
  return greatest > least ? [least, greatest] : [least - margin, greatest + margin];
}

/** A density, decoded. */
export interface Density {
  x: string;
  y: string;
  xRange: [number, number];
  yRange: [number, number];
  /** Cells along y and along x. */
  shape: [number, number];
  /** ln(1 + count), from the low ends, a line of x after the other. */
  logCounts: Float64Array;
  greatest: number;
}

/** Check and decode densities. @throws ViewError */
export function decodeDensities(densities: readonly TerseDensity[], byName: Map<string, Column>): Density[] {
  const cells = densities.reduce(
    (sum, { logCounts: { shape } }) => sum + shape.reduce((a, b) => a * b, 1),
    0
  );
  if (!(cells <= MAX_ELEMENTS)) {
    throw new ViewError(
      `density: ${cells} cells are more than the ${MAX_ELEMENTS} allowed together; send fewer`
    );
  }
  return densities.map(({ x, y, xRange, yRange, logCounts }, i) => {
    for (const [axis, name] of Object.entries({ x, y })) {
      if (byName.get(name)?.kind !== 'number') {
        throw new ViewError(
          `density[${i}].${axis}: ${quote(name)} is not the name of a numeric field or terse value`
        );
      }
    }
    for (const [axis, [low, high]] of Object.entries({ xRange, yRange })) {
      if (!(Math.abs(low) <= MAX_SIZE) || !(Math.abs(high) <= MAX_SIZE) || !(high > low)) {
        throw new ViewError(
          `density[${i}].${axis}: from ${low} to ${high} found; expected two rising numbers`
        );
      }
    }
    if (logCounts.shape.length !== 2 || logCounts.shape.includes(0)) {
      throw new ViewError(
        `density[${i}].logCounts: shape [${logCounts.shape.join(', ')}] found; expected cells along y and along x`
      );
    }
    checkArray(logCounts, `density[${i}].logCounts`);
    const decoded = decodeArray(logCounts, `density[${i}].logCounts`);
    return {
      x,
      y,
      xRange: [xRange[0], xRange[1]],
      yRange: [yRange[0], yRange[1]],
      shape: [logCounts.shape[0], logCounts.shape[1]],
      logCounts: decoded,
      greatest: Math.max(0, finiteRange(decoded).greatest || 0)
    };
  });
}

/** Share of the densest cell, 0 to 1, at a place given in the units of the columns; 0 outside and where no row lies. */
export function densityAt(
  { xRange, yRange, shape, logCounts, greatest }: Density,
  x: number,
  y: number
): number {
  const column = Math.floor(((x - xRange[0]) / (xRange[1] - xRange[0])) * shape[1]);
  const line = Math.floor(((y - yRange[0]) / (yRange[1] - yRange[0])) * shape[0]);
  if (!(column >= 0 && column < shape[1] && line >= 0 && line < shape[0]) || greatest === 0) return 0;
  const value = logCounts[line * shape[1] + column];
  return value > 0 ? Math.min(1, value / greatest) : 0;
}
