import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../../../src/interpret';
import { Random } from '../../../src/math';
import { flareNetwork } from '../../../src/models';

/** Gives a model weights that are all different from what a fresh one has: biases, means and variances too. */
export function scramble<Model extends tf.LayersModel>(model: Model, seed = 1): Model {
  const random = new Random(seed);
  tf.tidy(() =>
    model.setWeights(
      model.getWeights().map((weight, i) => {
        const positive = /variance|gamma/.test(model.weights[i].originalName);
        const fan = weight.rank > 1 ? Math.sqrt(weight.size / weight.shape[weight.rank - 1]) : 2;
        const draw = () => (positive ? random.uniform(0.5, 1.5) : random.normal() / fan);
        return tf.tensor(Float32Array.from({ length: weight.size }, draw), weight.shape);
      })
    )
  );
  return model;
}

export const flares = () => scramble(flareNetwork({ window: 40, terse: 2 }), 3);

export const pictures = () =>
  scramble(
    tf.sequential({
      name: 'pictures',
      layers: [
        tf.layers.conv2d({
          inputShape: [9, 8, 2],
          filters: 4,
          kernelSize: [3, 2],
          padding: 'same',
          name: 'conv'
        }),
        tf.layers.batchNormalization({ name: 'norm' }),
        tf.layers.activation({ activation: 'elu', name: 'bent' }),
        tf.layers.batchNormalization({ name: 'bare', scale: false, center: false }),
        tf.layers.maxPooling2d({ poolSize: 2, padding: 'same' }),
        tf.layers.dropout({ rate: 0.5 }),
        tf.layers.conv2d({ filters: 5, kernelSize: 2, strides: 2, activation: 'softplus' }),
        tf.layers.averagePooling2d({ poolSize: 2, strides: 1, padding: 'same' }),
        tf.layers.globalAveragePooling2d({}),
        tf.layers.dense({ units: 3, activation: 'softmax', name: 'classes' })
      ]
    }),
    4
  );

export function twoInputs(): tf.LayersModel {
  const spectrum = tf.input({ shape: [12, 1], name: 'spectrum' });
  const about = tf.input({ shape: [3], name: 'about' });
  const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
    layer.apply(x) as tf.SymbolicTensor;
  const inner = tf.sequential({
    name: 'inner',
    layers: [
      tf.layers.conv1d({ inputShape: [12, 1], filters: 3, kernelSize: 3, activation: 'tanh', name: 'seen' }),
      tf.layers.globalMaxPooling1d({ name: 'most' } as never)
    ]
  });
  const short = apply(tf.layers.dense({ units: 3, activation: 'selu', name: 'known' }), about);
  const sum = apply(tf.layers.add({ name: 'sum' }), [apply(inner, spectrum), short]);
  const joined = apply(tf.layers.concatenate({ name: 'joined' }), [sum, short]);
  const terse = apply(tf.layers.dense({ units: 1, activation: 'softsign', name: 'terse' }), joined);
  const last = apply(tf.layers.dense({ units: 2, name: 'linear' }), terse);
  const outputs = apply(tf.layers.softmax({ axis: -1, name: 'sure' }), last);
  return scramble(tf.model({ name: 'two', inputs: [spectrum, about], outputs }), 5);
}

export const models: [string, () => tf.LayersModel][] = [
  ['flare network', flares],
  ['pictures', pictures],
  ['two inputs', twoInputs]
];

export function objectsFor(model: tf.LayersModel, count: number, seed = 1): Batch {
  const random = new Random(seed);
  const arrays = model.inputNames.map((name, i) => {
    const shape = model.inputs[i].shape.slice(1) as number[];
    const size = count * shape.reduce((product, n) => product * n, 1);
    return [name, { values: Float32Array.from({ length: size }, () => random.normal()), shape }];
  });
  return { count, arrays: Object.fromEntries(arrays) };
}

/** max |a - b| / max |b| */
export const miss = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length || a.length === 0) return Infinity;
  const most = Array.from(b).reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return Array.from(a).reduce((m, v, i) => Math.max(m, Math.abs(v - b[i])), 0) / most;
};
