import * as tf from '@tensorflow/tfjs';
import { NetworkError, type ActivationName, type Network, type NetworkNode } from './network';

/** tfjs's names of functions that one activation layer does. */
const functions: Partial<Record<ActivationName, string>> = {
  linear: 'linear',
  relu: 'relu',
  selu: 'selu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  softsign: 'softsign',
  silu: 'swish'
};

/** Layer of a node; null where tfjs has none. */
function layerFor(node: NetworkNode): tf.layers.Layer | null {
  // tfjs gives its variables the names of their layers, and a slash would be another scope
  const name = node.name.replace(/\//g, '_');
  const { kernel, bias } = node.weights;
  const units = kernel?.shape[kernel.shape.length - 1];
  const linear = { name, useBias: Boolean(bias) };
  switch (node.kind) {
    case 'dense':
      return tf.layers.dense({ ...linear, units });
    case 'conv1d':
      return tf.layers.conv1d({ ...linear, ...node.config, filters: units, kernelSize: kernel.shape[0] });
    case 'conv2d':
      return tf.layers.conv2d({
        ...linear,
        padding: node.config.padding,
        strides: [...node.config.strides] as [number, number],
        filters: units,
        kernelSize: [kernel.shape[0], kernel.shape[1]]
      });
    case 'maxPooling1d':
    case 'averagePooling1d': {
      const { size, strides, padding } = node.config;
      return tf.layers[node.kind]({ name, poolSize: size, strides, padding });
    }
    case 'maxPooling2d':
    case 'averagePooling2d': {
      const { size, strides, padding } = node.config;
      const two = (pair: readonly [number, number]): [number, number] => [pair[0], pair[1]];
      return tf.layers[node.kind]({ name, poolSize: two(size), strides: two(strides), padding });
    }
    case 'flatten':
      return tf.layers.flatten({ name });
    case 'reshape':
      return tf.layers.reshape({ name, targetShape: [...node.config.shape] });
    case 'dropout':
      return tf.layers.dropout({ name, rate: node.config.rate });
    case 'batchNormalization':
    case 'affine':
      return tf.layers.batchNormalization({
        name,
        epsilon: node.kind === 'affine' ? 0 : node.config.epsilon
      });
    case 'add':
      return tf.layers.add({ name });
    case 'concatenate': {
      const { axis = -1 } = node.config;
      return tf.layers.concatenate({ name, axis: axis < 0 ? axis : axis + 1 });
    }
    case 'activation':
      return activationFor(node.config, name);
    case 'globalAveragePooling':
    case 'globalMaxPooling':
    case 'maskedMean':
      return null;
  }
}

function activationFor(
  { function: of, alpha, approximate }: Extract<NetworkNode, { kind: 'activation' }>['config'],
  name: string
): tf.layers.Layer | null {
  if (of === 'leakyRelu') return tf.layers.leakyReLU({ name, alpha: alpha ?? 0.2 });
  if (of === 'elu') return (alpha ?? 1) === 1 ? tf.layers.elu({ name }) : null;
  if (of === 'softmax') return tf.layers.softmax({ name, axis: -1 });
  const activation = of === 'gelu' ? (approximate ? 'gelu_new' : 'gelu') : functions[of];
  return activation ? tf.layers.activation({ name, activation: activation as 'relu' }) : null;
}

/** Global poolings have one layer for each number of axes. */
function globalLayer(node: NetworkNode, rank: number): tf.layers.Layer | null {
  const kinds = {
    globalAveragePooling: [tf.layers.globalAveragePooling1d, tf.layers.globalAveragePooling2d],
    globalMaxPooling: [tf.layers.globalMaxPooling1d, tf.layers.globalMaxPooling2d]
  };
  const make = node.kind in kinds ? kinds[node.kind as keyof typeof kinds][rank - 3] : undefined;
  if (!make) return null;
  return make({ name: node.name, dataFormat: 'channelsLast' } as never);
}

/** The weights of a node in the order of tfjs, for so many channels. */
function weightsFor(node: NetworkNode, channels: number): tf.Tensor[] {
  const { weights } = node;
  if (node.kind !== 'affine' && node.kind !== 'batchNormalization') {
    return [weights.kernel, weights.bias]
      .filter(weight => weight)
      .map(({ values, shape }) => tf.tensor(Float32Array.from(values), [...shape]));
  }
  const fill = (name: string, otherwise: number) => {
    const values = weights[name]?.values;
    return tf.tensor1d(
      Array.from({ length: channels }, (_, c) => (values ? values[values.length === 1 ? 0 : c] : otherwise))
    );
  };
  return node.kind === 'affine'
    ? [fill('scale', 1), fill('shift', 0), fill('mean', 0), fill('variance', 1)]
    : [fill('gamma', 1), fill('beta', 0), fill('mean', 0), fill('variance', 1)];
}

/**
 * A network as a tfjs model: faster than the reference engine for many objects, and can be trained further. An activation is
 * a layer of its own.
 * @throws NetworkError for a node that tfjs has no layer for: maskedMean, the exponential, an elu whose alpha is not 1
 */
export function networkLayersModel(network: Network): tf.LayersModel {
  const tensors = new Map(
    network.inputs.map(({ name, shape }) => [name, tf.input({ name, shape: [...shape] })] as const)
  );
  const built: [NetworkNode, tf.layers.Layer, number][] = [];
  for (const node of network.nodes) {
    const inputs = node.from.map(name => tensors.get(name)!);
    const layer = globalLayer(node, inputs[0].shape.length) ?? layerFor(node);
    if (!layer) {
      throw new NetworkError(
        `network "${network.name}": tfjs has no layer for the node "${node.name}" (${node.kind === 'activation' ? node.config.function : node.kind}); run it on the reference engine: engineAdapter(network).`
      );
    }
    tensors.set(node.name, layer.apply(inputs.length === 1 ? inputs[0] : inputs) as tf.SymbolicTensor);
    built.push([node, layer, inputs[0].shape[inputs[0].shape.length - 1]!]);
  }
  tf.tidy(() => {
    for (const [node, layer, channels] of built) {
      if (layer.weights.length > 0) layer.setWeights(weightsFor(node, channels));
    }
  });
  return tf.model({
    name: network.name,
    inputs: network.inputs.map(({ name }) => tensors.get(name)!),
    outputs: tensors.get(network.output)!
  });
}
