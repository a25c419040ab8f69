/** The static picture of a training: losses by epoch, progress in words. */
import { CLASS_COLOURS, lightPaper } from '../colours';
import { niceTicks, tickLabel } from '../ticks';
import { trainingLine, type TrainingData } from '../training';
import { element, svgDocument, text } from './svg';

const WIDTH = 640;
const HEIGHT = 280;
const FRAME = { left: 64, top: 64, right: 120, bottom: 46 };
/** More points than this are drawn as a line alone. */
const MOST_MARKS = 60;

/** Patterns of the lines, the second sign beside colour: those after the first are dashed. */
export const LINE_DASHES: readonly (readonly number[])[] = [
  [],
  [6, 4],
  [2, 3],
  [9, 3, 2, 3],
  [12, 4],
  [4, 2],
  [1, 4]
];

/** Range of the losses, from 0 where none lies below. */
export function lossRange({ curves }: TrainingData): [low: number, high: number] {
  let [low, high] = [0, -Infinity];
  for (const { values } of curves) {
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (!(high > low)) return [low, low + 1];
  return [low, high + 0.05 * (high - low)];
}

/** Last epoch of the axis: all that are planned, or of very many some more than there are. */
export function lastEpoch({ payload, epochs }: TrainingData): number {
  let last = 100;
  while (last < (epochs[epochs.length - 1] ?? 1)) last *= 2;
  return Math.max(2, Math.min(payload.epochs, last));
}

/** SVG of the losses after each epoch; every line is named at its end. */
export function trainingSvg(data: TrainingData): string {
  const { payload, epochs, curves, best } = data;
  const paper = lightPaper;
  const [low, high] = lossRange(data);
  const right = WIDTH - FRAME.right;
  const floor = HEIGHT - FRAME.bottom;
  const last = lastEpoch(data);
  const toX = (epoch: number) => FRAME.left + ((right - FRAME.left) * (epoch - 1)) / (last - 1);
  const toY = (loss: number) => floor - ((floor - FRAME.top) * (loss - low)) / (high - low);
  const levels = niceTicks(low, high, 4);
  const ticks = niceTicks(1, last, Math.min(8, last - 1));
  const words = trainingLine(data);
  const body = [
    text(FRAME.left, 26, payload.title, {
      size: 15,
      bold: true,
      fill: paper.ink,
      width: WIDTH - FRAME.left - 16
    }),
    text(FRAME.left, 46, words, { size: 11, fill: paper.softInk, width: WIDTH - FRAME.left - 16 }),
    ...levels.values.flatMap(v => [
      element('line', { x1: FRAME.left, x2: right, y1: toY(v), y2: toY(v), stroke: paper.line }),
      text(FRAME.left - 8, toY(v) + 4, tickLabel(v, levels.step), { anchor: 'end', fill: paper.softInk })
    ]),
    ...ticks.values
      .filter(v => Number.isInteger(v) && v <= last)
      .map(v => text(toX(v), floor + 18, String(v), { anchor: 'middle', fill: paper.softInk })),
    text((FRAME.left + right) / 2, floor + 38, 'epoch', { size: 12, anchor: 'middle', fill: paper.ink }),
    text(18, (FRAME.top + floor) / 2, payload.loss, {
      size: 12,
      anchor: 'middle',
      fill: paper.ink,
      rotate: -90,
      width: floor - FRAME.top + 40
    }),
    ...(best < 0 ? [] : [bestLine(toX(epochs[best]), floor)]),
    ...curves.flatMap(({ values }, i) => curveMarks(i, values, epochs, toX, toY)),
    ...endLabels(data, toX, toY)
  ];
  return svgDocument(
    WIDTH,
    HEIGHT,
    { title: payload.title, alt: words, background: paper.background },
    body.join('')
  );
}

function bestLine(x: number, floor: number): string {
  const { softInk } = lightPaper;
  return (
    element('line', { x1: x, x2: x, y1: FRAME.top, y2: floor, stroke: softInk, 'stroke-dasharray': '2 3' }) +
    text(x, FRAME.top - 4, 'best', { size: 10, anchor: 'middle', fill: softInk })
  );
}

function curveMarks(
  i: number,
  values: Float64Array,
  epochs: Uint32Array,
  toX: (epoch: number) => number,
  toY: (loss: number) => number
): string[] {
  const colour = CLASS_COLOURS[i];
  let path = '';
  let marks = '';
  values.forEach((value, at) => {
    if (Number.isNaN(value)) return;
    const [x, y] = [toX(epochs[at]), toY(value)];
    const begun = at > 0 && !Number.isNaN(values[at - 1]);
    path += `${begun ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    if (values.length <= MOST_MARKS) marks += element('circle', { cx: x, cy: y, r: 3, fill: colour });
  });
  if (path === '') return [];
  const dashes = LINE_DASHES[i].join(' ');
  return [
    element('path', {
      d: path,
      fill: 'none',
      stroke: colour,
      'stroke-width': 2,
      'stroke-dasharray': dashes === '' ? undefined : dashes
    }),
    marks
  ];
}

/** Names beside the last points, moved apart where they would overlap. */
function endLabels(
  { curves, epochs }: TrainingData,
  toX: (epoch: number) => number,
  toY: (loss: number) => number
): string[] {
  const ends = curves
    .map(({ name, values }) => ({ name, at: lastNumber(values), values }))
    .filter(({ at }) => at >= 0)
    .map(({ name, at, values }) => ({ name, x: toX(epochs[at]) + 8, y: toY(values[at]) + 4 }))
    .sort((a, b) => a.y - b.y);
  for (let i = 1; i < ends.length; i++) ends[i].y = Math.max(ends[i].y, ends[i - 1].y + 14);
  return ends.map(({ name, x, y }) =>
    text(x, y, name, { fill: lightPaper.ink, bold: true, width: WIDTH - x - 4 })
  );
}

/** Place of the last value that is a number; -1 where there is none. */
export function lastNumber(values: Float64Array): number {
  let at = values.length - 1;
  while (at >= 0 && Number.isNaN(values[at])) at--;
  return at;
}
