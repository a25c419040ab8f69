import { niceTicks, tableColour, tickLabel, type ColourTable } from 'terselab/dist/views';
import { labelFont } from './axis';
import { crisp, type Area } from './geometry';
import type { Theme } from './theme';

/** A bar of all colours of a table with ticks of the values they stand for, lying (ticks below) or standing (ticks right). */
export function drawColourBar(
  context: CanvasRenderingContext2D,
  bar: Area,
  table: ColourTable,
  steps: number,
  [low, high]: readonly [number, number],
  theme: Theme
): void {
  const lying = bar.width > bar.height;
  const length = lying ? bar.width : bar.height;
  const gradient = lying
    ? context.createLinearGradient(bar.left, 0, bar.left + bar.width, 0)
    : context.createLinearGradient(0, bar.top + bar.height, 0, bar.top);
  // Every eighth colour: between them the table is straight to the eye.
  for (let i = 0; i < steps; i += 8) gradient.addColorStop(i / (steps - 1), tableColour(table, i));
  gradient.addColorStop(1, tableColour(table, steps - 1));
  context.fillStyle = gradient;
  context.fillRect(bar.left, bar.top, bar.width, bar.height);
  if (!(high > low)) return;
  const ticks = niceTicks(low, high, length > 150 ? 5 : 3);
  context.font = labelFont(theme, 10.5);
  context.fillStyle = theme.softInk;
  context.strokeStyle = theme.softInk;
  context.lineWidth = 1;
  for (const value of ticks.values) {
    const t = (value - low) / (high - low);
    context.beginPath();
    if (lying) {
      const x = crisp(bar.left + t * bar.width - 0.5);
      context.moveTo(x, bar.top + bar.height);
      context.lineTo(x, bar.top + bar.height + 3);
      context.textAlign = 'center';
      context.fillText(tickLabel(value, ticks.step), x, bar.top + bar.height + 14);
    } else {
      const y = crisp(bar.top + (1 - t) * bar.height - 0.5);
      context.moveTo(bar.left + bar.width, y);
      context.lineTo(bar.left + bar.width + 3, y);
      context.textAlign = 'left';
      context.textBaseline = 'middle';
      context.fillText(tickLabel(value, ticks.step), bar.left + bar.width + 7, y);
      context.textBaseline = 'alphabetic';
    }
    context.stroke();
  }
}
