import * as tf from '@tensorflow/tfjs';
import { median, moveAxis, Random, robustSigma, type ShapedArray } from '../math';
import { SeededDropout } from './seededDropout';

export interface GalaxyNetworkOptions {
  /** Pixels a side; default 75. */
  size?: number;
  /** Default 3. */
  bands?: number;
  /** Part of the values that dropout takes away behind each convolution; default .5, as published. */
  dropout?: number;
  /** Of initial weights and dropout; default 1. */
  seed?: number;
}

/**
 * The network for galaxy mergers of Ciprijanovic et al. 2020 (DeepMerge, Astronomy and Computing 32, 100390): three
 * convolutions (8 filters of 5 x 5, 16 and 32 of 3 x 3), each with batch normalisation, pooling by 2 and dropout, dense
 * layers of 64 and 32, one output: 174,705 parameters for 75 x 75 pixels in three bands. Two things are ours: hidden layers
 * are rectified where the published ones have a softmax, which lets hardly any slope through, and the output is the *logit* of
 * "merger".
 *
 * Input: {@link prepareImages}, [n, size, size, bands]. Output: [n, 1].
 */
export function galaxyNetwork({
  size = 75,
  bands = 3,
  dropout = 0.5,
  seed = 1
}: GalaxyNetworkOptions = {}): tf.LayersModel {
  const random = new Random(seed);
  const kernelInitializer = () => tf.initializers.glorotUniform({ seed: random.fork() });
  const block = (filters: number, kernelSize: number, first = false) => [
    tf.layers.conv2d({
      filters,
      kernelSize,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: kernelInitializer(),
      ...(first ? { inputShape: [size, size, bands] } : {})
    }),
    // the mean over some hundred steps, as a small sample has no more
    tf.layers.batchNormalization({ momentum: 0.9 }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    new SeededDropout({ rate: dropout, seed: random.fork() })
  ];
  const dense = (units: number, activation?: 'relu', name?: string) =>
    tf.layers.dense({ units, activation, name, kernelInitializer: kernelInitializer() });
  return tf.sequential({
    name: 'galaxy-mergers',
    layers: [
      ...block(8, 5, true),
      ...block(16, 3),
      ...block(32, 3),
      tf.layers.flatten(),
      dense(64, 'relu'),
      dense(32, 'relu'),
      dense(1, undefined, 'logit')
    ]
  });
}

/** The same model with one flat row of numbers an object, as `fit` and `predictLogits` give them; the weights are shared. */
export function withFlatInput(model: tf.LayersModel): tf.LayersModel {
  const shape = model.inputs[0].shape.slice(1) as number[];
  const length = shape.reduce((product, n) => product * n, 1);
  return tf.sequential({ layers: [tf.layers.reshape({ targetShape: shape, inputShape: [length] }), model] });
}

/** Images as the network takes them. */
export interface PreparedImages {
  /** [object, y, x, band] */
  values: Float32Array;
  count: number;
  /** Numbers an object. */
  length: number;
  shape: number[];
}

/**
 * Makes images ready for {@link galaxyNetwork}: each band of each image is brought to median 0 and robust width 1 of its own
 * pixels, which are mostly sky; bright pixels are pressed together by the inverse hyperbolic sine, so that nuclei do not
 * drown tails; the band axis goes last. Nothing is learned from other images.
 * @param images [object, band, y, x]
 * @throws RangeError for another number of axes, or an image without any spread
 */
export function prepareImages({
  values,
  shape
}: Readonly<{ values: Float32Array; shape: readonly number[] }>): PreparedImages {
  if (shape.length !== 4) {
    throw new RangeError(`prepareImages: shape is [${shape}]; expected four axes: object, band, y, x.`);
  }
  const [count, bands, height, width] = shape;
  const pixels = height * width;
  const scaled = new Float32Array(values.length);
  for (let k = 0; k < count * bands; k++) {
    const band = values.subarray(k * pixels, (k + 1) * pixels);
    const centre = median(band);
    const sigma = robustSigma(band);
    if (!(sigma > 0)) {
      const where = `object ${Math.floor(k / bands)}, band ${k % bands}`;
      throw new RangeError(`prepareImages: ${where} has no spread (robust width ${sigma}); leave it out.`);
    }
    for (let i = 0; i < pixels; i++) scaled[k * pixels + i] = Math.asinh((band[i] - centre) / sigma);
    // the sine changes the width of the sky a little
    const pressed = scaled.subarray(k * pixels, (k + 1) * pixels);
    const left = robustSigma(pressed);
    for (let i = 0; i < pixels; i++) pressed[i] /= left;
  }
  const moved: ShapedArray = moveAxis({ values: scaled, shape: [...shape] }, 1, 3);
  return { values: moved.values, count, length: bands * pixels, shape: moved.shape };
}

/**
 * Throws where images are not as {@link prepareImages} makes them: a raw flux, or one scaled twice.
 * @param tolerance of the median about 0 and of the robust width about 1; default .1
 */
export function checkPrepared(
  { values, shape }: Pick<PreparedImages, 'values' | 'shape'>,
  tolerance = 0.1
): void {
  const [count, height, width, bands] = shape;
  for (let object = 0; object < count; object++) {
    const start = object * height * width * bands;
    for (let band = 0; band < bands; band++) {
      const pixels = Float32Array.from(
        { length: height * width },
        (_, i) => values[start + i * bands + band]
      );
      const [centre, sigma] = [median(pixels), robustSigma(pixels)];
      if (Math.abs(centre) <= tolerance && Math.abs(sigma - 1) <= tolerance) continue;
      throw new RangeError(
        `checkPrepared: band ${band} of object ${object} has median ${centre.toPrecision(3)} and robust width ` +
          `${sigma.toPrecision(3)}; expected 0 and 1. Give the images through prepareImages.`
      );
    }
  }
}
