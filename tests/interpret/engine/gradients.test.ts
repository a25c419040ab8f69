import fc from 'fast-check';
import type { Batch } from '../../../src/interpret';
import { engineAdapter } from '../../../src/interpret/adapters/engineAdapter';
import { operations } from '../../../src/interpret/engine/operations';
import { Random } from '../../../src/math';
import type { Network, NetworkNode, NodeKind } from '../../../src/models/network';
import { activationNames, batchOf, networkOf, weight } from './networks';

type Case = { network: Network; given?: Record<string, Float64Array> };
const length = fc.integer({ min: 1, max: 6 });
const channels = fc.integer({ min: 1, max: 3 });
const window = fc.record({
  size: fc.integer({ min: 1, max: 3 }),
  strides: fc.integer({ min: 1, max: 3 }),
  padding: fc.constantFrom<'same' | 'valid'>('same', 'valid')
});
type Window = { size: number; strides: number; padding: 'same' | 'valid' };
const seed = fc.integer({ min: 1, max: 1e6 });
/** A window must fit where nothing is padded. */
const fit = (w: Window, n: number) => (w.padding === 'valid' ? Math.min(w.size, n) : w.size);

const pooling = (kind: 'maxPooling' | 'averagePooling', axes: 1 | 2) =>
  fc.tuple(window, length, length, channels).map(([w, h, n, c]): Case => {
    const { strides, padding } = w;
    const config =
      axes === 1
        ? { size: fit(w, n), strides, padding }
        : { size: [fit(w, h), fit(w, n)], strides: [1, strides], padding };
    return {
      network: networkOf({ kind: `${kind}${axes}d`, config, weights: {} } as NetworkNode, {
        x: axes === 1 ? [n, c] : [h, n, c]
      })
    };
  });

const convolution = (axes: 1 | 2) =>
  fc.tuple(window, length, length, channels, channels, seed).map(([w, h, n, c, f, s]): Case => {
    const random = new Random(s);
    const { strides, padding } = w;
    const sizes = axes === 1 ? [fit(w, n)] : [fit(w, h), fit(w, n)];
    const config = axes === 1 ? { strides, padding } : { strides: [strides, 1], padding };
    const weights = {
      kernel: weight(random, [...sizes, c, f]),
      ...(s % 2 ? { bias: weight(random, [f]) } : {})
    };
    return {
      network: networkOf({ kind: `conv${axes}d`, config, weights } as never, {
        x: axes === 1 ? [n, c] : [h, n, c]
      })
    };
  });

const simple = (
  kind: NodeKind,
  config: (a: number, b: number) => object,
  shape = (a: number, b: number) => [a, b]
) =>
  fc.tuple(length, length).map(([a, b]): Case => ({
    network: networkOf({ kind, config: config(a, b), weights: {} } as NetworkNode, { x: shape(a, b) })
  }));

const cases: Record<NodeKind, fc.Arbitrary<Case>> = {
  dense: fc.tuple(length, length, length, seed).map(([rows, wide, units, s]) => ({
    network: networkOf(
      {
        kind: 'dense',
        config: {},
        weights: { kernel: weight(new Random(s), [wide, units]), bias: weight(new Random(s + 1), [units]) }
      },
      { x: s % 2 ? [wide] : [rows, wide] }
    )
  })),
  conv1d: convolution(1),
  conv2d: convolution(2),
  maxPooling1d: pooling('maxPooling', 1),
  maxPooling2d: pooling('maxPooling', 2),
  averagePooling1d: pooling('averagePooling', 1),
  averagePooling2d: pooling('averagePooling', 2),
  globalAveragePooling: simple(
    'globalAveragePooling',
    () => ({}),
    (a, b) => [a, 2, b]
  ),
  globalMaxPooling: simple('globalMaxPooling', () => ({})),
  flatten: simple('flatten', () => ({})),
  reshape: simple('reshape', (a, b) => ({ shape: [-1, 1, b] })),
  dropout: simple('dropout', () => ({ rate: 0.5 })),
  batchNormalization: fc.tuple(length, channels, seed).map(([n, c, s]) => {
    const random = new Random(s);
    const variance = Array.from({ length: c }, () => random.uniform(0.2, 2));
    return {
      network: networkOf(
        {
          kind: 'batchNormalization',
          config: { epsilon: 1e-3 },
          weights: {
            mean: weight(random, [c]),
            variance: { shape: [c], values: variance },
            ...(s % 2 ? { gamma: weight(random, [c]), beta: weight(random, [c]) } : {})
          }
        },
        { x: [n, c] }
      )
    };
  }),
  affine: fc.tuple(length, channels, seed).map(([n, c, s]) => ({
    network: networkOf(
      {
        kind: 'affine',
        config: {},
        weights: { scale: weight(new Random(s), [s % 2 ? 1 : c]), shift: weight(new Random(s + 1), [c]) }
      },
      { x: [n, c] }
    )
  })),
  activation: fc
    .tuple(fc.constantFrom(...activationNames), fc.boolean(), length, channels)
    .map(([name, approximate, n, c]) => ({
      network: networkOf(
        { kind: 'activation', config: { function: name, approximate, alpha: 0.3 }, weights: {} },
        { x: [n, c] }
      )
    })),
  add: fc.tuple(length, channels).map(([n, c]) => ({
    network: networkOf({ kind: 'add', config: {}, weights: {} }, { x: [n, c], y: [n, c], z: [n, c] })
  })),
  concatenate: fc.tuple(length, channels, fc.constantFrom(0, 1, -1)).map(([n, c, axis]) => ({
    network: networkOf(
      { kind: 'concatenate', config: { axis }, weights: {} },
      axis === 0 ? { x: [n, c], y: [n + 2, c] } : { x: [n, c], y: [n, c + 1] }
    )
  })),
  maskedMean: fc.tuple(length, channels).map(([n, c]) => ({
    network: networkOf({ kind: 'maskedMean', config: {}, weights: {} }, { x: [n, c], mask: [n] }),
    given: { mask: Float64Array.from({ length: 2 * n }, (_, i) => (i % n === 0 || i % 3 ? 1 : 0)) }
  }))
};

/** A score that asks for every output, each with another weight. */
const score = {
  kind: 'custom' as const,
  name: 'mixed',
  side: 'output' as const,
  index: null,
  of: (y: ArrayLike<number>) => Array.from(y).reduce((sum, v, k) => sum + v * Math.cos(k + 0.3), 0),
  slope: (y: ArrayLike<number>) => Array.from(y, (_, k) => Math.cos(k + 0.3))
};

async function worstMiss(network: Network, batch: Batch): Promise<number> {
  const adapter = engineAdapter(network);
  const gradient = await adapter.gradient!(batch, score);
  const outputs = adapter.spec.output.count;
  const scores = async (values: Float64Array, input: string) => {
    const arrays = { ...batch.arrays, [input]: { ...batch.arrays[input], values } };
    const y = await adapter.predict({ ...batch, arrays });
    return Array.from({ length: batch.count }, (_, s) =>
      score.of(y.values.subarray(s * outputs, (s + 1) * outputs))
    );
  };
  let [miss, largest] = [0, 0];
  for (const [input, { values }] of Object.entries(gradient)) {
    const x = batch.arrays[input].values as Float64Array;
    const step = 1e-5;
    for (let i = 0; i < x.length; i++) {
      const moved = async (by: number) =>
        scores(x.map((v, j) => (j === i ? v + by : v)) as Float64Array, input);
      const [up, down] = [await moved(step), await moved(-step)];
      const own = Math.floor((i * batch.count) / x.length);
      up.forEach((v, s) => {
        const slope = (v - down[s]) / (2 * step);
        miss = Math.max(miss, Math.abs(slope - (s === own ? values[i] : 0)));
        largest = Math.max(largest, Math.abs(slope));
      });
    }
  }
  return largest === 0 ? miss : miss / Math.max(largest, 1e-3);
}

describe('gradients of the reference engine against finite differences, relative error below 1e-6', () => {
  test.each(Object.keys(operations) as NodeKind[])('%s', async kind => {
    await fc.assert(
      fc.asyncProperty(cases[kind], seed, async ({ network, given }, s) => {
        expect(await worstMiss(network, batchOf(new Random(s), network, 2, given))).toBeLessThan(1e-6);
      }),
      { numRuns: kind === 'activation' ? 120 : 30, seed: 7 }
    );
  });

  test('a wrong slope would be seen', async () => {
    const right = operations.dense.backward;
    operations.dense.backward = (step, slope) => right(step, slope).map(part => part!.map(v => v * 1.00001));
    try {
      const network = networkOf(
        { kind: 'dense', config: {}, weights: { kernel: weight(new Random(1), [3, 2]) } },
        { x: [3] }
      );
      expect(await worstMiss(network, batchOf(new Random(2), network, 2))).toBeGreaterThan(1e-6);
    } finally {
      operations.dense.backward = right;
    }
  });
});
