import * as tf from '@tensorflow/tfjs';
import { Random } from '../math';
import { checkAborted, interruptSignal } from './interrupt';

/** Examples of a binary classifier. */
export interface Examples {
  /** [count, length] */
  values: Float32Array;
  count: number;
  length: number;
  /** 1 or 0 for each row. */
  labels: ArrayLike<number>;
}

/** Losses after an epoch. */
export interface EpochRecord {
  epoch: number;
  /** Mean training loss over the epoch's batches, with dropout. */
  loss: number;
  /** Loss on the validation examples, without dropout. */
  validationLoss: number | null;
}

export interface TrainingProgress {
  epoch: number;
  epochs: number;
  batch: number;
  batches: number;
  history: EpochRecord[];
  /** Seconds since the start. */
  elapsed: number;
}

export interface FitOptions {
  epochs: number;
  /** Rows a step; default 64. */
  batchSize?: number;
  /** Learning rate of Adam, or one for each epoch; default 1e-3. */
  learningRate?: number | ((epoch: number) => number);
  /** Seed of the shuffling; default 1. */
  seed?: number;
  validation?: Examples;
  /** Stops training at the next batch; the kernel's interrupt does so too. */
  signal?: AbortSignal;
  onProgress?: (progress: TrainingProgress) => void | Promise<void>;
}

export interface FitResult {
  history: EpochRecord[];
  /** Epoch (from 1) whose weights the model holds: the one of least validation loss, else the last. */
  bestEpoch: number;
  seconds: number;
}

/**
 * Trains a model of one logit by Adam on the binary cross-entropy, in an order that follows from the seed alone, and
 * leaves the weights of the best validation epoch in it. (tfjs's own `fit` shuffles by Math.random.)
 * @param train the examples, or a function that makes those of an epoch (from 1)
 * @throws AbortError when stopped; the model then holds the best weights so far, the last ones before the first epoch ended
 */
export async function fit(
  model: tf.LayersModel,
  train: Examples | ((epoch: number) => Examples),
  options: FitOptions
): Promise<FitResult> {
  const { epochs, batchSize = 64, learningRate = 1e-3, seed = 1, validation, signal, onProgress } = options;
  const rate = typeof learningRate === 'function' ? learningRate : () => learningRate;
  const optimizer = tf.train.adam(rate(0));
  const random = new Random(seed);
  const started = Date.now();
  const history: EpochRecord[] = [];
  let best: { epoch: number; loss: number; weights: Float32Array[] } | null = null;
  const interrupt = interruptSignal();
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      setRate(optimizer, rate(epoch - 1));
      const examples = typeof train === 'function' ? train(epoch) : train;
      if (examples.count === 0)
        throw new RangeError('fit: there are no training examples; give at least one row.');
      const batches = Math.ceil(examples.count / batchSize);
      const order = random.permutation(examples.count);
      let sum = 0;
      for (let batch = 0; batch < batches; batch++) {
        checkAborted('Training', signal, interrupt);
        const rows = order.subarray(batch * batchSize, Math.min((batch + 1) * batchSize, examples.count));
        sum += step(model, optimizer, examples, rows) * rows.length;
        await onProgress?.({
          epoch,
          epochs,
          batch: batch + 1,
          batches,
          history,
          elapsed: (Date.now() - started) / 1000
        });
        // lets the kernel hear an interrupt between two batches
        await tf.nextFrame();
      }
      const validationLoss = validation ? evaluate(model, validation) : null;
      history.push({ epoch, loss: sum / examples.count, validationLoss });
      if (validationLoss !== null && (!best || validationLoss < best.loss)) {
        best = { epoch, loss: validationLoss, weights: getWeights(model) };
      }
    }
  } finally {
    if (best) setWeights(model, best.weights);
    optimizer.dispose();
  }
  return { history, bestEpoch: best?.epoch ?? epochs, seconds: (Date.now() - started) / 1000 };
}

function setRate(optimizer: tf.Optimizer, rate: number): void {
  (optimizer as unknown as { learningRate: number }).learningRate = rate;
}

function step(model: tf.LayersModel, optimizer: tf.Optimizer, examples: Examples, rows: Uint32Array): number {
  return tf.tidy(() => {
    const { x, y } = gather(examples, rows);
    const loss = optimizer.minimize(
      () => crossEntropy(model.apply(x, { training: true }) as tf.Tensor, y),
      true
    );
    return loss!.dataSync()[0];
  });
}

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
