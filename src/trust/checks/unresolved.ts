import { skillOf, spreadOf } from '../skill';
import type { TrustContext } from '../context';
import type { Check, Need } from '../check';

const needsResolved: Need = {
  what: 'the test objects without unresolved scales (data.resolvedOnly)',
  met: ({ data }) => data.resolvedOnly !== undefined
};

/** C5: does its skill come from scales that the data do not resolve? */
export const unresolved: Check = {
  id: 'C5',
  version: 1,
  question: 'Does it live on scales that are not resolved?',
  hard: false,
  needs: [needsResolved],
  async run(context) {
    const { test, resolvedOnly } = context.data;
    const { pass, fail } = context.limits('C5').values;
    const own = skillOf(await context.answers(test.inputs), test.truth, context.declaration);
    const left = skillOf(await context.answers(resolvedOnly!.inputs), test.truth, context.declaration);
    const share = own > 0 ? Math.max(0, 1 - left / own) : 0;
    return {
      outcome: share < pass ? 'pass' : share < fail ? 'warn' : 'fail',
      statistic: 'share of the skill that unresolved scales carry',
      value: share,
      n: test.truth.length,
      reason: `With ${resolvedOnly!.change} its skill goes from ${own.toFixed(2)} to ${left.toFixed(2)}.`
    };
  },
  planted: 'answers that are noise without the unresolved scales',
  plant(context, random) {
    const sd = spreadOf(context.data.test.truth) || 1;
    const noise = Float64Array.from(context.data.test.truth, () => random.normal(0, sd));
    return resolvedAnswers(context, async () => noise);
  },
  heal: context => resolvedAnswers(context, () => context.answers(context.data.test.inputs))
};

const resolvedAnswers = (context: TrustContext, of: () => Promise<Float64Array>): TrustContext => ({
  ...context,
  answers: inputs => (inputs === context.data.resolvedOnly!.inputs ? of() : context.answers(inputs))
});
