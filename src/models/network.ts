/** A feed-forward network as plain data: what files are read into, and what the reference engine runs. */

/** Numbers of a weight, row by row; an array of JSON will do. */
export interface NetworkWeight {
  shape: readonly number[];
  values: ArrayLike<number>;
}

/** How fresh weights are drawn: `uniform` or truncated `normal`, of variance scale over the fan (Glorot: 1, fanAvg; He: 2, fanIn). */
export interface Initialiser {
  scale: number;
  mode: 'fanIn' | 'fanOut' | 'fanAvg';
  distribution: 'uniform' | 'normal';
}

/** Functions that stand between linear layers. */
export type ActivationName =
  | 'linear'
  | 'relu'
  | 'leakyRelu'
  | 'elu'
  | 'selu'
  | 'tanh'
  | 'sigmoid'
  | 'softplus'
  | 'softsign'
  | 'silu'
  | 'gelu'
  | 'softmax'
  | 'exponential';

type Padding = 'same' | 'valid';
interface Convolution<Size> {
  strides: Size;
  /** `same` as in TensorFlow: with an odd number of zeros, the one more is behind. */
  padding: Padding;
}
interface Pooling<Size> extends Convolution<Size> {
  size: Size;
}
type Nothing = Record<string, never>;

/** Settings of every kind of node. Shapes are those of one object, channels last. */
export interface NodeConfigs {
  /** Acts on the last axis. Weights: kernel [in, out], bias [out] or none. */
  dense: Nothing;
  /** [length, in] to [length, out]. Weights: kernel [size, in, out], bias [out] or none. */
  conv1d: Convolution<number>;
  /** [height, width, in] to [height, width, out]. Weights: kernel [height, width, in, out], bias [out] or none. */
  conv2d: Convolution<readonly [number, number]>;
  maxPooling1d: Pooling<number>;
  maxPooling2d: Pooling<readonly [number, number]>;
  /** The mean over the places inside the input: padding is not counted. */
  averagePooling1d: Pooling<number>;
  averagePooling2d: Pooling<readonly [number, number]>;
  /** Over all axes but the last. */
  globalAveragePooling: Nothing;
  globalMaxPooling: Nothing;
  flatten: Nothing;
  /** At most one length may be -1. */
  reshape: { shape: readonly number[] };
  /** On the last axis, as in inference. Weights: mean, variance; gamma, beta or none. */
  batchNormalization: { epsilon: number };
  /** scale x + shift on the last axis. Weights: scale, shift, each of one number or one a channel. */
  affine: Nothing;
  /** Nothing, in inference. */
  dropout: { rate: number };
  /** softmax runs over the last axis. alpha: of leakyRelu (default .2) and elu (default 1); approximate: gelu by tanh. */
  activation: { function: ActivationName; alpha?: number; approximate?: boolean };
  add: Nothing;
  /** Axis of one object; default -1, the last. */
  concatenate: { axis?: number };
  /** From [rows, ...rest] and a mask [rows] of 1 and 0: the mean over the rows whose mask is 1, [...rest]. */
  maskedMean: Nothing;
}

export type NodeKind = keyof NodeConfigs;

/** One step of a network. */
export interface NodeOf<Kind extends NodeKind> {
  name: string;
  kind: Kind;
  config: NodeConfigs[Kind];
  weights: Readonly<Record<string, NetworkWeight>>;
  /** Names of the inputs or nodes it takes, all of them earlier in the list. */
  from: readonly string[];
  /**
   * The layer it is part of; default its own name. A layer with an activation is two nodes: "dense/linear" of the layer
   * "dense", and "dense" itself, whose output is that of the layer.
   */
  layer?: string;
  /** How its kernel is drawn; default Glorot uniform. */
  initialiser?: Initialiser;
}

export type NetworkNode = { [Kind in NodeKind]: NodeOf<Kind> }[NodeKind];

export interface NetworkInput {
  name: string;
  /** Lengths of the axes of one object; null where any length goes. */
  shape: readonly (number | null)[];
}

export interface Network {
  name: string;
  inputs: readonly NetworkInput[];
  /** Each behind what it takes. */
  nodes: readonly NetworkNode[];
  /** Name of the node whose output is the answer. */
  output: string;
}

/** A network, or a file or model to be made one, that cannot be: the message names the layers. */
export class NetworkError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NetworkError';
  }
}

/** Glorot uniform, which layers have where nothing else is said. */
export const GLOROT_UNIFORM: Initialiser = { scale: 1, mode: 'fanAvg', distribution: 'uniform' };

/** The layer of a node. */
export const layerOf = (node: NetworkNode): string => node.layer ?? node.name;

/** The network with all numbers as plain arrays, for JSON; what comes back from JSON is a network as it is. */
export function networkToJson(network: Network): Network {
  return {
    ...network,
    nodes: network.nodes.map(
      node =>
        ({
          ...node,
          weights: Object.fromEntries(
            Object.entries(node.weights).map(([name, { shape, values }]) => [
              name,
              { shape, values: Array.from(values) }
            ])
          )
        }) as NetworkNode
    )
  };
}
