import { median, quantile } from '../../math';
import { spreadOf } from '../skill';
import type { TrustContext } from '../context';
import type { Check, Need } from '../check';

const needsTurned: Need = {
  what: 'the test objects under a symmetry (data.turned)',
  met: ({ data }) => data.turned !== undefined,
  otherwise: 'inconclusive'
};

/** C7: does a change that means nothing change the answer? */
export const symmetry: Check = {
  id: 'C7',
  version: 1,
  question: 'Does a change that means nothing change the answer?',
  hard: false,
  needs: [needsTurned],
  async run(context) {
    const { turned, test } = context.data;
    const before = await context.answers(test.inputs);
    const after = await context.answers(turned!.inputs);
    const scale = scatterOf(context, before);
    const moves = before.map((a, s) => Math.abs(after[s] - a) / scale);
    const value = quantile(moves, 0.9);
    const { share } = context.limits('C7').values;
    return {
      outcome: value <= share ? 'pass' : value <= 2 * share ? 'warn' : 'fail',
      statistic: 'change of the answer over the scatter of honest answers, 90 % of objects below',
      value,
      n: moves.length,
      reason:
        value <= share
          ? `With ${turned!.change} answers stay as they are.`
          : `With ${turned!.change} answers move by ${value.toFixed(2)} of their scatter.`,
      evidence: [{ label: 'median', value: median(moves) }]
    };
  },
  planted: 'answers that move by twice their scatter',
  plant: (context, random) => moved(context, 2, () => random.normal()),
  heal: context => moved(context, 0, () => 0)
};

/** What a change is measured in: the error of a regression, of a logit its own spread. */
function scatterOf({ data: { test }, declaration }: TrustContext, answers: Float64Array): number {
  if (declaration.target.kind === 'classification') return spreadOf(answers) || 1;
  const square = answers.reduce((sum, a, s) => sum + (a - test.truth[s]) ** 2, 0) / answers.length;
  return Math.max(Math.sqrt(square), 1e-3 * spreadOf(test.truth)) || 1;
}

function moved(context: TrustContext, times: number, draw: () => number): TrustContext {
  const { turned, test } = context.data;
  return {
    ...context,
    answers: async inputs => {
      if (inputs !== turned!.inputs) return context.answers(inputs);
      const before = await context.answers(test.inputs);
      const scale = scatterOf(context, before);
      return before.map(a => a + times * scale * draw());
    }
  };
}
