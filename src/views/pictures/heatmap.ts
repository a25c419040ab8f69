/** Cells of a heatmap to pixels, for the static picture and the live canvas alike. */
import { signedIndex } from '../colours';

/** Which cells are seen: from row and column `low` to `high` (fractions allowed), rows in the given order. */
export interface HeatmapWindow {
  rows: readonly [low: number, high: number];
  columns: readonly [low: number, high: number];
}

/** Place of NA in the palette of {@link heatmapIndexes}. */
export const NA_INDEX = 255;

/**
 * Index into the diverging table of each pixel. Where several cells share a pixel the strongest one is shown, with its
 * sign: a mean would hide the single strong cadence that matters.
 * @param order row shown at each place from the top
 */
export function heatmapIndexes(
  values: Float64Array,
  columns: number,
  order: ArrayLike<number>,
  limit: number,
  window: HeatmapWindow,
  width: number,
  height: number
): Uint8Array {
  const out = new Uint8Array(width * height).fill(NA_INDEX);
  const across = edges(window.columns, width, columns);
  const down = edges(window.rows, height, order.length);
  for (let y = 0; y < height; y++) {
    const top = down[2 * y];
    const bottom = down[2 * y + 1];
    // Neighbouring pixels of one cell repeat, down and across.
    if (y > 0 && top === down[2 * y - 2] && bottom === down[2 * y - 1]) {
      out.copyWithin(y * width, (y - 1) * width, y * width);
      continue;
    }
    for (let x = 0; x < width; x++) {
      const left = across[2 * x];
      const right = across[2 * x + 1];
      if (x > 0 && left === across[2 * x - 2] && right === across[2 * x - 1]) {
        out[y * width + x] = out[y * width + x - 1];
        continue;
      }
      let strongest = NaN;
      for (let i = top; i < bottom; i++) {
        const start = order[i] * columns;
        for (let j = left; j < right; j++) {
          const value = values[start + j];
          if (!(Math.abs(value) <= Math.abs(strongest))) {
            if (value === value) strongest = value;
          }
        }
      }
      if (strongest === strongest) out[y * width + x] = signedIndex(strongest, limit);
    }
  }
  return out;
}

/** First cell and the one behind the last of each pixel, at least one cell wide, clipped to the cells there are. */
function edges([low, high]: readonly [number, number], pixels: number, cells: number): Int32Array {
  const out = new Int32Array(2 * pixels);
  const step = (high - low) / pixels;
  for (let p = 0; p < pixels; p++) {
    const middle = Math.floor(low + (p + 0.5) * step);
    let first = Math.ceil(low + p * step - 0.5 - 1e-9);
    let last = Math.ceil(low + (p + 1) * step - 0.5 - 1e-9);
    if (last <= first || step < 1) [first, last] = [middle, middle + 1];
    out[2 * p] = Math.min(Math.max(first, 0), cells);
    out[2 * p + 1] = Math.min(Math.max(last, 0), cells);
  }
  return out;
}

/**
 * The pixels just inside the outline of what reaches a share of the colour scale, of either sign.
 * @param pixels indexes of {@link heatmapIndexes}
 * @returns 1 for each pixel of the outline, else 0
 */
export function markContour(pixels: Uint8Array, width: number, share: number): Uint8Array {
  const least = share * 127;
  const inside = (i: number) => pixels[i] !== NA_INDEX && Math.abs(pixels[i] - 127) >= least - 1e-9;
  const out = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    if (!inside(i)) continue;
    const x = i % width;
    const enclosed =
      (x === 0 || inside(i - 1)) &&
      (x === width - 1 || inside(i + 1)) &&
      (i < width || inside(i - width)) &&
      (i + width >= pixels.length || inside(i + width));
    if (!enclosed) out[i] = 1;
  }
  return out;
}
