/** Correlations of two columns for a view: as sent with the payload, or worked out from the points shown, which is said. */
import { Random } from '../math/random';
import { pearson, ranks, spearman } from '../math/statistics';
import type { NumberColumn } from './payload';
import { correlationOf, type TerseData } from './terse';
import { axisTitle } from './ticks';

/** Above so many points a correlation is worked out from a sample of so many. */
const MOST = 5000;

/** A correlation and its 95 % interval; null where undefined. */
export interface Interval {
  value: number | null;
  low: number | null;
  high: number | null;
}

/** The correlations of a pair of columns. */
export interface PairCorrelations {
  n: number;
  spearman: Interval;
  pearson: Interval;
  /** Spearman's with other columns held fixed; absent where none was asked for or sent. */
  partial?: Interval & { given: string };
  /** Whether worked out here, from the points shown, rather than sent. */
  shown: boolean;
}

/**
 * The correlations of two columns over some rows. Those sent with the payload hold for all rows; others are worked out, with
 * intervals by Fisher's transformation (Spearman's with the variance 1.06/(n - 3) of Fieller, Hartley and Pearson 1957).
 * @param rows rows to take; default all, for which sent ones are used
 * @param given a column held fixed
 */
export function pairCorrelations(
  data: TerseData,
  x: NumberColumn,
  y: NumberColumn,
  { rows, given }: { rows?: Uint32Array; given?: NumberColumn } = {}
): PairCorrelations {
  const sent = rows ? undefined : correlationOf(data.payload, x.name, y.name);
  const known =
    sent?.partial && (!given || sent.partial.given.join() === given.name) ? sent.partial : undefined;
  const held = given && given !== x && given !== y ? given : undefined;
  const partial = known
    ? { value: known.rho, low: known.low, high: known.high, given: known.given.join(', ') }
    : held && { ...partialSpearman(columnsAt(data, rows, [x, y, held])), given: held.label };
  if (sent) {
    const { n, low, high, pearsonLow = null, pearsonHigh = null } = sent;
    return {
      n,
      spearman: { value: sent.spearman, low, high },
      pearson: { value: sent.pearson, low: pearsonLow, high: pearsonHigh },
      ...(partial ? { partial } : {}),
      shown: false
    };
  }
  const [a, b] = columnsAt(data, rows, [x, y]);
  return {
    n: a.length,
    spearman: interval(spearman(a, b), a.length, 1.06),
    pearson: interval(pearson(a, b), a.length, 1),
    ...(partial ? { partial } : {}),
    shown: true
  };
}

/** Values of columns in the rows that have all of them; of many rows {@link MOST} are drawn, the same each time. */
function columnsAt(data: TerseData, rows: Uint32Array | undefined, columns: NumberColumn[]): Float64Array[] {
  const count = rows ? rows.length : data.length;
  const every = Math.max(1, count / MOST);
  const kept: number[] = [];
  // One row at random from each of equal stretches: every sixth row might always be of the same arm.
  const random = new Random(1);
  for (let k = 0; k < Math.min(count, MOST); k++) {
    const at = Math.min(count - 1, every === 1 ? k : Math.floor((k + random.uniform()) * every));
    const row = rows ? rows[at] : at;
    if (columns.every(({ values }) => Number.isFinite(values[row]))) kept.push(row);
  }
  return columns.map(({ values }) => Float64Array.from(kept, row => values[row]));
}

function partialSpearman([x, y, z]: Float64Array[]): Interval {
  const [a, b, c] = [ranks(x), ranks(y), ranks(z)];
  const [xy, xz, yz] = [pearson(a, b), pearson(a, c), pearson(b, c)];
  if (xy === null || xz === null || yz === null) return { value: null, low: null, high: null };
  const left = Math.sqrt((1 - xz * xz) * (1 - yz * yz));
  // What is fixed leaves nothing of one of the two: there is no correlation to speak of.
  if (!(left > 1e-9)) return { value: null, low: null, high: null };
  return interval(Math.min(1, Math.max(-1, (xy - xz * yz) / left)), x.length - 1, 1.06);
}

function interval(value: number | null, n: number, variance: number): Interval {
  if (value === null || n < 5) return { value, low: null, high: null };
  const z = Math.atanh(Math.min(Math.max(value, -1 + 1e-15), 1 - 1e-15));
  const half = 1.959963984540054 * Math.sqrt(variance / (n - 3));
  return { value, low: Math.tanh(z - half), high: Math.tanh(z + half) };
}

export const signed = (value: number): string => `${value < 0 ? '\u2212' : '+'}${Math.abs(value).toFixed(2)}`;

/** A correlation with its interval: "+0.90 [+0.70, +0.95]". */
export function intervalText({ value, low, high }: Interval): string {
  if (value === null) return 'undefined';
  return low === null || high === null ? signed(value) : `${signed(value)} [${signed(low)}, ${signed(high)}]`;
}

/** Pearson's and the partial correlation in one line, beside Spearman's. */
export function moreCorrelations({ pearson, partial }: PairCorrelations): string {
  const parts = [`Pearson r = ${intervalText(pearson)}`];
  if (partial) parts.push(`given ${partial.given}: ${intervalText(partial)}`);
  return parts.join(' \u00b7 ');
}

/** A number column of the view with how strongly it goes with another; strongest first, undefined last. */
export interface RankedColumn {
  column: NumberColumn;
  correlations: PairCorrelations;
}

/** All numeric columns but one, by the size of their rank correlation with it. */
export function rankedColumns(data: TerseData, y: NumberColumn, given?: NumberColumn): RankedColumn[] {
  const out: RankedColumn[] = [];
  for (const column of data.byName.values()) {
    if (column.kind !== 'number' || column === y) continue;
    out.push({ column, correlations: pairCorrelations(data, column, y, { given }) });
  }
  const size = ({ correlations: { spearman } }: RankedColumn) =>
    spearman.value === null ? -1 : Math.abs(spearman.value);
  return out.sort((a, b) => size(b) - size(a));
}

/** Intercept and slope of the least-squares line through some rows; null where x has no spread. */
export function fitLine(
  x: Float64Array,
  y: Float64Array,
  rows: Uint32Array
): { at: number; slope: number } | null {
  let [n, meanX, meanY, xx, xy] = [0, 0, 0, 0, 0];
  for (const row of rows) {
    const [a, b] = [x[row], y[row]];
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
    n++;
    // Running means: values far from zero for their spread lose nothing.
    const [dx, dy] = [a - meanX, b - meanY];
    meanX += dx / n;
    meanY += dy / n;
    xx += dx * (a - meanX);
    xy += dx * (b - meanY);
  }
  const slope = xy / xx;
  return n >= 2 && Number.isFinite(slope) ? { at: meanY - slope * meanX, slope } : null;
}

/** Title of a column. */
export const titleOf = ({ label, unit }: NumberColumn): string => axisTitle(label, unit);
