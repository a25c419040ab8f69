import * as tf from '@tensorflow/tfjs';
import {
  ExplanationError,
  type InputSpec,
  type ModelAdapter,
  type ModelSpec,
  type OutputSpec
} from '../adapter';
import { readRows, tensorsOf } from './tensors';

/** Anything that answers tensors with a tensor: a tfjs graph model, a model behind a fence. */
export interface Predictor {
  predict(x: tf.Tensor | tf.Tensor[]): tf.Tensor | tf.Tensor[] | tf.NamedTensorMap;
}

/** What has to be said of a model of which nothing is known. */
export interface GraphModelOptions {
  /** Default "graph model". */
  name?: string;
  /** In the order in which the model takes them. */
  inputs: readonly InputSpec[];
  /** Names of the answers, or how many there are. */
  outputs: number | readonly string[];
  /** What the last step is; default `other`: nothing is known of it. */
  activation?: OutputSpec['activation'];
}

/** A model that only predicts, such as a tfjs graph model: for the methods that ask for nothing else. */
export function tfjsGraphModelAdapter(
  model: Predictor,
  { name = 'graph model', inputs, outputs, activation = 'other' }: GraphModelOptions
): ModelAdapter {
  const named = typeof outputs === 'number' ? {} : { names: outputs };
  const count = typeof outputs === 'number' ? outputs : outputs.length;
  const spec: ModelSpec = {
    name,
    inputs,
    output: { count, ...named, activation },
    layers: [],
    caps: [],
    precision: 'float32'
  };
  return {
    spec,
    async predict(batch) {
      const answer = tf.tidy(() => {
        const given = tensorsOf(spec, batch);
        const made = model.predict(given.length === 1 ? given[0] : given);
        if (!(made instanceof tf.Tensor) || made.size !== batch.count * count) {
          const found =
            made instanceof tf.Tensor ? `a tensor of [${made.shape.join(', ')}]` : 'several tensors';
          throw new ExplanationError(
            `${name}: it answers ${batch.count} objects with ${found}; expected one of [${batch.count}, ${count}]. Set outputs, or choose one of the tensors.`
          );
        }
        return tf.reshape(made, [batch.count, count]);
      });
      return readRows(answer);
    }
  };
}
