/** The parts of the static saliency picture that replace the one map: a grid of panels, or a strip of images. */
import { encodeBase64 } from '../base64';
import {
  divergingTable,
  NA_COLOUR,
  lightPaper,
  parseColour,
  sequentialTable,
  type ColourTable
} from '../colours';
import type { SaliencyData } from '../saliency';
import { splitPanels } from '../saliencyParts';
import { placeTicks } from '../ticks';
import { heatmapIndexes, NA_INDEX } from './heatmap';
import { blendOverImage, imageGrey } from './imageOverlay';
import { encodeIndexedPng } from './png';
import { cut, element, text } from './svg';

const paper = lightPaper;

/** A part of a picture and the height it takes. */
export interface Block {
  svg: string;
  height: number;
}

/** Colours of the map by index, and of the bar from end to end: with signs or of sizes alone. */
export function saliencyColours(absolute: boolean): { map: ColourTable; bar: ColourTable } {
  const bar = absolute ? sequentialTable() : divergingTable();
  const map = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    const from = absolute ? Math.min(255, Math.max(0, Math.round(((i - 127) / 127) * 255))) : i;
    map.set(bar.subarray(3 * from, 3 * from + 3), 3 * i);
  }
  map.set(parseColour(NA_COLOUR), 3 * NA_INDEX);
  return { map, bar };
}

/** An image of indexes into a table, at the pixels of the raster. */
export function pixelImage(
  pixels: Uint8Array,
  table: ColourTable,
  size: readonly [number, number],
  x: number,
  y: number,
  width: number,
  height: number
): string {
  const png = encodeBase64(encodeIndexedPng(size[0], size[1], pixels, table));
  return (
    element('image', {
      x,
      y,
      width,
      height,
      preserveAspectRatio: 'none',
      // Where a picture has fewer pixels than the paper they stay squares.
      'image-rendering': 'optimizeSpeed',
      'xlink:href': `data:image/png;base64,${png}`
    }) + element('rect', { x, y, width, height, fill: 'none', stroke: paper.line })
  );
}

/** A map of some rows of a view. */
export function mapImage(
  data: SaliencyData,
  values: Float64Array,
  rows: Uint32Array,
  table: ColourTable,
  x: number,
  y: number,
  width: number,
  height: number
): string {
  const size = [2 * Math.round(width), 2 * Math.round(height)] as const;
  const seen = { rows: [0, rows.length], columns: [0, data.shape[1]] } as const;
  const pixels = heatmapIndexes(values, data.shape[1], rows, data.limit, seen, ...size);
  return pixelImage(pixels, table, size, x, y, width, height);
}

/** The panels of a view in their grid. The axis under the lowest of each column is drawn with them. */
export function panelGrid(
  data: SaliencyData,
  values: Float64Array,
  left: number,
  top: number,
  width: number
): Block {
  const order = Uint32Array.from({ length: data.shape[0] }, (_, i) => i);
  const panels = splitPanels(data.panels, order);
  const { map } = saliencyColours(data.payload.start?.absolute ?? false);
  const count = (side: 'row' | 'column') =>
    panels.reduce((most, panel) => Math.max(most, panel[side] + 1), 1);
  const [lines, across] = [count('row'), count('column')];
  const most = panels.reduce((rows, panel) => Math.max(rows, panel.rows.length), 1);
  const panelWidth = (width - 10 * (across - 1)) / across;
  const panelHeight = Math.min(200, Math.max(60, most * 13));
  const svg = panels.map(({ row, column, title, rows }) => {
    const x = left + column * (panelWidth + 10);
    const y = top + row * (panelHeight + 24) + 16;
    const name = text(x, y - 5, title, { size: 11, bold: true, fill: paper.ink, width: panelWidth });
    if (rows.length === 0) {
      return (
        name +
        element('rect', { x, y, width: panelWidth, height: panelHeight, fill: 'none', stroke: paper.line })
      );
    }
    const parts = [name, mapImage(data, values, rows, map, x, y, panelWidth, panelHeight)];
    if (column === 0) parts.push(rowNames(data, rows, x, y, panelHeight, left));
    if (row === lines - 1) parts.push(columnNames(data, x, y + panelHeight, panelWidth));
    return parts.join('');
  });
  return { svg: svg.join(''), height: lines * (panelHeight + 24) - 8 };
}

function rowNames(
  data: SaliencyData,
  rows: Uint32Array,
  x: number,
  y: number,
  height: number,
  left: number
): string {
  const every = Math.max(1, Math.ceil(rows.length / Math.floor(height / 14)));
  return Array.from(rows, (row, i) =>
    i % every > 0
      ? ''
      : text(
          x - 6,
          y + ((i + 0.5) / rows.length) * height + 3.5,
          cut(data.rows.name(row), (left - 36) / 5.8),
          {
            size: 10,
            anchor: 'end',
            fill: paper.softInk
          }
        )
  ).join('');
}

function columnNames({ columns, shape }: SaliencyData, x: number, y: number, width: number): string {
  const named = columns.names !== undefined;
  const ticks = placeTicks(
    columns,
    shape[1],
    0,
    shape[1],
    Math.max(1, Math.floor(width / (named ? 15 : 70)))
  );
  return ticks
    .map(({ at, label }) => {
      const place = x + (at / shape[1]) * width;
      return named
        ? text(place + 3, y + 12, cut(label, 16), {
            size: 10,
            anchor: 'end',
            fill: paper.softInk,
            rotate: -35
          })
        : text(place, y + 15, label, { size: 10, anchor: 'middle', fill: paper.softInk });
    })
    .join('');
}

/** Greys and signed values that a palette of 255 has room for: 17 x 15. */
const GREYS = 17;
const STEPS = 15;

/** The first ten images of a view, five in a line, each with its map over it. */
export function imageStrip(
  data: SaliencyData,
  values: Float64Array,
  left: number,
  top: number,
  width: number
): Block {
  const { image, input, rows, payload, limit } = data;
  if (!image || data.shape[1] === 0) return { svg: '', height: 0 };
  const { map } = saliencyColours(payload.start?.absolute ?? false);
  const opacity = payload.start?.opacity ?? 0.7;
  const palette = new Uint8Array(256 * 3);
  for (let grey = 0; grey < GREYS; grey++) {
    for (let step = 0; step < STEPS; step++) {
      const index = Math.round((step / (STEPS - 1)) * 254);
      blendOverImage((grey / (GREYS - 1)) * 255, index, opacity, map, palette, 3 * (grey * STEPS + step));
    }
  }
  palette.set(parseColour(NA_COLOUR), 3 * NA_INDEX);
  const shown = Math.min(10, data.shape[0]);
  const across = Math.min(5, Math.max(1, shown));
  const each = Math.min(190, (width - 10 * (across - 1)) / across);
  const tall = Math.min(260, Math.max(12, (each * image.height) / image.width));
  const pixels = image.width * image.height;
  const lines = Uint32Array.from({ length: image.height }, (_, i) => i);
  const svg = Array.from({ length: shown }, (_, i) => {
    const own = values.subarray(i * pixels, (i + 1) * pixels);
    const whole = { rows: [0, image.height], columns: [0, image.width] } as const;
    const indexes = heatmapIndexes(own, image.width, lines, limit, whole, image.width, image.height);
    const grey = input && imageGrey(input.values.subarray(i * pixels, (i + 1) * pixels));
    const codes = indexes.map((index, p) =>
      index === NA_INDEX
        ? NA_INDEX
        : grey
          ? Math.round((grey[p] / 255) * (GREYS - 1)) * STEPS + Math.round((index / 254) * (STEPS - 1))
          : index
    );
    const [x, y] = [left + (i % across) * (each + 10), top + Math.floor(i / across) * (tall + 26)];
    return (
      pixelImage(codes, grey ? palette : map, [image.width, image.height], x, y, each, tall) +
      text(x, y + tall + 14, `${rows.noun} ${rows.name(i)}`, { size: 10, fill: paper.softInk, width: each })
    );
  });
  return { svg: svg.join(''), height: Math.ceil(shown / across) * (tall + 26) };
}
