import { mean } from '../../math';
import type { Random } from '../../math';
import { terseCorrelationCheck } from '../../interpret/terseChecks';
import { withTerse, type TrustContext } from '../context';
import { needsPhysics, needsTerse, type Check } from '../check';
import { evenly, pickUnits } from '../terseUnits';

/** B1: does a terse value follow known physics? */
export const terseFollows: Check = {
  id: 'B1',
  version: 1,
  question: 'Does the terse value follow known physics?',
  hard: false,
  needs: [needsTerse, needsPhysics],
  async run(context) {
    const { rho, p, honestSds, honestLeast, units: most } = context.limits('B1').values;
    const all = await context.terse(context.data.test);
    const units = pickUnits(all, evenly(all.count, most));
    const { leading, physics } = units;
    const found = terseCorrelationCheck(units, physics, {
      leading,
      permutations: 150,
      draws: 60,
      seed: context.seed
    }).filter(({ spearman }) => spearman !== null);
    const size = (spearman: number | null) => Math.abs(spearman ?? 0);
    const best = [...found].sort((a, b) => size(b.spearman) - size(a.spearman))[0];
    const led = found
      .filter(({ field }) => field === leading)
      .sort((a, b) => size(b.spearman) - size(a.spearman))[0];
    const honest = context.declaration.honestTerse;
    const asked = honest ? led : best;
    const value = size(asked?.spearman ?? null);
    const threshold = honest ? Math.max(honestLeast, mean(honest) - honestSds * deviation(honest)) : rho;
    const follows = value >= threshold && (asked?.pHolm ?? 1) < p;
    const ends = [asked?.low ?? 0, asked?.high ?? 0].map(Math.abs).sort((a, b) => a - b);
    const stand = all.surrogate ? ' (principal components stand in for a declared layer)' : '';
    return {
      outcome: follows ? 'pass' : honest ? 'fail' : 'warn',
      statistic: `|Spearman| of terse value and ${asked?.field ?? leading}`,
      value,
      interval: [ends[0], ends[1]],
      n: new Set(units.groups).size,
      reason: follows
        ? `Its terse value follows ${asked.field} with a rank correlation of ${value.toFixed(2)}${stand}.`
        : `Its terse value follows ${asked?.field ?? leading} with a rank correlation of ${value.toFixed(2)} only; expected ${threshold.toFixed(2)} or more${stand}.`,
      evidence: found.map(({ terse, field, spearman, pHolm }) => ({
        label: `terse ${terse + 1} and ${field}`,
        value: `${(spearman ?? 0).toFixed(3)} (p ${pHolm.toPrecision(2)})`
      }))
    };
  },
  planted: 'terse values of which three quarters of the variance is noise',
  plant: (context, random) => following(context, 0.3, random),
  heal: (context, random) => following(context, 0.985, random),
  draws: 3
};

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / Math.max(1, values.length - 1));
}

/** Terse values that correlate with the leading physics as told. */
function following(context: TrustContext, r: number, random: Random): TrustContext {
  return withTerse(context, ({ physics, leading }) => {
    const column = physics[leading];
    const centre = mean(column);
    const sd = deviation(Array.from(column));
    return column.map(v => (r * (v - centre)) / sd + Math.sqrt(1 - r * r) * random.normal());
  });
}
