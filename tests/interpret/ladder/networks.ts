import type { ActivationName, Network, NetworkNode } from '../../../src/models/network';
import { Random } from '../../../src/math';
import type { TinyNet } from './toys';

const weight = (shape: number[], values: number[]) => ({ shape, values });
const chain = (name: string, inputShape: number[], nodes: readonly object[]): Network => {
  const names = nodes.map((node, i) => ('name' in node ? (node.name as string) : `step ${i}`));
  return {
    name,
    inputs: [{ name: 'x', shape: inputShape }],
    nodes: nodes.map((node, i) => ({
      config: {},
      weights: {},
      from: [i === 0 ? 'x' : names[i - 1]],
      ...node,
      name: names[i]
    })) as unknown as NetworkNode[],
    output: names[names.length - 1]
  };
};
const activation = (name: ActivationName) => ({ kind: 'activation', config: { function: name } });

/** A tiny network as a network of the engine: dense, activation, dense. @param bias whether the hidden layer has one */
export function denseNetwork(
  { w, b, v }: TinyNet,
  {
    activation: name = 'relu',
    bias = true,
    scale = 1
  }: { activation?: ActivationName; bias?: boolean; scale?: number } = {}
): Network {
  const width = w[0].length;
  const kernel = Array.from({ length: width }, (_, i) => w.map(row => row[i])).flat();
  return chain(
    'dense',
    [width],
    [
      {
        kind: 'dense',
        weights: {
          kernel: weight([width, w.length], kernel),
          ...(bias ? { bias: weight([w.length], b) } : {})
        }
      },
      activation(name),
      {
        kind: 'dense',
        weights: {
          kernel: weight(
            [w.length, 1],
            v.map(value => scale * value)
          )
        }
      }
    ]
  );
}

/** Layers of dense kernels [in][out] and biases, with relu between, also behind the last where `closed`. */
export function reluNetwork(
  layers: readonly { kernel: number[][]; bias?: number[] }[],
  closed = false
): Network {
  return chain(
    'relu',
    [layers[0].kernel.length],
    layers.flatMap(({ kernel, bias }, i) => [
      {
        kind: 'dense',
        weights: {
          kernel: weight([kernel.length, kernel[0].length], kernel.flat()),
          ...(bias ? { bias: weight([bias.length], bias) } : {})
        }
      },
      ...(i < layers.length - 1 || closed ? [activation('relu')] : [])
    ])
  );
}

/**
 * A convolutional network on [12, 2]: convolution "maps", activation, pooling, convolution, pooling over all, dense.
 * @param bias whether layers have one
 */
export function convNetwork(
  seed: number,
  {
    bias = true,
    scale = 1,
    pooling = 'maxPooling1d',
    activation: name = 'relu'
  }: { bias?: boolean; scale?: number; pooling?: string; activation?: ActivationName } = {}
): Network {
  const random = new Random(seed);
  const draw = (shape: number[], sd: number) =>
    weight(
      shape,
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal(0, sd))
    );
  const layer = (kind: string, shape: number[], config: object, name?: string) => ({
    ...(name ? { name } : {}),
    kind,
    config,
    weights: { kernel: draw(shape, 0.6), ...(bias ? { bias: draw([shape[shape.length - 1]], 0.2) } : {}) }
  });
  const last = layer('dense', [4, 1], {});
  Object.values(last.weights).forEach(w => w.values.forEach((v, i) => (w.values[i] = scale * v)));
  return chain(
    'conv',
    [12, 2],
    [
      layer('conv1d', [3, 2, 3], { strides: 1, padding: 'same' }),
      { ...activation(name), name: 'maps' },
      { kind: pooling, config: { size: 2, strides: 2, padding: 'valid' } },
      layer('conv1d', [3, 3, 4], { strides: 1, padding: 'valid' }),
      activation(name),
      { kind: 'globalAveragePooling' },
      last
    ]
  );
}
