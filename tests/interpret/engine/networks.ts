import type { Batch } from '../../../src/interpret';
import { Random } from '../../../src/math';
import type { ActivationName, Network, NetworkNode } from '../../../src/models/network';

/** Random numbers away from 0 and from each other: no kink of a relu and no tie of a maximum within a finite difference. */
export function scattered(random: Random, length: number): Float64Array {
  const order = random.permutation(length);
  return Float64Array.from(
    order,
    k => ((k + 0.5) / length) * 3 - 1.5 + (0.2 * (random.uniform() - 0.5)) / length
  );
}

export const weight = (random: Random, shape: number[], spread = 0.7) => ({
  shape,
  values: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal() * spread)
});

/** A network of one node between its inputs and one answer, which is a dense layer over what the node gives. */
export function networkOf(
  node: Omit<NetworkNode, 'name' | 'from'>,
  inputs: Record<string, number[]>
): Network {
  return {
    name: 'single',
    inputs: Object.entries(inputs).map(([name, shape]) => ({ name, shape })),
    nodes: [{ ...node, name: 'node', from: Object.keys(inputs) } as NetworkNode],
    output: 'node'
  };
}

export const batchOf = (
  random: Random,
  network: Network,
  count: number,
  given: Record<string, Float64Array> = {}
): Batch => ({
  count,
  arrays: Object.fromEntries(
    network.inputs.map(({ name, shape }) => {
      const size = shape.reduce<number>((product, n) => product * n!, 1);
      return [name, { values: given[name] ?? scattered(random, count * size), shape: shape as number[] }];
    })
  )
});

export const activationNames: ActivationName[] = [
  'linear',
  'relu',
  'leakyRelu',
  'elu',
  'selu',
  'tanh',
  'sigmoid',
  'softplus',
  'softsign',
  'silu',
  'gelu',
  'softmax',
  'exponential'
];
