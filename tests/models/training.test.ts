import * as tf from '@tensorflow/tfjs';
import {
  AbortError,
  fit,
  flareNetwork,
  getWeights,
  packWeights,
  predictLogits,
  SeededDropout,
  setWeights,
  unpackWeights,
  type Examples
} from '../../src/models';
import { useBackend } from '../../src/models/backend';
import { Random } from '../../src/math';

beforeAll(async () => {
  await useBackend();
});

/** Windows of noise; those labelled 1 carry a bump. */
function bumps(count: number, seed: number): Examples {
  const random = new Random(seed);
  const values = Float32Array.from({ length: count * 200 }, () => random.normal());
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  for (let row = 1; row < count; row += 2) {
    const at = random.integer(10, 180);
    for (let i = 0; i < 6; i++) values[row * 200 + at + i] += 9 - i;
  }
  return { values, count, length: 200, labels };
}

const accuracy = (model: tf.LayersModel, examples: Examples) =>
  predictLogits(model, examples).reduce((n, z, i) => n + Number(z > 0 === (examples.labels[i] === 1)), 0) /
  examples.count;

describe('the flare network', () => {
  test('has the published shape: 105,729 parameters', () => {
    const model = flareNetwork();
    expect(model.countParams()).toBe(105_729);
    const shapes = model.layers
      .filter(l => /conv1d|dense|logit/i.test(l.name))
      .map(l => l.getWeights().map(w => w.shape));
    expect(shapes).toEqual([
      [[7, 1, 16], [16]],
      [[3, 16, 64], [64]],
      [[3200, 32], [32]],
      [[32, 1], [1]]
    ]);
    expect(model.outputShape).toEqual([null, 1]);
  });
  test('a terse layer puts its numbers before the output', () => {
    const model = flareNetwork({ terse: 2 });
    expect(model.getLayer('terse').outputShape).toEqual([null, 2]);
    expect(model.layers[model.layers.length - 1].outputShape).toEqual([null, 1]);
  });
  test('starts alike for one seed, differently for another', () => {
    const [a, b, c] = [1, 1, 2].map(seed => getWeights(flareNetwork({ seed })));
    expect(a).toEqual(b);
    expect(a[0]).not.toEqual(c[0]);
  });
});

describe('training', () => {
  test('learns bumps, and the same seed gives the same weights', async () => {
    const train = bumps(512, 1);
    const run = async () => {
      const model = flareNetwork({ seed: 5 });
      const result = await fit(model, train, { epochs: 8, seed: 3, validation: bumps(128, 2) });
      return { model, result };
    };
    const [first, second] = [await run(), await run()];
    expect(accuracy(first.model, bumps(256, 9))).toBeGreaterThan(0.9);
    expect(first.result.history.map(h => h.loss)).toEqual(second.result.history.map(h => h.loss));
    expect(getWeights(first.model)).toEqual(getWeights(second.model));
  });

  test('keeps the weights of the best validation epoch', async () => {
    const model = flareNetwork({ seed: 5 });
    const perEpoch: Float32Array[] = [];
    const validation = bumps(64, 2);
    // a rate that wrecks the network after the second epoch
    const result = await fit(model, bumps(256, 1), {
      epochs: 4,
      validation,
      learningRate: epoch => (epoch < 2 ? 1e-3 : 3),
      onProgress: p => {
        if (p.batch === 1 && p.epoch > 1) perEpoch.push(getWeights(model)[0]);
      }
    });
    const losses = result.history.map(h => h.validationLoss!);
    expect(result.bestEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(result.bestEpoch).toBeLessThanOrEqual(2);
    const kept = predictLogits(model, validation);
    const loss =
      kept.reduce(
        (s, z, i) => s + Math.max(z, 0) - z * validation.labels[i] + Math.log1p(Math.exp(-Math.abs(z))),
        0
      ) / 64;
    expect(loss).toBeCloseTo(losses[result.bestEpoch - 1], 4);
    expect(getWeights(model)[0]).not.toEqual(perEpoch[perEpoch.length - 1]);
  });

  test('keeps the last weights where the recipe asks for them, and still reports the validation', async () => {
    const model = flareNetwork({ seed: 5 });
    let last: Float32Array | undefined;
    const result = await fit(model, bumps(256, 1), {
      epochs: 3,
      validation: bumps(64, 2),
      keep: 'last',
      learningRate: epoch => (epoch < 2 ? 1e-3 : 0.3),
      onProgress: p => {
        if (p.epoch === 3 && p.batch === p.batches) last = getWeights(model)[0];
      }
    });
    const losses = result.history.map(h => h.validationLoss!);
    expect(Math.min(...losses)).toBeLessThan(losses[2]);
    expect(result.bestEpoch).toBe(3);
    expect(getWeights(model)[0]).toEqual(last);
  });

  test('a signal and the kernel interrupt both stop it at the next batch', async () => {
    const abort = new AbortController();
    let batches = 0;
    const stop = fit(flareNetwork(), bumps(640, 1), {
      epochs: 10,
      signal: abort.signal,
      onProgress: () => {
        if (++batches === 3) abort.abort();
      }
    });
    await expect(stop).rejects.toThrow(AbortError);
    expect(batches).toBe(3);

    const interrupt = new AbortController();
    (globalThis as Record<symbol, unknown>)[Symbol.for('terselab.interrupt')] = { signal: interrupt.signal };
    interrupt.abort();
    await expect(fit(flareNetwork(), bumps(64, 1), { epochs: 1 })).rejects.toThrow(/was stopped/);
    delete (globalThis as Record<symbol, unknown>)[Symbol.for('terselab.interrupt')];
  });

  test('leaves no tensors behind', async () => {
    const model = flareNetwork();
    await fit(model, bumps(64, 1), { epochs: 1, validation: bumps(64, 2) });
    const before = tf.memory().numTensors;
    await fit(model, bumps(64, 1), { epochs: 2, validation: bumps(64, 2) });
    predictLogits(model, bumps(64, 3));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('without examples there is an error', async () => {
    const none = { values: new Float32Array(0), count: 0, length: 200, labels: [] };
    await expect(fit(flareNetwork(), none, { epochs: 1 })).rejects.toThrow(/no training examples/);
  });
});

describe('seeded dropout', () => {
  const layerOf = (seed: number) => new SeededDropout({ rate: 0.25, seed });
  const draw = (layer: SeededDropout) => [
    ...(layer.call(tf.ones([4, 500]), { training: true }).dataSync() as Float32Array)
  ];

  test('drops a quarter and keeps the mean', () => {
    const values = draw(layerOf(1));
    const dropped = values.filter(v => v === 0).length / 2000;
    expect(dropped).toBeGreaterThan(0.21);
    expect(dropped).toBeLessThan(0.29);
    expect(new Set(values.filter(v => v !== 0).map(v => v.toFixed(5)))).toEqual(
      new Set([(4 / 3).toFixed(5)])
    );
  });
  test('draws another mask at each call, the same ones for the same seed', () => {
    const [a, b] = [layerOf(7), layerOf(7)];
    const [first, second] = [draw(a), draw(a)];
    expect(first).not.toEqual(second);
    expect([draw(b), draw(b)]).toEqual([first, second]);
    expect(draw(layerOf(8))).not.toEqual(first);
  });
  test('does nothing outside training', () => {
    expect([
      ...layerOf(1)
        .call(tf.ones([5]), {})
        .dataSync()
    ]).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('weights', () => {
  test('packed and unpacked they are the same', () => {
    const [from, to] = [flareNetwork({ seed: 1, terse: 2 }), flareNetwork({ seed: 2, terse: 2 })];
    unpackWeights(to, packWeights(from));
    expect(getWeights(to)).toEqual(getWeights(from));
  });
  test('of another model they are refused, with the shapes', () => {
    expect(() => unpackWeights(flareNetwork({ window: 100 }), packWeights(flareNetwork()), 'w.npz')).toThrow(
      /w\.npz[\s\S]*\[3200,32\]|w\.npz[\s\S]*\[3200, 32\]/
    );
    expect(() => setWeights(flareNetwork(), [new Float32Array(3)])).toThrow(/1 arrays/);
  });
});
