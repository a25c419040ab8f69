import type { Batch, Capability, InputSpec, ModelAdapter, NamedArray, Numbers, OutputSpec } from '../adapter';
import { slopesOf } from '../score';

/** What {@link functionAdapter} takes. */
export interface FunctionModel {
  /** Default "function". */
  name?: string;
  inputs: readonly InputSpec[];
  /** Names of the answers, or how many there are; default 1. */
  outputs?: number | readonly string[];
  /** What the last step is; default `none`: the answers are logits or regression values. */
  activation?: OutputSpec['activation'];
  /** Answers, [count, outputs]. */
  predict: (batch: Batch) => Numbers | Promise<Numbers>;
  /** d score / d input where it is known: gets d score / d answer, [count, outputs], returns [count, ...shape] by name of the input. */
  pullBack?: (
    batch: Batch,
    slope: Float64Array
  ) => Record<string, Numbers> | Promise<Record<string, Numbers>>;
}

/**
 * A plain function as a model: for what runs elsewhere, and for closed forms. Without `pullBack` the methods that only ask
 * for predictions can explain it.
 */
export function functionAdapter({
  name = 'function',
  inputs,
  outputs = 1,
  activation = 'none',
  predict,
  pullBack
}: FunctionModel): ModelAdapter {
  const names = typeof outputs === 'number' ? undefined : outputs;
  const count = typeof outputs === 'number' ? outputs : outputs.length;
  const caps: Capability[] = pullBack ? ['gradient'] : [];
  const answer = async (batch: Batch): Promise<NamedArray> => ({
    values: await predict(batch),
    shape: [count]
  });
  return {
    spec: { name, inputs, output: { count, names, activation }, layers: [], caps, precision: 'float64' },
    predict: answer,
    ...(pullBack
      ? {
          async gradient(batch, score) {
            const { values } = await answer(batch);
            const parts = await pullBack(batch, slopesOf(score, values, batch.count, count));
            return Object.fromEntries(
              Object.entries(parts).map(([input, slope]) => [
                input,
                { values: slope, shape: batch.arrays[input].shape }
              ])
            );
          }
        }
      : {})
  };
}
