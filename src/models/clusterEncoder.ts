import * as tf from '@tensorflow/tfjs';
import { Random } from '../math';
import { TERSE_LAYER } from './flareNetwork';
import type { Standardisation, TargetName } from './rowSets';
import type { SetBatch } from './setBatch';

/** How the terse values of a sample become its answer. */
export type SampleNetwork = 'pooled' | 'conv';

/** Rows of the image that the convolutions see: the largest expected number and five standard deviations. */
export const MAX_ROWS = 704;

/**
 * A cluster encoder. Every cluster goes through the same small network to ONE number, its terse value; a second network
 * makes sigma_8 (and whatever else is asked for) of the terse values of a sample, how many there are, and how large a part
 * of the survey they come from. In the pooled network (the default) they are embedded and averaged over the real rows,
 * whatever their order; in the convolutional one they form an image of {@link MAX_ROWS} rows with a mask, in the order of
 * the set (by temperature, the hottest first).
 */
export interface ClusterEncoder {
  width: number;
  standardisation: Standardisation;
  network: SampleNetwork;
  /** What the outputs of the head are, in order. */
  targets: readonly TargetName[];
  /** [rows, width] standardised features to [rows, 1]: dense 64, 32 (relu), 1. */
  encoder: tf.LayersModel;
  /**
   * pooled: [rows, 1] to [rows, 64], dense 64 twice (tanh). conv: [sets, 704, 2] (terse, mask) to [sets, 1408], two
   * convolutions (16 and 32 filters of 8, stride 4, relu).
   */
  embedding: tf.LayersModel;
  /** [sets, embedded + 3] to [sets, targets]. pooled: dense 64 twice (relu); conv: dense 64 (relu). */
  head: tf.LayersModel;
}

/** Parts of a cluster encoder that hold weights, in the order of files and checkpoints. */
export const ENCODER_PARTS = ['encoder', 'embedding', 'head'] as const;

/** Numbers that the embedding hands to the head for a set. */
const EMBEDDED: Record<SampleNetwork, number> = { pooled: 64, conv: (MAX_ROWS / 16) * 32 };

/**
 * An untrained encoder.
 * @param standardisation of the training rows
 * @param options seed of the weights (default 1); network, `pooled` or `conv` (default pooled); targets of the heads
 *   (default sigma8 alone; the first must be sigma8)
 */
export function clusterEncoder(
  standardisation: Standardisation,
  {
    seed = 1,
    network = 'pooled',
    targets = ['sigma8']
  }: { seed?: number; network?: SampleNetwork; targets?: readonly TargetName[] } = {}
): ClusterEncoder {
  if (targets[0] !== 'sigma8') {
    throw new RangeError(
      `clusterEncoder: the first target is "${targets[0]}"; expected "sigma8", others after it.`
    );
  }
  const width = standardisation.mean.length;
  const random = new Random(seed);
  const kernelInitializer = () => tf.initializers.glorotUniform({ seed: random.fork() });
  const dense = (units: number, activation?: 'relu' | 'tanh', inputs?: number, name?: string) =>
    tf.layers.dense({
      units,
      activation,
      name,
      inputShape: inputs ? [inputs] : undefined,
      kernelInitializer: kernelInitializer()
    });
  const convolution = (filters: number, inputShape?: [number, number]) =>
    tf.layers.conv1d({
      filters,
      kernelSize: 8,
      strides: 4,
      padding: 'same',
      activation: 'relu',
      inputShape,
      kernelInitializer: kernelInitializer()
    });
  const inputs = EMBEDDED[network] + 3;
  const pooled = network === 'pooled';
  return {
    width,
    standardisation,
    network,
    targets,
    encoder: tf.sequential({
      layers: [dense(64, 'relu', width), dense(32, 'relu'), dense(1, undefined, undefined, TERSE_LAYER)]
    }),
    embedding: tf.sequential({
      layers: pooled
        ? [dense(64, 'tanh', 1), dense(64, 'tanh')]
        : [convolution(16, [MAX_ROWS, 2]), convolution(32), tf.layers.flatten()]
    }),
    head: tf.sequential({
      layers: [dense(64, 'relu', inputs), ...(pooled ? [dense(64, 'relu')] : []), dense(targets.length)]
    })
  };
}

/** Scaled targets of each set of a batch, [sets, targets]; called inside a tidy scope. */
export function encoderOutputs(model: ClusterEncoder, batch: SetBatch): tf.Tensor2D {
  return outputsOfRows(model, batch, rowsOf(model, batch));
}

/** The standardised rows of a batch as a tensor, [rows, width]. */
export const rowsOf = (model: ClusterEncoder, batch: SetBatch) =>
  tf.tensor2d(batch.x.subarray(0, batch.rows * model.width), [batch.rows, model.width]);

/** The outputs as a function of the standardised rows, for gradients. */
export function outputsOfRows(model: ClusterEncoder, batch: SetBatch, x: tf.Tensor2D): tf.Tensor2D {
  const about = tf.tensor2d(batch.about, [batch.sets, 3]);
  const terse = batch.rows > 0 ? (model.encoder.apply(x) as tf.Tensor2D) : null;
  const embedded = model.network === 'pooled' ? pool(model, batch, terse) : convolve(model, batch, terse);
  return model.head.apply(tf.concat([embedded, about], 1)) as tf.Tensor2D;
}

/** Mean embedding of the rows of each set; of no rows it is 0. */
function pool(model: ClusterEncoder, batch: SetBatch, terse: tf.Tensor2D | null): tf.Tensor2D {
  if (!terse) return tf.zeros([batch.sets, EMBEDDED.pooled]);
  return tf.matMul(averager(batch), model.embedding.apply(terse) as tf.Tensor2D);
}

/** [sets, rows]: the matrix that averages rows over their set. A product, because WASM has no segment sum. */
function averager({ sets, rows, owner, counts }: SetBatch): tf.Tensor2D {
  const matrix = new Float32Array(sets * rows);
  for (let row = 0; row < rows; row++) matrix[owner[row] * rows + row] = 1 / counts[owner[row]];
  return tf.tensor2d(matrix, [sets, rows]);
}

/** The terse values as images, empty places 0 with mask 0, through the convolutions. Only real rows are encoded. */
function convolve(model: ClusterEncoder, batch: SetBatch, terse: tf.Tensor2D | null): tf.Tensor2D {
  const { sets, rows, counts } = batch;
  const fullest = counts.reduce((a, b) => Math.max(a, b), 0);
  if (fullest > MAX_ROWS) {
    throw new RangeError(
      `cluster encoder: a sample has ${fullest} rows; the convolutional network takes at most ${MAX_ROWS}. Rows are never cut off: use a smaller survey or the pooled network.`
    );
  }
  const places = new Int32Array(sets * MAX_ROWS).fill(rows);
  const mask = new Float32Array(sets * MAX_ROWS);
  for (let s = 0, row = 0; s < sets; s++) {
    for (let k = 0; k < counts[s]; k++, row++) {
      places[s * MAX_ROWS + k] = row;
      mask[s * MAX_ROWS + k] = 1;
    }
  }
  const padded = terse ? tf.concat([terse, tf.zeros([1, 1])]) : tf.zeros([1, 1]);
  const image = tf.stack(
    [
      tf.reshape(tf.gather(tf.reshape(padded, [-1]), tf.tensor1d(places, 'int32')), [sets, MAX_ROWS]),
      tf.tensor2d(mask, [sets, MAX_ROWS])
    ],
    2
  );
  return model.embedding.apply(image) as tf.Tensor2D;
}
