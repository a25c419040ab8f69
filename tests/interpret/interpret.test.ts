import * as tf from '@tensorflow/tfjs';
import { gradientSaliency, terseCorrelations, terseValues } from '../../src/interpret';
import { Random } from '../../src/math';
import { flareNetwork, predictLogits } from '../../src/models';
import { useBackend } from '../../src/models/backend';

beforeAll(async () => {
  await useBackend();
});

const noise = (count: number, length: number, seed = 1) => {
  const random = new Random(seed);
  return { values: Float32Array.from({ length: count * length }, () => random.normal()), count, length };
};

function linear(weights: number[]): tf.LayersModel {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [weights.length] })] });
  model.setWeights([tf.tensor2d(weights, [weights.length, 1]), tf.tensor1d([5])]);
  return model;
}

describe('gradient saliency', () => {
  test('of a linear model is its weights, signs kept, for every row', async () => {
    const weights = [1, -2, 0, 0.5];
    const { values } = await gradientSaliency(linear(weights), noise(3, 4));
    expect([...values]).toEqual([...weights, ...weights, ...weights]);
  });
  test('of a constant model is zero', async () => {
    const { values } = await gradientSaliency(linear([0, 0, 0]), noise(2, 3));
    expect(values.every(v => v === 0)).toBe(true);
  });
  test('is the slope of the flare network, by finite differences', async () => {
    const model = flareNetwork({ seed: 3 });
    const inputs = noise(2, 200);
    const { values } = await gradientSaliency(model, inputs);
    for (const at of [0, 57, 199, 200 + 100]) {
      const step = 1e-2;
      const moved = (by: number) => {
        const copy = inputs.values.slice();
        copy[at] += by;
        return predictLogits(model, { ...inputs, values: copy })[Math.floor(at / 200)];
      };
      expect(values[at]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 2);
    }
  });
  test('does not depend on the batch, and rows do not see each other', async () => {
    const model = flareNetwork({ seed: 3, terse: 2 });
    const inputs = noise(7, 200);
    const whole = await gradientSaliency(model, inputs);
    const pieces = await gradientSaliency(model, inputs, { maxBatch: 2 });
    pieces.values.forEach((v, i) => expect(v).toBeCloseTo(whole.values[i], 5));
    const alone = await gradientSaliency(model, {
      ...inputs,
      values: inputs.values.slice(600, 800),
      count: 1
    });
    alone.values.forEach((v, i) => expect(v).toBeCloseTo(whole.values[600 + i], 5));
  });
  test('an output that is not there is refused; an abort stops', async () => {
    await expect(gradientSaliency(linear([1]), noise(1, 1), { output: 1 })).rejects.toThrow(/has 1/);
    const abort = new AbortController();
    abort.abort();
    await expect(gradientSaliency(linear([1]), noise(1, 1), { signal: abort.signal })).rejects.toThrow(
      /stopped/
    );
  });
  test('leaves no tensors behind', async () => {
    const model = flareNetwork();
    await gradientSaliency(model, noise(3, 200));
    const before = tf.memory().numTensors;
    await gradientSaliency(model, noise(3, 200));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('terse values', () => {
  test('the output follows from them alone', () => {
    const model = flareNetwork({ seed: 4, terse: 2 });
    const inputs = noise(5, 200);
    const terse = terseValues(model, inputs, { maxBatch: 2 });
    expect(terse.width).toBe(2);
    const after = model.layers.slice(model.layers.findIndex(l => l.name === 'terse') + 1);
    const rest = after.reduce(
      (x, layer) => layer.apply(x) as tf.Tensor,
      tf.tensor2d(terse.values, [5, 2]) as tf.Tensor
    );
    const direct = predictLogits(model, inputs);
    (rest.dataSync() as Float32Array).forEach((v, i) => expect(v).toBeCloseTo(direct[i], 4));
  });
  test('a model without the layer is refused with those it has', () => {
    expect(() => terseValues(flareNetwork(), noise(1, 200))).toThrow(/no layer "terse"; it has .*logit/);
  });
});

describe('terse correlations', () => {
  const random = new Random(6);
  const mass = Array.from({ length: 300 }, () => random.normal());
  const terse = {
    values: Float32Array.from(mass.flatMap(m => [Math.tanh(m), random.normal()])),
    count: 300,
    width: 2
  };
  const groups = mass.map((_, i) => Math.floor(i / 3));

  test('a monotone terse value has rank correlation 1, one of noise an interval around 0', () => {
    const [first, second] = terseCorrelations(terse, { mass }, groups);
    expect(first).toMatchObject({ terse: 'terse 1', field: 'mass', n: 300 });
    expect(first.spearman).toBeCloseTo(1, 3);
    expect(first.pearson!).toBeLessThan(0.99);
    expect(second.low!).toBeLessThan(0);
    expect(second.high!).toBeGreaterThan(0);
  });
  test('rows without a value are left out and counted', () => {
    const [only] = terseCorrelations(terse, { mass: mass.map((m, i) => (i < 100 ? NaN : m)) }, groups);
    expect(only.n).toBe(200);
  });
});
