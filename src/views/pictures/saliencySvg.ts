/** The static picture of a saliency view: what GitHub, nbconvert and an untrusted notebook show. */
import { divergingTable, lightPaper, signedIndex, tableColour } from '../colours';
import { longestRowName, type SaliencyData } from '../saliency';
import { counted } from '../nouns';
import { axisTitle, niceTicks, placeTicks, tickLabel } from '../ticks';
import { imageStrip, mapImage, panelGrid, pixelImage, saliencyColours, type Block } from './saliencyGridSvg';
import { cut, element, round, svgDocument, text, wrap } from './svg';

const WIDTH = 760;
const RIGHT = 22;
/** Taken by the axis title and the tick beside the names of rows. */
const OUTSIDE = 36;
/** Mean width of a letter of a row's name. */
const LETTER = 5.8;
/** Under title, subtitle and colour bar. */
const BODY_TOP = 76;
const paper = lightPaper;

/** SVG of a saliency view on light paper. */
export function saliencySvg(data: SaliencyData): string {
  const { payload, columns } = data;
  const left = data.image ? 24 : leftOf(data);
  const plotWidth = WIDTH - left - RIGHT;
  const absolute = payload.start?.absolute ?? false;
  const values = absolute ? data.values.map(Math.abs) : data.values;
  const body = data.image
    ? imageStrip(data, values, left, BODY_TOP, plotWidth)
    : data.panels
      ? panels(data, values, left, plotWidth)
      : oneMap(data, values, left, plotWidth);
  const notes = [...(payload.notes ?? []), ...unshown(data)].join(' ');
  const caption = wrap(
    notes ? `${payload.caption} ${notes}` : payload.caption,
    Math.floor((WIDTH - left) / LETTER),
    4
  );
  const axisTop = BODY_TOP + body.height;
  const captionTop = data.image ? axisTop + 8 : axisTop + axisHeight(data) + 36;
  const height = captionTop + caption.length * 15 + 4;

  const parts = [
    text(left, 26, payload.title, { size: 15, bold: true, fill: paper.ink, width: plotWidth }),
    text(left, 45, subtitle(data), { size: 11, fill: paper.softInk, width: plotWidth - 250 }),
    colourBar(data.limit, absolute, WIDTH - RIGHT - 210, 38, 210),
    body.svg,
    data.image
      ? ''
      : text(left + plotWidth / 2, axisTop + axisHeight(data) + 16, axisTitle(columns.label, columns.unit), {
          size: 12,
          anchor: 'middle',
          fill: paper.ink,
          width: plotWidth
        }),
    ...caption.map((line, i) => text(left, captionTop + 8 + i * 15, line, { size: 11, fill: paper.softInk }))
  ];
  return svgDocument(
    WIDTH,
    height,
    { title: payload.title, alt: payload.alt, background: paper.background },
    parts.join('')
  );
}

/** Room for the labels under the lowest part. */
function axisHeight({ columns }: SaliencyData): number {
  const { names } = columns;
  if (!names) return 18;
  return 14 + Math.min(16, Math.max(0, ...names.slice(0, 500).map(name => name.length))) * 4.6;
}

/** What the live view has and this picture has not. */
function unshown({ methods, image, shape }: SaliencyData): string[] {
  const out: string[] = [];
  if (methods.length > 1)
    out.push(
      `Also in the live view: ${methods
        .slice(1)
        .map(({ method }) => method)
        .join(', ')}.`
    );
  if (image && shape[0] > 10) out.push(`The first 10 of ${shape[0]} images.`);
  return out;
}

function panels(data: SaliencyData, values: Float64Array, left: number, width: number): Block {
  const grid = panelGrid(data, values, left, BODY_TOP - 8, width);
  const noun = text(24, BODY_TOP + grid.height / 2, data.rows.noun, {
    size: 12,
    anchor: 'middle',
    fill: paper.ink,
    rotate: -90
  });
  return { svg: grid.svg + noun, height: grid.height - 8 };
}

/** One map with the input of its strongest row under it. */
function oneMap(data: SaliencyData, values: Float64Array, left: number, width: number): Block {
  const [rows] = data.shape;
  const mapHeight = Math.min(330, Math.max(110, rows * 14));
  const shown = strongestRow(data);
  const curveHeight = data.input && shown >= 0 ? 84 : 0;
  const height = curveHeight > 0 ? mapHeight + 16 + curveHeight : mapHeight;
  const curveTop = BODY_TOP + mapHeight + 16;
  const svg = [
    heatmap(data, values, left, BODY_TOP, width, mapHeight),
    rowAxis(data, left, BODY_TOP, mapHeight),
    curveHeight > 0 ? inputCurve(data, shown, left, curveTop, width, curveHeight) : '',
    columnAxis(data, left, BODY_TOP + height, width, data.columns.names !== undefined)
  ];
  return { svg: svg.join(''), height };
}

/** Where the map begins: behind the names of the rows, which say nothing when they begin alike and are cut. */
function leftOf(data: SaliencyData): number {
  return Math.min(Math.max(82, OUTSIDE + longestRowName(data) * LETTER), 160);
}

/** Method, score and size in one line. @param shown the method in the picture; default the payload's own */
export function subtitle(
  { payload, shape, rows, image }: SaliencyData,
  shown: { method: string; score: string } = payload
): string {
  const values = image ? `${image.height} \u00d7 ${image.width} pixels` : `${shape[1]} values`;
  return `${shown.method} of ${shown.score} \u00b7 ${counted(shape[0], rows.noun)} \u00d7 ${values}`;
}

/** The row with the strongest value, or -1 where there is none. */
export function strongestRow({ values, shape }: SaliencyData): number {
  let best = -1;
  let size = -1;
  for (let i = 0; i < values.length; i++) {
    if (Math.abs(values[i]) > size) {
      size = Math.abs(values[i]);
      best = Math.floor(i / shape[1]);
    }
  }
  return best;
}

function heatmap(
  data: SaliencyData,
  values: Float64Array,
  left: number,
  top: number,
  width: number,
  height: number
): string {
  const [rows, columns] = data.shape;
  if (rows === 0 || columns === 0) {
    return (
      element('rect', { x: left, y: top, width, height, fill: 'none', stroke: paper.line }) +
      text(left + width / 2, top + height / 2, 'no values', { anchor: 'middle', fill: paper.softInk })
    );
  }
  // Drawn at the pixels of the raster, one to one: whoever scales the picture cannot blur cell into cell.
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  const { map } = saliencyColours(data.payload.start?.absolute ?? false);
  return mapImage(data, values, order, map, left, top, width, height);
}

function colourBar(limit: number, absolute: boolean, x: number, y: number, width: number): string {
  const { bar } = saliencyColours(absolute);
  const steps = Uint8Array.from({ length: 255 }, (_, i) => i);
  const low = absolute ? 0 : -limit;
  const ticks = niceTicks(low, limit, 4);
  const at = (value: number) => x + ((value - low) / (limit - low)) * width;
  return [
    text(x - 8, y + 9, absolute ? '|saliency|' : 'saliency', {
      size: 11,
      anchor: 'end',
      fill: paper.softInk
    }),
    pixelImage(steps, bar, [255, 1], x, y, width, 10),
    ...ticks.values.map(
      value =>
        element('line', { x1: at(value), x2: at(value), y1: y + 10, y2: y + 14, stroke: paper.softInk }) +
        text(at(value), y + 25, tickLabel(value, ticks.step), {
          size: 10,
          anchor: 'middle',
          fill: paper.softInk
        })
    )
  ].join('');
}

function rowAxis({ rows, shape }: SaliencyData, left: number, top: number, height: number): string {
  const count = shape[0];
  const every = Math.max(1, Math.ceil(count / Math.floor(height / 15)));
  const parts = [
    text(24, top + height / 2, rows.noun, { size: 12, anchor: 'middle', fill: paper.ink, rotate: -90 })
  ];
  for (let i = 0; i < count; i += every) {
    const y = top + ((i + 0.5) / count) * height;
    parts.push(
      element('line', { x1: left - 4, x2: left, y1: y, y2: y, stroke: paper.softInk }),
      text(left - 7, y + 3.5, cut(rows.name(i), (left - OUTSIDE) / LETTER), {
        size: 10,
        anchor: 'end',
        fill: paper.softInk
      })
    );
  }
  return parts.join('');
}

function columnAxis(
  { columns, shape }: SaliencyData,
  left: number,
  y: number,
  width: number,
  slanted: boolean
): string {
  const ticks = placeTicks(columns, shape[1], 0, shape[1], slanted ? Math.floor(width / 16) : 9);
  return ticks
    .map(({ at, label }) => {
      const x = left + (at / shape[1]) * width;
      return (
        element('line', { x1: x, x2: x, y1: y, y2: y + 4, stroke: paper.softInk }) +
        (slanted
          ? text(x + 3, y + 13, cut(label, 16), { size: 10, anchor: 'end', fill: paper.softInk, rotate: -35 })
          : text(x, y + 16, label, { size: 10, anchor: 'middle', fill: paper.softInk }))
      );
    })
    .join('');
}

/** Input of one row, each piece in the colour of its saliency. */
function inputCurve(
  data: SaliencyData,
  row: number,
  left: number,
  top: number,
  width: number,
  height: number
): string {
  const { input, shape, values, limit, rows } = data;
  if (!input) return '';
  const columns = shape[1];
  const curve = input.values.subarray(row * columns, (row + 1) * columns);
  const finite = curve.filter(Number.isFinite);
  if (finite.length === 0) return '';
  const low = finite.reduce((a, b) => Math.min(a, b));
  const span = finite.reduce((a, b) => Math.max(a, b)) - low || 1;
  const x = (i: number) => left + ((i + 0.5) / columns) * width;
  const y = (value: number) => top + height - 5 - ((value - low) / span) * (height - 10);
  const table = divergingTable();
  // A curve finer than the picture is thinned; a grey line under the coloured pieces keeps the pale ones visible.
  const every = Math.max(1, Math.floor(columns / 1000));
  let grey = '';
  const pieces: string[] = [];
  for (let i = 0; i < columns; i += every) {
    if (!Number.isFinite(curve[i])) continue;
    const joined = i >= every && Number.isFinite(curve[i - every]);
    grey += `${joined ? 'L' : 'M'}${round(x(i))} ${round(y(curve[i]))}`;
    const saliency = values[row * columns + i];
    if (!joined || !Number.isFinite(saliency)) continue;
    const index = signedIndex(saliency, limit);
    if (Math.abs(index - 127) < 12) continue;
    pieces.push(
      element('line', {
        x1: x(i - every),
        y1: y(curve[i - every]),
        x2: x(i),
        y2: y(curve[i]),
        stroke: tableColour(table, index)
      })
    );
  }
  const ticks = niceTicks(low, low + span, 3);
  const label = wrap(axisTitle(input.label, input.unit), 16, 2);
  return [
    element('rect', { x: left, y: top, width, height, fill: 'none', stroke: paper.line }),
    ...ticks.values.map(value =>
      text(left - 7, y(value) + 3.5, tickLabel(value, ticks.step), {
        size: 10,
        anchor: 'end',
        fill: paper.softInk
      })
    ),
    ...label.map((line, i) =>
      text(24 + (i - (label.length - 1) / 2) * 13, top + height / 2, line, {
        size: 11,
        anchor: 'middle',
        fill: paper.ink,
        rotate: -90
      })
    ),
    element('path', { d: grey, fill: 'none', stroke: '#b4bac1', 'stroke-width': 1.2 }),
    element('g', { 'stroke-width': 2, 'stroke-linecap': 'round' }, pieces.join('')),
    text(left + width - 6, top + 14, `input of ${rows.noun} ${cut(rows.name(row), 24)}`, {
      size: 10,
      anchor: 'end',
      fill: paper.softInk
    })
  ].join('');
}
