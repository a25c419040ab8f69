import type { Check } from '../check';
import { takeObjects } from '../batches';
import { changed } from '../context';

/** P2: does it answer the same when asked again, and is it one of several seeds? */
export const seeds: Check = {
  id: 'P2',
  version: 1,
  question: 'Is the answer the same when asked again, and how far do seeds scatter?',
  hard: false,
  async run({ model, data, declaration, limits }) {
    const { inputs } = data.test;
    const some = takeObjects(
      inputs,
      Array.from({ length: Math.min(32, inputs.count) }, (_, s) => s)
    );
    const [first, second] = [await model.predict(some), await model.predict(some)];
    const equal = first.values.every((v, i) => v === second.values[i]);
    const errors = declaration.seedErrors ?? [];
    const enough = errors.length >= limits('P2').values.seeds;
    return {
      outcome: equal && enough ? 'pass' : 'warn',
      statistic: 'models that differ in their seed alone',
      value: errors.length,
      n: some.count,
      reason: !equal
        ? 'Asked again it gives other answers.'
        : enough
          ? `Asked again it answers the same; ${errors.length} seeds have errors from ${Math.min(...errors).toPrecision(3)} to ${Math.max(...errors).toPrecision(3)}.`
          : `Asked again it answers the same, but errors of only ${errors.length} seeds are given.`
    };
  },
  planted: 'a model that draws a little noise at every call',
  plant(context, random) {
    const { model } = context;
    return changed(context, {
      model: {
        spec: model.spec,
        predict: async (batch, side) => {
          const { values, shape } = await model.predict(batch, side);
          return { values: Float64Array.from(values, v => v + 1e-6 * random.normal()), shape };
        }
      }
    });
  },
  heal: context => changed(context, { declaration: { seedErrors: [1, 1, 1, 1, 1] } }),
  draws: 2
};
