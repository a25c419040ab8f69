/** Marks of the selected rows of a heatmap: triangles at the left edge, so that no colour of the map is covered. */
import { bottomOf, type Surface } from './geometry';
import type { SaliencyLayout } from './saliencyLayout';
import type { SaliencyPlot } from './saliencyPlot';
import type { Theme } from './theme';

const SIZE = 5;

export function drawSelected(
  plot: SaliencyPlot,
  layout: SaliencyLayout,
  { context }: Surface,
  theme: Theme
): void {
  if (plot.selection.count === 0) return;
  context.fillStyle = theme.accent;
  plot.state.panels.forEach(({ rows }, panel) => {
    const map = layout.panels[panel]?.map;
    if (!map) return;
    const [low, high] = plot.seenRows(panel);
    rows.forEach((row, place) => {
      if (!plot.selection.has(row)) return;
      const y = map.top + ((place + 0.5 - low) / (high - low)) * map.height;
      if (y < map.top || y > bottomOf(map)) return;
      context.beginPath();
      context.moveTo(map.left, y - SIZE);
      context.lineTo(map.left + 1.6 * SIZE, y);
      context.lineTo(map.left, y + SIZE);
      context.closePath();
      context.fill();
    });
  });
}
