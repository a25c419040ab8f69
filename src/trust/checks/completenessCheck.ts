import { quantile } from '../../math';
import { completeness } from '../../interpret/metrics';
import { explainedObjects, explainerOf, needsInside, needsOneInput } from '../explaining';
import type { Check } from '../check';

/** E1: do the parts of an explanation add up to what they explain? */
export const completenessCheck: Check = {
  id: 'E1',
  version: 1,
  question: 'Do the parts of an explanation add up to what they explain?',
  hard: true,
  needs: [needsInside('gradient'), needsOneInput],
  async run(context) {
    const { model, inputs, baseline } = explainedObjects(context);
    const { pass, fail } = context.limits('E1').values;
    const score = { kind: 'logit' as const, index: context.declaration.target.index ?? 0 };
    const maps = await explainerOf(context, 'integratedGradients', baseline)(model, inputs);
    const { perObject } = await completeness(model, inputs, maps, { baseline, score });
    const value = quantile(perObject, 0.9);
    return {
      outcome: value <= pass ? 'pass' : value <= fail ? 'warn' : 'fail',
      statistic: 'completeness residual of integrated gradients, 90 % of objects below',
      value,
      n: inputs.count,
      reason: `Integrated gradients add up to the change of the answer within ${(100 * value).toPrecision(2)} %.`
    };
  },
  planted: 'maps a fifth too large',
  plant: context => ({ ...context, spoil: map => map.map(v => 1.2 * v) }),
  heal: context => ({ ...context, spoil: undefined }),
  draws: 1
};
