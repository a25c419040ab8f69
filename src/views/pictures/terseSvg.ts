/** The static picture of a terse view: the pair of columns that the live view shows first. */
import { CLASS_COLOURS, lightPaper, parseColour, sequentialTable } from '../colours';
import { fitLine, intervalText } from '../correlation';
import { densityAt, type Density } from '../density';
import { correlationLine, pointStyle, type PointStyle } from '../scatter';
import type { TerseData } from '../terse';
import { tersePanels, wholeRange, type TersePanel } from '../tersePanels';
import { axisTitle, niceTicks, tickLabel } from '../ticks';
import { pixelImage } from './saliencyGridSvg';
import { legend, mark } from './terseLegend';
import { element, svgDocument, text, wrap } from './svg';

export { mark };

const WIDTH = 720;
const LEFT = 78;
const TOP = 66;
const PLOT_WIDTH = 460;
const PLOT_HEIGHT = 380;
const paper = lightPaper;

/** The most marks drawn one by one with their shapes; more become dots. */
const MAX_MARKS = 3000;

/** SVG of a terse view on light paper: one pair of columns, its arms, or small multiples, as the live view begins. */
export function terseSvg(data: TerseData): string {
  const { payload, byName } = data;
  const [x, y] = [byName.get(payload.x), byName.get(payload.y)];
  if (x?.kind !== 'number' || y?.kind !== 'number') return '';
  const all = payload.start?.all ?? false;
  const panels = tersePanels(data, { x, y, all, given: data.given });
  const colour = payload.colour === undefined ? undefined : byName.get(payload.colour);
  const style = pointStyle(colour, false, CLASS_COLOURS[0]);
  const areas = panelAreas(panels.length, all);
  const single = panels.length === 1 && !all && panels[0].title === '';
  const notes = (payload.notes ?? []).join(' ');
  const caption = wrap(notes ? `${payload.caption} ${notes}` : payload.caption, 104, 4);
  const bottom = areas.reduce((low, { top, height }) => Math.max(low, top + height), TOP);
  const captionTop = bottom + (all ? 30 : 58);
  const line = single ? correlationLine(data, payload.x, payload.y) : '';
  const body = [
    text(LEFT, 26, payload.title, { size: 15, bold: true, fill: paper.ink, width: WIDTH - LEFT - 16 }),
    text(LEFT, 46, line || `${(payload.allRows ?? data.length).toLocaleString('en')} points`, {
      size: 11,
      fill: paper.softInk
    }),
    ...panels.map((panel, i) => drawPanel(data, panel, areas[i], style, { all, single })),
    colour
      ? legend(axisTitle(colour.label, colour.unit), style, {
          left: LEFT + PLOT_WIDTH + 22,
          top: TOP,
          right: WIDTH - 8
        })
      : '',
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

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

function panelAreas(count: number, all: boolean): Box[] {
  if (count === 1 && !all) return [{ left: LEFT, top: TOP, width: PLOT_WIDTH, height: PLOT_HEIGHT }];
  const across = Math.max(1, Math.min(count, all ? 3 : 2));
  const gap = 16;
  const width = (PLOT_WIDTH - gap * (across - 1)) / across;
  const height = all ? 116 : 230;
  return Array.from({ length: count }, (_, i) => ({
    left: LEFT + (i % across) * (width + gap),
    top: TOP + 26 + Math.floor(i / across) * (height + (all ? 58 : 86)),
    width,
    height
  }));
}

/** One panel with its axes, its points over their density, its line and its correlation. */
function drawPanel(
  data: TerseData,
  { x, y, title, rows, correlations }: TersePanel,
  area: Box,
  style: PointStyle,
  { all, single }: { all: boolean; single: boolean }
): string {
  const { left, top, width, height } = area;
  const [xs, ys] = [wholeRange(data, x), wholeRange(data, y)];
  const toX = (value: number) => left + ((value - xs[0]) / (xs[1] - xs[0])) * width;
  const toY = (value: number) => top + height - ((value - ys[0]) / (ys[1] - ys[0])) * height;
  const density = title === '' ? data.density.find(d => d.x === x.name && d.y === y.name) : undefined;
  const first = left === LEFT;
  const rho = `\u03c1 = ${intervalText(correlations.spearman)}`;
  const parts = [
    grid(xs, ys, toX, toY, area, first),
    density ? densityImage(density, xs, ys, area) : '',
    density && data.payload.colour === undefined
      ? ''
      : points(rows, x.values, y.values, style, toX, toY, all || !single),
    data.payload.start?.fit ? fitPath(x.values, y.values, rows, xs, ys, toX, toY) : ''
  ];
  if (!single) {
    parts.push(
      text(left, top - 18, all ? axisTitle(x.label, x.unit) : title, {
        size: 11,
        bold: true,
        fill: paper.ink,
        width
      }),
      text(left, top - 5, rho, { size: 10, fill: paper.softInk, width: width + 10 })
    );
  }
  if (!all) {
    const centre = { size: 12, anchor: 'middle', fill: paper.ink, width } as const;
    parts.push(text(left + width / 2, top + height + 38, axisTitle(x.label, x.unit), centre));
  }
  if (first) {
    const turned = { size: 12, anchor: 'middle', fill: paper.ink, rotate: -90, width: height } as const;
    parts.push(text(20, top + height / 2, axisTitle(y.label, y.unit), turned));
  }
  return parts.join('');
}

function densityImage(density: Density, xs: [number, number], ys: [number, number], box: Box): string {
  const size = [Math.round(box.width), Math.round(box.height)] as const;
  const table = Uint8Array.from(sequentialTable());
  // The first colour is the paper: where no row lies.
  table.set(parseColour(paper.background), 0);
  const codes = new Uint8Array(size[0] * size[1]);
  for (let j = 0; j < size[1]; j++) {
    const y = ys[1] - ((j + 0.5) / size[1]) * (ys[1] - ys[0]);
    for (let i = 0; i < size[0]; i++) {
      const share = densityAt(density, xs[0] + ((i + 0.5) / size[0]) * (xs[1] - xs[0]), y);
      codes[j * size[0] + i] = share > 0 ? Math.max(1, Math.round(255 * share)) : 0;
    }
  }
  return pixelImage(codes, table, size, box.left, box.top, box.width, box.height);
}

function fitPath(
  x: Float64Array,
  y: Float64Array,
  rows: Uint32Array,
  xs: [number, number],
  ys: [number, number],
  toX: Scale,
  toY: Scale
): string {
  const line = fitLine(x, y, rows);
  if (!line) return '';
  // The line from edge to edge, cut where it leaves the panel.
  const crossing = ys.map(value => (value - line.at) / line.slope);
  const [low, high] = line.slope === 0 ? xs : [Math.min(...crossing), Math.max(...crossing)];
  const ends = [Math.max(xs[0], low), Math.min(xs[1], high)];
  if (!(ends[1] > ends[0])) return '';
  const [x1, x2] = ends.map(toX);
  const [y1, y2] = ends.map(value => toY(line.at + line.slope * value));
  return element('line', { x1, x2, y1, y2, stroke: paper.ink, 'stroke-width': 1.6 });
}

type Scale = (value: number) => number;

function grid(
  xs: [number, number],
  ys: [number, number],
  toX: Scale,
  toY: Scale,
  { left, top, width, height }: Box,
  first: boolean
): string {
  const across = niceTicks(...xs, Math.max(3, Math.round(width / 77)));
  const up = niceTicks(...ys, Math.max(3, Math.round(height / 63)));
  const [right, bottom] = [left + width, top + height];
  return [
    ...across.values.map(
      value =>
        element('line', { x1: toX(value), x2: toX(value), y1: top, y2: bottom, stroke: paper.line }) +
        text(toX(value), bottom + 17, tickLabel(value, across.step), {
          size: 10,
          anchor: 'middle',
          fill: paper.softInk
        })
    ),
    ...up.values.map(
      value =>
        element('line', { x1: left, x2: right, y1: toY(value), y2: toY(value), stroke: paper.line }) +
        (first
          ? text(left - 7, toY(value) + 3.5, tickLabel(value, up.step), {
              size: 10,
              anchor: 'end',
              fill: paper.softInk
            })
          : '')
    )
  ].join('');
}

function points(
  rows: Uint32Array,
  xs: Float64Array,
  ys: Float64Array,
  style: PointStyle,
  toX: Scale,
  toY: Scale,
  small: boolean
): string {
  const n = rows.length;
  if (n > (small ? MAX_MARKS / 6 : MAX_MARKS)) return crowd(rows, xs, ys, style, toX, toY);
  const radius = small ? 2.2 : n > 1000 ? 2.2 : n > 200 ? 3 : 3.8;
  const marks: string[] = [];
  for (const i of rows) {
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
  rows: Uint32Array,
  xs: Float64Array,
  ys: Float64Array,
  style: PointStyle,
  toX: Scale,
  toY: Scale
): string {
  const colours = new Map<number, string>();
  for (const i of rows) {
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
