import * as tf from '@tensorflow/tfjs';
import type { FeatureTable } from '../learn/featureTable';
import { Random } from '../math';
import { SeededDropout } from './seededDropout';
import { rowsTensor, tableMatrix, type TableMatrix } from './tableMatrix';
import { weightsOf } from './training';
import { trainingLoop, type FitResult, type LoopOptions, type Trainee } from './trainingLoop';

/** Rows of a table and the number that is to be learned of each. */
export interface NumberExamples {
  table: FeatureTable;
  target: ArrayLike<number>;
}

/** A Gaussian a row: what the network says, and how sure it is. */
export interface GaussianAnswer {
  mean: Float64Array;
  sigma: Float64Array;
}

/** Least sigma that a network can say: none is surer than a percent of the period. */
const LEAST_SIGMA = 0.01;

/**
 * A network that says a number *and* how sure it is: two dense layers, then a mean and a sigma. The sigma is softplus of the
 * second output and at least .01. It is meant for ln(period): there a sigma of .1 is ten percent. The columns also go
 * straight to the outputs, because one of them is nearly the answer. Only dense layers are in it, so that every engine can
 * train it.
 * @param inputs columns of the table, standardised
 * @param options hidden units of each layer (default 64, 32), dropout (default .1), seed (default 1)
 */
export function periodNetwork(
  inputs: number,
  { hidden = [64, 32], dropout = 0.1, seed = 1 }: { hidden?: number[]; dropout?: number; seed?: number } = {}
): tf.LayersModel {
  if (!(Number.isInteger(inputs) && inputs >= 1)) {
    throw new RangeError(`periodNetwork: inputs is ${inputs}; expected the number of columns, at least 1.`);
  }
  const random = new Random(seed);
  const kernelInitializer = () => tf.initializers.glorotUniform({ seed: random.fork() });
  const input = tf.input({ shape: [inputs] });
  let inner = input;
  for (const units of hidden) {
    const dense = tf.layers.dense({ units, activation: 'relu', kernelInitializer: kernelInitializer() });
    const drop = new SeededDropout({ rate: dropout, seed: random.fork() });
    inner = drop.apply(dense.apply(inner)) as tf.SymbolicTensor;
  }
  const both = tf.layers.concatenate().apply([input, inner]) as tf.SymbolicTensor;
  const out = tf.layers.dense({ units: 2, name: 'mean-and-sigma', kernelInitializer: 'zeros' }).apply(both);
  return tf.model({ name: 'period', inputs: input, outputs: out as tf.SymbolicTensor });
}

/**
 * Trains on the Gaussian likelihood: mean of ln sigma + z^2 / 2 + ln(2 pi) / 2, z = (target - mean) / sigma. The weights of
 * the epoch with the least validation loss are kept.
 * @throws RangeError where a table is not of the network's width or a value is not finite
 * @throws AbortError when stopped
 */
export function fitPeriodNetwork(
  model: tf.LayersModel,
  train: NumberExamples,
  { validation, ...options }: LoopOptions & { validation?: NumberExamples }
): Promise<FitResult> {
  const x = matrixOf(model, train);
  const held = validation && matrixOf(model, validation);
  const trainee: Trainee = {
    begin: () => train.table.rows,
    loss(rows) {
      const y = tf.tensor1d(Float32Array.from(rows, row => train.target[row]));
      return gaussianLoss(model.apply(rowsTensor(x, rows), { training: true }) as tf.Tensor, y);
    },
    validate:
      held &&
      (() =>
        tf.tidy(() => {
          const y = tf.tensor1d(Float32Array.from(validation.target));
          const out = model.apply(rowsTensor(held), { training: false }) as tf.Tensor;
          return gaussianLoss(out, y).dataSync()[0];
        })),
    ...weightsOf(model)
  };
  return trainingLoop(trainee, options);
}

/** Mean and sigma of each row. @throws RangeError where the table is not of the network's width */
export function predictPeriod(model: tf.LayersModel, table: FeatureTable): GaussianAnswer {
  const x = tableMatrix('period network', model, table);
  const mean = new Float64Array(table.rows);
  const sigma = new Float64Array(table.rows);
  tf.tidy(() => {
    const out = model.apply(rowsTensor(x), { training: false }) as tf.Tensor;
    const [m, s] = parts(out);
    mean.set(m.dataSync());
    sigma.set(s.dataSync());
  });
  return { mean, sigma };
}

/** Column of means and of sigmas of the network's two outputs. */
function parts(out: tf.Tensor): [tf.Tensor1D, tf.Tensor1D] {
  const rows = out.shape[0]!;
  const column = (k: number) => tf.slice(out as tf.Tensor2D, [0, k], [rows, 1]).as1D();
  return [column(0), tf.add(tf.softplus(column(1)), LEAST_SIGMA)];
}

function gaussianLoss(out: tf.Tensor, y: tf.Tensor1D): tf.Scalar {
  const [mean, sigma] = parts(out);
  const z = tf.div(tf.sub(y, mean), sigma);
  const each = tf.add(tf.log(sigma), tf.mul(0.5, tf.square(z)));
  return tf.add(tf.mean(each), 0.5 * Math.log(2 * Math.PI)) as tf.Scalar;
}

function matrixOf(model: tf.LayersModel, { table, target }: NumberExamples): TableMatrix {
  const odd = Array.prototype.findIndex.call(target, v => !Number.isFinite(v));
  if (odd >= 0) {
    throw new RangeError(`period network: target ${odd} is ${target[odd]}; expected finite numbers.`);
  }
  return tableMatrix('period network', model, table, target);
}
