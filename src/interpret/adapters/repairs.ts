import * as tf from '@tensorflow/tfjs';
import { isContainer } from '../../models/toNetwork';
import { windowsOn } from '../engine/windows';
import { withFields } from './layerTaps';

type Fields = Record<string, unknown>;

/** What of a layer tfjs hides. */
interface Hidden {
  scale: boolean;
  center: boolean;
  movingVariance: tf.layers.Layer['weights'][number];
  kernel: tf.layers.Layer['weights'][number];
  bias: tf.layers.Layer['weights'][number] | null;
  activation: { apply(x: tf.Tensor): tf.Tensor };
  strides: number[];
  poolSize: number[];
  padding: 'same' | 'valid';
  dataFormat: string;
  dilationRate: number[];
}

/** Other fields for layers of these classes, where tfjs 4.22 differentiates them wrongly or not at all. */
const repairs: Readonly<Record<string, (layer: Hidden) => Fields>> = {
  BatchNormalization: normalization,
  Conv2D: convolution,
  MaxPooling1D: layer => maxPooling(layer, 1),
  MaxPooling2D: layer => maxPooling(layer, 2),
  AveragePooling1D: layer => averagePooling(layer, 1),
  AveragePooling2D: layer => averagePooling(layer, 2)
};

/** Runs some synchronous work while a model's layers have right gradients; their answers stay what they are. */
export function withRepairs<T>(model: tf.LayersModel, work: () => T): T {
  return withFields(changesOf(model.layers), work);
}

function changesOf(layers: readonly object[]): [object, Fields][] {
  return layers.flatMap(layer => {
    if (isContainer(layer)) return changesOf(layer.layers);
    const repair = repairs[(layer as tf.layers.Layer).getClassName()];
    return repair ? [[layer, repair(layer as Hidden)] as [object, Fields]] : [];
  });
}

/** Without a scale or a centre, the gradient looks for what is not there. */
function normalization({ scale, center, movingVariance }: Hidden): Fields {
  const like = (make: typeof tf.onesLike) => ({ read: () => make(movingVariance.read()) });
  return {
    ...(scale ? {} : { scale: true, gamma: like(tf.onesLike) }),
    ...(center ? {} : { center: true, beta: like(tf.zerosLike) })
  };
}

const single = (inputs: tf.Tensor | tf.Tensor[]) => (Array.isArray(inputs) ? inputs[0] : inputs);

/** The fused operation also works out the gradient by the filters, which nobody asked for and WASM does not have. */
function convolution(layer: Hidden): Fields {
  if (layer.dataFormat === 'channelsFirst') return {};
  const { kernel, bias, strides, padding, dilationRate } = layer;
  const call = (inputs: tf.Tensor | tf.Tensor[]) => {
    const filters = kernel.read() as tf.Tensor4D;
    const x = single(inputs) as tf.Tensor4D;
    const pairs = [strides, dilationRate].map(([y, x]) => [y, x] as [number, number]);
    const sum = tf.conv2d(x, filters, pairs[0], padding, 'NHWC', pairs[1]);
    return layer.activation.apply(bias ? tf.add(sum, bias.read()) : sum);
  };
  return { call };
}

/** Size and strides of a pooling's windows on a picture; a single axis is a picture one place wide. */
function windowOf({ poolSize, strides }: Hidden, axes: 1 | 2) {
  const two = (numbers: number[]): [number, number] => [numbers[0], axes === 1 ? 1 : numbers[1]];
  return { size: two(poolSize), strides: two(strides) };
}

/** What a pooling layer does with its input, as a function of pictures. */
const onPictures =
  (pool: (x: tf.Tensor4D) => tf.Tensor4D, axes: 1 | 2) =>
  (inputs: tf.Tensor | tf.Tensor[]): tf.Tensor => {
    const x = single(inputs);
    return axes === 2 ? pool(x as tf.Tensor4D) : tf.squeeze(pool(tf.expandDims(x, 2)), [2]);
  };

/** WASM hands no slope on where the largest of a window is not above 0; with all numbers above 0 it does. */
function maxPooling(layer: Hidden, axes: 1 | 2): Fields {
  if (tf.getBackend() !== 'wasm' || layer.dataFormat === 'channelsFirst') return {};
  const { size, strides } = windowOf(layer, axes);
  const pool = tf.customGrad((x, save) => {
    const input = x as tf.Tensor4D;
    const output = tf.maxPool(input, size, strides, layer.padding);
    (save as tf.GradSaveFunc)([input, output]);
    const gradFunc = (dy: tf.Tensor, [from, to]: tf.Tensor[]) => {
      const shift = tf.sub(1, tf.min(from));
      const kept = { dy, input: tf.add(from, shift), output: tf.add(to, shift) };
      const attributes = { filterSize: size, strides, pad: layer.padding };
      return tf.engine().runKernel('MaxPoolGrad', kept, attributes) as tf.Tensor;
    };
    return { value: output, gradFunc };
  });
  return { call: onPictures(pool as (x: tf.Tensor4D) => tf.Tensor4D, axes) };
}

/**
 * With padding, the mean is over the places inside; the gradient, save that of native TensorFlow, divides by all places of the
 * window. Zeros put around the input first, and the mean over all places corrected, have the right gradient everywhere.
 */
function averagePooling(layer: Hidden, axes: 1 | 2): Fields {
  if (layer.padding !== 'same' || layer.dataFormat === 'channelsFirst') return {};
  const { size, strides } = windowOf(layer, axes);
  const pool = (x: tf.Tensor4D) => {
    const w = windowsOn(x.shape.slice(1), { size, strides, padding: 'same' });
    const around = (axis: 0 | 1, length: number, out: number): [number, number] => {
      const behind = (out - 1) * strides[axis] + size[axis] - length - w.before[axis];
      return [w.before[axis], Math.max(0, behind)];
    };
    const zeros: [number, number][] = [
      [0, 0],
      around(0, w.height, w.outHeight),
      around(1, w.width, w.outWidth),
      [0, 0]
    ];
    const mean = (of: tf.Tensor4D) => tf.avgPool(tf.pad(of, zeros) as tf.Tensor4D, size, strides, 'valid');
    const inside = mean(tf.ones([1, w.height, w.width, 1]));
    return tf.div(mean(x), inside) as tf.Tensor4D;
  };
  return { call: onPictures(pool, axes) };
}
