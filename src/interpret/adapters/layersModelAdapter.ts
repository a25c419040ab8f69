import * as tf from '@tensorflow/tfjs';
import type { Network } from '../../models/network';
import { toNetwork } from '../../models/toNetwork';
import { dataInputs, ExplanationError, type ModelAdapter, type ModelSpec, type Side } from '../adapter';
import { slopesOf, type ResolvedScore } from '../score';
import type { AdapterOptions } from './adapterOptions';
import { freshWeights, withWeights, type OtherWeights } from './freshWeights';
import { applyModel, endOf, outputOf, withoutActivation, withTap, type ModelEnd } from './layerTaps';
import { modelSpec } from './modelSpec';
import { withRepairs } from './repairs';
import { readGradients, readRows, tensorsOf } from './tensors';

/**
 * A tfjs layers model as a model to explain: any graph of layers, with one output and one or more inputs. Dropout is off and
 * normalisations use what they have learned. Layers without a gradient are found when the adapter is made, by one object of
 * zeros, so that a method can refuse before it runs. The weights stay those of the model: train it on, and the adapter
 * follows.
 * @param options name; roles and axes of inputs; names of the answers
 * @throws ExplanationError for a model with several outputs or an answer of unknown size
 */
export function layersModelAdapter(model: tf.LayersModel, options: AdapterOptions = {}): ModelAdapter {
  return adapterOf(model, modelSpec(model, options), new Map());
}

function adapterOf(model: tf.LayersModel, spec: ModelSpec, weights: OtherWeights): ModelAdapter {
  const end = endOf(model);
  const pass = passThrough(model, spec, end);
  /** Some work in one go, with the adapter's weights, of which only the result is kept. */
  const work = <T extends tf.TensorContainer>(of: () => T): T =>
    withWeights(weights, () => withRepairs(model, () => tf.tidy(of as () => tf.TensorContainer) as T));
  const answers = spec.output.count;
  /** d score / d answer; for a score that is one number of the answer no pass is needed. */
  const slopes = (score: ResolvedScore, inputs: tf.Tensor[], count: number): tf.Tensor2D => {
    const values = score.index === null ? pass(inputs, score.side).dataSync() : [];
    return tf.tensor2d(Float32Array.from(slopesOf(score, values, count, answers)), [count, answers]);
  };
  const explained = dataInputs(spec).map(({ name }) => spec.inputs.findIndex(input => input.name === name));
  const layerAt = (name: string) => layerNamed(model, spec.name, name);
  return {
    spec,
    predict: async (batch, side) => readRows(work(() => pass(tensorsOf(spec, batch), side))),
    async gradient(batch, score) {
      const gradients = work(() => {
        const inputs = tensorsOf(spec, batch);
        const derivative = tf.grads((...data: tf.Tensor[]) => {
          const put = inputs.map((input, i) => (explained.includes(i) ? data[explained.indexOf(i)] : input));
          return pass(put, score.side);
        });
        const data = explained.map(i => inputs[i]);
        return derivative(data, slopes(score, inputs, batch.count));
      });
      return readGradients(spec, gradients);
    },
    async activations(batch, layer) {
      const at = layerAt(layer);
      return readRows(work(() => outputOf(at, () => pass(tensorsOf(spec, batch)))));
    },
    async gradientAt(batch, layer, score) {
      const at = layerAt(layer);
      const [activation, gradient] = work(() => {
        const inputs = tensorsOf(spec, batch);
        const output = outputOf(at, () => pass(inputs));
        // the derivative by something that is added to the layer's output, at 0
        const add = (d: tf.Tensor) => (y: tf.Tensor) => tf.add(y, d);
        const derivative = tf.grad((d: tf.Tensor) => withTap(at, add(d), () => pass(inputs, score.side)));
        // the score of the logit does not depend on what stands behind it
        if (score.side === 'logit' && end.at?.layer === at) return [output, tf.zerosLike(output)];
        return [output, derivative(tf.zerosLike(output), slopes(score, inputs, batch.count))];
      });
      return { activation: await readRows(activation), gradient: await readRows(gradient) };
    },
    async randomised({ layers, seed }) {
      const fresh = layers.flatMap(name => [...freshWeights(layerAt(name), seed)]);
      return adapterOf(model, spec, new Map([...weights, ...fresh]));
    },
    ...(spec.caps.includes('relevance') ? networkOf(model, weights) : {})
  };
}

/** The network of a model as it is when it is asked for: its weights may be trained on. */
const networkOf = (model: tf.LayersModel, weights: OtherWeights) => ({
  get network(): Network {
    return withWeights(weights, () => toNetwork(model));
  }
});

/** The answers of a model, [objects, answers], with or without its last activation. */
function passThrough(model: tf.LayersModel, { output }: ModelSpec, { at }: ModelEnd) {
  const run = (inputs: tf.Tensor[]) =>
    tf.reshape(applyModel(model, inputs), [inputs[0].shape[0], output.count]);
  return (inputs: tf.Tensor[], side?: Side): tf.Tensor =>
    side === 'logit' && at ? withoutActivation(at, () => run(inputs)) : run(inputs);
}

function layerNamed(model: tf.LayersModel, title: string, name: string): tf.layers.Layer {
  const layer = model.layers.find(candidate => candidate.name === name);
  if (layer) return layer;
  const known = model.layers.map(candidate => candidate.name).join(', ');
  throw new ExplanationError(`${title}: there is no layer "${name}"; there are ${known}.`);
}
