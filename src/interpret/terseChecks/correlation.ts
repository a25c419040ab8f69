import { bcaOverGroups, drawnCorrelation, Random, type BootstrapOptions } from '../../math';
import { checkTerseTable, groupsOf, terseColumn, type TerseTable } from './terseTable';

type Numbers = ArrayLike<number>;

/** Rank correlation of one terse value with one known quantity. */
export interface TerseCorrelationCheck {
  /** From 0. */
  terse: number;
  field: string;
  spearman: number | null;
  /** BCa interval from a bootstrap over groups. */
  low: number | null;
  high: number | null;
  /** Two-sided, by permutation of whole groups. */
  p: number;
  /** The same, corrected for all correlations asked about (Holm 1979). */
  pHolm: number;
  /** At fixed leading quantity; null for that itself. */
  partial: number | null;
}

export interface TerseCorrelationOptions extends BootstrapOptions {
  /** Quantity that partial correlations hold fixed; default the first. */
  leading?: string;
  /** Default 999. */
  permutations?: number;
}

/**
 * B1: which known physics the terse values follow. Spearman's rank correlation of each value with each quantity, with a BCa
 * interval over groups (Efron 1987), p by permutation of groups, corrected by Holm's rule. A correlation needs a control, not
 * a constant: compare with honest networks of several seeds.
 * @param physics by name, one value an object
 */
export function terseCorrelationCheck(
  table: TerseTable,
  physics: Readonly<Record<string, Numbers>>,
  {
    leading = Object.keys(physics)[0],
    permutations = 999,
    seed = 1,
    ...bootstrap
  }: TerseCorrelationOptions = {}
): TerseCorrelationCheck[] {
  checkTerseTable('terseCorrelationCheck', table, physics);
  const groups = groupsOf(table);
  const once = new Uint8Array(table.count).fill(1);
  const found = Array.from({ length: table.size }, (_, terse) => terse).flatMap(terse => {
    const values = terseColumn(table, terse);
    return Object.entries(physics).map(([field, column]) => {
      const statistic = drawnCorrelation(values, column, { ranked: true });
      const spearman = statistic(once);
      const [low, high] = bcaOverGroups(groups, statistic, { ...bootstrap, seed }) ?? [null, null];
      const partial =
        field === leading
          ? null
          : drawnCorrelation(values, column, { ranked: true, controls: [physics[leading]] })(once);
      const p = permutationP(values, column, groups, spearman, permutations, seed);
      return { terse, field, spearman, low, high, p, pHolm: p, partial };
    });
  });
  return holm(found);
}

/** Share of shuffles of whole groups with at least this correlation, the one at hand counted. */
function permutationP(
  values: Float64Array,
  column: Numbers,
  groups: ArrayLike<number | string>,
  found: number | null,
  permutations: number,
  seed: number
): number {
  if (found === null) return 1;
  const members = new Map<number | string, number[]>();
  for (let i = 0; i < groups.length; i++) members.set(groups[i], [...(members.get(groups[i]) ?? []), i]);
  const blocks = [...members.values()];
  const random = new Random(seed);
  const fixed = blocks.flat();
  const y = Float64Array.from(fixed, i => column[i]);
  const once = new Uint8Array(values.length).fill(1);
  let reached = 0;
  for (let draw = 0; draw < permutations; draw++) {
    const order = [...random.permutation(blocks.length)].flatMap(b => blocks[b]);
    const r = drawnCorrelation(
      Float64Array.from(order, i => values[i]),
      y,
      { ranked: true }
    )(once);
    if (r !== null && Math.abs(r) >= Math.abs(found) - 1e-12) reached++;
  }
  return (reached + 1) / (permutations + 1);
}

/** Holm's step-down correction. */
function holm<T extends { p: number; pHolm: number }>(tests: T[]): T[] {
  const order = Array.from(tests.keys()).sort((a, b) => tests[a].p - tests[b].p);
  let least = 0;
  order.forEach((test, rank) => {
    least = Math.max(least, Math.min(1, (tests.length - rank) * tests[test].p));
    tests[test] = { ...tests[test], pHolm: least };
  });
  return tests;
}
