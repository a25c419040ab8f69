import {
  densityAt,
  parseColour,
  sequentialTable,
  type Density,
  type PointStyle,
  type TersePanel
} from 'terselab/dist/views';
import { DotLayer, paintDots } from './dots';
import type { Area, Surface } from './geometry';
import { traceShape } from './marks';
import type { TersePlot } from './tersePlot';
import type { Theme } from './theme';

/** Above so many points, over all panels, each is a dot of a few pixels, and its shape is left to the reading. */
const CROWD = 5000;

/** The layers of a plot's panels: painted once, as long as nothing but the pointer moves. */
const layers = new WeakMap<TersePlot, Map<string, DotLayer>>();

function layerOf(plot: TersePlot, name: string): DotLayer {
  const own = layers.get(plot) ?? new Map<string, DotLayer>();
  layers.set(plot, own);
  const layer = own.get(name) ?? new DotLayer();
  own.set(name, layer);
  return layer;
}

/** The density of a panel's columns, and whether its axes are the other way round; null where none was sent. */
export function densityOf(
  { data, all }: TersePlot,
  { x, y, title }: TersePanel
): { of: Density; turned: boolean } | null {
  // An arm is a part of the rows; the density counts all of them.
  if (!all && title !== '') return null;
  for (const of of data.density) {
    if (of.x === x.name && of.y === y.name) return { of, turned: false };
    if (of.x === y.name && of.y === x.name) return { of, turned: true };
  }
  return null;
}

export function radiusFor(plot: TersePlot): number {
  const n = plot.data.length;
  const base = n > 2000 ? 2.2 : n > 600 ? 2.8 : n > 150 ? 3.6 : 4.6;
  return (plot.viewport.zoomed ? base * 1.25 : base) * (plot.all ? 0.75 : 1);
}

/** The points of a panel, over the density of all rows where there is one. */
export function drawCloud(
  plot: TersePlot,
  panel: number,
  area: Area,
  surface: Surface,
  style: PointStyle,
  theme: Theme
): void {
  const density = densityOf(plot, plot.panels[panel]);
  if (density) drawDensity(plot, panel, density, area, surface, theme);
  // Over a density the points are for picking: they are seen where they say more than it, a colour or a selection.
  if (density && !plot.colour && plot.selection.count === 0) return;
  if (plot.data.length * (plot.all ? plot.panels.length : 1) > CROWD)
    drawDots(plot, panel, area, surface, style, theme);
  else drawMarks(plot, panel, surface, style, theme);
}

function drawMarks(
  plot: TersePlot,
  panel: number,
  { context }: Surface,
  style: PointStyle,
  theme: Theme
): void {
  const radius = radiusFor(plot);
  const place = plot.placer(panel);
  const { selection } = plot;
  // The selected lie on top.
  for (const chosen of selection.count > 0 ? [false, true] : [true]) {
    for (const row of plot.panels[panel].rows) {
      if (selection.count > 0 && selection.has(row) !== chosen) continue;
      const { x, y } = place(row);
      if (!Number.isFinite(x + y)) continue;
      context.beginPath();
      traceShape(context, style.shape(row), x, y, radius);
      // Dark paper takes light from a translucent mark.
      context.globalAlpha = !chosen ? 0.18 : theme.dark ? 0.92 : 0.78;
      context.fillStyle = style.colour(row);
      context.fill();
      if (!chosen) continue;
      context.globalAlpha = 1;
      // An outline in ink says "selected" without a colour.
      context.strokeStyle = selection.count > 0 ? theme.ink : theme.background;
      context.lineWidth = selection.count > 0 ? 1.2 : 0.7;
      context.stroke();
    }
  }
  context.globalAlpha = 1;
}

/** Key of everything that the pixels of a panel depend on. */
const viewKey = (
  plot: TersePlot,
  { x, y }: TersePanel,
  width: number,
  height: number,
  theme: Theme
): string => JSON.stringify([x.name, y.name, width, height, plot.viewport.x, plot.viewport.y, theme.dark]);

function drawDots(
  plot: TersePlot,
  panel: number,
  area: Area,
  { context, scale }: Surface,
  style: PointStyle,
  theme: Theme
): void {
  const [width, height] = [Math.round(area.width * scale), Math.round(area.height * scale)];
  if (width < 1 || height < 1) return;
  const { selection } = plot;
  const { x, y, rows } = plot.panels[panel];
  const seen = plot.seen(plot.panels[panel]);
  const size = Math.max(1, Math.round((plot.data.length > 20_000 || plot.all ? 1.5 : 2) * scale));
  const [perX, perY] = [width / (seen.x[1] - seen.x[0]), height / (seen.y[1] - seen.y[0])];
  const key = `${viewKey(plot, plot.panels[panel], width, height, theme)} ${plot.colour?.name} ${selection.version}`;
  const layer = layerOf(plot, `dots ${panel}`).get(key, width, height, target => {
    // The selected are painted last, in full; the others recede into the paper.
    const order =
      selection.count > 0
        ? [...rows].sort((a, b) => Number(selection.has(a)) - Number(selection.has(b)))
        : rows;
    const faded = fader(theme);
    paintDots(
      target,
      width,
      height,
      order.length,
      i => (x.values[order[i]] - seen.x[0]) * perX - size / 2,
      i => height - (y.values[order[i]] - seen.y[0]) * perY - size / 2,
      i =>
        selection.count === 0 || selection.has(order[i])
          ? style.colour(order[i])
          : faded(style.colour(order[i])),
      size
    );
  });
  if (layer) context.drawImage(layer, area.left, area.top, area.width, area.height);
}

/** A colour mixed into the paper. */
function fader(theme: Theme): (colour: string) => string {
  const paper = theme.dark ? 0x1a : 0xf2;
  const known = new Map<string, string>();
  return colour => {
    let out = known.get(colour);
    if (out === undefined) {
      out = `rgb(${parseColour(colour)
        .map(c => Math.round(0.22 * c + 0.78 * paper))
        .join(', ')})`;
      known.set(colour, out);
    }
    return out;
  };
}

function drawDensity(
  plot: TersePlot,
  panel: number,
  { of, turned }: { of: Density; turned: boolean },
  area: Area,
  { context, scale }: Surface,
  theme: Theme
): void {
  const [width, height] = [Math.round(area.width * scale), Math.round(area.height * scale)];
  if (width < 1 || height < 1) return;
  const seen = plot.seen(plot.panels[panel]);
  const key = viewKey(plot, plot.panels[panel], width, height, theme);
  const layer = layerOf(plot, `density ${panel}`).get(key, width, height, target => {
    const image = target.createImageData(width, height);
    const table = sequentialTable(theme.dark);
    for (let j = 0; j < height; j++) {
      const y = seen.y[1] - ((j + 0.5) / height) * (seen.y[1] - seen.y[0]);
      for (let i = 0; i < width; i++) {
        const x = seen.x[0] + ((i + 0.5) / width) * (seen.x[1] - seen.x[0]);
        const share = turned ? densityAt(of, y, x) : densityAt(of, x, y);
        if (share === 0) continue;
        const at = 4 * (j * width + i);
        const from = 3 * Math.round(255 * share);
        image.data[at] = table[from];
        image.data[at + 1] = table[from + 1];
        image.data[at + 2] = table[from + 2];
        image.data[at + 3] = 255;
      }
    }
    target.putImageData(image, 0, 0);
  });
  // Under colours and selections the density stands back.
  context.globalAlpha = plot.colour || plot.selection.count > 0 ? 0.3 : 1;
  if (layer) context.drawImage(layer, area.left, area.top, area.width, area.height);
  context.globalAlpha = 1;
}
