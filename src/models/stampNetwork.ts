import * as tf from '@tensorflow/tfjs';
import { Random } from '../math';

/**
 * A small network for square stamps of one band: two convolutions (8 filters of 5 x 5 at every second pixel, 16 of 3 x 3),
 * pooling by 2, a dense layer of 16, one output, the *logit*. It keeps places apart up to the dense layer, so it can
 * learn something that sits at one place of the detector.
 *
 * Input: one flat row a stamp, [n, size x size]. Output: [n, 1].
 * @param options size, pixels a side, a multiple of 4 (default 32); seed of the initial weights (default 1)
 */
export function stampNetwork({ size = 32, seed = 1 }: { size?: number; seed?: number } = {}): tf.LayersModel {
  if (!(Number.isInteger(size) && size >= 8 && size % 4 === 0)) {
    throw new RangeError(`stampNetwork: size is ${size}; expected a multiple of 4 of at least 8.`);
  }
  const random = new Random(seed);
  const kernelInitializer = () => tf.initializers.glorotUniform({ seed: random.fork() });
  const convolution = (filters: number, kernelSize: number, strides: number) =>
    tf.layers.conv2d({
      filters,
      kernelSize,
      strides,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: kernelInitializer()
    });
  return tf.sequential({
    name: 'stamps',
    layers: [
      tf.layers.reshape({ targetShape: [size, size, 1], inputShape: [size * size] }),
      convolution(8, 5, 2),
      convolution(16, 3, 1),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 16, activation: 'relu', kernelInitializer: kernelInitializer() }),
      tf.layers.dense({ units: 1, name: 'logit', kernelInitializer: kernelInitializer() })
    ]
  });
}
