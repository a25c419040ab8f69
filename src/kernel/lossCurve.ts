import type { EpochRecord } from '../models';
import { CLASS_COLOURS, lightPaper } from '../views';
import { niceTicks, tickLabel } from '../views/ticks';
import { element, svgDocument, text } from '../views/pictures/svg';

const WIDTH = 640;
const HEIGHT = 280;
const FRAME = { left: 64, top: 64, right: 120, bottom: 46 };

interface Series {
  name: string;
  colour: string;
  dash?: string;
  values: (number | null)[];
}

/**
 * Picture of the losses after each epoch; the validation line is dashed and both are named at their ends, so that colour
 * is not the only sign.
 * @param epochs length of the horizontal axis
 */
export function lossCurveSvg(title: string, words: string, history: EpochRecord[], epochs: number): string {
  const series: Series[] = [
    { name: 'training', colour: CLASS_COLOURS[0], values: history.map(h => h.loss) },
    { name: 'validation', colour: CLASS_COLOURS[1], dash: '6 4', values: history.map(h => h.validationLoss) }
  ];
  const losses = series.flatMap(s => s.values).filter((v): v is number => v !== null);
  const top = losses.length ? Math.max(...losses) * 1.05 : 1;
  const right = WIDTH - FRAME.right;
  const floor = HEIGHT - FRAME.bottom;
  const toX = (epoch: number) => FRAME.left + ((right - FRAME.left) * (epoch - 1)) / Math.max(1, epochs - 1);
  const toY = (loss: number) => floor - ((floor - FRAME.top) * loss) / top;
  const ticksY = niceTicks(0, top, 4);
  const ticksX = niceTicks(1, Math.max(2, epochs), Math.min(8, Math.max(1, epochs - 1)));
  const paper = lightPaper;
  const body = [
    text(FRAME.left, 26, title, { size: 15, bold: true, fill: paper.ink, width: WIDTH - FRAME.left - 16 }),
    text(FRAME.left, 46, words, { size: 11, fill: paper.softInk, width: WIDTH - FRAME.left - 16 }),
    ...ticksY.values.flatMap(v => [
      element('line', { x1: FRAME.left, x2: right, y1: toY(v), y2: toY(v), stroke: paper.line }),
      text(FRAME.left - 8, toY(v) + 4, tickLabel(v, ticksY.step), { anchor: 'end', fill: paper.softInk })
    ]),
    ...ticksX.values
      .filter(v => Number.isInteger(v) && v <= epochs)
      .map(v => text(toX(v), floor + 18, String(v), { anchor: 'middle', fill: paper.softInk })),
    text((FRAME.left + right) / 2, floor + 38, 'epoch', { size: 12, anchor: 'middle', fill: paper.ink }),
    text(18, (FRAME.top + floor) / 2, 'cross-entropy', {
      size: 12,
      anchor: 'middle',
      fill: paper.ink,
      rotate: -90
    }),
    ...series.flatMap(s => line(s, toX, toY)),
    ...endLabels(series, toX, toY)
  ];
  return svgDocument(WIDTH, HEIGHT, { title, alt: words, background: paper.background }, body.join(''));
}

function line(series: Series, toX: (epoch: number) => number, toY: (loss: number) => number): string[] {
  const points = series.values
    .map((v, i) => (v === null ? null : `${toX(i + 1).toFixed(1)},${toY(v).toFixed(1)}`))
    .filter((p): p is string => p !== null);
  if (points.length === 0) return [];
  const marks = points.map(p => {
    const [cx, cy] = p.split(',');
    return element('circle', { cx, cy, r: 3, fill: series.colour });
  });
  return [
    element('polyline', {
      points: points.join(' '),
      fill: 'none',
      stroke: series.colour,
      'stroke-width': 2,
      'stroke-dasharray': series.dash
    }),
    ...marks
  ];
}

/** Names beside the last points, moved apart where they would overlap. */
function endLabels(
  series: Series[],
  toX: (epoch: number) => number,
  toY: (loss: number) => number
): string[] {
  const ends = series
    .map(s => ({ s, at: s.values.length, value: s.values[s.values.length - 1] }))
    .filter((e): e is { s: Series; at: number; value: number } => typeof e.value === 'number')
    .map(e => ({ name: e.s.name, colour: e.s.colour, x: toX(e.at) + 8, y: toY(e.value) + 4 }))
    .sort((a, b) => a.y - b.y);
  for (let i = 1; i < ends.length; i++) ends[i].y = Math.max(ends[i].y, ends[i - 1].y + 14);
  return ends.map(e => text(e.x, e.y, e.name, { fill: e.colour, bold: true }));
}
