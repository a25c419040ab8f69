import * as tf from '@tensorflow/tfjs';
import { Random } from '../math';
import { checkAborted, interruptSignal } from './interrupt';

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

/** How to train, whatever the model. */
export interface LoopOptions {
  epochs: number;
  /** Examples a step; default 64. */
  batchSize?: number;
  /** Learning rate of Adam, or one for each epoch (from 0); default 1e-3. */
  learningRate?: number | ((epoch: number) => number);
  /** Seed of the shuffling; default 1. */
  seed?: number;
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

/** What the loop trains. */
export interface Trainee {
  /** Number of examples of an epoch (from 1); a new epoch may bring new ones. */
  begin(epoch: number): number;
  /** Mean loss over some of them; called inside a tidy scope. */
  loss(rows: Uint32Array): tf.Scalar;
  /** Loss on examples that are not trained on; left out where there are none. */
  validate?(): number;
  /** Copies of the weights, and how to put them back. */
  getWeights(): Float32Array[];
  setWeights(weights: Float32Array[]): void;
}

/**
 * Trains by Adam in an order that follows from the seed alone, and leaves the weights of the best validation epoch.
 * (tfjs's own `fit` shuffles by Math.random.)
 * @throws AbortError when stopped; the best weights so far are kept, the last ones before the first epoch ended
 */
export async function trainingLoop(trainee: Trainee, options: LoopOptions): Promise<FitResult> {
  const { epochs, batchSize = 64, learningRate = 1e-3, seed = 1, signal, onProgress } = options;
  const rate = typeof learningRate === 'function' ? learningRate : () => learningRate;
  const optimizer = tf.train.adam(rate(0));
  const random = new Random(seed);
  const started = Date.now();
  const history: EpochRecord[] = [];
  let best: { epoch: number; loss: number; weights: Float32Array[] } | null = null;
  const interrupt = interruptSignal();
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      (optimizer as unknown as { learningRate: number }).learningRate = rate(epoch - 1);
      const count = trainee.begin(epoch);
      if (!(count > 0)) throw new RangeError('fit: there are no training examples; give at least one row.');
      const batches = Math.ceil(count / batchSize);
      const order = random.permutation(count);
      let sum = 0;
      for (let batch = 0; batch < batches; batch++) {
        checkAborted('Training', signal, interrupt);
        const rows = order.subarray(batch * batchSize, Math.min((batch + 1) * batchSize, count));
        sum += rows.length * tf.tidy(() => optimizer.minimize(() => trainee.loss(rows), true)!.dataSync()[0]);
        const elapsed = (Date.now() - started) / 1000;
        await onProgress?.({ epoch, epochs, batch: batch + 1, batches, history, elapsed });
        // lets the kernel hear an interrupt between two batches
        await tf.nextFrame();
      }
      const validationLoss = trainee.validate?.() ?? null;
      history.push({ epoch, loss: sum / count, validationLoss });
      if (validationLoss !== null && (!best || validationLoss < best.loss)) {
        best = { epoch, loss: validationLoss, weights: trainee.getWeights() };
      }
    }
  } finally {
    if (best) trainee.setWeights(best.weights);
    optimizer.dispose();
  }
  return { history, bestEpoch: best?.epoch ?? epochs, seconds: (Date.now() - started) / 1000 };
}
