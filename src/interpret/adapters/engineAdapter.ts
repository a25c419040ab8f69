import { Random } from '../../math';
import { drawKernel } from '../../models/initialiser';
import { layerOf, type Network, type NetworkNode } from '../../models/network';
import {
  dataInputs,
  ExplanationError,
  type Batch,
  type LayerSpec,
  type ModelAdapter,
  type ModelSpec,
  type NamedArray,
  type OutputSpec,
  type Side
} from '../adapter';
import { seedFor } from '../baseline';
import { volume } from '../engine/operation';
import { logitNode, prepareNetwork, type PreparedNetwork } from '../engine/prepare';
import { runBackward, runNetwork, type NetworkRun } from '../engine/run';
import { slopesOf, type ResolvedScore } from '../score';
import { checkOptions, terseLayerOf, type AdapterOptions } from './adapterOptions';

/**
 * The reference engine as a model: small dense and convolutional networks in float64, everything that a method can ask for.
 * Of equal numbers in a max pooling the first gets the slope; relu has none at 0.
 * @throws NetworkError for a network that cannot be
 */
export function engineAdapter(
  network: Network,
  options: AdapterOptions = {}
): ModelAdapter & { readonly network: Network } {
  const prepared = prepareNetwork(network);
  const spec = specOf(prepared, options);
  const before = logitNode(prepared);
  const end = (side: Side | undefined) => (side === 'logit' ? before : prepared.output);
  const run = ({ count, arrays }: Batch) => runNetwork(prepared, count, arrays);
  const slopes = (made: NetworkRun, score: ResolvedScore) => {
    const from = end(score.side);
    const { values } = made.tensors.get(from)!;
    return runBackward(made, from, slopesOf(score, values, made.count, spec.output.count));
  };
  const outputOf = (layer: string) => outputNode(prepared, layer);
  return {
    spec,
    network,
    async predict(batch, side) {
      return { values: run(batch).tensors.get(end(side))!.values, shape: [spec.output.count] };
    },
    async gradient(batch, score) {
      const made = run(batch);
      const back = slopes(made, score);
      return Object.fromEntries(dataInputs(spec).map(({ name }) => [name, slopeAt(made, back, name)]));
    },
    async activations(batch, layer) {
      const at = outputOf(layer);
      return { ...run(batch).tensors.get(at)! };
    },
    async gradientAt(batch, layer, score) {
      const at = outputOf(layer);
      const made = run(batch);
      return { activation: { ...made.tensors.get(at)! }, gradient: slopeAt(made, slopes(made, score), at) };
    },
    async randomised({ layers, seed }) {
      return engineAdapter(randomisedNetwork(network, layers, seed), options);
    }
  };
}

/** d score / d an input or node; 0 where the score does not depend on it. */
function slopeAt({ tensors }: NetworkRun, slopes: Map<string, Float64Array>, name: string): NamedArray {
  const { values, shape } = tensors.get(name)!;
  return { values: slopes.get(name) ?? new Float64Array(values.length), shape };
}

/** The last node of a layer. @throws ExplanationError that names the layers there are */
function outputNode({ name, nodes }: Network, layer: string): string {
  const own = nodes.filter(node => layerOf(node) === layer);
  if (own.length > 0) return own[own.length - 1].name;
  const known = [...new Set(nodes.map(layerOf))];
  throw new ExplanationError(`${name}: there is no layer "${layer}"; there are ${known.join(', ')}.`);
}

function specOf(network: PreparedNetwork, options: AdapterOptions): ModelSpec {
  const { name, inputs = {} } = options;
  const lengths = (of: string) => network.shapes.get(of)!.map(n => (Number.isNaN(n) ? null : n));
  const masks = new Set(network.nodes.flatMap(node => (node.kind === 'maskedMean' ? [node.from[1]] : [])));
  const layers = [...new Set(network.nodes.map(layerOf))].map((layer): LayerSpec => {
    const own = network.nodes.filter(node => layerOf(node) === layer);
    return {
      name: layer,
      kind: own[0].kind.toLowerCase(),
      shape: lengths(own[own.length - 1].name),
      weights: own.some(node => 'kernel' in node.weights || node.kind === 'batchNormalization'),
      differentiable: true
    };
  });
  return {
    name: name ?? network.name,
    inputs: network.inputs.map(({ name: input, shape }) => ({
      name: input,
      shape,
      ...(masks.has(input) ? { role: 'mask' as const } : {}),
      ...inputs[input]
    })),
    output: outputSpec(network, options),
    layers,
    caps: ['logit', 'gradient', 'activations', 'gradientAt', 'randomised', 'relevance'],
    precision: 'float64',
    ...terseLayerOf(layers)
  };
}

function outputSpec(network: PreparedNetwork, options: AdapterOptions): OutputSpec {
  const count = volume(network.shapes.get(network.output)!);
  if (Number.isNaN(count)) {
    throw new ExplanationError(
      `${network.name}: the number of its answers depends on the objects; expected a fixed number. End in a pooling or a maskedMean.`
    );
  }
  checkOptions(network.name, options, { inputNames: network.inputs.map(input => input.name), count });
  const last = network.nodes.find(node => node.name === network.output)!;
  const ends = last.kind === 'activation' ? last.config.function : 'linear';
  const activation = ends === 'linear' ? 'none' : ends === 'sigmoid' || ends === 'softmax' ? ends : 'other';
  return { count, ...(options.outputs ? { names: options.outputs } : {}), activation };
}

/** A copy whose named layers are as fresh as from their initialisers: kernels drawn, biases 0, normalisations neutral. */
function randomisedNetwork(network: Network, layers: readonly string[], seed: number): Network {
  layers.forEach(layer => outputNode(network, layer));
  const nodes = network.nodes.map(node =>
    layers.includes(layerOf(node)) ? redrawn(node, seedFor(seed, layerOf(node))) : node
  );
  return { ...network, nodes };
}

/** What a fresh weight is filled with; kernels are drawn. */
const fresh: Readonly<Record<string, number>> = { bias: 0, beta: 0, mean: 0, gamma: 1, variance: 1 };

function redrawn(node: NetworkNode, seed: number): NetworkNode {
  const weights = Object.entries(node.weights).map(([name, weight]) => {
    const { shape, values } = weight;
    if (name === 'kernel')
      return [name, { shape, values: drawKernel(new Random(seed), shape, node.initialiser) }];
    return [
      name,
      name in fresh ? { shape, values: new Float64Array(values.length).fill(fresh[name]) } : weight
    ];
  });
  return { ...node, weights: Object.fromEntries(weights) } as NetworkNode;
}
