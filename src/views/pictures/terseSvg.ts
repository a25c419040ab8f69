/** The static picture of a terse view: the pair of columns that the live view shows first. */
import { encodeBase64 } from '../base64';
import { CLASS_COLOURS, classColour, lightPaper, sequentialTable } from '../colours';
import { correlationLine, paddedRange, pointStyle, type PointStyle } from '../scatter';
import { classShape, shapeCorners } from '../shapes';
import type { TerseData } from '../terse';
import { axisTitle, niceTicks, tickLabel } from '../ticks';
import { encodeIndexedPng } from './png';
import { cut, element, round, svgDocument, text, wrap } from './svg';

const WIDTH = 720;
const LEFT = 78;
const TOP = 66;
const PLOT_WIDTH = 460;
const PLOT_HEIGHT = 380;
const LEGEND_LEFT = LEFT + PLOT_WIDTH + 22;
const paper = lightPaper;

/** The most classes that a legend lists. */
export const LEGEND_LINES = 14;

/** The most marks drawn one by one with their shapes; more become dots. */
const MAX_MARKS = 3000;

/** SVG of a terse view on light paper. */
export function terseSvg(data: TerseData): string {
  const { payload, byName } = data;
  const [x, y] = [byName.get(payload.x), byName.get(payload.y)];
  if (x?.kind !== 'number' || y?.kind !== 'number') return '';
  const colour = payload.colour === undefined ? undefined : byName.get(payload.colour);
  const style = pointStyle(colour, false, CLASS_COLOURS[0]);
  const [xs, ys] = [paddedRange(x.values), paddedRange(y.values)];
  const toX = (value: number) => LEFT + ((value - xs[0]) / (xs[1] - xs[0])) * PLOT_WIDTH;
  const toY = (value: number) => TOP + PLOT_HEIGHT - ((value - ys[0]) / (ys[1] - ys[0])) * PLOT_HEIGHT;
  const notes = (payload.notes ?? []).join(' ');
  const caption = wrap(notes ? `${payload.caption} ${notes}` : payload.caption, 104, 4);
  const captionTop = TOP + PLOT_HEIGHT + 58;
  const body = [
    text(LEFT, 26, payload.title, { size: 15, bold: true, fill: paper.ink, width: WIDTH - LEFT - 16 }),
    text(LEFT, 46, correlationLine(data, payload.x, payload.y) || `${data.length} points`, {
      size: 11,
      fill: paper.softInk
    }),
    grid(xs, ys, toX, toY),
    points(data.length, x.values, y.values, style, toX, toY),
    text(LEFT + PLOT_WIDTH / 2, TOP + PLOT_HEIGHT + 38, axisTitle(x.label, x.unit), {
      size: 12,
      anchor: 'middle',
      fill: paper.ink,
      width: PLOT_WIDTH
    }),
    text(20, TOP + PLOT_HEIGHT / 2, axisTitle(y.label, y.unit), {
      size: 12,
      anchor: 'middle',
      fill: paper.ink,
      rotate: -90,
      width: PLOT_HEIGHT
    }),
    colour ? legend(axisTitle(colour.label, colour.unit), style) : '',
    ...caption.map((line, i) => text(LEFT, captionTop + 8 + i * 15, line, { size: 11, fill: paper.softInk }))
  ];
  const height = captionTop + caption.length * 15 + 4;
  return svgDocument(
    WIDTH,
    height,
    { title: payload.title, alt: payload.alt, background: paper.background },
    body.join('')
  );
}

type Scale = (value: number) => number;

function grid(xs: [number, number], ys: [number, number], toX: Scale, toY: Scale): string {
  const across = niceTicks(...xs, 6);
  const up = niceTicks(...ys, 6);
  const [right, bottom] = [LEFT + PLOT_WIDTH, TOP + PLOT_HEIGHT];
  return [
    ...across.values.map(
      value =>
        element('line', { x1: toX(value), x2: toX(value), y1: TOP, y2: bottom, stroke: paper.line }) +
        text(toX(value), bottom + 17, tickLabel(value, across.step), {
          size: 10,
          anchor: 'middle',
          fill: paper.softInk
        })
    ),
    ...up.values.map(
      value =>
        element('line', { x1: LEFT, x2: right, y1: toY(value), y2: toY(value), stroke: paper.line }) +
        text(LEFT - 7, toY(value) + 3.5, tickLabel(value, up.step), {
          size: 10,
          anchor: 'end',
          fill: paper.softInk
        })
    )
  ].join('');
}

/** Outline of a shape as an SVG path. */
export function mark(shape: string, x: number, y: number, radius: number): string {
  const corners = shapeCorners(shape, radius);
  if (corners.length === 0) {
    const r = round(radius);
    return `M${round(x - radius)} ${round(y)}a${r} ${r} 0 1 0 ${round(2 * radius)} 0a${r} ${r} 0 1 0 ${round(-2 * radius)} 0z`;
  }
  return `M${corners.map(([dx, dy]) => `${round(x + dx)} ${round(y + dy)}`).join('L')}z`;
}

function points(
  n: number,
  xs: Float64Array,
  ys: Float64Array,
  style: PointStyle,
  toX: Scale,
  toY: Scale
): string {
  if (n > MAX_MARKS) return crowd(n, xs, ys, style, toX, toY);
  const radius = n > 1000 ? 2.2 : n > 200 ? 3 : 3.8;
  const marks: string[] = [];
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(xs[i]) || !Number.isFinite(ys[i])) continue;
    marks.push(
      element('path', { fill: style.colour(i), d: mark(style.shape(i), toX(xs[i]), toY(ys[i]), radius) })
    );
  }
  return element(
    'g',
    { 'fill-opacity': 0.72, stroke: paper.background, 'stroke-width': n > 1000 ? 0.2 : 0.6 },
    marks.join('')
  );
}

/**
 * Many points as dots on whole pixels, each pixel once, in the colour of its last point: translucent marks in their
 * thousands would make a picture larger than the data.
 */
function crowd(
  n: number,
  xs: Float64Array,
  ys: Float64Array,
  style: PointStyle,
  toX: Scale,
  toY: Scale
): string {
  const colours = new Map<number, string>();
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(xs[i]) || !Number.isFinite(ys[i])) continue;
    colours.set(Math.round(toY(ys[i])) * 4096 + Math.round(toX(xs[i])), style.colour(i));
  }
  const dots = new Map<string, string[]>();
  for (const [pixel, colour] of colours) {
    const list = dots.get(colour) ?? [];
    if (list.length === 0) dots.set(colour, list);
    list.push(`M${pixel % 4096} ${Math.floor(pixel / 4096)}h1.5v1.5h-1.5z`);
  }
  return [...dots].map(([fill, list]) => element('path', { fill, d: list.join('') })).join('');
}

function legend(title: string, style: PointStyle): string {
  const parts = [
    text(LEGEND_LEFT, TOP + 10, title, {
      size: 11,
      bold: true,
      fill: paper.ink,
      width: WIDTH - LEGEND_LEFT - 8
    })
  ];
  if (style.classes) {
    const shown = style.classes.slice(0, LEGEND_LINES);
    shown.forEach(({ code, label, count }, i) => {
      const y = TOP + 32 + i * 20;
      parts.push(
        element('path', { d: mark(classShape(code), LEGEND_LEFT + 6, y - 4, 4.6), fill: classColour(code) }),
        text(LEGEND_LEFT + 18, y, `${cut(label, 14)} (${count})`, { size: 11, fill: paper.ink })
      );
    });
    if (style.classes.length > shown.length) {
      const y = TOP + 32 + shown.length * 20;
      parts.push(
        text(LEGEND_LEFT, y, `and ${style.classes.length - shown.length} more`, {
          size: 11,
          fill: paper.softInk
        })
      );
    }
  } else if (style.range) {
    const [low, high] = style.range;
    const table = sequentialTable();
    const png = encodeBase64(
      encodeIndexedPng(
        1,
        256,
        Uint8Array.from({ length: 256 }, (_, i) => 255 - i),
        table
      )
    );
    const [top, height] = [TOP + 24, 180];
    const ticks = niceTicks(low, high, 5);
    const at = (value: number) => top + height - ((value - low) / (high - low || 1)) * height;
    parts.push(
      element('image', {
        x: LEGEND_LEFT,
        y: top,
        width: 14,
        height,
        preserveAspectRatio: 'none',
        'xlink:href': `data:image/png;base64,${png}`
      }),
      ...ticks.values.map(value =>
        text(LEGEND_LEFT + 20, at(value) + 3.5, tickLabel(value, ticks.step), {
          size: 10,
          fill: paper.softInk
        })
      )
    );
  }
  return parts.join('');
}
