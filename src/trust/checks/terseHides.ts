import { mean, quantile, Random, studentQuantile } from '../../math';
import { probeSkill } from '../../interpret/terseChecks/probe';
import { terseColumns } from '../../interpret/terseChecks/terseTable';
import { nuisanceDecodability } from '../../interpret/terseChecks';
import { withTerse, type TrustContext } from '../context';
import { inconclusive, needsTerse, type Check } from '../check';
import { evenly, pickColumn, pickUnits, type TerseUnits } from '../terseUnits';
import type { TrustColumn } from '../types';

/** Selectivity of one nuisance over parts of the objects. */
interface Read {
  field: string;
  value: number;
  low: number;
  high: number;
}

/**
 * B2: can something be read from the terse value that it should not know? Of a row of a set that is, above all, the target of
 * the set.
 */
export const terseHides: Check = {
  id: 'B2',
  version: 1,
  question: 'Does the terse value know something that it should not?',
  hard: true,
  needs: [needsTerse],
  async run(context) {
    const { data, declaration } = context;
    const { fail, parts } = context.limits('B2').values;
    const units = await context.terse(data.test);
    const asked = forbidden(units, data.test.truth, declaration.target.name);
    const n = new Set(units.owner).size;
    const statistic = 'selectivity of a nuisance from the terse value, beyond physics';
    if (Object.keys(asked).length === 0) return inconclusive(statistic, n, 'No nuisance is declared.');
    if (n < 20 * parts) return inconclusive(statistic, n, `${n} objects; expected ${20 * parts} or more.`);
    const read = units.ofSets ? readInParts(context, units, asked) : readInShuffles(context, units, asked);
    const worst = [...read].sort((a, b) => (b.low > 0 ? b.value : b.low) - (a.low > 0 ? a.value : a.low))[0];
    const outcome = worst.low <= 0 ? 'pass' : worst.value <= fail ? 'warn' : 'fail';
    return {
      outcome,
      statistic: `${statistic}: ${worst.field}`,
      value: worst.value,
      interval: [worst.low, worst.high],
      n,
      reason:
        outcome === 'pass'
          ? `Nothing that it should not know (${read.map(({ field }) => field).join(', ')}) can be read from its terse value.`
          : `From its terse value ${worst.field} can be read beyond physics: a share of ${worst.value.toFixed(2)} of it.`,
      evidence: read.map(({ field, value, low, high }) => ({
        label: field,
        value: `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`
      }))
    };
  },
  planted: 'terse values with a trace of the target of their set, or of the first nuisance',
  plant: (context, random) => leaking(context, 0.7, random),
  heal: (context, random) => leaking(context, 0, random),
  draws: 3
};

/** What no terse value should know: declared nuisances, and of the row of a set the target of the set. */
function forbidden(units: TerseUnits, truth: ArrayLike<number>, target: string): Record<string, TrustColumn> {
  if (!units.ofSets) return units.nuisances;
  return { [`${target} of its set`]: Float64Array.from(units.owner, s => truth[s]), ...units.nuisances };
}

/** Rows of sets: there are enough of them to ask several parts of the sets apart. */
function readInParts(context: TrustContext, units: TerseUnits, asked: Record<string, TrustColumn>): Read[] {
  const { parts, units: most } = context.limits('B2').values;
  const found = Array.from({ length: parts }, (_, part) => {
    const rows = [...units.owner.keys()].filter(i => units.owner[i] % parts === part);
    const chosen = evenly(rows.length, most).map(i => rows[i]);
    const some = pickUnits({ ...units, nuisances: asked }, chosen);
    const table = { terse: some.terse, count: some.count, size: some.size, groups: some.owner };
    return nuisanceDecodability(table, some.nuisances, some.physics, {
      draws: 1,
      folds: 4,
      seed: context.seed + part
    });
  });
  return Object.keys(asked).map((field, k) => {
    const values = found.map(part => part[k].selectivity);
    const centre = mean(values);
    const variance = values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / (parts - 1);
    const half = studentQuantile(parts - 1) * Math.sqrt(variance / parts);
    return { field, value: centre, low: centre - half, high: centre + half };
  });
}

/**
 * Single objects: what is read beyond physics and target, against the same with the nuisance shuffled. The interval is that of
 * the shuffles about the figure.
 */
function readInShuffles(
  { data, seed, limits }: TrustContext,
  units: TerseUnits,
  asked: Record<string, TrustColumn>
): Read[] {
  const { draws } = limits('B2').values;
  const { truth } = data.test;
  const alone = { ...units.physics, target: Float64Array.from(units.owner, s => truth[s]) };
  const both = { ...alone, ...terseColumns(units) };
  const options = { folds: 4, seed };
  const beyond = (answer: TrustColumn) =>
    Math.max(
      ...(['linear', 'tree'] as const).map(
        kind =>
          probeSkill(kind, both, answer, units.groups, options) -
          Math.max(0, probeSkill(kind, alone, answer, units.groups, options))
      )
    );
  return Object.entries(asked).map(([field, answer]) => {
    const random = new Random(seed);
    const nothing = Array.from({ length: draws }, () =>
      beyond(pickColumn(answer, [...random.permutation(answer.length)]))
    );
    const value = beyond(answer) - mean(nothing);
    const half = quantile(nothing, 0.95) - mean(nothing);
    return { field, value, low: value - half, high: value + half };
  });
}

function leaking(context: TrustContext, share: number, random: Random): TrustContext {
  const { truth } = context.data.test;
  return withTerse(context, units => {
    const led = units.physics[units.leading] ?? new Float64Array(units.count);
    const first = Object.values(units.nuisances)[0];
    const leak = units.ofSets
      ? Float64Array.from(units.owner, s => truth[s])
      : typeof first?.[0] === 'string'
        ? Float64Array.from(first as readonly string[], name => (name === first[0] ? 1 : 0))
        : Float64Array.from((first as ArrayLike<number>) ?? led);
    const [a, b] = [scaled(led), scaled(leak)];
    return a.map((v, i) => v + share * b[i] + 0.3 * random.normal());
  });
}

/** In standard deviations from the mean; 0 where it does not vary. */
function scaled(column: Float64Array): Float64Array {
  const centre = mean(column);
  const sd = Math.sqrt(column.reduce((sum, v) => sum + (v - centre) ** 2, 0) / column.length);
  return column.map(v => (sd > 0 ? (v - centre) / sd : 0));
}
