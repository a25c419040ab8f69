import * as tf from '@tensorflow/tfjs';
import { Random } from '../../math';
import { drawKernel, initialiserFrom } from '../../models/initialiser';
import { isContainer } from '../../models/toNetwork';
import { seedFor } from '../baseline';

type Variable = tf.layers.Layer['weights'][number];

/** Other numbers for some weights of a model. */
export type OtherWeights = ReadonlyMap<Variable, Float32Array>;

/**
 * Runs some synchronous work while a model has other weights: no copy of the model is made, so nothing has to be disposed of
 * when the randomised model is forgotten.
 */
export function withWeights<T>(weights: OtherWeights, work: () => T): T {
  const variables = [...weights.keys()];
  const own = variables.map(variable => tf.clone(variable.read()));
  try {
    for (const [variable, values] of weights) put(variable, tf.tensor(values, variable.shape as number[]));
    return work();
  } finally {
    variables.forEach((variable, i) => put(variable, own[i]));
  }
}

function put(variable: Variable, tensor: tf.Tensor): void {
  variable.write(tensor);
  tensor.dispose();
}

/** What a fresh weight is filled with, by the end of its name; kernels are drawn. */
const constants: Readonly<Record<string, number>> = {
  bias: 0,
  beta: 0,
  moving_mean: 0,
  gamma: 1,
  moving_variance: 1
};

/** Weights of a layer as fresh as from its initialisers; the draws follow from the seed and the name of the layer. */
export function freshWeights(layer: tf.layers.Layer, seed: number, path = layer.name): OtherWeights {
  if (isContainer(layer)) {
    return new Map(
      layer.layers.flatMap(inner => [
        ...freshWeights(inner as unknown as tf.layers.Layer, seed, `${path}/${inner.name}`)
      ])
    );
  }
  const { kernelInitializer } = layer.getConfig() as {
    kernelInitializer?: { className: string; config: Record<string, unknown> };
  };
  const initialiser = initialiserFrom(kernelInitializer?.className ?? '', kernelInitializer?.config);
  const random = new Random(seedFor(seed, path));
  return new Map(
    layer.weights.map(variable => {
      const shape = variable.shape as number[];
      const fixed = constants[/[^/]*$/.exec(variable.originalName)![0].replace(/_\d+$/, '')];
      const values =
        fixed === undefined
          ? Float32Array.from(drawKernel(random, shape, initialiser))
          : new Float32Array(shape.reduce((product, n) => product * n, 1)).fill(fixed);
      return [variable, values];
    })
  );
}
