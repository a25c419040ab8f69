import * as tf from '@tensorflow/tfjs';
import { Random } from '../math';
import { encoderOutputs, outputsOfRows, rowsOf, type ClusterEncoder } from './clusterEncoder';
import { checkRowSets, standardiseRows, targetScales, type RowSets, type TargetName } from './rowSets';
import { gatherSets } from './setBatch';

/** How sets are predicted. */
export interface PredictOptions {
  /**
   * Part of the survey's volume that each set comes from; default 1. Its rows are thinned accordingly, but one is always
   * kept, because of no cluster there is nothing to say.
   */
  fraction?: number;
  /** Seed of the thinning; default 1. */
  seed?: number;
  /** Sets at a time; default 64. The answers do not depend on it. */
  batchSize?: number;
}

/** All targets of a model for each set, [count] each. @throws RangeError for a fraction outside (0, 1] or a feature that is not finite */
export function predictTargets(
  model: ClusterEncoder,
  sets: RowSets,
  { fraction = 1, seed = 1, batchSize = 64 }: PredictOptions = {}
): Partial<Record<TargetName, Float32Array>> {
  if (!(fraction > 0 && fraction <= 1)) {
    throw new RangeError(`predictTargets: fraction is ${fraction}; expected above 0 and at most 1.`);
  }
  checkRowSets(sets, model.width, 'predictTargets');
  const random = new Random(seed);
  const out = model.targets.map(() => new Float32Array(sets.count));
  for (const chosen of batchesOf(sets.count, batchSize)) {
    const thinning = { fraction: () => fraction, random, neverEmpty: true };
    const batch = gatherSets(model.standardisation, sets, chosen, thinning);
    const scaled = tf.tidy(() => encoderOutputs(model, batch).dataSync());
    model.targets.forEach((target, k) => {
      const { mean, scale } = targetScales[target];
      chosen.forEach((s, i) => (out[k][s] = mean + scale * scaled[i * out.length + k]));
    });
  }
  return Object.fromEntries(model.targets.map((target, k) => [target, out[k]]));
}

/** sigma_8 of each set; see {@link predictTargets}. */
export const predictSigma8 = (model: ClusterEncoder, sets: RowSets, options?: PredictOptions) =>
  predictTargets(model, sets, options).sigma8!;

function* batchesOf(count: number, size: number): Generator<number[]> {
  for (let start = 0; start < count; start += size) {
    yield Array.from({ length: Math.min(size, count - start) }, (_, i) => start + i);
  }
}

/** Terse value of every row of some sets. */
export function clusterTerse(model: ClusterEncoder, sets: RowSets): Float32Array {
  checkRowSets(sets, model.width, 'clusterTerse');
  const rows = sets.starts[sets.count];
  const out = new Float32Array(rows);
  const step = 8192;
  for (let start = 0; start < rows; start += step) {
    const n = Math.min(step, rows - start);
    const chosen = Uint32Array.from({ length: n }, (_, i) => start + i);
    const x = standardiseRows(sets.features, chosen, model.standardisation);
    tf.tidy(() => {
      const terse = model.encoder.apply(tf.tensor2d(x, [n, model.width])) as tf.Tensor;
      out.set(terse.dataSync() as Float32Array, start);
    });
  }
  return out;
}

/**
 * Gradient of each set's answer by each feature of each of its rows, in units of the target per standard deviation of the
 * feature. The number of rows has no gradient: what it says is not in these numbers.
 * @param options target (default sigma8); batchSize in sets (default 32)
 * @returns [rows, width], the rows of all sets
 */
export function targetGradient(
  model: ClusterEncoder,
  sets: RowSets,
  { target = 'sigma8', batchSize = 32 }: { target?: TargetName; batchSize?: number } = {}
): Float32Array {
  const column = model.targets.indexOf(target);
  if (column < 0) {
    throw new RangeError(
      `targetGradient: the model does not predict "${target}"; it predicts ${model.targets.join(', ')}.`
    );
  }
  checkRowSets(sets, model.width, 'targetGradient');
  const out = new Float32Array(sets.starts[sets.count] * model.width);
  for (const chosen of batchesOf(sets.count, batchSize)) {
    const batch = gatherSets(model.standardisation, sets, chosen);
    if (batch.rows === 0) continue;
    tf.tidy(() => {
      // sets do not see each other, so the gradient of the sum holds that of each set
      const derivative = tf.grad((rows: tf.Tensor) =>
        tf.sum(tf.slice(outputsOfRows(model, batch, rows as tf.Tensor2D), [0, column], [-1, 1]))
      );
      const gradient = tf.mul(derivative(rowsOf(model, batch)), targetScales[target].scale);
      out.set(gradient.dataSync() as Float32Array, sets.starts[chosen[0]] * model.width);
    });
  }
  return out;
}

/** Gradient of sigma_8 by each feature of each row; see {@link targetGradient}. */
export const sigma8Gradient = (model: ClusterEncoder, sets: RowSets, batchSize?: number) =>
  targetGradient(model, sets, { batchSize });
