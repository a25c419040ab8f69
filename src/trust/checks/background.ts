import { skillNull, skillOf, spreadOf } from '../skill';
import type { TrustContext } from '../context';
import type { Check, Need } from '../check';

const needsBackground: Need = {
  what: 'the test objects without their source (data.background)',
  met: ({ data }) => data.background !== undefined,
  otherwise: 'inconclusive'
};

/** The most skill that what is left of the objects allows. */
async function allowed(context: TrustContext): Promise<number> {
  const { background, test } = context.data;
  if (background!.limit === undefined) {
    const answers = await context.answers(background!.inputs);
    return skillNull(answers, test.truth, context.declaration, { seed: context.seed });
  }
  return Math.max(0, 1 - (background!.limit / spreadOf(test.truth)) ** 2);
}

/** C2: does it know the answer where the source is gone? */
export const background: Check = {
  id: 'C2',
  version: 1,
  question: 'Does it know the answer where the source is taken away?',
  hard: true,
  needs: [needsBackground],
  async run(context) {
    const { background: without, test } = context.data;
    const { share, errors } = context.limits('C2').values;
    const n = test.truth.length;
    const skill = skillOf(await context.answers(without!.inputs), test.truth, context.declaration);
    const own = skillOf(await context.answers(test.inputs), test.truth, context.declaration);
    const most = await allowed(context);
    // the standard error of r^2
    const error = (2 * Math.sqrt(skill) * (1 - skill)) / Math.sqrt(n);
    const slack = without!.limit === undefined ? 0 : errors * error;
    const outcome = skill <= most + slack ? 'pass' : skill - most <= share * own ? 'warn' : 'fail';
    return {
      outcome,
      statistic: 'skill without the source',
      value: skill,
      interval: [Math.max(0, skill - 1.96 * error), Math.min(1, skill + 1.96 * error)],
      n,
      reason: `With ${without!.change} its skill is ${skill.toFixed(3)}; what is left allows ${most.toFixed(3)}.`,
      evidence: [
        { label: 'allowed', value: most },
        { label: "the model's skill on whole objects", value: own }
      ]
    };
  },
  planted: 'answers without the source that still correlate with the truth by .97',
  plant(context, random) {
    const { test, background: without } = context.data;
    const sd = 0.25 * spreadOf(test.truth);
    const leak = Float64Array.from(test.truth, t => random.normal(t, sd));
    return {
      ...context,
      answers: async inputs => (inputs === without!.inputs ? leak : context.answers(inputs))
    };
  },
  heal(context, random) {
    const { test, background: without } = context.data;
    const none = Float64Array.from(test.truth, () => random.normal());
    return {
      ...context,
      answers: async inputs => (inputs === without!.inputs ? none : context.answers(inputs))
    };
  },
  draws: 10
};
