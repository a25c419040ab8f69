import { explain } from '../../../src/interpret';
import { engineAdapter } from '../../../src/interpret/adapters/engineAdapter';
import { networkToJson, type Network, type NetworkNode } from '../../../src/models/network';
import { networkOf } from './networks';

const relu = (name: string, from: string): NetworkNode => ({
  name,
  kind: 'activation',
  config: { function: 'relu' },
  weights: {},
  from: [from]
});
const dense = (name: string, from: string, rows: number[][], bias: number[], layer = name): NetworkNode => ({
  name,
  kind: 'dense',
  config: {},
  weights: {
    kernel: { shape: [rows.length, bias.length], values: rows.flat() },
    bias: { shape: [bias.length], values: bias }
  },
  from: [from],
  layer
});
const one = (values: number[]) => ({
  count: 1,
  arrays: { x: { values: Float64Array.from(values), shape: [values.length] } }
});
const logit = {
  kind: 'logit' as const,
  name: 'logit',
  side: 'logit' as const,
  index: 0,
  of: (y: ArrayLike<number>) => y[0],
  slope: (y: ArrayLike<number>) => Array.from(y, (_, k) => (k === 0 ? 1 : 0))
};

/** relu(relu(x1) - 1 - relu(x2)), of Sundararajan et al. 2017. */
const nested: Network = {
  name: 'nested',
  inputs: [{ name: 'x', shape: [2] }],
  nodes: [
    relu('both', 'x'),
    dense('hidden/linear', 'both', [[1], [-1]], [-1], 'hidden'),
    { ...relu('hidden', 'hidden/linear') },
    dense('answer', 'hidden', [[1]], [0])
  ],
  output: 'answer'
};

describe('closed forms', () => {
  test('relu(relu(x1) - 1 - relu(x2)) at (3, 1): answer 1, gradient (1, -1), integrated gradients (1.5, -.5)', async () => {
    const model = engineAdapter(nested);
    expect([...(await model.predict(one([3, 1]))).values]).toEqual([1]);
    const gradient = await explain(model, one([3, 1]), 'gradient');
    expect([...gradient.inputs.x.values]).toEqual([1, -1]);
    const path = await explain(model, one([3, 1]), 'integratedGradients', {
      baseline: { name: 'zero-physical', values: new Float64Array(2) },
      steps: 1000
    });
    expect(path.inputs.x.values[0]).toBeCloseTo(1.5, 2);
    expect(path.inputs.x.values[1]).toBeCloseTo(-0.5, 2);
  });
  test('relu has the slope 0 at 0, and the first of equal maxima gets the slope', async () => {
    const zero = await engineAdapter(nested).gradient!(one([0, 0]), { ...logit, side: 'output' });
    expect([...zero.x.values]).toEqual([0, 0]);
    for (const kind of ['globalMaxPooling', 'maxPooling1d'] as const) {
      const config = kind === 'maxPooling1d' ? { size: 3, strides: 3, padding: 'valid' } : {};
      const pool = engineAdapter(networkOf({ kind, config, weights: {} } as NetworkNode, { x: [3, 1] }));
      const x = { count: 1, arrays: { x: { values: Float64Array.from([1, 2, 2]), shape: [3, 1] } } };
      const { x: slope } = await pool.gradient!(x, logit);
      expect([...slope.values]).toEqual([0, 1, 0]);
    }
  });
  test('the logit of a softmax is what goes into it; its gradient is that of the linear layer', async () => {
    const model = engineAdapter({
      name: 'classes',
      inputs: [{ name: 'x', shape: [2] }],
      nodes: [
        dense('classes/linear', 'x', [[1, 2], [3, 5]], [0.5, -0.5], 'classes'), // prettier-ignore
        { name: 'classes', kind: 'activation', config: { function: 'softmax' }, weights: {}, from: ['classes/linear'] } // prettier-ignore
      ],
      output: 'classes'
    });
    const x = one([2, -1]);
    expect([...(await model.predict(x, 'logit')).values]).toEqual([-0.5, -1.5]);
    const { values } = await model.predict(x);
    expect(values[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 14);
    expect([...(await model.gradient!(x, logit)).x.values]).toEqual([1, 3]);
    expect(model.spec.layers).toHaveLength(1);
    const { activation, gradient } = await model.gradientAt!(x, 'classes', { ...logit, side: 'output' });
    expect([...activation.values]).toEqual([...values]);
    expect([...gradient.values]).toEqual([1, 0]);
  });
  test('a masked mean sees no padding, whatever stands in it', async () => {
    const model = engineAdapter(
      networkOf({ kind: 'maskedMean', config: {}, weights: {} }, { x: [3, 1], mask: [3] })
    );
    const batch = (padding: number) => ({
      count: 1,
      arrays: {
        x: { values: Float64Array.from([1, padding, 5]), shape: [3, 1] },
        mask: { values: Float64Array.from([1, 0, 1]), shape: [3] }
      }
    });
    expect([...(await model.predict(batch(1e300))).values]).toEqual([3]);
    const { inputs } = await explain(model, batch(7), 'gradient');
    expect([...inputs.x.values]).toEqual([0.5, 0.5]);
    expect(model.spec.inputs[1].role).toBe('mask');
  });
  test('randomised layers are drawn from the initialiser, follow the seed, and leave the others alone', async () => {
    const wide: Network = {
      name: 'wide',
      inputs: [{ name: 'x', shape: [100] }],
      nodes: [
        {
          name: 'first',
          kind: 'dense',
          config: {},
          weights: {
            kernel: { shape: [100, 100], values: new Float64Array(10000) },
            bias: { shape: [100], values: new Float64Array(100).fill(3) }
          },
          from: ['x'],
          initialiser: { scale: 2, mode: 'fanIn', distribution: 'normal' }
        },
        dense(
          'last',
          'first',
          Array.from({ length: 100 }, () => [1]),
          [0.25]
        )
      ],
      output: 'last'
    };
    const model = engineAdapter(wide);
    const drawn = async (layers: string[], seed: number) => {
      const { network } = await model.randomised!({ layers, seed });
      return network!.nodes.map(node => Float64Array.from(node.weights.kernel.values));
    };
    const [first, last] = await drawn(['first'], 4);
    expect(await drawn(['first'], 4)).toEqual([first, last]);
    expect((await drawn(['first', 'last'], 4))[0]).toEqual(first);
    expect((await drawn(['first'], 5))[0]).not.toEqual(first);
    expect([...last]).toEqual(Array(100).fill(1));
    const variance = first.reduce((sum, v) => sum + v * v, 0) / first.length;
    expect(Math.abs(variance / 0.02 - 1)).toBeLessThan(0.05);
    const { network } = await model.randomised!({ layers: ['first'], seed: 4 });
    expect(Array.from(network!.nodes[0].weights.bias.values)).toEqual(Array(100).fill(0));
  });
  test('a length may be left open: the same network takes objects of 5 and of 9 places', async () => {
    const open: Network = {
      name: 'open',
      inputs: [{ name: 'x', shape: [null, 1] }],
      nodes: [
        {
          name: 'conv',
          kind: 'conv1d',
          config: { strides: 2, padding: 'valid' },
          weights: { kernel: { shape: [3, 1, 1], values: [1, -2, 3] } },
          from: ['x']
        },
        { name: 'mean', kind: 'globalAveragePooling', config: {}, weights: {}, from: ['conv'] }
      ],
      output: 'mean'
    };
    const model = engineAdapter(open);
    expect(model.spec.layers.map(layer => layer.shape)).toEqual([[null, 1], [1]]);
    const answer = async (x: number[]) =>
      (
        await model.predict({
          count: 1,
          arrays: { x: { values: Float64Array.from(x), shape: [x.length, 1] } }
        })
      ).values[0];
    expect(await answer([1, 0, 0, 0, 1])).toBe((1 + 3) / 2);
    expect(await answer([0, 0, 4, 0, 0, 1, 0, 0, 8])).toBe((3 * 4 + 4 - 2 + 3 * 8) / 4);
    await expect(answer([1, 2])).rejects.toThrow(/"conv" \(conv1d\): it gets \[2, 1\]; expected at least/);
    const flat = { ...open, nodes: [open.nodes[0]], output: 'conv' };
    expect(() => engineAdapter(flat)).toThrow(/number of its answers depends on the objects/);
  });
  test('a network through JSON answers the same to the last bit', async () => {
    const back = JSON.parse(JSON.stringify(networkToJson(nested))) as Network;
    const answer = async (network: Network) =>
      (await engineAdapter(network).predict(one([0.3, -2.7]))).values;
    expect(await answer(back)).toEqual(await answer(nested));
  });
});

describe('a network that cannot be is refused with the name of the node', () => {
  test.each<[string, (network: Network) => Network, RegExp]>([
    ['a kind there is not', n => ({ ...n, nodes: [{ ...n.nodes[0], kind: 'lstm' as never }] }), /"both" \(lstm\): there is no such kind/], // prettier-ignore
    [
      'a node before what it takes',
      n => ({ ...n, nodes: [...n.nodes].reverse() }),
      /"answer".*takes "hidden"/
    ],
    ['an output there is not', n => ({ ...n, output: 'end' }), /output is "end"/],
    ['a shape that does not fit', n => ({ ...n, inputs: [{ name: 'x', shape: [3] }] }), /"hidden\/linear".*gets \[3\]; expected 2 numbers/], // prettier-ignore
    ['two of a name', n => ({ ...n, nodes: [n.nodes[0], n.nodes[0]] }), /same name/],
    ['a weight that is not finite', n => ({ ...n, nodes: [n.nodes[0], dense('d', 'both', [[NaN], [1]], [0])] }), /"d".*holds NaN/] // prettier-ignore
  ])('%s', (_, change, message) => {
    expect(() => engineAdapter(change(nested))).toThrow(message);
  });
  test('a layer that is not there', async () => {
    await expect(engineAdapter(nested).activations!(one([1, 2]), 'conv')).rejects.toThrow(
      /no layer "conv"; there are both, hidden, answer/
    );
  });
});
