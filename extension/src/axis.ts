import { bottomOf, crisp, rightOf, type Area } from './geometry';
import type { Theme } from './theme';

/** A tick at a place in CSS pixels along its axis. */
export interface Tick {
  at: number;
  label: string;
}

export const labelFont = (theme: Theme, size = 11, weight = 400): string =>
  `${weight} ${size}px ${theme.font}`;

/** Angle of slanted labels, that of those which stand close, and the most pixels of one. */
export const SLANT = Math.PI / 5;
export const STEEP = Math.PI / 3;
export const SLANTED_WIDTH = 160;

/** A text cut to a width in pixels in its middle: what tells names apart is often at their ends. */
export function fitMiddle(context: CanvasRenderingContext2D, text: string, width: number): string {
  const short = text.length > 300 ? text.slice(0, 300) : text;
  if (context.measureText(short).width <= width) return short;
  for (let kept = Math.min(short.length - 1, 80); kept > 1; kept--) {
    const end = Math.floor(kept / 2);
    const cut = `${short.slice(0, kept - end).trimEnd()}\u2026${short.slice(-end)}`;
    if (context.measureText(cut).width <= width) return cut;
  }
  return '\u2026';
}

/** A text cut to a width in pixels, with an ellipsis. */
export function fitText(context: CanvasRenderingContext2D, text: string, width: number): string {
  // A label is at most 256 characters; what is longer came past no validator and is cut before it is measured.
  const short = text.length > 300 ? text.slice(0, 300) : text;
  if (context.measureText(short).width <= width) return short;
  let [low, high] = [0, short.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (context.measureText(`${short.slice(0, middle)}\u2026`).width <= width) low = middle;
    else high = middle - 1;
  }
  return `${short.slice(0, low).trimEnd()}\u2026`;
}

/**
 * Ticks and labels under an area; labels that would touch their neighbour are left out.
 * @param options slanted: labels go down to the left, at an angle `slant`, each of at most `room` pixels and inside the canvas
 */
export function drawBottomAxis(
  context: CanvasRenderingContext2D,
  area: Area,
  ticks: readonly Tick[],
  theme: Theme,
  { slanted = false, room = 84, slant = SLANT } = {}
): void {
  const y = bottomOf(area);
  context.font = labelFont(theme);
  context.strokeStyle = theme.softInk;
  context.fillStyle = theme.softInk;
  context.lineWidth = 1;
  let free = -Infinity;
  for (const { at, label } of ticks) {
    if (at < area.left - 0.5 || at > rightOf(area) + 0.5) continue;
    context.beginPath();
    context.moveTo(crisp(at - 0.5), y);
    context.lineTo(crisp(at - 0.5), y + 4);
    context.stroke();
    if (slanted) {
      context.save();
      context.translate(at + 3, y + 13);
      context.rotate(-slant);
      context.textAlign = 'right';
      context.fillText(fitMiddle(context, label, Math.min(room, at / Math.cos(slant))), 0, 0);
      context.restore();
      continue;
    }
    const half = context.measureText(label).width / 2;
    if (at - half < free) continue;
    free = at + half + 8;
    context.textAlign = 'center';
    context.fillText(label, at, y + 17);
  }
}

/** Ticks and labels at the left of an area. */
export function drawLeftAxis(
  context: CanvasRenderingContext2D,
  area: Area,
  ticks: readonly Tick[],
  theme: Theme,
  { marks = true } = {}
): void {
  context.font = labelFont(theme);
  context.strokeStyle = theme.softInk;
  context.fillStyle = theme.softInk;
  context.lineWidth = 1;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { at, label } of ticks) {
    if (at < area.top - 0.5 || at > bottomOf(area) + 0.5) continue;
    if (marks) {
      context.beginPath();
      context.moveTo(area.left - 4, crisp(at - 0.5));
      context.lineTo(area.left, crisp(at - 0.5));
      context.stroke();
    }
    context.fillText(fitText(context, label, area.left - 26), area.left - 8, at);
  }
  context.textBaseline = 'alphabetic';
}

/** A text in one line, or in two where one is too short for it and there is a place to break. */
function inLines(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const cut = fitText(context, text, width);
  if (cut === text) return [text];
  const space = text.slice(0, cut.length).lastIndexOf(' ');
  return space <= 0 ? [cut] : [text.slice(0, space), fitText(context, text.slice(space + 1), width)];
}

/** Title of an axis: under an area, or turned at the far left, there in up to two lines. */
export function drawAxisTitle(
  context: CanvasRenderingContext2D,
  area: Area,
  title: string,
  side: 'bottom' | 'left',
  theme: Theme,
  distance: number
): void {
  context.font = labelFont(theme, 12, 500);
  context.fillStyle = theme.ink;
  context.textAlign = 'center';
  if (side === 'bottom') {
    context.fillText(
      fitText(context, title, area.width),
      area.left + area.width / 2,
      bottomOf(area) + distance
    );
    return;
  }
  context.save();
  context.translate(area.left - distance, area.top + area.height / 2);
  context.rotate(-Math.PI / 2);
  const lines = inLines(context, title, area.height);
  lines.forEach((line, i) => context.fillText(line, 0, (i - (lines.length - 1) / 2.6) * 13));
  context.restore();
}

/** A frame of one crisp pixel around an area. */
export function drawFrame(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: Area,
  theme: Theme
): void {
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(crisp(left - 1), crisp(top - 1), Math.round(width) + 1, Math.round(height) + 1);
}
