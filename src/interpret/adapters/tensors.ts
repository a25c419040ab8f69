import * as tf from '@tensorflow/tfjs';
import { dataInputs, type Batch, type ModelSpec, type NamedArray } from '../adapter';

/** Arrays of a batch as float32 tensors, in the order of the model's inputs. */
export function tensorsOf(spec: ModelSpec, { count, arrays }: Batch): tf.Tensor[] {
  return spec.inputs.map(({ name }) => {
    const { values, shape } = arrays[name];
    const numbers = values instanceof Float32Array ? values : Float32Array.from(values);
    return tf.tensor(numbers, [count, ...shape]);
  });
}

/** The numbers of a tensor with one row an object; the tensor is disposed of. */
export async function readRows(tensor: tf.Tensor): Promise<NamedArray> {
  const values = (await tensor.data()) as Float32Array;
  const shape = tensor.shape.slice(1);
  tensor.dispose();
  return { values, shape };
}

/** Gradients in the order of all inputs as arrays of the inputs that are explained; the tensors are disposed of. */
export async function readGradients(
  spec: ModelSpec,
  gradients: readonly tf.Tensor[]
): Promise<Record<string, NamedArray>> {
  const explained = dataInputs(spec).map(({ name }) => name);
  const parts = await Promise.all(gradients.map(readRows));
  return Object.fromEntries(explained.map((name, i) => [name, parts[i]]));
}
