import * as tf from '@tensorflow/tfjs';
import { Random } from '../../src/math';
import {
  clusterEncoder,
  clusterTerse,
  fitClusterEncoder,
  fitStandardisation,
  packEncoder,
  predictSigma8,
  sigma8Gradient,
  unpackEncoder,
  type LabelledSets
} from '../../src/models';
import { useBackend } from '../../src/models/backend';

beforeAll(async () => {
  await useBackend();
});

/** Sets whose rows are shifted by the set's number: the mean of the rows gives it. */
function sets(count: number, seed: number): LabelledSets {
  const random = new Random(seed);
  const starts = new Uint32Array(count + 1);
  const rows: number[] = [];
  const sigma8 = Float32Array.from({ length: count }, () => random.uniform(0.7, 0.9));
  for (let s = 0; s < count; s++) {
    const n = random.integer(20, 60);
    for (let i = 0; i < n; i++) rows.push(random.normal(10 * (sigma8[s] - 0.8), 1), random.normal(5, 3));
    starts[s + 1] = starts[s] + n;
  }
  return { count, starts, features: Float32Array.from(rows), sigma8 };
}

const rms = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.sqrt(Array.from(a).reduce((s, v, i) => s + (v - b[i]) ** 2, 0) / a.length);

test('standardisation is that of the real rows', () => {
  const { mean, sd } = fitStandardisation(sets(200, 1), 2);
  expect(mean[1]).toBeCloseTo(5, 0);
  expect(sd[1]).toBeCloseTo(3, 0);
  const flat = { count: 1, starts: Uint32Array.of(0, 3), features: new Float32Array(6).fill(2) };
  expect(() => fitStandardisation(flat, 2)).toThrow(/feature 0 does not vary/);
});

test('learns the number of a set through one number a row, and the same seed gives the same answers', async () => {
  const [train, test] = [sets(400, 1), sets(200, 2)];
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
  const some = sets(6, 3);
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
  const some = sets(6, 3);
  const model = clusterEncoder(fitStandardisation(some, 2));
  predictSigma8(model, some);
  const before = tf.memory().numTensors;
  for (let i = 0; i < 50; i++) predictSigma8(model, some);
  clusterTerse(model, some);
  expect(tf.memory().numTensors).toBe(before);
});

test('the gradient is the slope of the prediction, by finite differences', () => {
  const some = sets(3, 5);
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
  const some = sets(5, 3);
  const model = clusterEncoder(fitStandardisation(some, 2), { seed: 9 });
  const back = unpackEncoder(packEncoder(model), 'e.npz');
  expect([...predictSigma8(back, some)]).toEqual([...predictSigma8(model, some)]);
  expect(() => unpackEncoder(Buffer.from('PK no'), 'e.npz')).toThrow(/e\.npz/);
});
