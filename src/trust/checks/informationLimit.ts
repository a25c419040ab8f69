import { rmsError } from '../../math';
import type { Random } from '../../math';
import { withAnswers, type TrustContext } from '../context';
import { inconclusive, type Check, type Need } from '../check';

const needsLimit: Need = {
  what: 'a declared information limit of a regression',
  met: ({ declaration }) => declaration.limit !== undefined && declaration.target.kind === 'regression'
};

/** F1: is the error below what any honest estimator can reach? */
export const informationLimitCheck: Check = {
  id: 'F1',
  version: 1,
  question: 'Is it better than possible?',
  hard: true,
  needs: [needsLimit],
  async run(context) {
    const { truth } = context.data.test;
    const limit = context.declaration.limit!.value;
    const n = truth.length;
    const values = context.limits('F1').values;
    const statistic = 'error over the information limit';
    if (n < values.leastObjects) {
      return inconclusive(
        statistic,
        n,
        `${n} test objects; from ${values.leastObjects} on an error can be told from the limit.`
      );
    }
    const rms = rmsError(await context.answers(context.data.test.inputs), truth);
    const error = rms / Math.sqrt(2 * n);
    const below = (limit - rms) / error;
    const failed = below > values.failErrors && rms < values.failRatio * limit;
    return {
      outcome: failed ? 'fail' : below <= values.passErrors ? 'pass' : 'warn',
      statistic,
      value: rms / limit,
      interval: [(rms - 1.96 * error) / limit, (rms + 1.96 * error) / limit],
      n,
      reason: failed
        ? `Its error of ${rms.toPrecision(3)} is ${(limit / rms).toPrecision(2)} times better than any honest estimator can be (${limit.toPrecision(3)}).`
        : `Its error of ${rms.toPrecision(3)} is ${(rms / limit).toPrecision(3)} times the limit of ${limit.toPrecision(3)}.`,
      evidence: [
        { label: 'error', value: rms },
        { label: 'limit', value: limit },
        { label: 'the limit assumes', value: context.declaration.limit!.assumes }
      ]
    };
  },
  planted: 'answers with .6 of the error that the limit allows',
  plant: (context, random) => withError(context, 0.6, random),
  heal: (context, random) => withError(context, 1.05, random),
  draws: 200
};

function withError(context: TrustContext, times: number, random: Random): TrustContext {
  const { truth } = context.data.test;
  const sd = times * context.declaration.limit!.value;
  return withAnswers(
    context,
    Float64Array.from(truth, t => random.normal(t, sd))
  );
}
