/** K1 to K4: are the uncertainties of a regression right, everywhere, and of use? */
import { mean, normalCumulative } from '../../math';
import type { Random } from '../../math';
import { coverageOf, INTERVALS, uniformP, unitVarianceP } from '../normality';
import { spreadOf } from '../skill';
import type { Moments, TrustContext } from '../context';
import { inconclusive, needsSigma, type Check } from '../check';
import type { TrustPart } from '../types';

/** (truth - mu) / sigma of the test objects. */
async function deviates({ data, moments }: TrustContext): Promise<Float64Array> {
  const { mu, sigma } = await moments(data.test);
  return mu.map((m, s) => (data.test.truth[s] - m) / sigma[s]);
}

/** Answers whose errors are normal, with an uncertainty that is off by a factor. */
const stated =
  (factor: (s: number) => number) =>
  (context: TrustContext, random: Random): TrustContext => ({
    ...context,
    moments: async (part: TrustPart): Promise<Moments> => {
      const sd = 0.3 * spreadOf(part.truth) || 1;
      const sigma = Float64Array.from(part.truth, () => sd * random.uniform(0.7, 1.3));
      const mu = sigma.map((v, s) => part.truth[s] + v * random.normal());
      return { mu, sigma: sigma.map((v, s) => v * factor(s)) };
    }
  });

/** K1: PIT uniform, and unit variance, which sees a wrong width better. */
export const pit: Check = {
  id: 'K1',
  version: 1,
  question: 'Do its uncertainties have the right shape and width?',
  hard: false,
  needs: [needsSigma],
  async run(context) {
    const { p: least, objects, enough } = context.limits('K1').values;
    const z = await deviates(context);
    const statistic = 'p of uniform PIT and unit variance (Holm)';
    if (z.length < objects)
      return inconclusive(
        statistic,
        z.length,
        `${z.length} objects; below ${objects} a pass would mean little.`
      );
    const found = [uniformP(z.map(normalCumulative)), unitVarianceP(z)];
    const value = Math.min(1, 2 * Math.min(...found));
    return {
      outcome: value < least ? 'fail' : z.length < enough ? 'warn' : 'pass',
      statistic,
      value,
      n: z.length,
      reason:
        value < least
          ? `Errors over stated uncertainties are not standard normal (p ${value.toPrecision(2)}, variance ${variance(z).toFixed(2)}).`
          : `Errors over stated uncertainties are compatible with a standard normal${z.length < enough ? `; ${z.length} objects have little power` : ''}.`,
      evidence: [
        { label: 'p of uniform PIT', value: found[0] },
        { label: 'p of unit variance', value: found[1] }
      ]
    };
  },
  planted: 'uncertainties too small by a fifth',
  plant: stated(() => 0.8),
  heal: stated(() => 1)
};

const variance = (z: Float64Array) => mean(z.map(v => v * v));

/** K2: do stated intervals hold what they should? */
export const coverage: Check = {
  id: 'K2',
  version: 1,
  question: 'Do its 68 and 95 % intervals hold their share?',
  hard: false,
  needs: [needsSigma],
  async run(context) {
    const { points, objects } = context.limits('K2').values;
    const z = await deviates(context);
    const off = INTERVALS.map(({ share, half }) => coverageOf(z, half) - share);
    const band = INTERVALS.map(({ share }) => 1.96 * Math.sqrt((share * (1 - share)) / z.length));
    const worst = Math.max(...off.map(Math.abs));
    if (z.length < objects)
      return inconclusive('coverage', z.length, `${z.length} objects; expected ${objects} or more.`);
    return {
      outcome: off.every((v, i) => Math.abs(v) <= band[i]) ? 'pass' : worst <= points ? 'warn' : 'fail',
      statistic: 'largest miss of the coverage',
      value: worst,
      n: z.length,
      reason: `Its intervals hold ${INTERVALS.map(({ share }, i) => `${(100 * (share + off[i])).toFixed(1)} % for ${(100 * share).toFixed(0)} %`).join(' and ')}.`
    };
  },
  planted: 'uncertainties too small by a fifth',
  plant: stated(() => 0.8),
  heal: stated(() => 1)
};

/** K3: does coverage hold in slices of the uncertainty and of the nuisances? */
export const conditionalCoverage: Check = {
  id: 'K3',
  version: 1,
  question: 'Do its intervals hold their share for every kind of object?',
  hard: false,
  needs: [needsSigma],
  async run(context) {
    const { points, least } = context.limits('K3').values;
    const { test } = context.data;
    const z = await deviates(context);
    const { sigma } = await context.moments(test);
    const slices = slicesOf(sigma, test).filter(({ rows }) => rows.length >= least);
    if (slices.length === 0)
      return inconclusive('coverage of slices', z.length, `No slice holds ${least} objects.`);
    const found = slices.map(({ name, rows }) => ({
      name,
      off:
        coverageOf(
          rows.map(row => z[row]),
          1
        ) - 0.6827
    }));
    const worst = found.sort((a, b) => Math.abs(b.off) - Math.abs(a.off))[0];
    const value = Math.abs(worst.off);
    return {
      outcome: value <= points ? 'pass' : 'fail',
      statistic: 'largest miss of the 68 % coverage in a slice',
      value,
      n: z.length,
      reason: `For ${worst.name} its 68 % intervals hold ${(100 * (worst.off + 0.6827)).toFixed(0)} %.`,
      evidence: found.map(({ name, off }) => ({ label: name, value: off }))
    };
  },
  planted: 'uncertainties half as large as they should be for every third object',
  plant(context, random) {
    const third = {
      ...context.data.test.nuisances,
      planted: Array.from(context.data.test.truth, (_, s) => `kind ${s % 3}`)
    };
    const data = { ...context.data, test: { ...context.data.test, nuisances: third } };
    return stated(s => (s % 3 === 0 ? 0.5 : 1.05))({ ...context, data }, random);
  },
  heal: stated(() => 1),
  draws: 10
};

function slicesOf(sigma: Float64Array, { nuisances = {} }: TrustPart): { name: string; rows: number[] }[] {
  const order = [...sigma.keys()].sort((a, b) => sigma[a] - sigma[b]);
  const third = Math.ceil(order.length / 3);
  const slices = ['the surest third', 'the middle third', 'the least sure third'].map((name, k) => ({
    name,
    rows: order.slice(k * third, (k + 1) * third)
  }));
  for (const [field, column] of Object.entries(nuisances)) {
    if (typeof column[0] !== 'string') continue;
    for (const value of new Set(column as readonly string[])) {
      slices.push({ name: `${field} ${value}`, rows: [...sigma.keys()].filter(s => column[s] === value) });
    }
  }
  return slices;
}

/** K4: is it sharper than a constant answer? */
export const sharpness: Check = {
  id: 'K4',
  version: 1,
  question: 'Is it surer than one who always says the mean?',
  hard: false,
  needs: [needsSigma],
  async run(context) {
    const { test } = context.data;
    const { sigma } = await context.moments(test);
    const value = mean(sigma) / spreadOf(test.truth);
    return {
      outcome: value < context.limits('K4').values.ratio ? 'pass' : 'warn',
      statistic: 'mean uncertainty over the spread of the target',
      value,
      n: sigma.length,
      reason: `Its mean uncertainty is ${value.toFixed(2)} of the spread of the target${value < context.limits('K4').values.ratio ? '' : ': it predicts the prior'}.`
    };
  },
  planted: 'an uncertainty as wide as the target spreads',
  plant: stated(() => 3.4),
  heal: stated(() => 1),
  draws: 5
};
