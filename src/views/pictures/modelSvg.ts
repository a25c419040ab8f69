/** The static picture of a live model: what the kernel's engine said of the first object. */
import { classColour, lightPaper } from '../colours';
import { classShape } from '../shapes';
import type { ModelData } from '../model';
import { counted, pluralOf } from '../nouns';
import { axisTitle, formatNumber, niceTicks, tickLabel, withUnit } from '../ticks';
import { element, svgDocument, text } from './svg';
import { mark } from './terseSvg';

const WIDTH = 640;
const LEFT = 120;
const RIGHT = WIDTH - 30;
const ROW = 30;

/** SVG of the answers of every network beside what is true, and of the answers against the number of elements left. */
export function modelSvg(data: ModelData): string {
  const { payload, rows, networks } = data;
  const paper = lightPaper;
  const scale = answerScale(data);
  const toX = (value: number) => LEFT + ((RIGHT - LEFT) * (value - scale.low)) / (scale.high - scale.low);
  const top = 74;
  const floor = top + ROW * networks.length;
  const curves = networks.some(({ kernel }) => kernel.curve);
  const height = floor + 52 + (curves ? 230 : 0);
  const truth = data.truth?.[0];
  const body = [
    text(16, 26, payload.title, { size: 15, bold: true, fill: paper.ink, width: WIDTH - 32 }),
    text(16, 46, modelLine(data), { fill: paper.softInk, width: WIDTH - 32 }),
    ...scale.ticks.values.flatMap(v => [
      element('line', { x1: toX(v), x2: toX(v), y1: top, y2: floor, stroke: paper.line }),
      text(toX(v), floor + 16, tickLabel(v, scale.ticks.step), { anchor: 'middle', fill: paper.softInk })
    ]),
    text((LEFT + RIGHT) / 2, floor + 36, axisTitle(payload.answer.label, payload.answer.unit), {
      size: 12,
      anchor: 'middle',
      fill: paper.ink
    }),
    ...(truth === undefined || Number.isNaN(truth)
      ? []
      : [
          element('line', {
            x1: toX(truth),
            x2: toX(truth),
            y1: top - 8,
            y2: floor,
            stroke: paper.ink,
            'stroke-width': 1.5,
            'stroke-dasharray': '4 3'
          }),
          text(toX(truth), top - 11, 'truth', { anchor: 'middle', fill: paper.softInk })
        ]),
    ...networks.flatMap(({ name, kernel }, i) => {
      const y = top + ROW * (i + 0.5);
      return [
        text(LEFT - 10, y + 4, name, { anchor: 'end', fill: paper.ink, width: LEFT - 20 }),
        element('path', { d: mark(classShape(i), toX(kernel.answers[0]), y, 6), fill: classColour(i) })
      ];
    }),
    ...(curves ? curvePart(data, floor + 74, floor + 232) : [])
  ];
  return svgDocument(
    WIDTH,
    height,
    {
      title: payload.title,
      alt: `${payload.alt} ${modelLine(data)} ${rows.noun} ${rows.name(0)}.`,
      background: paper.background
    },
    body.join('')
  );
}

/** Answers of the kernel for the first object, in one line. */
export function modelLine({ payload, rows, networks, starts, truth }: ModelData): string {
  const { label, unit } = payload.answer;
  const said = networks.map(({ name, kernel }) => `${name}: ${withUnit(kernel.answers[0], unit)}`).join('; ');
  const real = truth && !Number.isNaN(truth[0]) ? `; truth ${formatNumber(truth[0])}` : '';
  return `${rows.noun} ${rows.name(0)} of ${counted(starts[1], payload.elementNoun)}, ${label} by ${said}${real}.`;
}

/** The range that holds all answers of the kernel, at least the range of the payload. */
export function answerScale(data: ModelData): {
  low: number;
  high: number;
  ticks: ReturnType<typeof niceTicks>;
} {
  let { low, high } = data.payload.answer;
  for (const { kernel } of data.networks) {
    for (const value of [...kernel.answers, ...(kernel.curve?.answers ?? [])]) {
      if (!(Math.abs(value) < 1e30)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const margin = (high - low) * 0.03;
  return { low: low - margin, high: high + margin, ticks: niceTicks(low, high, 6) };
}

const DASHES = [undefined, '7 4', '2 3', '9 3 2 3'];

function curvePart(data: ModelData, top: number, floor: number): string[] {
  const paper = lightPaper;
  const { low, high } = answerScale(data);
  const ticks = niceTicks(low, high, 4);
  const most = data.starts[1];
  const toX = (count: number) => LEFT + ((RIGHT - LEFT) * Math.log(count)) / Math.max(Math.log(most), 1e-9);
  const toY = (value: number) => floor - ((floor - top) * (value - low)) / (high - low);
  const decades = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000].filter(v => v <= most);
  const out = [
    ...ticks.values.flatMap(v => [
      element('line', { x1: LEFT, x2: RIGHT, y1: toY(v), y2: toY(v), stroke: paper.line }),
      text(LEFT - 8, toY(v) + 4, tickLabel(v, ticks.step), { anchor: 'end', fill: paper.softInk })
    ]),
    ...decades.map(v => text(toX(v), floor + 16, String(v), { anchor: 'middle', fill: paper.softInk })),
    text((LEFT + RIGHT) / 2, floor + 34, `${pluralOf(data.payload.elementNoun)} left`, {
      size: 12,
      anchor: 'middle',
      fill: paper.ink
    })
  ];
  data.networks.forEach(({ kernel: { curve } }, i) => {
    if (!curve) return;
    const points: string[] = [];
    for (let p = 0; p < curve.points; p++) {
      const [count, value] = [curve.counts[p], curve.answers[p]];
      if (count >= 1 && Math.abs(value) < 1e30)
        points.push(`${toX(count).toFixed(1)},${toY(value).toFixed(1)}`);
    }
    out.push(
      element('polyline', {
        points: points.join(' '),
        fill: 'none',
        stroke: classColour(i),
        'stroke-width': 2,
        'stroke-dasharray': DASHES[i]
      })
    );
  });
  const truth = data.truth?.[0];
  if (truth !== undefined && !Number.isNaN(truth))
    out.push(
      element('line', {
        x1: LEFT,
        x2: RIGHT,
        y1: toY(truth),
        y2: toY(truth),
        stroke: paper.ink,
        'stroke-dasharray': '4 3'
      })
    );
  return out;
}
