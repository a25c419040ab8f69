import { median, quantile, rmsError } from '../../math';
import type { Random } from '../../math';
import { spreadOf } from '../skill';
import type { TrustContext } from '../context';
import type { Check, Need } from '../check';

const needsAgain: Need = {
  what: 'the test objects observed again (data.observedAgain)',
  met: ({ data }) => data.observedAgain !== undefined
};

/** What a change of an answer is measured in: its error; of a logit the spread. */
async function errorOf(context: TrustContext): Promise<number> {
  const { test } = context.data;
  const answers = await context.answers(test.inputs);
  if (context.declaration.target.kind === 'classification') return spreadOf(answers) || 1;
  return Math.max(rmsError(answers, test.truth), 1e-3 * spreadOf(test.truth));
}

/** C8: does the answer stay when the same object is observed again? */
export const observedAgain: Check = {
  id: 'C8',
  version: 1,
  question: 'Does the answer stay when the same object is observed again?',
  hard: false,
  needs: [needsAgain],
  async run(context) {
    const { test, observedAgain: again } = context.data;
    const limits = context.limits('C8').values;
    const [before, after] = [await context.answers(test.inputs), await context.answers(again!.inputs)];
    const error = await errorOf(context);
    const moves = before.map((a, s) => Math.abs(after[s] - a) / error);
    const [middle, tail] = [median(moves), quantile(moves, 0.95)];
    const kept = middle < limits.median && tail < limits.tail;
    return {
      outcome: kept ? 'pass' : middle < 2 * limits.median && tail < 2 * limits.tail ? 'warn' : 'fail',
      statistic: 'median change of the answer over its error',
      value: middle,
      n: moves.length,
      reason: `With ${again!.change} half of the answers move by less than ${middle.toFixed(2)} of the error, 95 % by less than ${tail.toFixed(2)}.`,
      evidence: [{ label: '95 % of the objects below', value: tail }]
    };
  },
  planted: 'answers that move by three times their error',
  plant: (context, random) => moved(context, 3, random),
  heal: (context, random) => moved(context, 0.3, random)
};

function moved(context: TrustContext, times: number, random: Random): TrustContext {
  const { test, observedAgain: again } = context.data;
  return {
    ...context,
    answers: async inputs => {
      if (inputs !== again!.inputs) return context.answers(inputs);
      const error = await errorOf(context);
      return (await context.answers(test.inputs)).map(a => a + times * error * random.normal());
    }
  };
}
