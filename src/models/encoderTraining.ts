import * as tf from '@tensorflow/tfjs';
import { Random, type RandomState } from '../math';
import { ENCODER_PARTS, encoderOutputs, type ClusterEncoder } from './clusterEncoder';
import { predictTargets } from './encoderPrediction';
import { checkRowSets, targetScales, type LabelledSets } from './rowSets';
import { drawFraction, gatherSets } from './setBatch';
import { getWeights, setWeights, trainableVariables } from './training';
import { trainingLoop, type FitResult, type LoopOptions } from './trainingLoop';

const EPOCHS = 30;

/**
 * The usual training: 30 epochs of 32 samples a step, at a rate that falls from 1e-3 to nothing as half a cosine, and the
 * last weights stay. A few hundred haloes to validate on are one draw of the universe: over seeds their samples' own bias
 * is as large as .005 in sigma_8, and an epoch chosen by them inherits it.
 */
export const encoderRecipe = {
  epochs: EPOCHS,
  batchSize: 32,
  learningRate: (epoch: number) => 5e-4 * (1 + Math.cos((Math.PI * (epoch + 0.5)) / EPOCHS)),
  keep: 'last'
} as const;

/** How a cluster encoder is trained. */
export interface EncoderFitOptions extends LoopOptions {
  validation?: LabelledSets;
  /** Whether samples are thinned, as {@link drawFraction} says; default true. */
  thin?: boolean;
  /** Parts whose weights stay as they are; default none. */
  frozen?: readonly (typeof ENCODER_PARTS)[number][];
}

/**
 * Trains an encoder on the mean squared error of its scaled targets; see `trainingLoop`.
 * @throws AbortError when stopped
 * @throws RangeError where a target has no labels or a feature is not finite
 */
export function fitClusterEncoder(
  model: ClusterEncoder,
  train: LabelledSets,
  { validation, thin = true, frozen = [], ...options }: EncoderFitOptions
): Promise<FitResult> {
  checkRowSets(train, model.width, 'fitClusterEncoder');
  const labels = labelsOf(model, train);
  let random = new Random((options.seed ?? 1) + 7919);
  const parts = ENCODER_PARTS.map(name => model[name]);
  return trainingLoop(
    {
      begin: () => train.count,
      loss(rows) {
        const thinning = thin ? { fraction: () => drawFraction(random), random } : undefined;
        const batch = gatherSets(model.standardisation, train, rows, thinning);
        const target = tf.tensor2d(
          Float32Array.from(
            { length: rows.length * labels.length },
            (_, i) => labels[i % labels.length][rows[Math.floor(i / labels.length)]]
          ),
          [rows.length, labels.length]
        );
        return tf.mean(tf.squaredDifference(encoderOutputs(model, batch), target)) as tf.Scalar;
      },
      validate: validation && (() => validationLoss(model, validation)),
      variables: () =>
        ENCODER_PARTS.filter(name => !frozen.includes(name)).flatMap(name => trainableVariables(model[name])),
      getWeights: () => parts.flatMap(getWeights),
      setWeights(weights) {
        let at = 0;
        for (const part of parts) setWeights(part, weights.slice(at, (at += part.getWeights().length)));
      },
      getState: () => random.state(),
      setState: state => (random = new Random(state as RandomState))
    },
    { batchSize: encoderRecipe.batchSize, ...options }
  );
}

/** Scaled labels of each target. */
function labelsOf({ targets }: ClusterEncoder, sets: LabelledSets): Float32Array[] {
  return targets.map(target => {
    const values = sets[target];
    if (values?.length !== sets.count || !values.every(Number.isFinite)) {
      throw new RangeError(
        `fitClusterEncoder: ${values?.length ?? 'no'} labels ${target} for ${sets.count} sets; expected one finite number for each.`
      );
    }
    const { mean, scale } = targetScales[target];
    return values.map(v => (v - mean) / scale);
  });
}

/** Mean squared error of the scaled targets, without thinning. */
function validationLoss(model: ClusterEncoder, sets: LabelledSets): number {
  const labels = labelsOf(model, sets);
  const predicted = predictTargets(model, sets);
  let sum = 0;
  model.targets.forEach((target, k) => {
    const { mean, scale } = targetScales[target];
    for (let s = 0; s < sets.count; s++) sum += ((predicted[target]![s] - mean) / scale - labels[k][s]) ** 2;
  });
  return sum / (sets.count * labels.length);
}
