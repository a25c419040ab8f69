import { mean, rmsError } from '../../math';
import type { Random } from '../../math';
import { skillOf, spreadOf } from '../skill';
import type { TrustContext } from '../context';
import { needsElsewhere, type Check } from '../check';

/** R1: does the model keep its skill in the second domain, and without bias? */
export const crossDomain: Check = {
  id: 'R1',
  version: 1,
  question: 'Does it hold in the second domain?',
  hard: false,
  bound: true,
  needs: [needsElsewhere],
  async run(context) {
    const { data, declaration } = context;
    const { passGap, failGap, passBias, failBias } = context.limits('R1').values;
    const [home, away] = [data.test, data.elsewhere!];
    const [near, far] = [await context.answers(home.inputs), await context.answers(away.inputs)];
    const own = skillOf(near, home.truth, declaration);
    const there = skillOf(far, away.truth, declaration);
    const gap = own > 0 ? (own - there) / own : 0;
    const bias = declaration.target.kind === 'regression' ? biasOf(near, home.truth, far, away.truth) : 0;
    const outcome =
      gap > failGap || Math.abs(bias) > failBias
        ? 'fail'
        : gap <= passGap && Math.abs(bias) <= passBias
          ? 'pass'
          : 'warn';
    return {
      outcome,
      statistic: 'loss of skill in the second domain',
      value: gap,
      n: away.truth.length,
      reason:
        outcome === 'pass'
          ? `In the second domain it loses ${(100 * gap).toFixed(0)} % of its skill and is off by ${bias.toFixed(2)} of its error.`
          : `In the second domain its skill falls from ${own.toFixed(2)} to ${there.toFixed(2)} and it is off by ${bias.toFixed(2)} of its error.`,
      evidence: [
        { label: 'skill at home', value: own },
        { label: 'skill elsewhere', value: there },
        { label: 'bias over the error at home', value: bias }
      ]
    };
  },
  planted: 'answers elsewhere that are noise',
  plant: (context, random) => knowing(context, 0, random),
  heal: (context, random) => knowing(context, 1, random)
};

/** Mean error elsewhere less that at home, over the error at home or the spread of the target a tenth of it, if larger. */
function biasOf(
  near: Float64Array,
  nearTruth: ArrayLike<number>,
  far: Float64Array,
  farTruth: ArrayLike<number>
): number {
  const off = (answers: Float64Array, truth: ArrayLike<number>) => mean(answers.map((a, s) => a - truth[s]));
  return (
    (off(far, farTruth) - off(near, nearTruth)) /
    Math.max(rmsError(near, nearTruth), 0.1 * spreadOf(nearTruth))
  );
}

/** Answers elsewhere that know the target as well as those at home, or not at all. */
function knowing(context: TrustContext, share: number, random: Random): TrustContext {
  const away = context.data.elsewhere!;
  const { test } = context.data;
  return {
    ...context,
    answers: async inputs => {
      if (inputs !== away.inputs) return context.answers(inputs);
      if (context.declaration.target.kind === 'classification') {
        return Float64Array.from(away.truth, t => share * (t === 1 ? 4 : -4) + random.normal());
      }
      const sd = share ? rmsError(await context.answers(test.inputs), test.truth) : spreadOf(away.truth);
      const centre = mean(away.truth);
      return Float64Array.from(away.truth, t => (share ? t : centre) + random.normal(0, sd));
    }
  };
}
