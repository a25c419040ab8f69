/** Drawing of a training: how far it is, and the losses by epoch. */
import {
  CLASS_COLOURS,
  formatNumber,
  lastNumber,
  LINE_DASHES,
  niceTicks,
  tickLabel,
  type TrainingData
} from 'terselab/dist/views';
import { drawAxisTitle, drawBottomAxis, drawFrame, drawLeftAxis, fitText, labelFont } from './axis';
import { bottomOf, clamp, crisp, rightOf, type Area, type Surface } from './geometry';
import { traceShape } from './marks';
import type { Theme } from './theme';
import type { Range } from './viewport';
import { words } from './words';

type Context = CanvasRenderingContext2D;

/** What a drawing of a training is made of. */
export interface TrainingScene {
  data: TrainingData;
  area: Area;
  /** Seen part of the epochs and of the losses, the latter in powers of ten where `log` is set. */
  seen: { x: Range; y: Range };
  log: boolean;
  /** Place of the epoch in hand; -1 where there is none. */
  inHand: number;
}

/** Epochs seen up to which each has a mark. */
const MOST_MARKS = 60;
export const TOP = 44;
const HEIGHT = 220;

export function trainingArea(width: number): Area {
  const left = width < 480 ? 58 : 72;
  return { left, top: TOP, width: Math.max(width - left - (width < 480 ? 74 : 104), 40), height: HEIGHT };
}

export const trainingHeight = TOP + HEIGHT + 52;

/** Colour of a line; the darkest blue is too dark on a dark page. */
function lineColour(i: number, dark: boolean): string {
  return CLASS_COLOURS[dark && i % 4 === 0 ? 4 - i : i];
}

/** Where an epoch and a loss stand; a loss that a logarithm does not know is NaN. */
export function placerOf({ area, seen, log }: TrainingScene) {
  const { x, y } = seen;
  return {
    toX: (epoch: number) => area.left + (area.width * (epoch - x[0])) / (x[1] - x[0]),
    toY: (loss: number) =>
      bottomOf(area) - (area.height * ((log ? Math.log10(loss) : loss) - y[0])) / (y[1] - y[0])
  };
}

export function drawTraining(surface: Surface, scene: TrainingScene, theme: Theme): void {
  const { context } = surface;
  drawProgress(surface, scene.data, theme);
  drawAxes(context, scene, theme);
  const { area, data } = scene;
  context.save();
  context.beginPath();
  context.rect(area.left - 4, area.top - 4, area.width + 8, area.height + 8);
  context.clip();
  drawBest(context, scene, theme);
  data.curves.forEach(({ values }, i) => drawCurve(context, scene, i, values, theme));
  drawInHand(context, scene, theme);
  context.restore();
  drawNames(context, scene, surface.width, theme);
}

/** A bar as long as the share that is done; in words it stands in the subtitle. */
function drawProgress({ context, width }: Surface, { payload }: TrainingData, theme: Theme): void {
  const bar = { left: 14, top: 6, width: width - 28, height: 7 };
  context.fillStyle = theme.line;
  context.fillRect(bar.left, bar.top, bar.width, bar.height);
  context.fillStyle = payload.state === 'stopped' ? theme.softInk : theme.accent;
  context.fillRect(bar.left, bar.top, bar.width * payload.done, bar.height);
}

function drawAxes(context: Context, scene: TrainingScene, theme: Theme): void {
  const { area, seen, log, data } = scene;
  const [low, high] = seen.y;
  const levels = niceTicks(low, high, 5);
  const toY = (level: number) => bottomOf(area) - (area.height * (level - low)) / (high - low);
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  for (const level of levels.values) {
    context.beginPath();
    context.moveTo(area.left, crisp(toY(level) - 0.5));
    context.lineTo(rightOf(area), crisp(toY(level) - 0.5));
    context.stroke();
  }
  drawFrame(context, area, theme);
  const label = (level: number) => (log ? formatNumber(10 ** level, 2) : tickLabel(level, levels.step));
  drawLeftAxis(
    context,
    area,
    levels.values.map(level => ({ at: toY(level), label: label(level) })),
    theme
  );
  const { toX } = placerOf(scene);
  const epochs = niceTicks(seen.x[0], seen.x[1], clamp(Math.floor(area.width / 70), 2, 10));
  drawBottomAxis(
    context,
    area,
    epochs.values
      .filter(Number.isInteger)
      .map(epoch => ({ at: toX(epoch), label: epoch.toLocaleString('en') })),
    theme
  );
  drawAxisTitle(context, area, data.payload.rows.noun, 'bottom', theme, 38);
  drawAxisTitle(context, area, data.payload.loss, 'left', theme, area.left - 16);
}

function drawBest(context: Context, scene: TrainingScene, theme: Theme): void {
  const { data, area } = scene;
  if (data.best < 0) return;
  const x = crisp(placerOf(scene).toX(data.epochs[data.best]) - 0.5);
  context.strokeStyle = theme.softInk;
  context.lineWidth = 1;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(x, area.top);
  context.lineTo(x, bottomOf(area));
  context.stroke();
  context.setLineDash([]);
}

function drawCurve(
  context: Context,
  scene: TrainingScene,
  i: number,
  values: Float64Array,
  theme: Theme
): void {
  const { epochs } = scene.data;
  const { toX, toY } = placerOf(scene);
  const { x: seen } = scene.seen;
  context.strokeStyle = context.fillStyle = lineColour(i, theme.dark);
  context.lineWidth = 2;
  context.setLineDash([...LINE_DASHES[i]]);
  context.beginPath();
  let begun = false;
  values.forEach((value, at) => {
    const y = toY(value);
    if (!Number.isFinite(y)) begun = false;
    else if (begun) context.lineTo(toX(epochs[at]), y);
    else context.moveTo(toX(epochs[at]), y);
    begun = Number.isFinite(y);
  });
  context.stroke();
  context.setLineDash([]);
  if (epochs.filter(epoch => epoch >= seen[0] && epoch <= seen[1]).length > MOST_MARKS) return;
  context.beginPath();
  values.forEach((value, at) => {
    const y = toY(value);
    if (Number.isFinite(y)) traceShape(context, 'circle', toX(epochs[at]), y, 2.6);
  });
  context.fill();
}

function drawInHand(context: Context, scene: TrainingScene, theme: Theme): void {
  const { data, area, inHand } = scene;
  if (inHand < 0) return;
  const { toX, toY } = placerOf(scene);
  const x = toX(data.epochs[inHand]);
  context.strokeStyle = theme.ink;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(crisp(x - 0.5), area.top);
  context.lineTo(crisp(x - 0.5), bottomOf(area));
  context.stroke();
  data.curves.forEach(({ values }, i) => {
    const y = toY(values[inHand]);
    if (!Number.isFinite(y)) return;
    context.fillStyle = lineColour(i, theme.dark);
    context.strokeStyle = theme.background;
    context.lineWidth = 2;
    context.beginPath();
    traceShape(context, 'circle', x, y, 5);
    context.fill();
    context.stroke();
  });
}

/** The lines' names at their ends, moved apart where they would overlap; over the picture the best epoch's. */
function drawNames(context: Context, scene: TrainingScene, width: number, theme: Theme): void {
  const { data, area, seen } = scene;
  const { toX, toY } = placerOf(scene);
  context.font = labelFont(theme, 11.5, 600);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  let free = -Infinity;
  data.curves
    .map(({ name, values }, i) => ({ name, i, at: lastNumber(values), values }))
    .filter(({ at }) => at >= 0)
    .map(({ at, values, ...line }) => ({ ...line, x: toX(data.epochs[at]), y: toY(values[at]) }))
    .filter(({ x, y }) => Number.isFinite(y) && x >= area.left)
    .sort((a, b) => a.y - b.y)
    .forEach(({ name, x, y: end }) => {
      const y = Math.max(clamp(end, area.top, bottomOf(area)), free);
      free = y + 15;
      const left = Math.min(x, rightOf(area)) + 9;
      context.fillStyle = theme.ink;
      context.fillText(fitText(context, name, width - left - 4), left, y);
    });
  context.textBaseline = 'alphabetic';
  const best = data.best < 0 ? NaN : data.epochs[data.best];
  if (!(best >= seen.x[0] && best <= seen.x[1])) return;
  context.font = labelFont(theme, 10.5);
  context.fillStyle = theme.softInk;
  context.textAlign = 'center';
  context.fillText(
    words.training.bestAt(best),
    clamp(toX(best), area.left + 24, rightOf(area) - 8),
    area.top - 8
  );
}
