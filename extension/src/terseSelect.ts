/** Choosing points of a terse view: by box, by lasso, by key. */
import { pairCorrelations, signedNumber } from 'terselab/dist/views';
import { contains, type Area } from './geometry';
import type { SelectMode } from './plot';
import { boxOf, isInside, type Point } from './selection';
import type { TersePlot } from './tersePlot';
import { words } from './words';

/** How many are selected, and how the columns shown go together in them. */
export function selectionText({ data, selection, x, y }: TersePlot): string {
  const { count } = selection;
  if (count === 0) return words.selected(0);
  const { spearman } = pairCorrelations(data, x, y, { rows: selection.rows });
  const rho = spearman.value === null || x === y ? '' : `, \u03c1 = ${signedNumber(spearman.value)}`;
  return `${words.selected(count)}${rho}`;
}

/** Draw a box or lasso; see `Plot.trace`. */
export function traceOutline(
  plot: TersePlot,
  areas: readonly Area[],
  stage: 'start' | 'move' | 'end' | 'cancel',
  at: Point,
  mode: SelectMode
): boolean {
  if (stage === 'start') {
    const panel = areas.findIndex(area => contains(area, at.x, at.y));
    // With Shift or Alt a drag selects, whatever it does without.
    if (panel < 0 || (plot.drag === 'move' && mode === 'new')) return false;
    plot.outline = { panel, points: [at] };
    return true;
  }
  if (!plot.outline) return false;
  const { panel, points } = plot.outline;
  const drawn = plot.drag === 'lasso' ? [...points, at] : boxOf(points[0], at);
  plot.outline = stage === 'move' ? { panel, points: drawn } : null;
  if (stage === 'end') chooseInside(plot, panel, drawn, mode);
  return true;
}

function chooseInside(plot: TersePlot, panel: number, outline: Point[], mode: SelectMode): void {
  const place = plot.placer(panel);
  plot.selection.change(
    plot.panels[panel].rows.filter(row => isInside(place(row), outline)),
    mode
  );
}

/** S the point in hand, A all that a panel shows, C none; false for other letters. */
export function selectByKey(plot: TersePlot, letter: string, panel: number): boolean {
  if (letter === 's' && plot.inHand >= 0) plot.selection.toggle(plot.inHand);
  else if (letter === 'a' && panel >= 0) {
    const { left, top, width, height } = plot.area();
    const corner = { x: left + width, y: top + height };
    chooseInside(plot, panel, boxOf({ x: left, y: top }, corner), 'add');
  } else if (letter === 'c') plot.selection.change([], 'new');
  else return false;
  return true;
}
