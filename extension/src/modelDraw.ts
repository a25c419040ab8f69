/** Drawing of a live model: answers, the curve of fewer and fewer elements, the map with its terse values. */
import { axisTitle, classColour, formatNumber, niceTicks, tickLabel } from 'terselab/dist/views';
import { pluralOf } from 'terselab/dist/views/nouns';
import {
  drawAxisTitle,
  drawBottomAxis,
  drawFrame,
  drawLeftAxis,
  fitText,
  labelFont,
  type Tick
} from './axis';
import { bottomOf, clamp, crisp, rightOf, type Area } from './geometry';
import { isCurve } from './modelLayout';
import { drawInputCurve, drawMap } from './modelMap';
import { drawMark, type ModelScene } from './modelScene';
import type { ModelState } from './modelState';
import type { Theme } from './theme';
import type { Range } from './viewport';
import { words } from './words';

const DASHES: number[][] = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

type Context = CanvasRenderingContext2D;

export function drawModel(context: Context, scene: ModelScene, theme: Theme): void {
  drawAnswers(context, scene, theme);
  if (scene.layout.curve) drawCurve(context, scene, scene.layout.curve, theme);
  if (isCurve(scene.state)) drawInputCurve(context, scene, theme);
  else drawMap(context, scene, theme);
}

const place = (value: number, [low, high]: Range): number => clamp((value - low) / (high - low), -0.02, 1.02);

function drawAnswers(context: Context, { state, layout, range }: ModelScene, theme: Theme): void {
  const { answers: area } = layout;
  const { data, object } = state;
  const ticks = niceTicks(range[0], range[1], Math.max(2, Math.floor(area.width / 90)));
  const toX = (value: number) => area.left + area.width * place(value, range);
  context.lineWidth = 1;
  context.strokeStyle = theme.line;
  for (const value of ticks.values) {
    context.beginPath();
    context.moveTo(crisp(toX(value) - 0.5), area.top);
    context.lineTo(crisp(toX(value) - 0.5), bottomOf(area));
    context.stroke();
  }
  drawFrame(context, area, theme);
  const marks = ticks.values.map(v => ({ at: toX(v), label: tickLabel(v, ticks.step) }));
  drawBottomAxis(context, area, marks, theme);
  const { label, unit } = data.payload.answer;
  drawAxisTitle(context, area, axisTitle(label, unit), 'bottom', theme, 36);
  drawTruth(context, data.truth?.[object], toX, area, theme);
  const step = area.height / data.networks.length;
  data.networks.forEach(({ name, kernel }, i) => {
    const y = area.top + step * (i + 0.5);
    const now = state.says[i].answer;
    context.font = labelFont(theme, 12, 500);
    context.fillStyle = theme.ink;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    context.fillText(fitText(context, name, area.left - 14), area.left - 8, y);
    context.textAlign = 'left';
    context.fillText(Number.isFinite(now) ? formatNumber(now, 4) : '\u2013', rightOf(area) + 10, y);
    context.textBaseline = 'alphabetic';
    context.lineWidth = 1.5;
    context.strokeStyle = context.fillStyle = classColour(i);
    const before = kernel.answers[object];
    if (Number.isFinite(before)) drawMark(context, i, toX(before), y, 6, false);
    if (Number.isFinite(now)) drawMark(context, i, toX(now), y, 6, true);
  });
}

function drawTruth(
  context: Context,
  truth: number | undefined,
  toX: (value: number) => number,
  area: Area,
  theme: Theme
): void {
  if (truth === undefined || !Number.isFinite(truth)) return;
  const x = crisp(toX(truth) - 0.5);
  context.strokeStyle = theme.ink;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(x, area.top - 4);
  context.lineTo(x, bottomOf(area));
  context.stroke();
  context.setLineDash([]);
  context.font = labelFont(theme, 10.5);
  context.fillStyle = theme.softInk;
  context.textAlign = 'center';
  context.fillText(words.model.truth, x, area.top - 8);
}

/** Ticks of a logarithmic axis of counts. */
const COUNTS = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000];

/** Where a number of elements stands along the curve. */
export const countToX = (area: Area, count: number, total: number): number =>
  area.left + (area.width * Math.log(count)) / Math.max(Math.log(total), 1e-9);

/** The number of elements at a place along the curve. */
export const xToCount = (area: Area, x: number, total: number): number =>
  clamp(Math.round(total ** clamp((x - area.left) / area.width, 0, 1)), 1, total);

function drawCurve(context: Context, { state, range }: ModelScene, area: Area, theme: Theme): void {
  const { data, total, left, says, object } = state;
  const toY = (value: number) => bottomOf(area) - area.height * place(value, range);
  const ticks = niceTicks(range[0], range[1], 4);
  const levels = ticks.values.map((v): Tick => ({ at: toY(v), label: tickLabel(v, ticks.step) }));
  context.lineWidth = 1;
  context.strokeStyle = theme.line;
  for (const { at } of levels) line(context, area.left, crisp(at - 0.5), rightOf(area), crisp(at - 0.5));
  drawFrame(context, area, theme);
  drawLeftAxis(context, area, levels, theme);
  const counts = COUNTS.filter(count => count <= total);
  drawBottomAxis(
    context,
    area,
    counts.map(count => ({ at: countToX(area, count, total), label: count.toLocaleString('en') })),
    theme
  );
  drawAxisTitle(context, area, `${pluralOf(data.payload.elementNoun)} left (drag)`, 'bottom', theme, 36);
  const truth = data.truth?.[object];
  if (truth !== undefined && Number.isFinite(truth)) {
    context.strokeStyle = theme.softInk;
    context.setLineDash([4, 3]);
    line(context, area.left, toY(truth), rightOf(area), toY(truth));
    context.setLineDash([]);
  }
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width + 8, area.height);
  context.clip();
  context.lineWidth = 2;
  says.forEach(({ curve }, i) => {
    if (!curve) return;
    context.strokeStyle = classColour(i);
    context.setLineDash(DASHES[i % DASHES.length]);
    context.beginPath();
    let begun = false;
    curve.counts.forEach((count, p) => {
      const value = curve.answers[p];
      if (!(count >= 1) || !Number.isFinite(value)) return;
      const [x, y] = [countToX(area, count, total), toY(value)];
      if (begun) context.lineTo(x, y);
      else context.moveTo(x, y);
      begun = true;
    });
    context.stroke();
  });
  context.setLineDash([]);
  const x = crisp(countToX(area, left, total) - 0.5);
  context.lineWidth = 1;
  context.strokeStyle = theme.accent;
  line(context, x, area.top, x, bottomOf(area));
  says.forEach(({ answer }, i) => {
    if (!Number.isFinite(answer)) return;
    context.fillStyle = classColour(i);
    drawMark(context, i, x, toY(answer), 5, true);
  });
  context.restore();
  drawNames(context, state, area, toY, theme);
}

/** Names at the right ends of the lines, moved apart where they would overlap. */
function drawNames(
  context: Context,
  { data, says }: ModelState,
  area: Area,
  toY: (value: number) => number,
  theme: Theme
): void {
  context.font = labelFont(theme, 10.5);
  context.fillStyle = theme.softInk;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  let free = -Infinity;
  says
    .map(({ curve }, i) => ({ name: data.networks[i].name, end: curve?.answers[0] ?? NaN }))
    .filter(({ end }) => Number.isFinite(end))
    .sort((a, b) => b.end - a.end)
    .forEach(({ name, end }) => {
      const y = Math.max(toY(end), free);
      free = y + 13;
      context.fillText(fitText(context, name, 64), rightOf(area) + 8, y);
    });
  context.textBaseline = 'alphabetic';
}

function line(context: Context, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
