import type * as tf from '@tensorflow/tfjs';
import { FormatError, readNpz, writeNpz } from '../formats';
import { setWeights } from './training';

/**
 * A model's weights as an NPZ archive (float32, one array a weight, named "0 conv1d/kernel" in the model's order), which
 * Python opens too: `numpy.load`.
 */
export function packWeights(model: tf.LayersModel): Uint8Array {
  const arrays: Record<string, { values: Float32Array; shape: number[] }> = {};
  model.weights.forEach((weight, i) => {
    arrays[keyOf(weight, i)] = {
      values: weight.read().dataSync() as Float32Array,
      shape: weight.shape as number[]
    };
  });
  return writeNpz(arrays, { compress: true });
}

/**
 * Puts weights from {@link packWeights} into a model of the same shape.
 * @param name of the archive, for messages
 * @throws FormatError where the archive belongs to another model
 */
export function unpackWeights(model: tf.LayersModel, bytes: Uint8Array, name = 'weights'): void {
  const arrays = readNpz(bytes, { name });
  const values = model.weights.map((weight, i) => {
    const array = [...arrays.entries()].find(([key]) => key.startsWith(`${i} `))?.[1];
    const found = array && 'values' in array ? array : undefined;
    if (!found || found.shape.join() !== weight.shape.join()) {
      throw new FormatError({
        code: 'layout',
        file: name,
        found: found ? `weight ${i} of shape [${found.shape}]` : `no weight ${i}`,
        expected: `[${weight.shape}] for ${weight.originalName}`,
        todo: 'Use the weights of this model, or build the model that the weights are of.'
      });
    }
    return found.values as Float32Array;
  });
  setWeights(model, values);
}

/** Layer names carry a running number ("conv1d_Conv1D3") that says nothing; the order says all. */
const keyOf = (weight: tf.LayersModel['weights'][number], i: number) =>
  `${i} ${weight.originalName.replace(/[^A-Za-z]+\d*\//, '/')}`;
