import {
  axisTitle,
  heatmapIndexes,
  markContour,
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
import { columnProfile, drawColumnProfile, drawRowProfile, greatestOf } from './profiles';
import type { PanelArea, SaliencyLayout } from './saliencyLayout';
import type { SaliencyPlot } from './saliencyPlot';
import { drawStrip } from './strip';
import type { Theme } from './theme';
import { words } from './words';

/** The pixels of the maps as last painted, one a panel: hovering repaints the overlay only. */
export class MapCache {
  private readonly made: { key: string; image: ImageData }[] = [];

  get(panel: number, key: string, make: () => ImageData): ImageData {
    const known = this.made[panel];
    if (known?.key === key) return known.image;
    const image = make();
    this.made[panel] = { key, image };
    return image;
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
  const { data, viewport, state } = plot;
  const { bar, whole, strip, rowProfile, curve } = layout;
  drawScale(surface, bar, plot.state, theme);
  if (data.shape[0] === 0 || data.shape[1] === 0) {
    context.textAlign = 'center';
    context.fillText(words.noValues, whole.left + whole.width / 2, whole.top + whole.height / 2);
    drawFrame(context, whole, theme);
    return;
  }
  const profiles = state.profiles
    ? state.panels.map(({ rows }) => columnProfile(data, state.values, rows))
    : [];
  const greatest = greatestOf(profiles.map(greatestOf));
  layout.panels.forEach((panel, i) => {
    drawMap(plot, i, panel.map, surface, theme, cache);
    drawFrame(context, panel.map, theme);
    if (panel.profile) drawColumnProfile(context, panel.profile, profiles[i], greatest, viewport.x, theme);
    drawPanelFrame(plot, i, panel, layout, surface, theme);
  });
  drawAxisTitle(context, whole, data.rows.noun, 'left', theme, whole.left - 14);
  if (strip && state.sortColumn) drawStrip(context, strip, state.sortColumn, state.order, viewport.y, theme);
  if (rowProfile) drawRowProfile(context, rowProfile, state, viewport.y, theme);
  if (curve) {
    drawInputCurve(context, curve, plot, theme);
    drawColumnAxis(plot, curve, layout, surface, theme);
  }
  const { label, unit } = data.columns;
  drawAxisTitle(context, curve ?? whole, axisTitle(label, unit), 'bottom', theme, layout.titleDistance);
  drawHand(plot, layout, surface, theme);
}

/** The colour scale that all panels share. */
export function drawScale({ context }: Surface, bar: Area, state: SaliencyPlot['state'], theme: Theme): void {
  context.font = labelFont(theme, 11);
  context.fillStyle = theme.softInk;
  context.textAlign = 'right';
  context.fillText(
    fitText(context, state.signed ? 'saliency' : '|saliency|', bar.left - 12),
    bar.left - 8,
    bar.top + 9
  );
  drawColourBar(context, bar, state.barTable(theme.dark), 255, state.scale, theme);
}

/** Title, names of rows and the axis of one panel. */
function drawPanelFrame(
  plot: SaliencyPlot,
  i: number,
  { map, first, last }: PanelArea,
  layout: SaliencyLayout,
  surface: Surface,
  theme: Theme
): void {
  const { context } = surface;
  const { title, rows } = plot.state.panels[i];
  if (title !== '') {
    context.font = labelFont(theme, 11.5, 600);
    context.fillStyle = theme.ink;
    context.textAlign = 'left';
    const top = (layout.panels[i].profile ?? map).top;
    context.fillText(fitText(context, title, map.width), map.left, top - 6);
  }
  if (rows.length === 0) {
    context.font = labelFont(theme, 11);
    context.fillStyle = theme.softInk;
    context.textAlign = 'center';
    context.fillText(words.saliency.emptyPanel, map.left + map.width / 2, map.top + map.height / 2);
  }
  if (first) drawLeftAxis(context, map, rowTicks(plot, i, map), theme);
  if (last && !layout.curve) drawColumnAxis(plot, map, layout, surface, theme);
}

function drawColumnAxis(
  { data, viewport }: SaliencyPlot,
  area: Area,
  { slanted }: SaliencyLayout,
  { context }: Surface,
  theme: Theme
): void {
  const count = Math.max(1, Math.floor(area.width / (slanted ? 16 : 72)));
  const ticks = placeTicks(data.columns, data.shape[1], viewport.x[0], viewport.x[1], count);
  const toX = along(area.left, area.width, viewport.x);
  drawBottomAxis(
    context,
    area,
    ticks.map(({ at, label }) => ({ at: toX(at), label })),
    theme,
    { slanted }
  );
}

/** From places to pixels along one side of an area. */
const along =
  (start: number, length: number, [low, high]: readonly [number, number]) =>
  (at: number): number =>
    start + ((at - low) / (high - low)) * length;

function drawMap(
  plot: SaliencyPlot,
  panel: number,
  map: Area,
  { context, scale }: Surface,
  theme: Theme,
  cache: MapCache
): void {
  const [width, height] = [
    Math.max(1, Math.round(map.width * scale)),
    Math.max(1, Math.round(map.height * scale))
  ];
  const { data, viewport, state } = plot;
  const { rows } = state.panels[panel];
  if (rows.length === 0) return;
  const key = [width, height, ...viewport.x, ...viewport.y, theme.dark, state.key].join(' ');
  const image = cache.get(panel, key, () => {
    const seen = { rows: plot.seenRows(panel), columns: viewport.x };
    const pixels = heatmapIndexes(state.values, data.shape[1], rows, state.limit, seen, width, height);
    const edge = state.contour > 0 ? markContour(pixels, width, state.contour) : null;
    return painted(context.createImageData(width, height), pixels, edge, state.table(theme.dark), theme);
  });
  // Pixels are put as they are, past the context's scale: no smoothing between cells.
  context.putImageData(image, Math.round(map.left * scale), Math.round(map.top * scale));
}

function painted(
  out: ImageData,
  pixels: Uint8Array,
  edge: Uint8Array | null,
  table: ColourTable,
  theme: Theme
): ImageData {
  const missing = parseColour(NA_COLOUR);
  const ink = parseColour(theme.dark ? '#ffffff' : '#000000');
  for (let i = 0; i < pixels.length; i++) {
    const index = pixels[i];
    for (let c = 0; c < 3; c++) {
      out.data[4 * i + c] = edge?.[i] ? ink[c] : index === NA_INDEX ? missing[c] : table[3 * index + c];
    }
    out.data[4 * i + 3] = 255;
  }
  return out;
}

/** Names of a panel's rows, as many as fit; the row in hand is named by the reading. */
function rowTicks(plot: SaliencyPlot, panel: number, map: Area): Tick[] {
  const { rows } = plot.state.panels[panel];
  const seen = plot.seenRows(panel);
  const toY = along(map.top, map.height, seen);
  const first = Math.max(0, Math.ceil(seen[0] - 0.5));
  const last = Math.min(rows.length - 1, Math.floor(seen[1] - 0.5));
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, Math.floor(map.height / 17))));
  const ticks: Tick[] = [];
  for (let i = Math.ceil(first / every) * every; i <= last; i += every) {
    ticks.push({ at: toY(i + 0.5), label: plot.data.rows.name(rows[i]) });
  }
  return ticks;
}

/** Row and column in hand: bands around both, the column's through all panels, and a hair line through the curve. */
function drawHand(
  plot: SaliencyPlot,
  { panels, curve }: SaliencyLayout,
  { context }: Surface,
  theme: Theme
): void {
  const cell = plot.inHand;
  if (!cell) return;
  const { x } = plot.viewport;
  context.strokeStyle = theme.ink;
  panels.forEach(({ map }, i) => {
    const toX = along(map.left, map.width, x);
    const [left, right] = [toX(cell.column), toX(cell.column + 1)];
    context.save();
    clipTo(context, map);
    context.lineWidth = 1;
    context.globalAlpha = 0.55;
    context.strokeRect(left - 0.5, map.top - 2, Math.max(2, right - left + 1), map.height + 4);
    if (i === cell.panel) {
      const toY = along(map.top, map.height, plot.seenRows(i));
      const [top, bottom] = [toY(cell.place), toY(cell.place + 1)];
      context.strokeRect(map.left - 2, top - 0.5, map.width + 4, Math.max(2, bottom - top + 1));
      context.globalAlpha = 1;
      context.lineWidth = 1.5;
      context.strokeRect(left - 1, top - 1, Math.max(4, right - left + 2), Math.max(4, bottom - top + 2));
    }
    context.restore();
  });
  if (!curve) return;
  const middle = along(curve.left, curve.width, x)(cell.column + 0.5);
  context.save();
  clipTo(context, curve);
  context.globalAlpha = 0.35;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(middle, curve.top);
  context.lineTo(middle, bottomOf(curve));
  context.stroke();
  context.restore();
}

function clipTo(context: CanvasRenderingContext2D, { left, top, width, height }: Area): void {
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
}
