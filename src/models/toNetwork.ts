import type * as tf from '@tensorflow/tfjs';
import { graphToNetwork, type GraphLayer, type LayerGraph } from './layerGraph';
import { NetworkError, type Network } from './network';

/** What tfjs keeps of the graph without saying so in its types. */
type Layer = Omit<tf.layers.Layer, 'inboundNodes'> & {
  inboundNodes: { inputTensors: tf.SymbolicTensor[] }[];
};
type Container = Layer & { layers: Layer[]; inputs: tf.SymbolicTensor[]; outputs: tf.SymbolicTensor[] };

/** A sequential model that has not been used yet does not know the names of its inputs. */
export function buildOnce(model: tf.LayersModel): void {
  if (!model.built) (model as unknown as { build(): void }).build();
}

/** A model within a model. */
export const isContainer = (layer: object): layer is Container => 'layers' in layer && 'outputs' in layer;

/**
 * A tfjs model as a {@link Network}, with a copy of its weights: for the reference engine, and for rules of relevance. Models
 * within it are laid open; their layers are named "outer/inner".
 * @throws NetworkError that names every layer which the engine does not have, before anything is computed
 */
export function toNetwork(model: tf.LayersModel): Network {
  buildOnce(model);
  if (model.outputs.length !== 1) {
    throw new NetworkError(
      `model "${model.name}": it has ${model.outputs.length} outputs; expected one. Give tf.model({ inputs: model.inputs, outputs: model.outputs[0] }).`
    );
  }
  return graphToNetwork(graphOf(model, true));
}

/** Whether {@link toNetwork} can, without a copy of the weights. */
export function hasNetwork(model: tf.LayersModel): boolean {
  buildOnce(model);
  if (model.outputs.length !== 1) return false;
  try {
    graphToNetwork(graphOf(model, false));
    return true;
  } catch (error) {
    if (error instanceof NetworkError) return false;
    throw error;
  }
}

function graphOf(model: tf.LayersModel, numbers: boolean): LayerGraph {
  const layers: GraphLayer[] = [];
  const names = new Map(model.inputs.map((input, i) => [input.id, model.inputNames[i]] as const));
  const output = walk(model.outputs[0], names, '', { layers, numbers });
  return {
    name: model.name,
    inputs: model.inputs.map((input, i) => ({
      name: model.inputNames[i],
      shape: input.shape.slice(1).map(n => n ?? null)
    })),
    layers,
    output
  };
}

/** What a walk gathers, and whether with the numbers of the weights. */
interface Walk {
  layers: GraphLayer[];
  numbers: boolean;
}

/** Name of what makes a tensor (by its id: tfjs copies symbolic tensors), with all that it needs put into the list before it. */
function walk(tensor: tf.SymbolicTensor, names: Map<number, string>, prefix: string, found: Walk): string {
  const known = names.get(tensor.id);
  if (known !== undefined) return known;
  const layer = tensor.sourceLayer as unknown as Layer;
  const taken = layer.inboundNodes[tensor.nodeIndex].inputTensors;
  const from = taken.map(input => walk(input, names, prefix, found));
  const name = prefix + layer.name;
  names.set(tensor.id, name);
  if (isContainer(layer)) {
    const inner = new Map(layer.inputs.map((input, i) => [input.id, from[i]] as const));
    const end = walk(layer.outputs[0], inner, `${name}/`, found);
    names.set(tensor.id, end);
    return end;
  }
  found.layers.push({
    name,
    className: layer.getClassName(),
    config: layer.getConfig() as Record<string, unknown>,
    weights: layer
      .getWeights()
      .map(w => ({ shape: w.shape, values: found.numbers ? Float64Array.from(w.dataSync()) : [] })),
    from
  });
  return name;
}
