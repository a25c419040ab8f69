import { initialiserFrom } from './initialiser';
import type { GraphLayer } from './layerGraph';
import type { ActivationName, NetworkNode, NetworkWeight, NodeConfigs, NodeKind } from './network';

/** Settings of a layer as Keras and tfjs write them, keys in camel case. */
export type LayerSettings = Readonly<Record<string, unknown>>;

type Made = NetworkNode[] | string;
type Weights = Record<string, NetworkWeight>;

/** Names of activation functions, all in small letters without underscores. */
const activationNames: Readonly<Record<string, ActivationName>> = {
  linear: 'linear',
  relu: 'relu',
  leakyrelu: 'leakyRelu',
  elu: 'elu',
  selu: 'selu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  softsign: 'softsign',
  silu: 'silu',
  swish: 'silu',
  gelu: 'gelu',
  gelunew: 'gelu',
  softmax: 'softmax',
  exponential: 'exponential'
};

const plain = (name: string) => name.replace(/_/g, '').toLowerCase();

/** An activation by what stands in a layer's settings: a name, or an object of class and settings. */
function activationFrom(value: unknown): NodeConfigs['activation'] | string {
  if (value === undefined || value === null) return { function: 'linear' };
  // a function of Keras is written as its name, or as an object of the class "function" with the name as settings
  const { className, class_name: otherName, config } = value as Record<string, unknown>;
  const kind = className ?? otherName;
  const name = String(typeof value === 'string' ? value : kind === 'function' ? config : (kind ?? ''));
  const known = activationNames[plain(name)];
  if (!known) return `has the activation "${name}"`;
  return { function: known, ...(plain(name) === 'gelunew' ? { approximate: true } : {}) };
}

/** A node of a layer. */
const node = <Kind extends NodeKind>(
  { name, from }: Pick<GraphLayer, 'name' | 'from'>,
  kind: Kind,
  config: NodeConfigs[Kind],
  weights: Weights = {},
  more: Partial<NetworkNode> = {}
): NetworkNode => ({ name, kind, config, weights, from, ...more }) as NetworkNode;

/** A linear node, and its activation where it has one. */
function linear<Kind extends 'dense' | 'conv1d' | 'conv2d'>(
  layer: GraphLayer,
  kind: Kind,
  config: NodeConfigs[Kind]
): Made {
  const { name, weights, config: settings } = layer;
  const [kernel, bias] = weights;
  if (!kernel) return 'has no weights: it has not been built';
  const after = activationFrom(settings.activation);
  if (typeof after === 'string') return after;
  const drawn = settings.kernelInitializer as
    { className?: string; class_name?: string; config?: Record<string, unknown> } | undefined;
  const initialiser = initialiserFrom(drawn?.className ?? drawn?.class_name ?? '', drawn?.config);
  const own = { kernel, ...(bias ? { bias } : {}) };
  if (after.function === 'linear') return [node(layer, kind, config, own, { initialiser })];
  const inner = `${name}/linear`;
  return [
    node({ ...layer, name: inner }, kind, config, own, { initialiser, layer: name }),
    node({ name, from: [inner] }, 'activation', after, {}, { layer: name })
  ];
}

const list = (value: unknown, length: number): number[] =>
  Array.isArray(value) ? value.map(Number) : Array.from({ length }, () => Number(value));

/** What no node can do of a layer over places; null where there is nothing. */
function placesProblem({ config }: GraphLayer, axes: number): string | null {
  const { dataFormat, dilationRate, groups, padding } = config;
  if (dataFormat && !/last/i.test(String(dataFormat))) return `has the data format "${String(dataFormat)}"`;
  if (list(dilationRate ?? 1, axes).some(n => n !== 1)) return 'is dilated';
  if (groups !== undefined && groups !== null && groups !== 1) return 'convolves in groups';
  if (padding !== undefined && !['same', 'valid'].includes(String(padding))) {
    return `has the padding "${String(padding)}"`;
  }
  return null;
}

const paddingOf = ({ config }: GraphLayer) => (config.padding ?? 'valid') as 'same' | 'valid';

function convolution(axes: 1 | 2) {
  return (layer: GraphLayer): Made => {
    const problem = placesProblem(layer, axes);
    if (problem) return problem;
    const strides = list(layer.config.strides ?? 1, axes);
    const padding = paddingOf(layer);
    return axes === 1
      ? linear(layer, 'conv1d', { strides: strides[0], padding })
      : linear(layer, 'conv2d', { strides: [strides[0], strides[1]], padding });
  };
}

function pooling(kind: 'maxPooling' | 'averagePooling', axes: 1 | 2) {
  return (layer: GraphLayer): Made => {
    const problem = placesProblem(layer, axes);
    if (problem) return problem;
    const size = list(layer.config.poolSize ?? 2, axes);
    const strides = list(layer.config.strides ?? size, axes);
    const padding = paddingOf(layer);
    const config = axes === 1 ? { size: size[0], strides: strides[0], padding } : { size, strides, padding };
    return [node(layer, `${kind}${axes}d`, config as never)];
  };
}

function globalPooling(kind: 'globalAveragePooling' | 'globalMaxPooling', axes: 1 | 2) {
  return (layer: GraphLayer): Made => {
    if (layer.config.keepdims) return 'keeps its axes';
    return placesProblem(layer, axes) ?? [node(layer, kind, {})];
  };
}

function batchNormalization(layer: GraphLayer): Made {
  const { config, weights } = layer;
  if (!lastAxis(config.axis)) return `normalises axis ${String(config.axis)}`;
  const names = [
    ...(config.scale === false ? [] : ['gamma']),
    ...(config.center === false ? [] : ['beta']),
    'mean',
    'variance'
  ];
  if (weights.length !== names.length) return `has ${weights.length} weights in place of ${names.length}`;
  const own = Object.fromEntries(names.map((name, i) => [name, weights[i]]));
  return [node(layer, 'batchNormalization', { epsilon: Number(config.epsilon ?? 1e-3) }, own)];
}

/** Whether an axis is the last: -1, or not said, or one that Keras has counted from the front, where it is at least 1. */
const lastAxis = (axis: unknown): boolean =>
  axis === undefined || axis === null || list(axis, 1).every(n => n === -1);

const weightFrom = (values: number[]): NetworkWeight => ({ shape: [values.length], values });

/** Keras's own: (x - mean) / max(sqrt(variance), 1e-7). */
function normalization(layer: GraphLayer): Made {
  const { config, weights } = layer;
  if (!lastAxis(config.axis)) return `normalises axis ${String(config.axis)}`;
  if (config.invert) return 'is inverted';
  const numbers = (value: unknown, weight?: NetworkWeight) =>
    value === undefined || value === null
      ? Array.from(weight?.values ?? [])
      : ([value].flat(Infinity) as unknown[]).map(Number);
  const [mean, variance] = [numbers(config.mean, weights[0]), numbers(config.variance, weights[1])];
  if (mean.length === 0 || mean.length !== variance.length)
    return 'has no mean and variance: it was not adapted';
  const scale = variance.map(v => 1 / Math.max(Math.sqrt(v), 1e-7));
  const shift = scale.map((s, i) => -s * mean[i]);
  return [node(layer, 'affine', {}, { scale: weightFrom(scale), shift: weightFrom(shift) })];
}

function rescaling(layer: GraphLayer): Made {
  const [scale, shift] = [layer.config.scale ?? 1, layer.config.offset ?? 0].map(v => [v].flat().map(Number));
  return [node(layer, 'affine', {}, { scale: weightFrom(scale), shift: weightFrom(shift) })];
}

function activationLayer(layer: GraphLayer): Made {
  const config = activationFrom(layer.config.activation);
  return typeof config === 'string' ? config : [node(layer, 'activation', config)];
}

function relu(layer: GraphLayer): Made {
  const { maxValue, threshold, negativeSlope } = layer.config;
  if (maxValue !== undefined && maxValue !== null) return `is cut at ${String(maxValue)}`;
  if (threshold) return `has the threshold ${String(threshold)}`;
  return negativeSlope
    ? [node(layer, 'activation', { function: 'leakyRelu', alpha: Number(negativeSlope) })]
    : [node(layer, 'activation', { function: 'relu' })];
}

function softmax(layer: GraphLayer): Made {
  // tfjs says 1 where nothing is said, which is the last axis of answers alone
  const { axis } = layer.config;
  return lastAxis(axis) || axis === 1
    ? [node(layer, 'activation', { function: 'softmax' })]
    : `runs over axis ${String(axis)}`;
}

function concatenate(layer: GraphLayer): Made {
  const axis = Number(layer.config.axis ?? -1);
  // axis 0 of Keras counts the objects
  return axis === 0 ? 'joins objects' : [node(layer, 'concatenate', { axis: axis > 0 ? axis - 1 : axis })];
}

const withAlpha =
  (name: 'leakyRelu' | 'elu', otherwise: number) =>
  (layer: GraphLayer): Made => {
    const alpha = Number(layer.config.negativeSlope ?? layer.config.alpha ?? otherwise);
    return [node(layer, 'activation', { function: name, alpha })];
  };

const idle = (layer: GraphLayer): Made => [
  node(layer, 'dropout', { rate: Number(layer.config.rate ?? layer.config.stddev ?? 0) })
];

/** Layers that can be part of a network, by the names of Keras and tfjs. */
const kinds: Readonly<Record<string, (layer: GraphLayer) => Made>> = {
  Dense: layer => linear(layer, 'dense', {}),
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  MaxPooling1D: pooling('maxPooling', 1),
  MaxPooling2D: pooling('maxPooling', 2),
  AveragePooling1D: pooling('averagePooling', 1),
  AveragePooling2D: pooling('averagePooling', 2),
  GlobalAveragePooling1D: globalPooling('globalAveragePooling', 1),
  GlobalAveragePooling2D: globalPooling('globalAveragePooling', 2),
  GlobalMaxPooling1D: globalPooling('globalMaxPooling', 1),
  GlobalMaxPooling2D: globalPooling('globalMaxPooling', 2),
  BatchNormalization: batchNormalization,
  Normalization: normalization,
  Rescaling: rescaling,
  Flatten: layer => placesProblem(layer, 1) ?? [node(layer, 'flatten', {})],
  Reshape: layer => [node(layer, 'reshape', { shape: list(layer.config.targetShape, 1) })],
  Activation: activationLayer,
  ReLU: relu,
  LeakyReLU: withAlpha('leakyRelu', 0.3),
  ELU: withAlpha('elu', 1),
  Softmax: softmax,
  Add: layer => [node(layer, 'add', {})],
  Concatenate: concatenate,
  Dropout: idle,
  SeededDropout: idle,
  SpatialDropout1D: idle,
  SpatialDropout2D: idle,
  AlphaDropout: idle,
  GaussianDropout: idle,
  GaussianNoise: idle,
  ActivityRegularization: idle
};

/** Nodes of a layer, the last of its name; or in words why there are none. */
export function layerNodes(layer: GraphLayer): NetworkNode[] | string {
  const make = Object.hasOwn(kinds, layer.className) ? kinds[layer.className] : undefined;
  return make ? make(layer) : 'is of a kind that is not supported';
}
