import * as tf from '@tensorflow/tfjs';
import type { FeatureTable } from '../learn/featureTable';
import { checkAborted, interruptSignal, median, Random, robustSigma } from '../math';
import { periodFeatures, type CurveSet, type PeriodFeatureOptions } from './periodFeatures';
import { SeededDropout } from './seededDropout';
import { rowsTensor, tableMatrix, type TableMatrix } from './tableMatrix';
import { weightsOf } from './training';
import { trainingLoop, type FitResult, type LoopOptions, type Trainee } from './trainingLoop';

/** Name of the layer whose numbers are the embedding. */
export const EMBEDDING_LAYER = 'embedding';

/** Columns for the distribution of the flux. */
const QUANTILES = 24;

/**
 * Columns that say what a curve does, wherever in time it does it: periodogram and autocorrelation (see
 * {@link periodFeatures}), and quantiles of the flux over its robust width, by arsinh, which flares and eclipses stretch to
 * one side. Worked out from one curve at a time: nothing is learned.
 * @param options range of periods, default .1 to 15 days; tried 480; columns 48
 */
export async function curveColumns(
  curves: CurveSet,
  options: PeriodFeatureOptions = {}
): Promise<FeatureTable> {
  const { table } = await periodFeatures(curves, { range: [0.1, 15], tried: 480, columns: 48, ...options });
  const { rows, length, flux } = curves;
  const quantiles = Array.from({ length: QUANTILES }, () => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    checkAborted('curveColumns', options.signal, interruptSignal());
    const sorted = flux.slice(row * length, (row + 1) * length).sort();
    const centre = median(sorted);
    const width = robustSigma(sorted, centre) || 1;
    quantiles.forEach((column, k) => {
      // both ends, and closer together towards them
      const part = (1 - Math.cos((Math.PI * k) / (QUANTILES - 1))) / 2;
      column[row] = Math.asinh((sorted[Math.round(part * (length - 1))] - centre) / width);
    });
  }
  const names = quantiles.map((_, k) => `quantile ${k + 1} of ${QUANTILES}`);
  return { names: [...table.names, ...names], columns: [...table.columns, ...quantiles], rows };
}

/** Rows of a table and the place of each one's class. */
export interface ClassExamples {
  table: FeatureTable;
  labels: ArrayLike<number>;
}

/** What a network makes of each row. */
export interface Embedded {
  rows: number;
  /** Numbers of an embedding. */
  width: number;
  /** [rows x width] */
  values: Float32Array;
  /** [rows x classes] */
  probabilities: Float32Array;
}

export interface EmbeddingOptions {
  /** Columns of the table, standardised. */
  inputs: number;
  classes: number;
  /** Numbers of the embedding; default 16. */
  width?: number;
  /** Default 1. */
  seed?: number;
}

/**
 * A classifier whose last layer but one is an embedding: dense 64, dropout .1, dense `width` (tanh, the embedding), one
 * logit a class. Only dense layers, so that every engine trains it.
 */
export function embeddingNetwork({
  inputs,
  classes,
  width = 16,
  seed = 1
}: EmbeddingOptions): tf.LayersModel {
  for (const [name, value, least] of [
    ['inputs', inputs, 1],
    ['classes', classes, 2],
    ['width', width, 1]
  ] as const) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new RangeError(`embeddingNetwork: ${name} is ${value}; expected a whole number from ${least}.`);
  }
  const random = new Random(seed);
  const dense = (units: number, activation?: 'relu' | 'tanh', name?: string) =>
    tf.layers.dense({
      units,
      activation,
      name,
      kernelInitializer: tf.initializers.glorotUniform({ seed: random.fork() })
    });
  const input = tf.input({ shape: [inputs] });
  const hidden = dense(64, 'relu').apply(input) as tf.SymbolicTensor;
  const kept = new SeededDropout({ rate: 0.1, seed: random.fork() }).apply(hidden) as tf.SymbolicTensor;
  const embedding = dense(width, 'tanh', EMBEDDING_LAYER).apply(kept) as tf.SymbolicTensor;
  const logits = dense(classes, undefined, 'logits').apply(embedding) as tf.SymbolicTensor;
  return tf.model({ name: 'curve-embedding', inputs: input, outputs: logits });
}

/**
 * Trains on the cross-entropy of the classes; the weights of the least validation loss are kept.
 * @throws RangeError where a table is not of the network's width or a label is no class
 * @throws AbortError when stopped
 */
export function fitEmbedding(
  model: tf.LayersModel,
  train: ClassExamples,
  { validation, ...options }: LoopOptions & { validation?: ClassExamples }
): Promise<FitResult> {
  const x = matrixOf(model, train);
  const held = validation && matrixOf(model, validation);
  const loss = (of: TableMatrix, labels: ArrayLike<number>, rows?: Uint32Array): tf.Scalar => {
    const logits = model.apply(rowsTensor(of, rows), { training: rows !== undefined }) as tf.Tensor2D;
    const own = Int32Array.from(rows ? Array.from(rows, row => labels[row]) : Array.from(labels));
    const truth = tf.oneHot(tf.tensor1d(own, 'int32'), logits.shape[1]);
    return tf.neg(tf.mean(tf.sum(tf.mul(truth, tf.logSoftmax(logits)), 1))) as tf.Scalar;
  };
  const trainee: Trainee = {
    begin: () => x.rows,
    loss: rows => loss(x, train.labels, rows),
    validate: held && (() => tf.tidy(() => loss(held, validation.labels).dataSync()[0])),
    ...weightsOf(model)
  };
  return trainingLoop(trainee, options);
}

/** Embedding and probabilities of each row. @throws RangeError where the table is not of the network's width */
export function embed(model: tf.LayersModel, table: FeatureTable): Embedded {
  const x = tableMatrix('embed', model, table);
  const inner = tf.model({
    inputs: model.inputs,
    outputs: [model.getLayer(EMBEDDING_LAYER).output as tf.SymbolicTensor, model.outputs[0]]
  });
  return tf.tidy(() => {
    const [embedding, logits] = inner.apply(rowsTensor(x), { training: false }) as tf.Tensor2D[];
    return {
      rows: x.rows,
      width: embedding.shape[1],
      values: embedding.dataSync() as Float32Array,
      probabilities: tf.softmax(logits).dataSync() as Float32Array
    };
  });
}

function matrixOf(model: tf.LayersModel, { table, labels }: ClassExamples): TableMatrix {
  const classes = model.outputs[0].shape[1]!;
  const odd = Array.prototype.findIndex.call(
    labels,
    label => !(Number.isInteger(label) && label >= 0 && label < classes)
  );
  if (odd >= 0) {
    throw new RangeError(
      `fitEmbedding: label ${odd} is ${labels[odd]}; expected the place of a class, 0 to ${classes - 1}.`
    );
  }
  return tableMatrix('fitEmbedding', model, table, labels);
}
