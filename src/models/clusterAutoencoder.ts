import * as tf from '@tensorflow/tfjs';
import { Random } from '../math';
import type { ClusterEncoder } from './clusterEncoder';
import { checkRowSets, standardiseRows, type RowSets } from './rowSets';
import { getWeights, setWeights, trainableVariables } from './training';
import { trainingLoop, type FitResult, type LoopOptions } from './trainingLoop';

/**
 * An autoencoder of single clusters with the bottleneck of {@link ClusterEncoder}: features to one number and back. It is
 * told nothing about cosmology; what its number keeps is what the features have most in common.
 */
export interface ClusterAutoencoder {
  /** A cluster encoder around the same bottleneck; its embedding and head are untrained. */
  encoder: ClusterEncoder;
  /** [rows, 1] to [rows, width]: dense 32, 64 (relu), width. */
  decoder: tf.LayersModel;
}

/** An autoencoder around the bottleneck of an encoder, which need not be trained. @param seed of the decoder's weights; default 1 */
export function clusterAutoencoder(
  encoder: ClusterEncoder,
  { seed = 1 }: { seed?: number } = {}
): ClusterAutoencoder {
  const random = new Random(seed);
  const dense = (units: number, activation?: 'relu', inputs?: number) =>
    tf.layers.dense({
      units,
      activation,
      inputShape: inputs ? [inputs] : undefined,
      kernelInitializer: tf.initializers.glorotUniform({ seed: random.fork() })
    });
  return {
    encoder,
    decoder: tf.sequential({ layers: [dense(32, 'relu', 1), dense(64, 'relu'), dense(encoder.width)] })
  };
}

/**
 * Trains an autoencoder on the rows of some sets, on the mean squared error of the standardised features; see
 * `trainingLoop`. Thereafter `fitClusterEncoder(autoencoder.encoder, ..., { frozen: ['encoder'] })` learns sigma_8 from its
 * terse values.
 * @throws AbortError when stopped
 */
export function fitClusterAutoencoder(
  { encoder, decoder }: ClusterAutoencoder,
  sets: RowSets,
  options: LoopOptions
): Promise<FitResult> {
  checkRowSets(sets, encoder.width, 'fitClusterAutoencoder');
  const parts = [encoder.encoder, decoder];
  const count = parts[0].getWeights().length;
  return trainingLoop(
    {
      begin: () => sets.starts[sets.count],
      loss(rows) {
        const x = standardised(encoder, sets, rows);
        const back = decoder.apply(encoder.encoder.apply(x)) as tf.Tensor;
        return tf.mean(tf.squaredDifference(back, x)) as tf.Scalar;
      },
      variables: () => parts.flatMap(trainableVariables),
      getWeights: () => parts.flatMap(getWeights),
      setWeights(weights) {
        setWeights(parts[0], weights.slice(0, count));
        setWeights(decoder, weights.slice(count));
      }
    },
    { batchSize: 512, ...options }
  );
}

/** Part of the variance of the standardised features that comes back through the one number, over all rows. */
export function reconstructedVariance(autoencoder: ClusterAutoencoder, sets: RowSets): number {
  const { lost, all } = squaresByFeature('reconstructedVariance', autoencoder, sets);
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  return 1 - sum(lost) / sum(all);
}

/** The same for each feature, [width]. */
export function reconstructedByFeature(autoencoder: ClusterAutoencoder, sets: RowSets): Float64Array {
  const { lost, all } = squaresByFeature('reconstructedByFeature', autoencoder, sets);
  return lost.map((square, f) => 1 - square / all[f]);
}

/** Sums over rows of the squares of what does not come back, and of all that went in, feature by feature. */
function squaresByFeature(what: string, { encoder, decoder }: ClusterAutoencoder, sets: RowSets) {
  checkRowSets(sets, encoder.width, what);
  const rows = sets.starts[sets.count];
  if (rows < 2) throw new RangeError(`${what}: ${rows} rows; expected at least 2.`);
  const [lost, all] = [new Float64Array(encoder.width), new Float64Array(encoder.width)];
  const step = 8192;
  for (let start = 0; start < rows; start += step) {
    const chosen = Uint32Array.from({ length: Math.min(step, rows - start) }, (_, i) => start + i);
    tf.tidy(() => {
      const x = standardised(encoder, sets, chosen);
      const back = decoder.apply(encoder.encoder.apply(x)) as tf.Tensor;
      const add = (sums: Float64Array, squares: tf.Tensor) =>
        tf
          .sum(squares, 0)
          .dataSync()
          .forEach((v, f) => (sums[f] += v));
      add(lost, tf.squaredDifference(back, x));
      add(all, tf.square(x));
    });
  }
  return { lost, all };
}

function standardised(model: ClusterEncoder, { features }: RowSets, rows: ArrayLike<number>): tf.Tensor2D {
  return tf.tensor2d(standardiseRows(features, rows, model.standardisation), [rows.length, model.width]);
}
