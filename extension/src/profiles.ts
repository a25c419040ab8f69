/** Marginal profiles of a heatmap: mean sizes by column, by row, or by bins of the column that rows are sorted by. */
import { formatNumber, type SaliencyData } from 'terselab/dist/views';
import { drawFrame, fitText, labelFont } from './axis';
import type { Area } from './geometry';
import type { SaliencyState } from './saliencyState';
import type { Theme } from './theme';
import type { Range } from './viewport';

/** Bins of a sorted column. */
const BINS = 12;

/** Mean size of each column over some rows; NaN where no row has a value. */
export function columnProfile(
  { shape }: SaliencyData,
  values: Float64Array,
  rows: Uint32Array
): Float64Array {
  const columns = shape[1];
  const [sums, counts] = [new Float64Array(columns), new Uint32Array(columns)];
  for (const row of rows) {
    for (let j = 0; j < columns; j++) {
      const value = Math.abs(values[row * columns + j]);
      if (value !== value) continue;
      sums[j] += value;
      counts[j]++;
    }
  }
  return sums.map((sum, j) => (counts[j] > 0 ? sum / counts[j] : NaN));
}

/** A step of a profile along the rows: from one place to another. */
export interface RowStep {
  from: number;
  to: number;
  mean: number;
}

/**
 * Mean size of each row, in order; where the rows are sorted by a number, of twelve bins with equally many rows: a profile
 * against mass, say.
 */
export function rowProfile(state: SaliencyState): RowStep[] {
  const { order, data, values, sortColumn } = state;
  const binned = sortColumn?.kind === 'number' && order.length > BINS;
  const bins = binned ? BINS : order.length;
  return Array.from({ length: bins }, (_, bin) => {
    const from = Math.floor((bin * order.length) / bins);
    const to = Math.floor(((bin + 1) * order.length) / bins);
    return { from, to, mean: meanSize(data, values, order.subarray(from, to)) };
  });
}

function meanSize({ shape }: SaliencyData, values: Float64Array, rows: Uint32Array): number {
  let [sum, count] = [0, 0];
  for (const row of rows) {
    for (let j = row * shape[1]; j < (row + 1) * shape[1]; j++) {
      if (values[j] !== values[j]) continue;
      sum += Math.abs(values[j]);
      count++;
    }
  }
  return count > 0 ? sum / count : NaN;
}

/** Greatest finite value; 0 where there is none. */
export function greatestOf(values: Iterable<number>): number {
  let greatest = 0;
  for (const value of values) if (value > greatest) greatest = value;
  return greatest;
}

/** Bars standing on an area's lower edge, one a column, all panels on one scale. */
export function drawColumnProfile(
  context: CanvasRenderingContext2D,
  area: Area,
  profile: Float64Array,
  greatest: number,
  seen: Range,
  theme: Theme
): void {
  const perColumn = area.width / (seen[1] - seen[0]);
  context.fillStyle = theme.softInk;
  context.globalAlpha = 0.6;
  const first = Math.max(0, Math.floor(seen[0]));
  const last = Math.min(profile.length, Math.ceil(seen[1]));
  // Columns finer than a pixel are drawn as the largest of their pixel.
  const every = Math.max(1, Math.floor(1 / perColumn));
  for (let j = first; j < last; j += every) {
    const value = greatestOf(profile.subarray(j, Math.min(j + every, last)));
    if (!(value > 0) || !(greatest > 0)) continue;
    const left = Math.max(area.left, area.left + (j - seen[0]) * perColumn);
    const right = Math.min(area.left + area.width, area.left + (j + every - seen[0]) * perColumn);
    const height = (value / greatest) * area.height;
    const gap = perColumn > 5 ? 1 : 0;
    context.fillRect(left, area.top + area.height - height, Math.max(right - left - gap, 0.8), height);
  }
  context.globalAlpha = 1;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(area.left, area.top + area.height + 0.5);
  context.lineTo(area.left + area.width, area.top + area.height + 0.5);
  context.stroke();
}

/** Bars from an area's left edge, one a row or bin, with the scale's end over them. */
export function drawRowProfile(
  context: CanvasRenderingContext2D,
  area: Area,
  state: SaliencyState,
  [low, high]: Range,
  theme: Theme
): void {
  const steps = rowProfile(state);
  const greatest = greatestOf(steps.map(({ mean }) => mean));
  context.font = labelFont(theme, 10.5);
  context.fillStyle = theme.softInk;
  context.textAlign = 'left';
  context.fillText(
    fitText(context, `0 \u2013 ${formatNumber(greatest, 2)}`, area.width + 8),
    area.left,
    area.top - 7
  );
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  context.globalAlpha = 0.6;
  const perRow = area.height / (high - low);
  for (const { from, to, mean } of steps) {
    if (!(mean > 0) || !(greatest > 0)) continue;
    const top = area.top + (from - low) * perRow;
    const height = (to - from) * perRow;
    context.fillRect(
      area.left,
      top,
      (mean / greatest) * (area.width - 2),
      Math.max(height - (height > 6 ? 1 : 0), 0.8)
    );
  }
  context.restore();
  drawFrame(context, area, theme);
}
