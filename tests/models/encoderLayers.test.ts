import * as tf from '@tensorflow/tfjs';
import {
  clusterAutoencoder,
  clusterEncoder,
  clusterTerse,
  fitClusterAutoencoder,
  fitClusterEncoder,
  fitStandardisation,
  fromLayersModel,
  getWeights,
  modelCard,
  predictSigma8,
  predictTargets,
  reconstructedByFeature,
  reconstructedVariance,
  toLayersModel,
  type RowSets
} from '../../src/models';
import { useBackend } from '../../src/models/backend';
import { pearson } from '../../src/math';
import { toySets } from './toySets';

beforeAll(async () => {
  await useBackend();
});

const some = { ...toySets(5, 3), lnB: new Float32Array(5) };
const standardisation = fitStandardisation(some, 2);

/** The three inputs of the layers model, padded with rubbish. */
function padded(sets: RowSets, rows: number): tf.Tensor[] {
  const x = new Float32Array(sets.count * rows * 2).fill(7);
  const share = new Float32Array(sets.count * rows);
  const about = new Float32Array(sets.count * 3);
  for (let s = 0; s < sets.count; s++) {
    const k = sets.starts[s + 1] - sets.starts[s];
    x.set(sets.features.subarray(2 * sets.starts[s], 2 * sets.starts[s + 1]), 2 * s * rows);
    share.fill(1 / k, s * rows, s * rows + k);
    about.set([Math.log((k + 0.5) / 300), 0, 1 / Math.sqrt(k)], 3 * s);
  }
  return [
    tf.tensor3d(x, [sets.count, rows, 2]),
    tf.tensor3d(share, [sets.count, rows, 1]),
    tf.tensor2d(about, [sets.count, 3])
  ];
}

test('one layers model predicts what the encoder predicts, also saved and loaded, with its card', async () => {
  const model = clusterEncoder(standardisation, { seed: 4, targets: ['sigma8', 'lnB'] });
  const expected = predictTargets(model, some);
  const whole = toLayersModel(model, { name: 'toy', limit: 0.0127 });
  let saved: tf.io.ModelArtifacts | undefined;
  await whole.save(
    tf.io.withSaveHandler(async artifacts => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    })
  );
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved!));
  const inputs = padded(some, 70);
  for (const each of [whole, loaded]) {
    const found = (each.predict(inputs) as tf.Tensor).dataSync();
    for (let s = 0; s < 5; s++) {
      expect(found[2 * s]).toBeCloseTo(expected.sigma8![s], 5);
      expect(found[2 * s + 1]).toBeCloseTo(expected.lnB![s], 5);
    }
    expect(modelCard(each)).toEqual({ name: 'toy', limit: 0.0127 });
  }
  const back = fromLayersModel(
    loaded,
    clusterEncoder(standardisation, { seed: 8, targets: ['sigma8', 'lnB'] })
  );
  predictSigma8(back, some).forEach((v, s) => expect(v).toBeCloseTo(expected.sigma8![s], 5));
  expect(() => toLayersModel(clusterEncoder(standardisation, { network: 'conv' }))).toThrow(/only pooled/);
});

test('a convolutional encoder sees the order of rows, takes no more than 704 and never cuts them off', () => {
  const model = clusterEncoder(standardisation, { seed: 4, network: 'conv' });
  const whole = predictSigma8(model, some);
  predictSigma8(model, some, { batchSize: 2 }).forEach((v, i) => expect(v).toBeCloseTo(whole[i], 5));
  const full = toySets(1, 1, [704, 704]);
  expect(predictSigma8(model, full).every(Number.isFinite)).toBe(true);
  expect(() => predictSigma8(model, toySets(1, 1, [705, 705]))).toThrow(/705 rows.*at most 704/s);
});

test('targets without labels, rows that are not finite and broken sets are refused', async () => {
  const model = clusterEncoder(standardisation, { targets: ['sigma8', 'lnMassBias'] });
  expect(() => fitClusterEncoder(model, some, { epochs: 1 })).toThrow(/no labels lnMassBias/);
  const holed = { ...some, features: some.features.slice() };
  holed.features[2 * 7 + 1] = NaN;
  expect(() => predictSigma8(model, holed)).toThrow(/feature 1 of row 7 is NaN/);
  expect(() => clusterTerse(model, holed)).toThrow(/feature 1 of row 7 is NaN/);
  expect(() => predictSigma8(model, { ...some, starts: some.starts.subarray(1) })).toThrow(/starts has 5/);
  expect(() => predictSigma8(model, { ...some, features: some.features.subarray(1) })).toThrow(
    /expected 2 a row/
  );
});

test('an autoencoder keeps what the features have in common; its bottleneck stays where it is frozen', async () => {
  // two features that are one number and its tenfold, with a little noise
  const sets = toySets(40, 2);
  for (let i = 0; i < sets.features.length; i += 2)
    sets.features[i + 1] = 10 * sets.features[i] + 0.1 * sets.features[i + 1];
  const encoder = clusterEncoder(fitStandardisation(sets, 2), { seed: 3 });
  const autoencoder = clusterAutoencoder(encoder, { seed: 4 });
  expect(reconstructedVariance(autoencoder, sets)).toBeLessThan(0.8);
  await fitClusterAutoencoder(autoencoder, sets, { epochs: 25, batchSize: 64, learningRate: 5e-3 });
  expect(reconstructedVariance(autoencoder, sets)).toBeGreaterThan(0.97);
  // features of unit variance: the parts of each average to the part of all
  const byFeature = [...reconstructedByFeature(autoencoder, sets)];
  expect(byFeature.reduce((sum, v) => sum + v, 0) / byFeature.length).toBeCloseTo(
    reconstructedVariance(autoencoder, sets),
    4
  );
  const column = Array.from({ length: sets.features.length / 2 }, (_, i) => sets.features[2 * i]);
  expect(Math.abs(pearson(clusterTerse(encoder, sets), column)!)).toBeGreaterThan(0.95);
  const before = getWeights(encoder.encoder);
  const heads = getWeights(encoder.head);
  await fitClusterEncoder(encoder, sets, { epochs: 2, frozen: ['encoder'] });
  expect(getWeights(encoder.encoder)).toEqual(before);
  expect(getWeights(encoder.head)).not.toEqual(heads);
});
