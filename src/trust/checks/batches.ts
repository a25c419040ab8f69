import type { Batch, ModelAdapter } from '../../interpret/adapter';
import { takeObjects } from '../batches';
import { changed, type TrustContext } from '../context';
import type { Check } from '../check';

/** Objects that are asked again in another order. */
const MOST = 64;

/** P3: does an answer depend on the objects beside it? */
export const batches: Check = {
  id: 'P3',
  version: 1,
  question: 'Does an answer depend on the objects that are asked beside it?',
  hard: false,
  async run(context) {
    const n = Math.min(MOST, context.data.test.inputs.count);
    const value = await largestChange(context, n);
    const { pass, fail } = context.limits('P3').values;
    return {
      outcome: value <= pass ? 'pass' : value <= fail ? 'warn' : 'fail',
      statistic: 'largest relative change of an answer in other batches and orders',
      value,
      n,
      reason:
        value <= pass
          ? 'Answers do not depend on batch and order.'
          : `The answer to an object changes by ${value.toPrecision(2)} of the largest answer when it is asked beside others.`
    };
  },
  planted: 'a model that takes the mean of the batch away, as batch normalisation in training mode does',
  plant: context => changed(context, { model: withBatchMean(context.model) }),
  heal: context => context,
  draws: 2
};

async function largestChange(context: TrustContext, n: number): Promise<number> {
  const { inputs } = context.data.test;
  const straight = Array.from({ length: n }, (_, s) => s);
  const whole = await context.answers(takeObjects(inputs, straight));
  const backward = await context.answers(takeObjects(inputs, [...straight].reverse()));
  const third = Math.max(1, Math.floor(n / 3));
  const part = await context.answers(takeObjects(inputs, straight.slice(0, third)));
  const scale = whole.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-12);
  let worst = 0;
  straight.forEach(s => {
    worst = Math.max(worst, Math.abs(whole[s] - backward[n - 1 - s]) / scale);
    if (s < third) worst = Math.max(worst, Math.abs(whole[s] - part[s]) / scale);
  });
  return worst;
}

function withBatchMean(model: ModelAdapter): ModelAdapter {
  return {
    spec: model.spec,
    async predict(batch: Batch, side) {
      const { values, shape } = await model.predict(batch, side);
      const centre = (values as Float64Array).reduce((sum, v) => sum + v, 0) / values.length;
      return { values: Float64Array.from(values, v => v - 0.1 * centre), shape };
    }
  };
}
