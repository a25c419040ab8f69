/** What a live model's drawing is made of, and the marks that its parts share. */
import { classShape, shapeCorners } from 'terselab/dist/views';
import type { ModelLayout } from './modelLayout';
import type { Cell, ModelState } from './modelState';
import type { Range } from './viewport';

/** What the map shows. */
export type Shown = 'saliency' | 'input';

/** A line of the map: an element, or the strongest of several that share a line. */
export interface MapLine {
  place: number;
  /** Index among the kept. */
  row: number;
  /** Elements that share the line. */
  of: number;
}

export interface ModelScene {
  state: ModelState;
  layout: ModelLayout;
  range: Range;
  /** Network whose map is shown. */
  network: number;
  shown: Shown;
  lines: readonly MapLine[];
  cell: Cell | null;
  /** Names of the columns. */
  names: readonly string[];
  slanted: boolean;
}

/** Least height of a line of the map. */
const LINE = 2;

/** Lines of a map of some height: elements that share one are drawn as the strongest of them. */
export function mapLines(state: ModelState, network: number, height: number): MapLine[] {
  const { kept, columns, says } = state;
  const count = Math.min(kept.length, Math.floor(height / LINE));
  const { saliency } = says[network];
  // What the networks last said may be of another number of elements: a moment later they have answered.
  const known = saliency?.length === kept.length * columns ? saliency : null;
  const size = (row: number): number => {
    let sum = 0;
    if (known) for (let j = row * columns; j < (row + 1) * columns; j++) sum += Math.abs(known[j]);
    return sum;
  };
  return Array.from({ length: count }, (_, line) => {
    const [from, to] = [line, line + 1].map(l => Math.floor((l * kept.length) / count));
    let row = from;
    for (let r = from + 1; r < to; r++) if (size(r) > size(row)) row = r;
    return { place: kept[row], row, of: to - from };
  });
}

/** The mark of network i: its shape is the second sign beside its colour. */
export function drawMark(
  context: CanvasRenderingContext2D,
  i: number,
  x: number,
  y: number,
  radius: number,
  filled: boolean
): void {
  context.beginPath();
  const shape = classShape(i);
  if (shape === 'circle') context.arc(x, y, radius, 0, 2 * Math.PI);
  else {
    shapeCorners(shape, radius).forEach(([dx, dy], k) =>
      k === 0 ? context.moveTo(x + dx, y + dy) : context.lineTo(x + dx, y + dy)
    );
    context.closePath();
  }
  if (filled) context.fill();
  else context.stroke();
}
