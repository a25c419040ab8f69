import * as tf from '@tensorflow/tfjs';
import { attribute, explain, layersModelAdapter, resolveScore, type Batch } from '../../../src/interpret';
import { engineAdapter } from '../../../src/interpret/adapters/engineAdapter';
import { encoderAdapter } from '../../../src/interpret/adapters/encoderAdapter';
import { tfjsGraphModelAdapter } from '../../../src/interpret/adapters/graphModelAdapter';
import { Random } from '../../../src/math';
import {
  clusterEncoder,
  clusterTerse,
  gatherSets,
  predictTargets,
  toLayersModel,
  type RowSets
} from '../../../src/models';
import { encoderNetwork } from '../../../src/models/encoderNetwork';
import { useBackend } from '../../../src/models/backend';
import { miss } from './models';

beforeAll(async () => {
  await useBackend();
});

const WIDTH = 3;
const counts = [4, 1, 6];
const model = () =>
  clusterEncoder(
    { mean: Float32Array.of(1, 0, -1), sd: Float32Array.of(2, 0.5, 1) },
    { seed: 2, targets: ['sigma8', 'lnB'] }
  );

function sets(): RowSets {
  const random = new Random(5);
  const rows = counts.reduce((a, b) => a + b);
  const starts = Uint32Array.of(0, 4, 5, 11);
  return { count: 3, starts, features: Float32Array.from({ length: rows * WIDTH }, () => random.normal()) };
}

/** The sets with padding in front, between and behind, full of `padding`. */
function padded({ features }: RowSets, padding: number): { batch: Batch; places: number[] } {
  const rows = 9;
  const x = new Float32Array(3 * rows * WIDTH).fill(padding);
  const mask = new Float32Array(3 * rows);
  const places: number[] = [];
  let row = 0;
  counts.forEach((count, s) => {
    for (let k = 0; k < count; k++, row++) {
      const place = s * rows + 1 + k + (k > 1 ? 1 : 0);
      places.push(place);
      mask[place] = 1;
      x.set(features.subarray(row * WIDTH, (row + 1) * WIDTH), place * WIDTH);
    }
  });
  const arrays = { clusters: { values: x, shape: [rows, WIDTH] }, mask: { values: mask, shape: [rows] } };
  return { batch: { count: 3, arrays }, places };
}

describe('a cluster encoder as a model to explain', () => {
  test('answers as the encoder does, whatever stands in the padding', async () => {
    const encoder = model();
    const direct = predictTargets(encoder, sets());
    for (const padding of [0, 1e30]) {
      const { values } = await encoderAdapter(encoder).predict(padded(sets(), padding).batch);
      expect([0, 2, 4].map(i => values[i])).toEqual([...direct.sigma8!]);
      expect([1, 3, 5].map(i => values[i])).toEqual([...direct.lnB!]);
    }
  });
  test.each([
    { kind: 'output' as const, index: 0 },
    { kind: 'output' as const, index: 1 },
    {
      kind: 'custom' as const,
      name: 'product',
      of: (y: ArrayLike<number>) => y[0] * y[1],
      slope: (y: ArrayLike<number>) => [y[1], y[0]]
    }
  ])(
    'gradients of $kind are those of the reference engine: per unit of a feature as measured, padding left out',
    async score => {
      const encoder = model();
      const { batch } = padded(sets(), 7);
      const { inputs } = await explain(encoderAdapter(encoder), batch, 'gradient', { score });
      expect([...inputs.clusters.starts!]).toEqual([0, 4, 5, 11]);
      const about = gatherSets(encoder.standardisation, sets(), [0, 1, 2]).about;
      const exact = engineAdapter(encoderNetwork(encoder), { inputs: { about: { role: 'condition' } } });
      const arrays = { ...batch.arrays, about: { values: about, shape: [3] } };
      const slow = await explain(exact, { ...batch, arrays }, 'gradient', { score });
      expect(miss(inputs.clusters.values, slow.inputs.clusters.values)).toBeLessThan(1e-5);
    }
  );
  test('saved as one tfjs model it is explained alike', async () => {
    const encoder = model();
    const { batch } = padded(sets(), 0.5);
    const { arrays } = batch;
    const share = Float32Array.from(arrays.mask.values, (v, i) => v / counts[Math.floor(i / 9)]);
    const about = gatherSets(encoder.standardisation, sets(), [0, 1, 2]).about;
    const whole = layersModelAdapter(toLayersModel(encoder), {
      inputs: { share: { role: 'condition' }, about: { role: 'condition' } }
    });
    const given = {
      clusters: arrays.clusters,
      share: { values: share, shape: [9, 1] },
      about: { values: about, shape: [3] }
    };
    const score = resolveScore(whole.spec, { kind: 'output', index: 1 });
    const a = await whole.gradient!({ count: 3, arrays: given }, score);
    const b = await encoderAdapter(encoder).gradient!(batch, score);
    expect(miss(a.clusters.values, b.clusters.values)).toBeLessThan(1e-5);
    expect(whole.spec.terseLayer).toEqual({ name: 'terse', size: 1 });
  });
  test('terse values stand at their rows', async () => {
    const encoder = model();
    const { batch, places } = padded(sets(), 3);
    const { values, shape } = await encoderAdapter(encoder).activations!(batch, 'terse');
    expect(shape).toEqual([9, 1]);
    expect(places.map(place => values[place])).toEqual([...clusterTerse(encoder, sets())]);
    expect(values.filter(v => v !== 0)).toHaveLength(places.length);
  });
  test('a set without real rows is refused before work', async () => {
    const { batch } = padded(sets(), 0);
    batch.arrays.mask.values.fill(0, 9, 18);
    await expect(attribute(encoderAdapter(model()), batch, 'gradient').next()).rejects.toThrow(
      /of object 1 is all 0/
    );
  });
});

describe('a graph model', () => {
  const inputs = [
    { name: 'x', shape: [2] },
    { name: 'about', shape: [1], role: 'condition' as const }
  ];
  const batch: Batch = {
    count: 3,
    arrays: {
      x: { values: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2] },
      about: { values: Float32Array.of(1, 10, 100), shape: [1] }
    }
  };
  const weighted = {
    predict: (x: tf.Tensor | tf.Tensor[]) => {
      const [data, about] = x as tf.Tensor[];
      return tf.mul(tf.sum(data, 1), tf.reshape(about, [-1]));
    }
  };
  test('predicts, leaves nothing behind, and is refused a gradient before it runs', async () => {
    const adapter = tfjsGraphModelAdapter(weighted, { inputs, outputs: ['sum'], activation: 'none' });
    const before = tf.memory().numTensors;
    expect([...(await adapter.predict(batch)).values]).toEqual([3, 70, 1100]);
    expect(tf.memory().numTensors).toBe(before);
    await expect(explain(adapter, batch, 'gradient')).rejects.toThrow(/offers no gradient.*occlusion/);
  });
  test('an answer of another size is named', async () => {
    const adapter = tfjsGraphModelAdapter(weighted, { inputs, outputs: 2 });
    await expect(adapter.predict(batch)).rejects.toThrow(
      /3 objects with a tensor of \[3\]; expected one of \[3, 2\]/
    );
  });
});
