import type * as tf from '@tensorflow/tfjs';
import { buildOnce, hasNetwork } from '../../models/toNetwork';
import {
  ExplanationError,
  sizeOf,
  type Capability,
  type LayerSpec,
  type ModelSpec,
  type OutputSpec
} from '../adapter';
import { checkOptions, terseLayerOf, type AdapterOptions } from './adapterOptions';
import { endOf } from './layerTaps';
import { layersWithoutGradient } from './withoutGradient';

/** What a layers model is and can. @throws ExplanationError as {@link layersModelAdapter} */
export function modelSpec(model: tf.LayersModel, options: AdapterOptions): ModelSpec {
  buildOnce(model);
  const { name = model.name, inputs = {} } = options;
  const output = outputSpec(model, name, options);
  const walls = layersWithoutGradient(model);
  const layers = layerSpecs(model, walls);
  return {
    name,
    inputs: model.inputNames.map((input, i) => ({
      name: input,
      shape: model.inputs[i].shape.slice(1),
      ...inputs[input]
    })),
    output,
    layers,
    caps: capabilities(model, walls),
    precision: 'float32',
    ...terseLayerOf(layers)
  };
}

function capabilities(model: tf.LayersModel, walls: ReadonlySet<string>): Capability[] {
  const { activation, at } = endOf(model);
  const caps: Capability[] = ['activations', 'randomised'];
  if (at || activation === 'linear') caps.push('logit');
  if (walls.size === 0) caps.push('gradient', 'gradientAt');
  if (hasNetwork(model)) caps.push('relevance');
  return caps;
}

function layerSpecs(model: tf.LayersModel, walls: ReadonlySet<string>): LayerSpec[] {
  return model.layers
    .filter(layer => layer.getClassName() !== 'InputLayer')
    .map(layer => {
      const shape = layer.outputShape as tf.Shape | tf.Shape[];
      return {
        name: layer.name,
        kind: layer.getClassName().toLowerCase(),
        shape: ((Array.isArray(shape[0]) ? shape[0] : shape) as tf.Shape).slice(1),
        weights: layer.weights.length > 0,
        differentiable: !walls.has(layer.name)
      };
    });
}

function outputSpec(model: tf.LayersModel, name: string, options: AdapterOptions): OutputSpec {
  if (model.outputs.length !== 1) {
    throw new ExplanationError(
      `${name}: the model has ${model.outputs.length} outputs; expected one. Give tf.model({ inputs: model.inputs, outputs: model.outputs[0] }).`
    );
  }
  const shape = model.outputs[0].shape.slice(1);
  if (shape.some(n => n === null)) {
    throw new ExplanationError(
      `${name}: an answer has the shape [${shape.map(n => n ?? 'any').join(', ')}]; expected a fixed number of answers. End in a pooling.`
    );
  }
  const count = sizeOf(shape as number[]);
  checkOptions(name, options, { inputNames: model.inputNames, count });
  const { activation: end } = endOf(model);
  const activation = end === 'linear' ? 'none' : end === 'sigmoid' || end === 'softmax' ? end : 'other';
  return { count, ...(options.outputs ? { names: options.outputs } : {}), activation };
}
