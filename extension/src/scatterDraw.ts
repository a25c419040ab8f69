import { axisTitle, niceTicks, tickLabel, type PointStyle } from 'terselab/dist/views';
import { drawAxisTitle, drawBottomAxis, drawLeftAxis, fitText, labelFont } from './axis';
import { bottomOf, crisp, rightOf, type Surface } from './geometry';
import { paintDots } from './dots';
import { drawLegend } from './legend';
import { traceShape } from './marks';
import type { ScatterLayout, TersePlot } from './tersePlot';
import type { Theme } from './theme';

/** Above so many points each is a dot of a few pixels, and its shape is left to the reading. */
const CROWD = 5000;

/** Paint the whole view. */
export function drawScatter(plot: TersePlot, layout: ScatterLayout, surface: Surface, theme: Theme): void {
  const { context, width } = surface;
  const { plot: area, legend } = layout;
  const { viewport } = plot;
  context.font = labelFont(theme, 12, 500);
  context.fillStyle = theme.ink;
  context.textAlign = 'left';
  context.fillText(fitText(context, plot.correlation, width - area.left - 8), area.left, area.top - 12);

  const across = niceTicks(...viewport.x, Math.max(2, Math.floor(area.width / 80)));
  const up = niceTicks(...viewport.y, Math.max(2, Math.floor(area.height / 56)));
  const toX = (value: number) =>
    area.left + ((value - viewport.x[0]) / (viewport.x[1] - viewport.x[0])) * area.width;
  const toY = (value: number) =>
    area.top + (1 - (value - viewport.y[0]) / (viewport.y[1] - viewport.y[0])) * area.height;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.beginPath();
  for (const value of across.values) {
    context.moveTo(crisp(toX(value) - 0.5), area.top);
    context.lineTo(crisp(toX(value) - 0.5), bottomOf(area));
  }
  for (const value of up.values) {
    context.moveTo(area.left, crisp(toY(value) - 0.5));
    context.lineTo(rightOf(area), crisp(toY(value) - 0.5));
  }
  context.stroke();
  drawBottomAxis(
    context,
    area,
    across.values.map(value => ({ at: toX(value), label: tickLabel(value, across.step) })),
    theme
  );
  drawLeftAxis(
    context,
    area,
    up.values.map(value => ({ at: toY(value), label: tickLabel(value, up.step) })),
    theme,
    { marks: false }
  );
  drawAxisTitle(context, area, axisTitle(plot.x.label, plot.x.unit), 'bottom', theme, 38);
  drawAxisTitle(context, area, axisTitle(plot.y.label, plot.y.unit), 'left', theme, area.left - 14);

  const style = plot.style(theme);
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  if (plot.data.length > CROWD) drawDots(plot, layout, surface, style, theme);
  else drawMarks(plot, context, style, theme);
  context.restore();
  drawHand(plot, context, style, theme);
  if (plot.colour) {
    drawLegend(context, legend, plot.colour, style, theme, legend.top > area.top);
  }
}

function radiusFor(plot: TersePlot): number {
  const n = plot.data.length;
  const base = n > 2000 ? 2.2 : n > 600 ? 2.8 : n > 150 ? 3.6 : 4.6;
  return plot.viewport.zoomed ? base * 1.25 : base;
}

function drawMarks(
  plot: TersePlot,
  context: CanvasRenderingContext2D,
  style: PointStyle,
  theme: Theme
): void {
  const radius = radiusFor(plot);
  context.strokeStyle = theme.background;
  context.lineWidth = 0.7;
  for (let i = 0; i < plot.data.length; i++) {
    const { x, y } = plot.place(i);
    if (!Number.isFinite(x + y)) continue;
    context.beginPath();
    traceShape(context, style.shape(i), x, y, radius);
    // Dark paper takes light from a translucent mark.
    context.globalAlpha = theme.dark ? 0.92 : 0.78;
    context.fillStyle = style.colour(i);
    context.fill();
    context.globalAlpha = 1;
    context.stroke();
  }
}

function drawDots(
  plot: TersePlot,
  { plot: area }: ScatterLayout,
  { context, scale }: Surface,
  style: PointStyle,
  theme: Theme
): void {
  const [width, height] = [Math.round(area.width * scale), Math.round(area.height * scale)];
  if (width < 1 || height < 1) return;
  const { x, y, viewport, data } = plot;
  const size = Math.max(1, Math.round((data.length > 20_000 ? 1.5 : 2) * scale));
  const [perX, perY] = [width / (viewport.x[1] - viewport.x[0]), height / (viewport.y[1] - viewport.y[0])];
  const key = [width, height, ...viewport.x, ...viewport.y, theme.dark, plot.pointsKey].join(' ');
  const layer = plot.dots.get(key, width, height, target =>
    paintDots(
      target,
      width,
      height,
      data.length,
      i => (x.values[i] - viewport.x[0]) * perX - size / 2,
      i => height - (y.values[i] - viewport.y[0]) * perY - size / 2,
      style.colour,
      size
    )
  );
  if (layer) context.drawImage(layer, area.left, area.top, area.width, area.height);
}

/** The point in hand, larger and ringed. */
function drawHand(plot: TersePlot, context: CanvasRenderingContext2D, style: PointStyle, theme: Theme): void {
  const i = plot.inHand;
  if (i < 0) return;
  const { x, y } = plot.place(i);
  if (!Number.isFinite(x + y)) return;
  const radius = radiusFor(plot) + 2;
  context.fillStyle = style.colour(i);
  context.beginPath();
  traceShape(context, style.shape(i), x, y, radius);
  context.fill();
  context.strokeStyle = theme.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, radius + 3.5, 0, 2 * Math.PI);
  context.stroke();
}
