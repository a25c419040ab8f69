import * as tf from '@tensorflow/tfjs';
import { SeededDropout } from './seededDropout';
import { trainingLoop, type FitResult, type LoopOptions, type Trainee } from './trainingLoop';

/** Examples of a binary classifier. */
export interface Examples {
  /** [count, length] */
  values: Float32Array;
  count: number;
  length: number;
  /** 1 or 0 for each row. */
  labels: ArrayLike<number>;
}

export interface FitOptions extends LoopOptions {
  validation?: Examples;
}

/**
 * Trains a model of one logit on the binary cross-entropy; see {@link trainingLoop}.
 * @param train the examples, or a function that makes those of an epoch (from 1)
 * @throws AbortError when stopped
 */
export function fit(
  model: tf.LayersModel,
  train: Examples | ((epoch: number) => Examples),
  { validation, ...options }: FitOptions
): Promise<FitResult> {
  let examples: Examples;
  const trainee: Trainee = {
    begin(epoch) {
      examples = typeof train === 'function' ? train(epoch) : train;
      return examples.count;
    },
    loss(rows) {
      const { x, y } = gather(examples, rows);
      return crossEntropy(model.apply(x, { training: true }) as tf.Tensor, y);
    },
    validate: validation && (() => evaluate(model, validation)),
    ...weightsOf(model)
  };
  return trainingLoop(trainee, options);
}

/** The part of a trainee that is the same for every layers model: its weights, and where its dropout stands. */
export const weightsOf = (model: tf.LayersModel): Omit<Trainee, 'begin' | 'loss' | 'validate'> => ({
  variables: () => trainableVariables(model),
  getWeights: () => getWeights(model),
  setWeights: weights => setWeights(model, weights),
  getState: () => dropouts(model).map(layer => layer.calls),
  setState: state => dropouts(model).forEach((layer, i) => (layer.calls = (state as number[])[i]))
});

const dropouts = (model: tf.LayersModel) =>
  model.layers.filter((layer): layer is SeededDropout => layer instanceof SeededDropout);

function gather(examples: Examples, rows: Uint32Array): { x: tf.Tensor2D; y: tf.Tensor2D } {
  const { values, length, labels } = examples;
  const x = new Float32Array(rows.length * length);
  const y = new Float32Array(rows.length);
  rows.forEach((row, i) => {
    x.set(values.subarray(row * length, (row + 1) * length), i * length);
    y[i] = labels[row];
  });
  return { x: tf.tensor2d(x, [rows.length, length]), y: tf.tensor2d(y, [rows.length, 1]) };
}

/** Mean binary cross-entropy of logits z: max(z, 0) - z y + ln(1 + e^-|z|). */
function crossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const stable = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
    return tf.mean(tf.add(tf.sub(tf.relu(logits), tf.mul(logits, labels)), stable)) as tf.Scalar;
  });
}

function evaluate(model: tf.LayersModel, examples: Examples): number {
  const logits = predictLogits(model, examples);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    const z = logits[i];
    sum += Math.max(z, 0) - z * examples.labels[i] + Math.log1p(Math.exp(-Math.abs(z)));
  }
  return sum / logits.length;
}

/**
 * Logits of a model of one output, in batches.
 * @param inputs standardised windows, [count, length]
 * @returns one logit a row
 */
export function predictLogits(
  model: tf.LayersModel,
  inputs: { values: Float32Array; count: number; length: number },
  batchSize = 512
): Float32Array {
  const out = new Float32Array(inputs.count);
  for (let start = 0; start < inputs.count; start += batchSize) {
    const rows = Math.min(batchSize, inputs.count - start);
    tf.tidy(() => {
      const x = tf.tensor2d(inputs.values.subarray(start * inputs.length, (start + rows) * inputs.length), [
        rows,
        inputs.length
      ]);
      out.set((model.apply(x, { training: false }) as tf.Tensor).dataSync() as Float32Array, start);
    });
  }
  return out;
}

/** The variables behind a model's trainable weights, in their order. */
export const trainableVariables = (model: tf.LayersModel): tf.Variable[] =>
  model.trainableWeights.map(weight => (weight as unknown as { val: tf.Variable }).val);

/** Copies of a model's weights, in the order of its layers. */
export function getWeights(model: tf.LayersModel): Float32Array[] {
  return model.getWeights().map(w => Float32Array.from(w.dataSync() as Float32Array));
}

/** Puts weights from {@link getWeights} into a model of the same shape. */
export function setWeights(model: tf.LayersModel, weights: ArrayLike<number>[]): void {
  tf.tidy(() => {
    const shapes = model.getWeights().map(w => w.shape);
    if (weights.length !== shapes.length) {
      throw new RangeError(
        `setWeights: ${weights.length} arrays for a model of ${shapes.length}; give one for each.`
      );
    }
    model.setWeights(
      weights.map((values, i) => {
        const size = shapes[i].reduce((a, b) => a * b, 1);
        if (values.length !== size) {
          throw new RangeError(
            `setWeights: array ${i} has ${values.length} values; expected ${size} ([${shapes[i]}]).`
          );
        }
        return tf.tensor(Float32Array.from(values), shapes[i]);
      })
    );
  });
}
