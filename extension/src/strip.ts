import { finiteRange, classColour, NA_COLOUR, type Column } from 'terselab/dist/views';
import { fitText, labelFont } from './axis';
import { drawFrame } from './axis';
import { clamp, type Area } from './geometry';
import type { Theme } from './theme';
import type { Range } from './viewport';

/** The column that rows are sorted by, one bar (a number) or one coloured cell (a class) a row, beside the map. */
export function drawStrip(
  context: CanvasRenderingContext2D,
  strip: Area,
  column: Column,
  order: Uint32Array,
  [low, high]: Range,
  theme: Theme
): void {
  context.font = labelFont(theme, 10.5);
  context.fillStyle = theme.softInk;
  context.textAlign = 'left';
  context.fillText(fitText(context, column.label, strip.width), strip.left, strip.top - 7);
  const first = clamp(Math.floor(low), 0, order.length);
  const last = clamp(Math.ceil(high), 0, order.length);
  const rowHeight = strip.height / (high - low);
  const every = Math.max(1, Math.floor(1 / rowHeight));
  const length = column.kind === 'number' ? barLength(column.values, strip.width) : () => strip.width;
  context.save();
  context.beginPath();
  context.rect(strip.left, strip.top, strip.width, strip.height);
  context.clip();
  for (let place = first; place < last; place += every) {
    const row = order[place];
    const top = strip.top + (place - low) * rowHeight;
    const gap = rowHeight > 6 ? 1 : 0;
    context.fillStyle = column.kind === 'number' ? theme.softInk : classColour(column.codes[row]);
    if (column.kind === 'number' && !Number.isFinite(column.values[row])) context.fillStyle = NA_COLOUR;
    context.globalAlpha = column.kind === 'number' ? 0.6 : 0.9;
    context.fillRect(strip.left, top, length(row), Math.max(rowHeight - gap, 0.8));
  }
  context.restore();
  drawFrame(context, strip, theme);
}

/** Length of a row's bar: from zero where all values have one sign, else from the least. */
function barLength(values: Float64Array, width: number): (row: number) => number {
  const { least, greatest } = finiteRange(values);
  const start = least >= 0 ? 0 : least;
  const span = greatest - start;
  return row => (Number.isFinite(values[row]) && span > 0 ? ((values[row] - start) / span) * (width - 2) : 2);
}
