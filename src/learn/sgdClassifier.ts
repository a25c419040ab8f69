import { checkAborted, interruptSignal, Random } from '../math';
import { checkNames, checkTable, type FeatureTable } from './featureTable';
import { linearScores } from './logistic';
import { rowMatrix } from './rowMatrix';
import { checkTarget, type ClassLabels } from './target';

/** One line against the rest for each class; plain data. */
export interface SgdModel {
  kind: 'sgd';
  names: string[];
  classes: string[];
  loss: 'log' | 'hinge';
  /** [class][column] */
  weights: number[][];
  intercepts: number[];
  epochs: number;
}

export interface SgdOptions {
  /** `log` gives probabilities; `hinge` is a linear support vector machine. Default `log`. */
  loss?: 'log' | 'hinge';
  /** Strength of the L2 penalty, alpha / 2 x the sum of squared weights beside the mean loss; default 1e-4. */
  alpha?: number;
  /** At most; default 1000. */
  epochs?: number;
  /** Stops where the mean loss of five epochs running has not fallen by this; default 1e-3. */
  tolerance?: number;
  /** Of the order of the rows; default 1. */
  seed?: number;
  signal?: AbortSignal;
  onProgress?: (epoch: number, loss: number) => void;
}

const PATIENCE = 5;

const losses = {
  log: {
    value: (z: number) => (z > -30 ? Math.log1p(Math.exp(-z)) : -z),
    slope: (z: number) => -1 / (1 + Math.exp(z))
  },
  hinge: { value: (z: number) => Math.max(0, 1 - z), slope: (z: number) => (z < 1 ? -1 : 0) }
};

/**
 * Linear classifier by stochastic gradient descent, one class against the rest, with Bottou's falling step
 * 1 / (alpha (t0 + t)). Scale the columns first: with unlike widths the steps are right for none of them.
 * @throws RangeError where a value is missing, or the weights grow without bound because columns are not scaled
 */
export function fitSgd(
  table: FeatureTable,
  target: ClassLabels,
  { loss = 'log', alpha = 1e-4, epochs = 1000, tolerance = 1e-3, seed = 1, ...rest }: SgdOptions = {}
): SgdModel {
  checkTable('fitSgd', table);
  checkTarget('fitSgd', target, table.rows);
  if (!(alpha > 0)) throw new RangeError(`fitSgd: alpha is ${alpha}; expected above 0.`);
  if (target.classes.length < 2) throw new RangeError('fitSgd: one class; expected at least two.');
  const x = rowMatrix(table);
  // two classes need one line
  const outputs = target.classes.length === 2 ? [1] : target.classes.map((_, k) => k);
  const lines = outputs.map(positive => {
    const signs = Int8Array.from(target.labels, label => (label === positive ? 1 : -1));
    return fitLine(x, signs, table.columns.length, { loss, alpha, epochs, tolerance, seed, ...rest });
  });
  if (lines.length === 1) {
    const [{ weights, intercept }] = lines;
    lines.unshift({ ...lines[0], weights: weights.map(w => -w), intercept: -intercept });
  }
  return {
    kind: 'sgd',
    names: [...table.names],
    classes: [...target.classes],
    loss,
    weights: lines.map(line => line.weights),
    intercepts: lines.map(line => line.intercept),
    epochs: Math.max(...lines.map(line => line.epochs))
  };
}

type LineOptions = Required<Pick<SgdOptions, 'loss' | 'alpha' | 'epochs' | 'tolerance' | 'seed'>> &
  Pick<SgdOptions, 'signal' | 'onProgress'>;

function fitLine(x: Float64Array, signs: Int8Array, width: number, options: LineOptions) {
  const { alpha, epochs, tolerance, seed, signal, onProgress } = options;
  const { value, slope } = losses[options.loss];
  const random = new Random(seed);
  const w = new Float64Array(width);
  // weights are scale x w, so that shrinking all of them is one product
  let [scale, intercept] = [1, 0];
  const typical = Math.sqrt(1 / Math.sqrt(alpha));
  const start = 1 / (alpha * (typical / Math.max(1, Math.abs(slope(-typical)))));
  let [t, best, worse, epoch] = [0, Infinity, 0, 0];
  while (epoch < epochs && worse < PATIENCE) {
    checkAborted('fitSgd', signal, interruptSignal());
    let sum = 0;
    for (const i of random.permutation(signs.length)) {
      const step = 1 / (alpha * (start + t++));
      const from = i * width;
      let z = 0;
      for (let c = 0; c < width; c++) z += w[c] * x[from + c];
      const margin = signs[i] * (scale * z + intercept);
      sum += value(margin);
      scale *= 1 - step * alpha;
      const move = -step * slope(margin) * signs[i];
      for (let c = 0; c < width; c++) w[c] += (move / scale) * x[from + c];
      intercept += move;
      if (scale < 1e-9) {
        for (let c = 0; c < width; c++) w[c] *= scale;
        scale = 1;
      }
    }
    const mean = sum / signs.length;
    if (!Number.isFinite(mean)) {
      throw new RangeError('fitSgd: the weights grow without bound; scale the columns first.');
    }
    worse = mean > best - tolerance ? worse + 1 : 0;
    best = Math.min(best, mean);
    epoch++;
    onProgress?.(epoch, mean);
  }
  return { weights: Array.from(w, v => v * scale), intercept, epochs: epoch };
}

/**
 * Scores [rows x classes]: probabilities where the loss is `log` (one against the rest, brought to sum 1), margins where it
 * is `hinge`.
 */
export function predictSgd(model: SgdModel, table: FeatureTable): Float64Array {
  checkTable('predictSgd', table);
  checkNames('predictSgd', table, model.names);
  const scores = linearScores(table, model.weights, model.intercepts);
  if (model.loss === 'hinge') return scores;
  const width = model.classes.length;
  for (let from = 0; from < scores.length; from += width) {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += scores[from + k] = 1 / (1 + Math.exp(-scores[from + k]));
    for (let k = 0; k < width; k++) scores[from + k] = sum > 0 ? scores[from + k] / sum : 1 / width;
  }
  return scores;
}
