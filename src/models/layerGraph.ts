import { layerNodes, type LayerSettings } from './layerKinds';
import { NetworkError, type Network, type NetworkInput, type NetworkWeight } from './network';

/** A layer of Keras or tfjs, with its weights in their order and the layers that it takes. */
export interface GraphLayer {
  name: string;
  /** As Keras and tfjs name it: "Dense", "Conv1D". */
  className: string;
  /** Settings, keys in camel case. */
  config: LayerSettings;
  weights: readonly NetworkWeight[];
  /** Names of the inputs or layers it takes, all of them earlier in the list. */
  from: readonly string[];
}

/** A model as its file or its library has it. */
export interface LayerGraph {
  name: string;
  inputs: readonly NetworkInput[];
  layers: readonly GraphLayer[];
  output: string;
}

/**
 * Makes a network of a model.
 * @throws NetworkError that names every layer which cannot be part of a network, before anything is computed
 */
export function graphToNetwork({ name, inputs, layers, output }: LayerGraph): Network {
  const problems: string[] = [];
  const seen = new Map<string, number>();
  const nodes = layers.flatMap(layer => {
    seen.set(layer.name, (seen.get(layer.name) ?? 0) + 1);
    if (seen.get(layer.name) === 2)
      problems.push(`"${layer.name}" (${layer.className}) is used more than once`);
    const made = layerNodes(layer);
    if (typeof made !== 'string') return made;
    problems.push(`"${layer.name}" (${layer.className}) ${made}`);
    return [];
  });
  if (problems.length > 0) {
    const which = problems.length === 1 ? 'one layer' : `${problems.length} layers`;
    throw new NetworkError(
      `model "${name}": ${which} cannot be part of a network: ${problems.join('; ')}. Replace them, or explain the model as a function of predictions.`
    );
  }
  return { name, inputs, nodes, output };
}
