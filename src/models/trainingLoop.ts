import * as tf from '@tensorflow/tfjs';
import { Random, type RandomState } from '../math';
import { adamState, restoreAdam } from './adam';
import { packState, unpackState, type Checkpoint, type TrainingState } from './checkpoint';
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
  /**
   * Which weights stay: those of the `best` validation epoch (default; the last where nothing is validated), or the
   * `last`. A rate that falls to nothing needs no choice, and a choice by few examples carries their chance into the model.
   */
  keep?: 'best' | 'last';
  /** Stops training at the next batch; the kernel's interrupt does so too. */
  signal?: AbortSignal;
  onProgress?: (progress: TrainingProgress) => void | Promise<void>;
  /**
   * Keeps the state after every epoch. A training that finds one goes on from it and ends with the weights that it would
   * have had without the interruption; one that is of other settings is refused.
   */
  checkpoint?: Checkpoint;
}

export interface FitResult {
  history: EpochRecord[];
  /** Epoch (from 1) whose weights the model holds; see `keep`. */
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
  /** The weights that are trained; default: all that the loss uses. A checkpoint needs them. */
  variables?(): tf.Variable[];
  /** Random numbers that the loss draws, so that a checkpoint can hold where they stand. */
  getState?(): unknown;
  setState?(state: unknown): void;
}

/** Where the loop stands between two epochs. */
interface Standing {
  epoch: number;
  random: Random;
  history: EpochRecord[];
  best: TrainingState['best'];
}

/**
 * Trains by Adam in an order that follows from the seed alone, and leaves the weights of the best validation epoch or the
 * last, as `keep` says.
 * (tfjs's own `fit` shuffles by Math.random.)
 * @throws AbortError when stopped; the best weights so far are kept, the last ones before the first epoch ended
 * @throws FormatError where the checkpoint is damaged or of other settings
 */
export async function trainingLoop(trainee: Trainee, options: LoopOptions): Promise<FitResult> {
  const { epochs, batchSize = 64, learningRate = 1e-3, seed = 1, checkpoint } = options;
  const rate = typeof learningRate === 'function' ? learningRate : () => learningRate;
  const optimizer = tf.train.adam(rate(0)) as tf.AdamOptimizer;
  const started = Date.now();
  const of = `batch size ${batchSize}, seed ${seed}, ${trainee
    .getWeights()
    .map(w => w.length)
    .join('+')} weights`;
  let at: Standing = { epoch: 0, random: new Random(seed), history: [], best: null };
  try {
    const saved = checkpoint?.read();
    if (saved) at = await resume(unpackState(saved, of), trainee, optimizer);
    while (at.epoch < epochs) {
      at.epoch++;
      (optimizer as unknown as { learningRate: number }).learningRate = rate(at.epoch - 1);
      await trainEpoch(trainee, optimizer, at, started, options);
      checkpoint?.write(packState(await stateOf(of, at, trainee, optimizer)));
    }
  } finally {
    if (at.best) trainee.setWeights(at.best.weights);
    optimizer.dispose();
  }
  return {
    history: at.history,
    bestEpoch: at.best?.epoch ?? at.epoch,
    seconds: (Date.now() - started) / 1000
  };
}

async function trainEpoch(
  trainee: Trainee,
  optimizer: tf.AdamOptimizer,
  at: Standing,
  started: number,
  { epochs, batchSize = 64, keep = 'best', signal, onProgress }: LoopOptions
): Promise<void> {
  const { epoch, history } = at;
  const count = trainee.begin(epoch);
  if (!(count > 0)) throw new RangeError('fit: there are no training examples; give at least one row.');
  const batches = Math.ceil(count / batchSize);
  const order = at.random.permutation(count);
  const interrupt = interruptSignal();
  const variables = trainee.variables?.();
  let sum = 0;
  for (let batch = 0; batch < batches; batch++) {
    checkAborted('Training', signal, interrupt);
    const rows = order.subarray(batch * batchSize, Math.min((batch + 1) * batchSize, count));
    sum +=
      rows.length *
      tf.tidy(() => optimizer.minimize(() => trainee.loss(rows), true, variables)!.dataSync()[0]);
    const elapsed = (Date.now() - started) / 1000;
    await onProgress?.({ epoch, epochs, batch: batch + 1, batches, history, elapsed });
    // lets the kernel hear an interrupt between two batches
    await tf.nextFrame();
  }
  const validationLoss = trainee.validate?.() ?? null;
  history.push({ epoch, loss: sum / count, validationLoss });
  if (keep === 'best' && validationLoss !== null && (!at.best || validationLoss < at.best.loss)) {
    at.best = { epoch, loss: validationLoss, weights: trainee.getWeights() };
  }
}

async function stateOf(
  of: string,
  { epoch, random, history, best }: Standing,
  trainee: Trainee,
  optimizer: tf.AdamOptimizer
): Promise<TrainingState> {
  return {
    of,
    epoch,
    weights: trainee.getWeights(),
    ...(await adamState(optimizer)),
    random: random.state(),
    trainee: trainee.getState?.() ?? null,
    history,
    best
  };
}

async function resume(
  state: TrainingState,
  trainee: Trainee,
  optimizer: tf.AdamOptimizer
): Promise<Standing> {
  if (!trainee.variables) throw new RangeError('fit: this model cannot be resumed from a checkpoint.');
  trainee.setWeights(state.weights);
  const shapes = trainee.variables().map(v => v.shape);
  await restoreAdam(optimizer, state, shapes);
  trainee.setState?.(state.trainee);
  const { epoch, history, best } = state;
  return { epoch, history, best, random: new Random(state.random as RandomState) };
}
