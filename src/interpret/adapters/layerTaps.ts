import * as tf from '@tensorflow/tfjs';
import { isContainer } from '../../models/toNetwork';
import { ExplanationError } from '../adapter';

type Call = tf.layers.Layer['call'];

/**
 * Runs some work while a layer's output goes through a function: tfjs has no hooks. Everything in here is synchronous, so that
 * nobody else meets the changed layer.
 */
export function withTap<T>(
  layer: tf.layers.Layer,
  tap: (output: tf.Tensor, inputs: tf.Tensor | tf.Tensor[]) => tf.Tensor,
  work: () => T
): T {
  const call = layer.call;
  const tapped: Call = (inputs, kwargs) => tap(call.call(layer, inputs, kwargs) as tf.Tensor, inputs);
  return withFields([[layer, { call: tapped }]], work);
}

/**
 * The output of a layer in one pass; the caller disposes of it.
 * @throws ExplanationError where the layer is used more than once in it, or not at all
 */
export function outputOf(layer: tf.layers.Layer, pass: () => tf.Tensor): tf.Tensor {
  const outputs: tf.Tensor[] = [];
  const keep = (output: tf.Tensor) => {
    // a copy that outlives the pass, which disposes of what it no longer needs
    outputs.push(tf.keep(tf.clone(output)));
    return output;
  };
  withTap(layer, keep, pass);
  if (outputs.length === 1) return outputs[0];
  tf.dispose(outputs);
  throw new ExplanationError(
    `the layer "${layer.name}" is used ${outputs.length} times on the way to the answer, so it has no single output; name another layer.`
  );
}

/** What stands at the end of a model. */
export interface ModelEnd {
  /** Name of the last activation: `linear` where there is none, null where it is not known. */
  activation: string | null;
  /** Where it can be taken off. */
  at: { layer: tf.layers.Layer; field: 'activation' | 'softmax' } | null;
}

/** Layers whose activation is the last thing that they do. */
const WITH_ACTIVATION = ['Dense', 'Conv1D', 'Conv2D', 'Activation', 'Conv2DTranspose', 'DepthwiseConv2D'];
/** Layers behind which the numbers are what they were. */
const PASSING = ['Flatten', 'Reshape', 'Dropout', 'SeededDropout'];
/** Layers that end in no function of one number. */
const LINEAR = [
  'Add',
  'Average',
  'BatchNormalization',
  'Dot',
  'GlobalAveragePooling1D',
  'GlobalAveragePooling2D'
];

/** Finds the last activation of a model, within models inside it too. */
export function endOf(model: tf.LayersModel): ModelEnd {
  let tensor = model.outputs[0];
  let layer = tensor.sourceLayer as tf.layers.Layer;
  while (isContainer(layer) || PASSING.includes(layer.getClassName())) {
    tensor = isContainer(layer)
      ? layer.outputs[0]
      : (layer.inboundNodes as unknown as { inputTensors: tf.SymbolicTensor[] }[])[tensor.nodeIndex]
          .inputTensors[0];
    layer = tensor.sourceLayer as tf.layers.Layer;
  }
  const kind = layer.getClassName();
  if (kind === 'Softmax') return { activation: 'softmax', at: { layer, field: 'softmax' } };
  if (LINEAR.includes(kind)) return { activation: 'linear', at: null };
  if (!WITH_ACTIVATION.includes(kind)) return { activation: null, at: null };
  const { activation } = layer as unknown as { activation?: { getClassName(): string } };
  const name = activation?.getClassName() ?? 'linear';
  return { activation: name, at: name === 'linear' ? null : { layer, field: 'activation' } };
}

/** Runs some synchronous work while fields of some objects hold something else. */
export function withFields<T>(changes: readonly [object, Record<string, unknown>][], work: () => T): T {
  const own = changes.map(([of, fields]) =>
    Object.keys(fields).map(key => [of, key, Object.getOwnPropertyDescriptor(of, key)] as const)
  );
  changes.forEach(([of, fields]) => Object.assign(of, fields));
  try {
    return work();
  } finally {
    for (const [of, key, before] of own.flat()) {
      if (before) Object.defineProperty(of, key, before);
      else delete (of as Record<string, unknown>)[key];
    }
  }
}

let linear: unknown = null;

/** Runs some work while a model has no last activation: the weights stay those of the model. */
export function withoutActivation<T>({ layer, field }: NonNullable<ModelEnd['at']>, work: () => T): T {
  linear ??= (tf.layers.activation({ activation: 'linear' }) as unknown as { activation: unknown })
    .activation;
  const nothing = field === 'softmax' ? (x: tf.Tensor) => tf.clone(x) : linear;
  return withFields([[layer, { [field]: nothing }]], work);
}

/** The answer of a model as it is in use: dropout off, normalisations as learned. */
export const applyModel = (model: tf.LayersModel, inputs: readonly tf.Tensor[]): tf.Tensor =>
  model.apply(inputs.length === 1 ? inputs[0] : [...inputs], { training: false }) as tf.Tensor;
