import * as tf from '@tensorflow/tfjs';
import { Random } from '../math';
import { TERSE_LAYER } from './flareNetwork';
import { getWeights, setWeights } from './training';
import { trainingLoop, type FitResult, type LoopOptions } from './trainingLoop';

/** Sets of rows without padding: set s holds the rows `starts[s]` to `starts[s + 1]`. */
export interface RowSets {
  count: number;
  starts: Uint32Array;
  /** [rows, width] */
  features: Float32Array;
}

/** Sets with the number that each is about, and others that extra heads learn. */
export interface LabelledSets extends RowSets {
  /** [count] */
  sigma8: Float32Array;
}

/** Mean and standard deviation of each feature over the real rows of the training sets. */
export interface Standardisation {
  mean: Float32Array;
  sd: Float32Array;
}

/** Standardisation fitted on sets; to be fitted on training sets only. */
export function fitStandardisation({ features, starts, count }: RowSets, width: number): Standardisation {
  const rows = starts[count];
  if (rows < 2) throw new RangeError(`fitStandardisation: ${rows} rows; expected at least 2.`);
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (let i = 0; i < rows; i++) for (let f = 0; f < width; f++) mean[f] += features[i * width + f];
  for (let f = 0; f < width; f++) mean[f] /= rows;
  for (let i = 0; i < rows; i++) {
    for (let f = 0; f < width; f++) square[f] += (features[i * width + f] - mean[f]) ** 2;
  }
  const sd = square.map(s => Math.sqrt(s / rows));
  const flat = sd.findIndex(s => !(s > 0));
  if (flat >= 0)
    throw new RangeError(`fitStandardisation: feature ${flat} does not vary or is not finite; leave it out.`);
  return { mean: Float32Array.from(mean), sd: Float32Array.from(sd) };
}

/**
 * The pooled cluster encoder. Every cluster goes through the same small network to ONE number, its terse value; the terse
 * values of a sample are embedded, averaged over its real rows, and joined by how many rows there are and how large a part
 * of the survey they come from; a second network makes sigma_8 of that.
 */
export interface ClusterEncoder {
  width: number;
  standardisation: Standardisation;
  /** [rows, width] standardised features to [rows, 1]: dense 64, 32, 1. */
  encoder: tf.LayersModel;
  /** [rows, 1] to [rows, 64]: dense 64 twice, tanh. */
  embedding: tf.LayersModel;
  /** [sets, 67] to [sets, 1]: dense 64 twice. */
  head: tf.LayersModel;
}

/** Mean and half-width that scale sigma_8 for the loss. */
const TARGET = { mean: 0.8, scale: 0.058 };

/** Expected clusters of the whole survey; the count is given to the head relative to it. */
const EXPECTED = 300;

/** An untrained encoder. @param options width, number of features; seed of the weights */
export function clusterEncoder(
  standardisation: Standardisation,
  { seed = 1 }: { seed?: number } = {}
): ClusterEncoder {
  const width = standardisation.mean.length;
  const random = new Random(seed);
  const dense = (units: number, activation: 'relu' | 'tanh' | undefined, inputs?: number, name?: string) =>
    tf.layers.dense({
      units,
      activation,
      name,
      inputShape: inputs ? [inputs] : undefined,
      kernelInitializer: tf.initializers.glorotUniform({ seed: random.fork() })
    });
  return {
    width,
    standardisation,
    encoder: tf.sequential({
      layers: [dense(64, 'relu', width), dense(32, 'relu'), dense(1, undefined, undefined, TERSE_LAYER)]
    }),
    embedding: tf.sequential({ layers: [dense(64, 'tanh', 1), dense(64, 'tanh')] }),
    head: tf.sequential({ layers: [dense(64, 'relu', 67), dense(64, 'relu'), dense(1, undefined)] })
  };
}

/** Rows of some sets, thinned: what one step of training or prediction needs. */
interface Batch {
  /** [rows, width], standardised. */
  x: Float32Array;
  rows: number;
  /** Set of each row. */
  owner: Int32Array;
  /** [sets, 3]: ln((k + 1/2) / (300 f)), ln f, 1 / sqrt(max(k, 1)). */
  about: Float32Array;
  /** [sets]: one over the number of rows. */
  share: Float32Array;
  sets: number;
}

/**
 * Takes rows of sets. @param fraction part of the survey's volume that set s keeps; its rows are kept with that chance;
 *   with neverEmpty one of them is kept where none would be
 */
function gatherSets(
  { standardisation: { mean, sd }, width }: ClusterEncoder,
  sets: RowSets,
  chosen: ArrayLike<number>,
  fraction: (s: number) => number,
  random: Random,
  neverEmpty = false
): Batch {
  let room = 0;
  for (let i = 0; i < chosen.length; i++) room += sets.starts[chosen[i] + 1] - sets.starts[chosen[i]];
  const batch: Batch = {
    x: new Float32Array(room * width),
    rows: 0,
    owner: new Int32Array(room),
    about: new Float32Array(3 * chosen.length),
    share: new Float32Array(chosen.length),
    sets: chosen.length
  };
  const take = (row: number, set: number) => {
    for (let k = 0; k < width; k++) {
      batch.x[batch.rows * width + k] = (sets.features[row * width + k] - mean[k]) / sd[k];
    }
    batch.owner[batch.rows++] = set;
  };
  for (let i = 0; i < chosen.length; i++) {
    const f = fraction(i);
    const before = batch.rows;
    const [from, to] = [sets.starts[chosen[i]], sets.starts[chosen[i] + 1]];
    for (let row = from; row < to; row++) if (f === 1 || random.uniform() < f) take(row, i);
    if (batch.rows === before && neverEmpty && to > from) take(random.integer(from, to - 1), i);
    const kept = batch.rows - before;
    batch.about.set(
      [Math.log((kept + 0.5) / (EXPECTED * f)), Math.log(f), 1 / Math.sqrt(Math.max(kept, 1))],
      3 * i
    );
    batch.share[i] = 1 / Math.max(kept, 1);
  }
  return batch;
}

/** Scaled sigma_8 of each set of a batch. */
function forward(model: ClusterEncoder, batch: Batch): tf.Tensor2D {
  const x = tf.tensor2d(batch.x.subarray(0, batch.rows * model.width), [batch.rows, model.width]);
  return ofRows(model, batch, x);
}

/** The same as a function of the standardised rows, for gradients; a batch without rows has a pooled value of 0. */
function ofRows(model: ClusterEncoder, batch: Batch, x: tf.Tensor2D): tf.Tensor2D {
  const about = tf.tensor2d(batch.about, [batch.sets, 3]);
  const pooled =
    batch.rows > 0
      ? tf.matMul(averager(batch), model.embedding.apply(model.encoder.apply(x)) as tf.Tensor2D)
      : tf.zeros([batch.sets, 64]);
  return model.head.apply(tf.concat([pooled, about], 1)) as tf.Tensor2D;
}

/** [sets, rows]: the matrix that averages rows over their set. A product, because WASM has no segment sum. */
function averager(batch: Batch): tf.Tensor2D {
  const matrix = new Float32Array(batch.sets * batch.rows);
  for (let row = 0; row < batch.rows; row++)
    matrix[batch.owner[row] * batch.rows + row] = batch.share[batch.owner[row]];
  return tf.tensor2d(matrix, [batch.sets, batch.rows]);
}

/** How a cluster encoder is trained. */
export interface EncoderFitOptions extends LoopOptions {
  validation?: LabelledSets;
  /** Whether samples are thinned, as {@link drawFraction} says; default true. */
  thin?: boolean;
}

/** Part of the survey's volume of a training sample: the whole with chance .3, else log-uniform from 1/300 to 1. */
export const drawFraction = (random: Random) =>
  random.uniform() < 0.3 ? 1 : Math.exp(random.uniform(Math.log(1 / EXPECTED), 0));

/** Trains an encoder on the mean squared error of scaled sigma_8; see `trainingLoop`. @throws AbortError when stopped */
export function fitClusterEncoder(
  model: ClusterEncoder,
  train: LabelledSets,
  { validation, thin = true, ...options }: EncoderFitOptions
): Promise<FitResult> {
  const random = new Random((options.seed ?? 1) + 7919);
  const parts = [model.encoder, model.embedding, model.head];
  return trainingLoop(
    {
      begin: () => train.count,
      loss(rows) {
        const batch = gatherSets(model, train, rows, () => (thin ? drawFraction(random) : 1), random);
        const target = tf.tensor2d(
          Float32Array.from(rows, s => (train.sigma8[s] - TARGET.mean) / TARGET.scale),
          [rows.length, 1]
        );
        return tf.mean(tf.squaredDifference(forward(model, batch), target)) as tf.Scalar;
      },
      validate:
        validation &&
        (() => meanSquare(predictSigma8(model, validation), validation.sigma8) / TARGET.scale ** 2),
      getWeights: () => parts.flatMap(getWeights),
      setWeights(weights) {
        let at = 0;
        for (const part of parts) setWeights(part, weights.slice(at, (at += part.getWeights().length)));
      }
    },
    { batchSize: 32, ...options }
  );
}

const meanSquare = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum / a.length;
};

/**
 * sigma_8 of each set.
 * @param options fraction of the survey's volume that each set comes from (default 1); its rows are thinned accordingly, but
 *   one is always kept, because of no cluster there is nothing to say; seed of the thinning (default 1); batchSize in sets (default 64)
 */
export function predictSigma8(
  model: ClusterEncoder,
  sets: RowSets,
  { fraction = 1, seed = 1, batchSize = 64 }: { fraction?: number; seed?: number; batchSize?: number } = {}
): Float32Array {
  if (!(fraction > 0 && fraction <= 1)) {
    throw new RangeError(`predictSigma8: fraction is ${fraction}; expected above 0 and at most 1.`);
  }
  const random = new Random(seed);
  const out = new Float32Array(sets.count);
  for (let start = 0; start < sets.count; start += batchSize) {
    const chosen = Array.from({ length: Math.min(batchSize, sets.count - start) }, (_, i) => start + i);
    const batch = gatherSets(model, sets, chosen, () => fraction, random, true);
    tf.tidy(() => {
      const scaled = forward(model, batch).dataSync();
      chosen.forEach((s, i) => (out[s] = TARGET.mean + TARGET.scale * scaled[i]));
    });
  }
  return out;
}

/** Terse value of every row of some sets. */
export function clusterTerse(model: ClusterEncoder, sets: RowSets): Float32Array {
  const rows = sets.starts[sets.count];
  const out = new Float32Array(rows);
  const { mean, sd } = model.standardisation;
  const step = 8192;
  for (let start = 0; start < rows; start += step) {
    const n = Math.min(step, rows - start);
    const x = Float32Array.from({ length: n * model.width }, (_, i) => {
      const f = i % model.width;
      return (sets.features[start * model.width + i] - mean[f]) / sd[f];
    });
    tf.tidy(() => {
      const terse = model.encoder.apply(tf.tensor2d(x, [n, model.width])) as tf.Tensor;
      out.set(terse.dataSync() as Float32Array, start);
    });
  }
  return out;
}

/**
 * Gradient of each set's sigma_8 by each feature of each of its rows, in sigma_8 per standard deviation of the feature.
 * @returns [rows, width], the rows of all sets
 */
export function sigma8Gradient(model: ClusterEncoder, sets: RowSets, batchSize = 32): Float32Array {
  const out = new Float32Array(sets.starts[sets.count] * model.width);
  for (let start = 0; start < sets.count; start += batchSize) {
    const chosen = Array.from({ length: Math.min(batchSize, sets.count - start) }, (_, i) => start + i);
    const batch = gatherSets(model, sets, chosen, () => 1, new Random(1));
    if (batch.rows === 0) continue;
    tf.tidy(() => {
      const x = tf.tensor2d(batch.x.subarray(0, batch.rows * model.width), [batch.rows, model.width]);
      // sets do not see each other, so the gradient of the sum holds that of each set
      const gradient = tf.grad((rows: tf.Tensor) => tf.sum(ofRows(model, batch, rows as tf.Tensor2D)))(x);
      out.set(tf.mul(gradient, TARGET.scale).dataSync() as Float32Array, sets.starts[start] * model.width);
    });
  }
  return out;
}
