import {
  axisTitle,
  divergingTable,
  heatmapIndexes,
  NA_COLOUR,
  NA_INDEX,
  parseColour,
  placeTicks,
  type ColourTable
} from 'terselab/dist/views';
import {
  drawAxisTitle,
  drawBottomAxis,
  drawFrame,
  drawLeftAxis,
  fitText,
  labelFont,
  type Tick
} from './axis';
import { drawColourBar } from './colourBar';
import { bottomOf, type Area, type Surface } from './geometry';
import { drawInputCurve } from './inputCurve';
import type { SaliencyLayout } from './saliencyLayout';
import type { SaliencyPlot } from './saliencyPlot';
import { drawStrip } from './strip';
import type { Theme } from './theme';

/** The pixels of the map as last painted: hovering repaints the overlay only. */
export class MapCache {
  private key = '';
  private image: ImageData | null = null;

  get(key: string, make: () => ImageData): ImageData {
    if (!this.image || this.key !== key) {
      this.image = make();
      this.key = key;
    }
    return this.image;
  }
}

/** Paint the whole view. */
export function drawSaliency(
  plot: SaliencyPlot,
  layout: SaliencyLayout,
  surface: Surface,
  theme: Theme,
  cache: MapCache
): void {
  const { context } = surface;
  const { data, viewport } = plot;
  const [rows, columns] = data.shape;
  const table = divergingTable(theme.dark);
  const { bar, map, strip, curve } = layout;
  context.font = labelFont(theme, 11);
  context.fillStyle = theme.softInk;
  context.textAlign = 'right';
  context.fillText(fitText(context, 'saliency', bar.left - 12), bar.left - 8, bar.top + 9);
  drawColourBar(context, bar, table, 255, [-data.limit, data.limit], theme);

  if (rows === 0 || columns === 0) {
    context.textAlign = 'center';
    context.fillText('no values', map.left + map.width / 2, map.top + map.height / 2);
    drawFrame(context, map, theme);
    return;
  }
  drawMap(plot, map, surface, theme, table, cache);
  drawFrame(context, map, theme);
  const toX = (at: number) => map.left + ((at - viewport.x[0]) / (viewport.x[1] - viewport.x[0])) * map.width;
  const toY = (at: number) => map.top + ((at - viewport.y[0]) / (viewport.y[1] - viewport.y[0])) * map.height;
  drawLeftAxis(context, map, rowTicks(plot, map, toY), theme);
  drawAxisTitle(context, map, data.rows.noun, 'left', theme, map.left - 14);
  if (strip && plot.sortColumn) drawStrip(context, strip, plot.sortColumn, plot.order, viewport.y, theme);
  if (curve) drawInputCurve(context, curve, plot, table, theme);

  const lowest = curve ?? map;
  const count = Math.max(1, Math.floor(map.width / (layout.slanted ? 16 : 72)));
  const ticks = placeTicks(data.columns, columns, viewport.x[0], viewport.x[1], count);
  drawBottomAxis(
    context,
    lowest,
    ticks.map(({ at, label }) => ({ at: toX(at), label })),
    theme,
    { slanted: layout.slanted }
  );
  const { label, unit } = data.columns;
  drawAxisTitle(context, lowest, axisTitle(label, unit), 'bottom', theme, layout.titleDistance);
  drawHand(plot, layout, surface, theme, toX, toY);
}

function drawMap(
  plot: SaliencyPlot,
  map: Area,
  { context, scale }: Surface,
  theme: Theme,
  table: ColourTable,
  cache: MapCache
): void {
  const [width, height] = [
    Math.max(1, Math.round(map.width * scale)),
    Math.max(1, Math.round(map.height * scale))
  ];
  const { data, viewport, order } = plot;
  const key = [width, height, ...viewport.x, ...viewport.y, theme.dark, plot.orderKey].join(' ');
  const image = cache.get(key, () => {
    const pixels = heatmapIndexes(
      data.values,
      data.shape[1],
      order,
      data.limit,
      { rows: viewport.y, columns: viewport.x },
      width,
      height
    );
    const out = context.createImageData(width, height);
    const missing = parseColour(NA_COLOUR);
    for (let i = 0; i < pixels.length; i++) {
      const index = pixels[i];
      const from = 3 * index;
      out.data[4 * i] = index === NA_INDEX ? missing[0] : table[from];
      out.data[4 * i + 1] = index === NA_INDEX ? missing[1] : table[from + 1];
      out.data[4 * i + 2] = index === NA_INDEX ? missing[2] : table[from + 2];
      out.data[4 * i + 3] = 255;
    }
    return out;
  });
  // Pixels are put as they are, past the context's scale: no smoothing between cells.
  context.putImageData(image, Math.round(map.left * scale), Math.round(map.top * scale));
}

/** Names of rows, as many as fit; the row in hand is named by the reading. */
function rowTicks({ data, order, viewport }: SaliencyPlot, map: Area, toY: (at: number) => number): Tick[] {
  const first = Math.max(0, Math.ceil(viewport.y[0] - 0.5));
  const last = Math.min(order.length - 1, Math.floor(viewport.y[1] - 0.5));
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, Math.floor(map.height / 17))));
  const ticks: Tick[] = [];
  for (let i = Math.ceil(first / every) * every; i <= last; i += every) {
    ticks.push({ at: toY(i + 0.5), label: data.rows.name(order[i]) });
  }
  return ticks;
}

/** The row and the place in hand: a band around the row, a hair line through both panels. */
function drawHand(
  plot: SaliencyPlot,
  { map, curve }: SaliencyLayout,
  { context }: Surface,
  theme: Theme,
  toX: (at: number) => number,
  toY: (at: number) => number
): void {
  const cell = plot.inHand;
  if (!cell) return;
  context.save();
  context.beginPath();
  context.rect(map.left, map.top, map.width, (curve ? bottomOf(curve) : bottomOf(map)) - map.top);
  context.clip();
  context.strokeStyle = theme.ink;
  context.lineWidth = 1;
  const [top, bottom] = [toY(cell.place), toY(cell.place + 1)];
  const [left, right] = [toX(cell.column), toX(cell.column + 1)];
  if (top < bottomOf(map)) {
    context.globalAlpha = 0.55;
    context.strokeRect(map.left - 1, top - 0.5, map.width + 2, Math.max(2, bottom - top + 1));
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.strokeRect(left - 1, top - 1, Math.max(4, right - left + 2), Math.max(4, bottom - top + 2));
  }
  if (curve) {
    context.globalAlpha = 0.35;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo((left + right) / 2, curve.top);
    context.lineTo((left + right) / 2, bottomOf(curve));
    context.stroke();
  }
  context.restore();
}
