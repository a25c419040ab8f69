import { FormatError } from '../formats';
import type { GraphLayer, LayerGraph } from './layerGraph';
import type { LayerSettings } from './layerKinds';
import type { LayerWeights } from './kerasWeights';
import type { NetworkInput } from './network';

/** A layer or model as Keras 3 writes it. */
export interface KerasObject {
  class_name: string;
  config: Record<string, unknown>;
  name?: string;
  registered_name?: string | null;
  inbound_nodes?: { args?: unknown }[];
}

/** What a walk through a model needs and gathers. */
interface Walk {
  file: string;
  weights: LayerWeights;
  layers: GraphLayer[];
}

/** What the layers of one model are called from, by their name. */
type Names = Map<string, string>;

const layersOf = (model: KerasObject) => model.config.layers as KerasObject[];
const nameOf = (layer: KerasObject) => String(layer.config.name ?? layer.name);
const isModel = ({ class_name: kind }: KerasObject) => kind === 'Sequential' || kind === 'Functional';

/** Keys as tfjs has them: "pool_size" is "poolSize". */
const camelCase = (config: Record<string, unknown>): LayerSettings =>
  Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
      value
    ])
  );

/** As the weights file names classes: "MaxPooling1D" is "max_pooling1d". */
const snakeCase = (name: string) =>
  name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/**
 * The graph of layers of a model's settings.
 * @throws FormatError for a model that is neither Sequential nor Functional, or has several outputs
 */
export function kerasGraph(model: KerasObject, weights: LayerWeights, file: string): LayerGraph {
  if (!isModel(model)) {
    throw unsupported(
      file,
      `a model of the class "${model.class_name}"`,
      'Sequential or Functional: the layers of another are in its Python code',
      'Build it as keras.Model(inputs, outputs), and save that.'
    );
  }
  const walk: Walk = { file, weights, layers: [] };
  const inputs = inputsOf(model, file);
  const names: Names = new Map(inputs.map(({ name }) => [name, name]));
  const output = walkModel(model, names, { prefix: '', path: '' }, walk);
  return { name: nameOf(model), inputs, layers: walk.layers, output };
}

function inputsOf(model: KerasObject, file: string): NetworkInput[] {
  const layers = layersOf(model);
  const found = layers
    .filter(layer => layer.class_name === 'InputLayer')
    .map(layer => ({ name: nameOf(layer), shape: shapeOf(layer.config.batch_shape) }));
  if (model.class_name === 'Functional') {
    // the order in which the model takes them is not that of its layers
    return listed(model.config.input_layers).map(name => found.find(input => input.name === name)!);
  }
  if (found.length === 1) return found;
  const built = model.config.build_input_shape;
  if (!Array.isArray(built)) {
    throw unsupported(
      file,
      'a Sequential model that does not know the shape of its input',
      'one that was built',
      'Put keras.Input(shape) before its layers, or use it once, and save it again.'
    );
  }
  return [{ name: `${nameOf(model)}_input`, shape: shapeOf(built) }];
}

const shapeOf = (batchShape: unknown) => (batchShape as (number | null)[]).slice(1);

/** Names of layers out of [name, node, tensor] or a list of such. */
function listed(places: unknown): string[] {
  const list = places as unknown[];
  return typeof list[0] === 'string' ? [list[0]] : (list as unknown[][]).map(place => String(place[0]));
}

/** Puts the layers of a model into the list. @returns the name of the last */
function walkModel(
  model: KerasObject,
  names: Names,
  { prefix, path }: { prefix: string; path: string },
  walk: Walk
): string {
  const sequential = model.class_name === 'Sequential';
  let last = [...names.values()][0];
  const used = new Map<string, number>();
  for (const layer of layersOf(model)) {
    // the weights file counts inputs too, but apart from the layers of other classes
    if (layer.class_name === 'InputLayer') continue;
    const stem = snakeCase(layer.class_name);
    const times = used.get(stem) ?? 0;
    used.set(stem, times + 1);
    const at = `${path}layers/${times === 0 ? stem : `${stem}_${times}`}`;
    const own = nameOf(layer);
    const from = sequential ? [last] : callsOf(layer, walk.file).map(name => names.get(name)!);
    last = isModel(layer)
      ? walkModel(
          layer,
          innerNames(layer, from, walk.file),
          { prefix: `${prefix}${own}/`, path: `${at}/` },
          walk
        )
      : putLayer(layer, prefix + own, from, at, walk);
    names.set(own, last);
  }
  if (sequential) return last;
  const outputs = listed(model.config.output_layers);
  if (outputs.length === 1) return names.get(outputs[0])!;
  throw unsupported(
    walk.file,
    `a model of ${outputs.length} outputs`,
    'one output',
    'Save keras.Model(model.inputs, model.outputs[0]).'
  );
}

const innerNames = (model: KerasObject, from: readonly string[], file: string): Names =>
  new Map(inputsOf(model, file).map(({ name }, i) => [name, from[i]]));

function putLayer(layer: KerasObject, name: string, from: string[], at: string, walk: Walk): string {
  // a class of somebody's own may be called Dense too
  const own =
    layer.registered_name && layer.registered_name !== layer.class_name ? layer.registered_name : null;
  walk.layers.push({
    name,
    className: own ?? layer.class_name,
    config: camelCase(layer.config),
    weights: walk.weights.get(at) ?? [],
    from
  });
  return name;
}

/** Names of the layers that a layer of a functional model is called on. */
function callsOf(layer: KerasObject, file: string): string[] {
  const nodes = layer.inbound_nodes ?? [];
  if (nodes.length !== 1) {
    throw unsupported(
      file,
      `the layer "${nameOf(layer)}" (${layer.class_name}), which is called ${nodes.length} times`,
      'layers that are called once',
      'Give every call a layer of its own.'
    );
  }
  const names: string[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(look);
    const { class_name: kind, config } = (value ?? {}) as Partial<KerasObject>;
    if (kind === '__keras_tensor__') names.push(String((config!.keras_history as unknown[])[0]));
  };
  look(nodes[0].args);
  return names;
}

const unsupported = (file: string, found: string, expected: string, todo: string) =>
  new FormatError({ code: 'unsupported', file, found, expected, todo });
