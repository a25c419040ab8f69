import { NetworkError, type Network, type NetworkNode } from '../../models/network';
import { volume } from './operation';
import { operationOf, operations } from './operations';

/** A network whose weights are float64 and whose shapes fit each other. */
export interface PreparedNetwork extends Network {
  /** Output shape of each input and node; NaN where a length depends on the objects. */
  shapes: ReadonlyMap<string, readonly number[]>;
}

/** Weights that a kind of node cannot do without. */
const needed: Partial<Record<NetworkNode['kind'], readonly string[]>> = {
  dense: ['kernel'],
  conv1d: ['kernel'],
  conv2d: ['kernel'],
  batchNormalization: ['mean', 'variance']
};

/**
 * Makes a network ready to run.
 * @throws NetworkError that names the node: an unknown kind, a missing or wrong weight, an input that does not come before
 *   it, or a shape that does not fit
 */
export function prepareNetwork(network: Network): PreparedNetwork {
  const shapes = new Map<string, readonly number[]>();
  for (const { name, shape } of network.inputs) {
    shapes.set(
      name,
      shape.map(n => n ?? NaN)
    );
  }
  const nodes = network.nodes.map(node => {
    const ready = withFloat64(network, node);
    shapes.set(node.name, shapeOf(network, ready, shapes));
    return ready;
  });
  if (!nodes.some(node => node.name === network.output)) {
    throw new NetworkError(
      `network "${network.name}": its output is "${network.output}", which is none of its nodes; give the name of one.`
    );
  }
  return { ...network, nodes, shapes };
}

function fail(network: Network, node: NetworkNode, message: string): never {
  throw new NetworkError(`network "${network.name}", node "${node.name}" (${node.kind}): ${message}`);
}

function withFloat64(network: Network, node: NetworkNode): NetworkNode {
  if (!(node.kind in operations)) {
    fail(network, node, `there is no such kind; there are ${Object.keys(operations).join(', ')}.`);
  }
  const lacking = (needed[node.kind] ?? []).find(name => !node.weights[name]);
  if (lacking) fail(network, node, `it lacks the weight "${lacking}".`);
  const weights = Object.entries(node.weights).map(([name, { shape, values }]) => {
    if (values.length !== volume(shape)) {
      fail(
        network,
        node,
        `the weight "${name}" holds ${values.length} numbers; [${shape.join(', ')}] has ${volume(shape)}.`
      );
    }
    const numbers = Float64Array.from(values);
    const odd = numbers.find(v => !Number.isFinite(v));
    if (odd !== undefined) fail(network, node, `the weight "${name}" holds ${odd}; expected finite numbers.`);
    return [name, { shape, values: numbers }];
  });
  const { kernel, bias } = node.weights;
  const units = kernel?.shape[kernel.shape.length - 1];
  if (kernel && bias && bias.values.length !== units) {
    fail(network, node, `the bias holds ${bias.values.length} numbers for ${units} units.`);
  }
  return { ...node, weights: Object.fromEntries(weights) } as NetworkNode;
}

function shapeOf(
  network: Network,
  node: NetworkNode,
  shapes: ReadonlyMap<string, readonly number[]>
): readonly number[] {
  if (shapes.has(node.name))
    fail(network, node, 'another node or input has the same name; give each its own.');
  const inputs = node.from.map(
    name =>
      shapes.get(name) ?? fail(network, node, `it takes "${name}", which is no input and no node before it.`)
  );
  if (inputs.length === 0) fail(network, node, 'it takes nothing; name an input or a node.');
  const shape = operationOf(node.kind).shape(node, inputs);
  if (typeof shape !== 'string') return shape;
  const found = inputs.map(x => `[${x.map(n => (Number.isNaN(n) ? 'any' : n)).join(', ')}]`);
  return fail(network, node, `it gets ${found.join(' and ')}; expected ${shape}.`);
}

/** The node before the last activation; the output itself where there is none. */
export function logitNode({ nodes, output }: Network): string {
  const last = nodes.find(node => node.name === output)!;
  return last.kind === 'activation' ? last.from[0] : output;
}
