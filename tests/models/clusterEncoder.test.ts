import * as tf from '@tensorflow/tfjs';
import {
  clusterEncoder,
  clusterTerse,
  fitClusterEncoder,
  fitStandardisation,
  packEncoder,
  predictSigma8,
  sigma8Gradient,
  unpackEncoder
} from '../../src/models';
import { useBackend } from '../../src/models/backend';
import { toySets } from './toySets';

beforeAll(async () => {
  await useBackend();
});

const rms = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.sqrt(Array.from(a).reduce((s, v, i) => s + (v - b[i]) ** 2, 0) / a.length);

test('standardisation is that of the real rows', () => {
  const { mean, sd } = fitStandardisation(toySets(200, 1), 2);
  expect(mean[1]).toBeCloseTo(5, 0);
  expect(sd[1]).toBeCloseTo(3, 0);
  const flat = { count: 1, starts: Uint32Array.of(0, 3), features: new Float32Array(6).fill(2) };
  expect(() => fitStandardisation(flat, 2)).toThrow(/feature 0 does not vary/);
});

test('learns the number of a set through one number a row, and the same seed gives the same answers', async () => {
  const [train, test] = [toySets(400, 1), toySets(200, 2)];
  const run = async () => {
    const model = clusterEncoder(fitStandardisation(train, 2), { seed: 4 });
    await fitClusterEncoder(model, train, { epochs: 12, seed: 2, learningRate: 2e-3, thin: false });
    return { model, predicted: predictSigma8(model, test) };
  };
  const [a, b] = [await run(), await run()];
  // the mean of about 40 rows fixes sigma_8 to .1 / sqrt(40) = .016
  expect(rms(a.predicted, test.sigma8)).toBeLessThan(0.025);
  expect([...a.predicted]).toEqual([...b.predicted]);
  const terse = clusterTerse(a.model, test);
  expect(terse).toHaveLength(test.starts[200]);
});

test('does not depend on the order of rows or on the batch; an empty set has an answer', async () => {
  const some = toySets(6, 3);
  const model = clusterEncoder(fitStandardisation(some, 2), { seed: 4 });
  const whole = predictSigma8(model, some);
  predictSigma8(model, some, { batchSize: 2 }).forEach((v, i) => expect(v).toBeCloseTo(whole[i], 5));
  const turned = { ...some, features: some.features.slice() };
  const [from, to] = [some.starts[2], some.starts[3]];
  for (let i = from; i < to; i++) {
    const j = to - 1 - (i - from);
    turned.features.set(some.features.subarray(2 * j, 2 * j + 2), 2 * i);
  }
  expect(predictSigma8(model, turned)[2]).toBeCloseTo(whole[2], 5);
  const empty = { count: 1, starts: Uint32Array.of(0, 0), features: new Float32Array(0) };
  expect(Number.isFinite(predictSigma8(model, empty)[0])).toBe(true);
  expect(() => predictSigma8(model, some, { fraction: 0 })).toThrow(/fraction is 0/);
});

test('predictions leave no tensors behind', () => {
  const some = toySets(6, 3);
  const model = clusterEncoder(fitStandardisation(some, 2));
  predictSigma8(model, some);
  const before = tf.memory().numTensors;
  for (let i = 0; i < 50; i++) predictSigma8(model, some);
  clusterTerse(model, some);
  expect(tf.memory().numTensors).toBe(before);
});

test('the gradient is the slope of the prediction, by finite differences', () => {
  const some = toySets(3, 5);
  const model = clusterEncoder(fitStandardisation(some, 2), { seed: 6 });
  const gradient = sigma8Gradient(model, some, 2);
  for (const [set, place] of [
    [0, 0],
    [1, 2 * some.starts[1] + 1],
    [2, 2 * some.starts[2] + 6]
  ]) {
    const step = 0.05 * model.standardisation.sd[place % 2];
    const moved = (by: number) => {
      const features = some.features.slice();
      features[place] += by;
      return predictSigma8(model, { ...some, features })[set];
    };
    const slope = ((moved(step) - moved(-step)) / (2 * step)) * model.standardisation.sd[place % 2];
    expect(gradient[place]).toBeCloseTo(slope, 4);
  }
});

test('packed and unpacked it predicts the same; something else is refused', () => {
  const some = toySets(5, 3);
  const model = clusterEncoder(fitStandardisation(some, 2), { seed: 9 });
  const back = unpackEncoder(packEncoder(model), 'e.npz');
  expect([...predictSigma8(back, some)]).toEqual([...predictSigma8(model, some)]);
  expect(() => unpackEncoder(Buffer.from('PK no'), 'e.npz')).toThrow(/e\.npz/);
});
