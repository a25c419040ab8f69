import * as tf from '@tensorflow/tfjs';
import { median, Random, robustSigma } from '../../src/math';
import {
  checkPrepared,
  galaxyNetwork,
  packWeights,
  predictLogits,
  prepareImages,
  SeededDropout,
  takeImages,
  turnedImages,
  unpackWeights,
  withFlatInput
} from '../../src/models';

const size = 12;
/** Raw images, [4, 3, 12, 12], with a sky, noise and one hot pixel each. */
function rawImages() {
  const random = new Random(3);
  const shape = [4, 3, size, size];
  const values = Float32Array.from({ length: 4 * 3 * size * size }, () => random.normal(40, 0.2));
  return { values, shape };
}
const at = (object: number, y: number, x: number, band: number) =>
  ((object * size + y) * size + x) * 3 + band;

describe('the network', () => {
  const model = galaxyNetwork();

  test('has the layers and the 174,705 parameters of the published one', () => {
    expect(model.countParams()).toBe(174_705);
    const convolutions = model.layers.filter(layer => layer.getClassName() === 'Conv2D');
    // kernels [height, width, in, out]: 8 filters of 5 x 5, not 5 filters of 8 x 8
    expect(convolutions.map(layer => layer.getWeights()[0].shape)).toEqual([
      [5, 5, 3, 8],
      [3, 3, 8, 16],
      [3, 3, 16, 32]
    ]);
    const dense = model.layers.filter(layer => layer.getClassName() === 'Dense');
    expect(dense.map(layer => layer.getConfig().units)).toEqual([64, 32, 1]);
  });
  test('rectifies its hidden layers and answers with a logit, not a probability', () => {
    const names = model.layers.map(layer => layer.getConfig().activation).filter(Boolean);
    expect(names).toEqual(['relu', 'relu', 'relu', 'relu', 'relu', 'linear']);
  });
  test('drops out as told, each layer by a stream of its own', () => {
    const dropouts = galaxyNetwork({ dropout: 0.1 }).layers.filter(layer => layer instanceof SeededDropout);
    expect(dropouts.map(layer => (layer as SeededDropout).rate)).toEqual([0.1, 0.1, 0.1]);
    expect(new Set(dropouts.map(layer => (layer as SeededDropout).seed)).size).toBe(3);
  });
  test('the model with flat rows is the same network: its weights, its answers', () => {
    const small = galaxyNetwork({ size, seed: 5 });
    const flat = withFlatInput(small);
    const images = prepareImages(rawImages());
    const direct = tf.tidy(() =>
      (
        small.apply(tf.tensor4d(images.values, [4, size, size, 3]), { training: false }) as tf.Tensor
      ).dataSync()
    );
    expect([...predictLogits(flat, images)]).toEqual([...direct]);
    const other = galaxyNetwork({ size, seed: 6 });
    const flatOther = withFlatInput(other);
    expect([...predictLogits(flatOther, images)]).not.toEqual([...direct]);
    unpackWeights(flatOther, packWeights(flat));
    expect([...predictLogits(flatOther, images)]).toEqual([...direct]);
  });
});

describe('preparation', () => {
  test('a hot pixel in a band, row and column is there in what the network sees', () => {
    const raw = rawImages();
    raw.values[((2 * 3 + 1) * size + 4) * size + 9] = 500; // object 2, band 1, row 4, column 9
    const { values, shape } = prepareImages(raw);
    expect(shape).toEqual([4, size, size, 3]);
    expect(values.indexOf(Math.max(...values))).toBe(at(2, 4, 9, 1));
    // read under another shape, the same numbers put it elsewhere
    const reshaped = raw.values.indexOf(Math.max(...raw.values));
    expect(reshaped).not.toBe(at(2, 4, 9, 1));
  });
  test('every band has median 0 and robust width 1, whatever its unit', () => {
    const raw = rawImages();
    raw.values.forEach((v, i) => (raw.values[i] = Math.floor(i / size ** 2) % 3 === 1 ? 1000 * v : v));
    const prepared = prepareImages(raw);
    for (let band = 0; band < 3; band++) {
      const pixels = Float32Array.from(
        { length: size * size },
        (_, i) => prepared.values[at(1, 0, 0, band) + 3 * i]
      );
      expect(median(pixels)).toBeCloseTo(0, 5);
      expect(robustSigma(pixels)).toBeCloseTo(1, 5);
    }
    expect(() => checkPrepared(prepared)).not.toThrow();
  });
  test('raw fluxes are refused with the band and the figures', () => {
    const { values } = rawImages();
    expect(() => checkPrepared({ values, shape: [4, size, size, 3] })).toThrow(
      /band 0 of object 0 has median 40\.\d and robust width .*; expected 0 and 1\. Give the images through prepareImages/
    );
  });
  test('an image without any spread and one with other axes are refused', () => {
    const raw = rawImages();
    raw.values.fill(7, 3 * size ** 2, 4 * size ** 2);
    expect(() => prepareImages(raw)).toThrow(/object 1, band 0 has no spread/);
    expect(() => prepareImages({ values: raw.values, shape: [12, size, size] })).toThrow(
      /expected four axes/
    );
  });
});

describe('turned images', () => {
  const labels = [1, 0, 1, 0];
  const images = takeImages(prepareImages(rawImages()), labels, [3, 1, 0]);

  test('rows keep their labels', () => {
    expect([...images.labels]).toEqual([0, 0, 1]);
    expect(images.shape).toEqual([3, size, size, 3]);
  });
  test('both classes are turned; each copy holds the pixels of its image, band by band', () => {
    const turned = turnedImages(images, 9);
    const changed = new Uint8Array(3);
    for (let epoch = 1; epoch <= 8; epoch++) {
      const { values, count, labels: same } = turned(epoch);
      expect(count).toBe(3);
      expect(same).toBe(images.labels);
      for (let k = 0; k < 3; k++) {
        for (let band = 0; band < 3; band++) {
          const of = (from: Float32Array) =>
            Float32Array.from({ length: size * size }, (_, i) => from[at(k, 0, 0, band) + 3 * i]);
          expect(of(values).sort()).toEqual(of(images.values).sort());
          if (of(values).some((v, i) => v !== of(images.values)[i])) changed[k] = 1;
        }
      }
    }
    expect([...changed]).toEqual([1, 1, 1]);
  });
  test('a mark in a corner visits the eight places of the square alone', () => {
    const one = { ...images, values: new Float32Array(images.length), count: 1, shape: [1, size, size, 3] };
    one.values[at(0, 1, 0, 2)] = 1;
    const turned = turnedImages(one, 2);
    const places = new Set(
      Array.from({ length: 100 }, (_, epoch) => (turned(epoch).values as Float32Array).indexOf(1))
    );
    const last = size - 1;
    const expected = [1, last - 1].flatMap(a => [0, last].flatMap(b => [at(0, a, b, 2), at(0, b, a, 2)]));
    expect([...places].sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
  });
});
