/** What the static and the live scatter share: ranges, colours and shapes of points, the correlation line. */
import { finiteRange } from './array';
import { classColour, NA_COLOUR, sequentialTable, tableColour, tableIndex } from './colours';
import { pairCorrelations, signed } from './correlation';
import type { Column } from './payload';
import { classShape } from './shapes';
import { correlationOf, type TerseData } from './terse';
import { formatNumber } from './ticks';

/** Range of a column with a margin of 4 % on each side; a column without spread gets one around its value. */
export function paddedRange(values: ArrayLike<number>): [number, number] {
  const { least, greatest } = finiteRange(values);
  if (!(least <= greatest)) return [0, 1];
  const span = greatest - least;
  const margin = span > 0 ? span * 0.04 : Math.abs(least) * 0.1 || 1;
  return [least - margin, greatest + margin];
}

/** How the points of a column are told apart. */
export interface PointStyle {
  colour(i: number): string;
  shape(i: number): string;
  /** The classes and how many points each has; absent for a number. NA comes last, where there is any. */
  classes?: { code: number; label: string; count: number }[];
  /** Ends of the colour scale of a number. */
  range?: [number, number];
}

/** Colours and shapes by a column, or one colour for all. @param plain colour where no column is chosen */
export function pointStyle(column: Column | undefined, dark: boolean, plain: string): PointStyle {
  if (!column) return { colour: () => plain, shape: () => 'circle' };
  if (column.kind === 'category') {
    const { codes, categories } = column;
    const counts = new Map<number, number>();
    for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
    const classes = [...counts]
      .map(([code, count]) => ({ code, count, label: code < 0 ? 'NA' : categories[code] }))
      .sort((a, b) => (a.code < 0 ? 1 : 0) - (b.code < 0 ? 1 : 0) || a.code - b.code);
    return { colour: i => classColour(codes[i]), shape: i => classShape(codes[i]), classes };
  }
  const { values } = column;
  const { least, greatest } = finiteRange(values);
  const table = sequentialTable(dark);
  return {
    colour: i =>
      Number.isFinite(values[i]) ? tableColour(table, tableIndex(values[i], least, greatest)) : NA_COLOUR,
    shape: i => (Number.isFinite(values[i]) ? 'circle' : 'cross'),
    range: least <= greatest ? [least, greatest] : undefined
  };
}

/**
 * The correlation of the two columns shown, in words. Where none was sent, Spearman's is worked out from the points
 * shown, and that is said.
 */
export function correlationLine(data: TerseData, x: string, y: string): string {
  if (x === y) return '';
  const stored = correlationOf(data.payload, x, y);
  if (stored) {
    if (stored.spearman === null) return `Spearman \u03c1 undefined (n = ${stored.n})`;
    const interval =
      stored.low === null || stored.high === null
        ? 'no interval'
        : `95 % ${signed(stored.low)} to ${signed(stored.high)}`;
    return `Spearman \u03c1 = ${signed(stored.spearman)} (${interval}), n = ${stored.n.toLocaleString('en')}`;
  }
  const [a, b] = [data.byName.get(x), data.byName.get(y)];
  if (a?.kind !== 'number' || b?.kind !== 'number') return '';
  const { spearman, n } = pairCorrelations(data, a, b);
  if (spearman.value === null) return '';
  const interval =
    spearman.low === null || spearman.high === null
      ? 'no interval'
      : `95 % ${signed(spearman.low)} to ${signed(spearman.high)}`;
  return `Spearman \u03c1 = ${signed(spearman.value)} (${interval}, from the points shown), n = ${n.toLocaleString('en')}`;
}

/**
 * A column's value of row i in words: enough digits to tell a thousandth of the column's range.
 * @param units whether to add the unit; default yes
 */
export function columnText(column: Column, i: number, units = true): string {
  if (column.kind === 'category') return column.codes[i] < 0 ? 'NA' : column.categories[column.codes[i]];
  const text = formatNumber(column.values[i], digitsOf(column.values));
  return units && column.unit && text !== 'NA' ? `${text} ${column.unit}` : text;
}

const digitsKnown = new WeakMap<Float64Array, number>();

/** Significant digits of a column's values: four, and more for values far from zero for their range (dates). */
function digitsOf(values: Float64Array): number {
  let digits = digitsKnown.get(values);
  if (digits === undefined) {
    const { least, greatest } = finiteRange(values);
    const ratio = Math.max(Math.abs(least), Math.abs(greatest)) / (greatest - least);
    digits = Number.isFinite(ratio) && ratio > 1 ? Math.min(4 + Math.floor(Math.log10(ratio)), 12) : 4;
    digitsKnown.set(values, digits);
  }
  return digits;
}
