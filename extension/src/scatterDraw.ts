import {
  axisTitle,
  correlationLine,
  fitLine,
  intervalText,
  moreCorrelations,
  niceTicks,
  tickLabel,
  titleOf,
  type PointStyle,
  type TersePanel
} from 'terselab/dist/views';
import { drawAxisTitle, drawBottomAxis, drawLeftAxis, fitText, labelFont } from './axis';
import { bottomOf, crisp, rightOf, type Area, type Surface } from './geometry';
import { drawLegend } from './legend';
import { traceShape } from './marks';
import { densityOf, drawCloud, radiusFor } from './cloudDraw';
import type { ScatterLayout } from './terseLayout';
import type { TersePlot } from './tersePlot';
import type { Theme } from './theme';
import { words } from './words';

/** Paint the whole view. */
export function drawScatter(plot: TersePlot, layout: ScatterLayout, surface: Surface, theme: Theme): void {
  const { context } = surface;
  const { legend } = layout;
  const style = plot.style(theme);
  plot.panels.forEach((panel, i) => {
    const area = layout.panels[i];
    drawHead(plot, panel, area, surface, theme);
    drawAxes(plot, panel, area, layout, surface, theme);
    context.save();
    context.beginPath();
    context.rect(area.left, area.top, area.width, area.height);
    context.clip();
    drawCloud(plot, i, area, surface, style, theme);
    if (plot.fit) drawFit(plot, panel, area, surface, theme);
    drawOutline(plot, i, surface, theme);
    context.restore();
    drawHand(plot, i, area, context, style, theme);
  });
  if (plot.panels.length === 0) {
    context.font = labelFont(theme, 12);
    context.fillStyle = theme.softInk;
    context.textAlign = 'left';
    context.fillText(words.terse.noColumn, 72, 40);
  }
  const lying = plot.panels.length > 0 && legend.top > (layout.panels.at(-1)?.top ?? 0);
  if (plot.colour) {
    drawLegend(context, legend, plot.colour, style, theme, lying);
  } else if (plot.data.density.length > 0) {
    const greatest = Math.max(...plot.data.density.map(density => density.greatest));
    drawLegend(
      context,
      legend,
      { label: words.terse.densityScale },
      { ...style, range: [0, greatest] },
      theme,
      lying
    );
  }
}

/** What stands over a panel: its correlations, its arm or its column. */
function drawHead(
  plot: TersePlot,
  panel: TersePanel,
  area: Area,
  { context, width }: Surface,
  theme: Theme
): void {
  const { correlations, x, y, title } = panel;
  const single = !plot.all && title === '';
  const room = single ? width - area.left - 8 : area.width + 8;
  const rho = `\u03c1 = ${intervalText(correlations.spearman)}`;
  const lines = single
    ? x === y
      ? []
      : [correlationLine(plot.data, x.name, y.name), moreCorrelations(correlations)]
    : plot.all
      ? [titleOf(x), rho, ...(correlations.partial ? [`partial ${intervalText(correlations.partial)}`] : [])]
      : [title, rho, moreCorrelations(correlations)];
  context.textAlign = 'left';
  lines.forEach((line, i) => {
    context.font = i === 0 ? labelFont(theme, 12, single ? 500 : 600) : labelFont(theme, 11);
    context.fillStyle = i === 0 ? theme.ink : theme.softInk;
    context.fillText(fitText(context, line, room), area.left, area.top - 10 - (lines.length - 1 - i) * 16);
  });
}

function drawAxes(
  plot: TersePlot,
  panel: TersePanel,
  area: Area,
  layout: ScatterLayout,
  { context }: Surface,
  theme: Theme
): void {
  const seen = plot.seen(panel);
  const across = niceTicks(...seen.x, Math.max(3, Math.floor(area.width / 80)));
  const up = niceTicks(...seen.y, Math.max(2, Math.floor(area.height / 56)));
  const toX = (value: number) => area.left + ((value - seen.x[0]) / (seen.x[1] - seen.x[0])) * area.width;
  const toY = (value: number) => area.top + (1 - (value - seen.y[0]) / (seen.y[1] - seen.y[0])) * area.height;
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
  const first = area.left === layout.panels[0].left;
  if (first) {
    const ticks = up.values.map(value => ({ at: toY(value), label: tickLabel(value, up.step) }));
    drawLeftAxis(context, area, ticks, theme, { marks: false });
    drawAxisTitle(context, area, axisTitle(panel.y.label, panel.y.unit), 'left', theme, area.left - 14);
  }
  // Small multiples name their column over themselves.
  if (!plot.all) drawAxisTitle(context, area, axisTitle(panel.x.label, panel.x.unit), 'bottom', theme, 38);
}

function drawFit(plot: TersePlot, panel: TersePanel, area: Area, { context }: Surface, theme: Theme): void {
  const chosen = plot.selection.count > 0 ? panel.rows.filter(row => plot.selection.has(row)) : panel.rows;
  const line = fitLine(panel.x.values, panel.y.values, chosen);
  if (!line) return;
  const { x, y } = plot.seen(panel);
  const toY = (value: number) =>
    area.top + (1 - (line.at + line.slope * value - y[0]) / (y[1] - y[0])) * area.height;
  const [from, to] = [toY(x[0]), toY(x[1])];
  if (!Number.isFinite(from + to)) return;
  // A light line under a dark one is seen on points of any colour.
  for (const [colour, width] of [
    [theme.background, 4],
    [theme.ink, 1.6]
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(area.left, from);
    context.lineTo(rightOf(area), to);
    context.stroke();
  }
}

/** The box or lasso being drawn. */
function drawOutline({ outline }: TersePlot, panel: number, { context }: Surface, theme: Theme): void {
  if (!outline || outline.panel !== panel || outline.points.length < 2) return;
  context.beginPath();
  outline.points.forEach(({ x, y }, i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.closePath();
  context.fillStyle = theme.accent;
  context.globalAlpha = 0.12;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  context.stroke();
}

/** The point in hand, larger and ringed, in every panel that holds it. */
function drawHand(
  plot: TersePlot,
  panel: number,
  area: Area,
  context: CanvasRenderingContext2D,
  style: PointStyle,
  theme: Theme
): void {
  const i = plot.inHand;
  if (i < 0 || !plot.panels[panel].rows.includes(i)) return;
  const { x, y } = plot.placer(panel)(i);
  const near = x >= area.left - 6 && x <= rightOf(area) + 6 && y >= area.top - 6 && y <= bottomOf(area) + 6;
  if (!near) return;
  const radius = radiusFor(plot) + 2;
  context.fillStyle = densityOf(plot, plot.panels[panel]) && !plot.colour ? theme.ink : style.colour(i);
  context.beginPath();
  traceShape(context, style.shape(i), x, y, radius);
  context.fill();
  context.strokeStyle = theme.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, radius + 3.5, 0, 2 * Math.PI);
  context.stroke();
}
