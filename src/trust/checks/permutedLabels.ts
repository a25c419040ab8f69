import { skillNull, skillOf } from '../skill';
import type { TrustContext } from '../context';
import { inconclusive, type Check, type Need } from '../check';

/** Twins of the model, trained on permuted labels. */
export const needsTwins: Need = {
  what: 'twins trained on permuted labels (controls.permuted)',
  met: ({ controls }) => (controls.permuted ?? []).length > 0,
  otherwise: 'inconclusive'
};

/** C13: does the same training on permuted labels find nothing? */
export const permutedLabels: Check = {
  id: 'C13',
  version: 1,
  question: 'Does the same training on permuted labels find nothing?',
  hard: true,
  needs: [needsTwins],
  async run(context) {
    const { data, declaration, controls, seed } = context;
    const { truth, inputs } = data.test;
    const statistic = 'largest skill of a twin trained on permuted labels, against random pairings';
    const found: { skill: number; threshold: number }[] = [];
    for (const { model } of controls.permuted!) {
      const answers = await answersOf(context, model);
      if (answers.length !== truth.length)
        return inconclusive(statistic, inputs.count, 'A twin answers other objects.');
      found.push({
        skill: skillOf(answers, truth, declaration),
        // one of several twins exceeds its own limit more often: Bonferroni's share for each
        threshold: skillNull(answers, truth, declaration, {
          seed,
          draws: 199,
          level: 1 - 0.01 / controls.permuted!.length
        })
      });
    }
    const { share } = context.limits('C13').values;
    const own = skillOf(await context.answers(inputs), truth, declaration);
    const over = found.filter(({ skill, threshold }) => skill > threshold);
    const value = Math.max(...found.map(({ skill }) => skill));
    return {
      outcome: over.length === 0 ? 'pass' : value <= share * own ? 'warn' : 'fail',
      statistic,
      value,
      n: inputs.count,
      reason:
        over.length > 0
          ? `A twin trained on permuted labels still has a skill of ${value.toFixed(3)}: something of the test objects reaches the training.`
          : `${found.length} twins trained on permuted labels know nothing of the test objects (skill ${value.toFixed(3)} at most).`
    };
  },
  planted: 'a twin that is the model itself',
  plant: context => ({
    ...context,
    controls: { ...context.controls, permuted: [{ model: context.model, fitted: 1 }] }
  }),
  heal: (context, random) => ({
    ...context,
    controls: {
      ...context.controls,
      permuted: [
        {
          model: {
            spec: context.model.spec,
            predict: async batch => ({
              values: Float64Array.from({ length: batch.count * context.model.spec.output.count }, () =>
                random.normal()
              ),
              shape: [context.model.spec.output.count]
            })
          },
          fitted: 1
        }
      ]
    }
  }),
  draws: 3
};

async function answersOf(
  { data, declaration, model: own, answers }: TrustContext,
  model: TrustContext['model']
): Promise<Float64Array> {
  if (model === own) return answers(data.test.inputs);
  const { values } = await model.predict(data.test.inputs, 'output');
  const outputs = values.length / data.test.inputs.count;
  const index = declaration.target.index ?? 0;
  return Float64Array.from({ length: data.test.inputs.count }, (_, s) => values[s * outputs + index]);
}
