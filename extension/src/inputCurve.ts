import { axisTitle, niceTicks, signedIndex, tableColour, tickLabel } from 'terselab/dist/views';
import { drawAxisTitle, drawFrame, drawLeftAxis, fitText, labelFont } from './axis';
import { rightOf, type Area } from './geometry';
import type { SaliencyPlot } from './saliencyPlot';
import type { Theme } from './theme';
import { words } from './words';

/** What the model saw in the row in hand, each piece in the colour of its saliency. */
export function drawInputCurve(
  context: CanvasRenderingContext2D,
  area: Area,
  plot: SaliencyPlot,
  theme: Theme
): void {
  const { data, viewport, shownRow: row, state } = plot;
  const { input, shape, rows } = data;
  const { values, limit } = state;
  const table = state.table(theme.dark);
  drawFrame(context, area, theme);
  if (!input || row < 0) return;
  const start = row * shape[1];
  const first = Math.max(0, Math.floor(viewport.x[0]) - 1);
  const last = Math.min(shape[1] - 1, Math.ceil(viewport.x[1]));
  let [low, high] = [Infinity, -Infinity];
  for (let j = first; j <= last; j++) {
    const value = input.values[start + j];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  drawAxisTitle(context, area, axisTitle(input.label, input.unit), 'left', theme, area.left - 14);
  if (!(low <= high)) return;
  const span = high - low || 1;
  const toX = (j: number) =>
    area.left + ((j + 0.5 - viewport.x[0]) / (viewport.x[1] - viewport.x[0])) * area.width;
  const toY = (value: number) => area.top + area.height - 8 - ((value - low) / span) * (area.height - 24);
  const ticks = niceTicks(low, low + span, 3);
  drawLeftAxis(
    context,
    area,
    ticks.values.map(value => ({ at: toY(value), label: tickLabel(value, ticks.step) })),
    theme
  );

  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  context.lineJoin = 'round';
  context.lineCap = 'round';
  // A thin line first: pieces of little saliency have the colour of the paper.
  context.strokeStyle = theme.softInk;
  context.globalAlpha = 0.55;
  context.lineWidth = 1;
  context.beginPath();
  let drawing = false;
  for (let j = first; j <= last; j++) {
    const value = input.values[start + j];
    if (Number.isNaN(value)) drawing = false;
    else if (drawing) context.lineTo(toX(j), toY(value));
    else {
      context.moveTo(toX(j), toY(value));
      drawing = true;
    }
  }
  context.stroke();
  context.globalAlpha = 1;
  context.lineWidth = 2.5;
  for (let j = first + 1; j <= last; j++) {
    const [from, to, saliency] = [input.values[start + j - 1], input.values[start + j], values[start + j]];
    if (Number.isNaN(from + to + saliency)) continue;
    const index = signedIndex(saliency, limit);
    if (Math.abs(index - 127) < 10) continue;
    context.strokeStyle = tableColour(table, index);
    context.beginPath();
    context.moveTo(toX(j - 1), toY(from));
    context.lineTo(toX(j), toY(to));
    context.stroke();
  }
  const cell = plot.inHand;
  const value = cell ? input.values[start + cell.column] : NaN;
  if (cell && Number.isFinite(value)) {
    context.fillStyle = theme.ink;
    context.beginPath();
    context.arc(toX(cell.column), toY(value), 3.2, 0, 2 * Math.PI);
    context.fill();
  }
  context.restore();

  context.font = labelFont(theme, 10.5);
  context.fillStyle = theme.softInk;
  context.textAlign = 'right';
  const name = `${rows.noun} ${rows.name(row)}`;
  context.fillText(
    fitText(context, cell ? name : words.saliency.strongestOf(name), area.width - 16),
    rightOf(area) - 8,
    area.top + 14
  );
}
