import { brierScore, reliability } from '../../learn';
import { mean } from '../../math';
import type { Random } from '../../math';
import { withAnswers, type TrustContext } from '../context';
import { inconclusive, type Check, type Need } from '../check';

const needsLogit: Need = {
  what: 'a classification with one logit',
  met: ({ declaration, model }) =>
    declaration.target.kind === 'classification' && model.spec.output.count === 1
};

/** K5: does what it calls likely happen as often as it says? */
export const probabilities: Check = {
  id: 'K5',
  version: 1,
  question: 'Does what it calls likely happen as often as it says?',
  hard: false,
  needs: [needsLogit],
  async run(context) {
    const { truth, inputs } = context.data.test;
    const { pass, fail, bins, objects } = context.limits('K5').values;
    const n = truth.length;
    if (n < objects)
      return inconclusive('calibration error', n, `${n} objects; expected ${objects} or more.`);
    const said = (await context.answers(inputs)).map(logit => 1 / (1 + Math.exp(-logit)));
    const positive = Array.from(truth, t => t === 1);
    const made = reliability(said, positive, { bins });
    // what a perfect model of n objects has by chance: mean |gap| of a binomial share in each bin
    const chance = made.bins.reduce((sum, { rows, predicted }) => {
      const p = predicted ?? 0;
      return sum + (rows === 0 ? 0 : (rows / n) * Math.sqrt(((2 / Math.PI) * p * (1 - p)) / rows));
    }, 0);
    const value = Math.max(0, made.expectedError - chance);
    const base = mean(positive.map(Number));
    const brier = brierScore(said, positive);
    const useful = brier < base * (1 - base);
    return {
      outcome: value > fail || !useful ? 'fail' : value <= pass ? 'pass' : 'warn',
      statistic: 'expected calibration error less its value by chance',
      value,
      n,
      reason: `Its probabilities are off by ${(100 * value).toFixed(1)} points; its Brier score is ${brier.toFixed(3)}, that of the base rate ${(base * (1 - base)).toFixed(3)}.`
    };
  },
  planted: 'logits three times as large as they should be',
  plant: (context, random) => saying(context, 3, random),
  heal: (context, random) => saying(context, 1, random)
};

/** Logits of objects whose classes are drawn with the probabilities that they state, or with others. */
function saying(context: TrustContext, times: number, random: Random): TrustContext {
  const { test } = context.data;
  const logits = Float64Array.from(test.truth, () => random.normal(0, 1.5));
  const truth = logits.map(logit => (random.uniform() < 1 / (1 + Math.exp(-logit)) ? 1 : 0));
  const data = { ...context.data, test: { ...test, truth } };
  return withAnswers(
    { ...context, data },
    logits.map(logit => times * logit)
  );
}
