import fc from 'fast-check';
import { engineAdapter, layersModelAdapter, resolveScore } from '../../../src/interpret';
import { Random } from '../../../src/math';
import { networkLayersModel, toNetwork, type Network, type NetworkNode } from '../../../src/models';
import { useBackend } from '../../../src/models/backend';
import { activationNames, weight } from '../engine/networks';
import { miss, objectsFor } from './models';

beforeAll(async () => {
  await useBackend();
});

/** A stack of layers over [height, width, channels] or [length, channels], and two answers at its end. */
function randomNetwork(seed: number, axes: 1 | 2): Network {
  const random = new Random(seed);
  const size = () => random.integer(1, 3);
  // what poolings leave may be shorter than a kernel
  const padding = () => (nodes.length === 0 ? random.pick(['same', 'valid'] as const) : 'same');
  const nodes: NetworkNode[] = [];
  const put = (node: object) => {
    const from = [nodes.length === 0 ? 'x' : nodes[nodes.length - 1].name];
    nodes.push({
      config: {},
      weights: {},
      from,
      name: `n${nodes.length}`,
      ...node
    } as unknown as NetworkNode);
  };
  const steps = {
    conv: (channels: number) => {
      const filters = random.integer(1, 4);
      const kernel = weight(random, [...Array.from({ length: axes }, size), channels, filters], 0.5);
      const strides = axes === 1 ? 1 : [1, 1];
      const bias = random.uniform() < 0.5 ? { bias: weight(random, [filters]) } : {};
      put({ kind: `conv${axes}d`, config: { strides, padding: padding() }, weights: { kernel, ...bias } });
      return filters;
    },
    pool: (channels: number) => {
      const of = size();
      // windows that overlap would hand the same maximum on twice, and of equal maxima tfjs's global pooling gives each the
      // whole slope, where the derivative does not exist
      const strides = random.integer(of, 3);
      const config = axes === 1 ? { size: of, strides } : { size: [of, 1], strides: [strides, strides] };
      const kind = `${random.pick(['max', 'average'])}Pooling${axes}d`;
      put({ kind, config: { ...config, padding: 'same' } });
      return channels;
    },
    activation: (channels: number) => {
      const known = activationNames.filter(name => name !== 'exponential');
      put({ kind: 'activation', config: { function: random.pick(known) } });
      return channels;
    },
    norm: (channels: number) => {
      const variance = {
        shape: [channels],
        values: Array.from({ length: channels }, () => random.uniform(0.5, 2))
      };
      const mean = weight(random, [channels]);
      put({ kind: 'batchNormalization', config: { epsilon: 1e-3 }, weights: { mean, variance } });
      return channels;
    },
    dense: (channels: number) => {
      const units = random.integer(1, 4);
      put({ kind: 'dense', weights: { kernel: weight(random, [channels, units]) } });
      return units;
    },
    both: (channels: number) => {
      const before = nodes.length === 0 ? 'x' : nodes[nodes.length - 1].name;
      steps.activation(channels);
      const last = nodes[nodes.length - 1].name;
      const sum = random.uniform() < 0.5;
      put({ kind: sum ? 'add' : 'concatenate', from: [before, last] });
      return sum ? channels : 2 * channels;
    }
  };
  let channels = 2;
  const count = random.integer(2, 6);
  for (let k = 0; k < count; k++)
    channels = steps[random.pick(Object.keys(steps) as (keyof typeof steps)[])](channels);
  put({ kind: random.pick(['globalAveragePooling', 'globalMaxPooling']) });
  put({ kind: 'dense', weights: { kernel: weight(random, [channels, 2]), bias: weight(random, [2]) } });
  if (random.uniform() < 0.5)
    put({ kind: 'activation', config: { function: random.pick(['softmax', 'sigmoid']) } });
  const shape = axes === 1 ? [13, 2] : [13, 12, 2];
  return { name: 'random', inputs: [{ name: 'x', shape }], nodes, output: nodes[nodes.length - 1].name };
}

test.each([1, 2] as const)(
  'random networks over %i axes answer and differentiate in tfjs as on the reference engine, within 1e-5',
  async axes => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async seed => {
        const network = randomNetwork(seed, axes);
        const exact = engineAdapter(network);
        const model = networkLayersModel(network);
        const ours = layersModelAdapter(model);
        const x = objectsFor(model, 3, seed);
        const score = resolveScore(exact.spec);
        expect(ours.spec.output.activation).toBe(exact.spec.output.activation);
        const answer = (await exact.predict(x, 'logit')).values;
        expect(miss((await ours.predict(x, 'logit')).values, answer)).toBeLessThan(1e-5);
        expect((await engineAdapter(toNetwork(model)).predict(x, 'logit')).values).toHaveLength(6);
        const slopes = (await exact.gradient!(x, score)).x.values;
        const found = (await ours.gradient!(x, score)).x.values;
        if (slopes.every(v => v === 0)) expect(found.every(v => v === 0)).toBe(true);
        else expect(miss(found, slopes)).toBeLessThan(1e-5);
        model.dispose();
      }),
      { numRuns: 40, seed: 3 }
    );
  }
);
