import { NetworkError, type NetworkNode } from '../../models/network';
import type { Step, Tensor } from './operation';
import { volume } from './operation';
import { operationOf } from './operations';
import type { PreparedNetwork } from './prepare';

/** A pass of some objects through a network, with all that it went through. */
export interface NetworkRun {
  network: PreparedNetwork;
  count: number;
  /** Of each input and node. */
  tensors: ReadonlyMap<string, Tensor>;
}

/**
 * Runs a network forward and keeps every activation.
 * @param inputs values [count, ...shape] by name
 * @throws NetworkError where the shapes of these objects do not fit
 */
export function runNetwork(
  network: PreparedNetwork,
  count: number,
  inputs: Readonly<Record<string, { values: ArrayLike<number>; shape: readonly number[] }>>
): NetworkRun {
  const tensors = new Map<string, Tensor>();
  for (const { name } of network.inputs) {
    const input = inputs[name];
    if (!input)
      throw new NetworkError(
        `network "${network.name}": the input "${name}" is missing; give an array of it.`
      );
    tensors.set(name, { values: Float64Array.from(input.values), shape: input.shape });
  }
  for (const node of network.nodes) {
    const operation = operationOf(node.kind);
    const from = node.from.map(name => tensors.get(name)!);
    const shape = operation.shape(
      node,
      from.map(x => x.shape)
    );
    if (typeof shape === 'string') {
      throw new NetworkError(
        `network "${network.name}", node "${node.name}" (${node.kind}): it gets ${from.map(x => `[${x.shape.join(', ')}]`).join(' and ')}; expected ${shape}.`
      );
    }
    const output = { values: new Float64Array(count * volume(shape)), shape };
    operation.forward({ node, count, inputs: from, output });
    tensors.set(node.name, output);
  }
  return { network, count, tensors };
}

/**
 * Another rule than the derivative for going back through a node, as relevance methods have: what each input gets of what
 * the output has. Returns null where the derivative holds.
 */
export type BackwardRule = (
  step: Step & { node: NetworkNode },
  slope: Float64Array
) => (Float64Array | null)[] | null;

/**
 * Goes back through a run: d score / d every input and node, from d score / d one node. Nodes that the score does not
 * depend on are left out.
 * @param slope [count, ...shape of that node]
 */
export function runBackward(
  { network, count, tensors }: NetworkRun,
  from: string,
  slope: Float64Array,
  rule?: BackwardRule
): Map<string, Float64Array> {
  const slopes = new Map<string, Float64Array>([[from, slope]]);
  for (let i = network.nodes.length - 1; i >= 0; i--) {
    const node = network.nodes[i];
    const own = slopes.get(node.name);
    if (!own) continue;
    const inputs = node.from.map(name => tensors.get(name)!);
    const step = { node, count, inputs, output: tensors.get(node.name)! };
    const parts = rule?.(step, own) ?? operationOf(node.kind).backward(step, own);
    node.from.forEach((name, k) => {
      const part = parts[k];
      if (!part) return;
      const before = slopes.get(name);
      if (!before) slopes.set(name, part);
      else for (let j = 0; j < part.length; j++) before[j] += part[j];
    });
  }
  return slopes;
}
