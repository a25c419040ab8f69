import { checkAborted, interruptSignal } from '../math';
import { checkNames, checkTable, type FeatureTable } from './featureTable';
import { LogisticLoss } from './logisticLoss';
import { newton } from './newton';
import { columnMeans, rowMatrix } from './rowMatrix';
import { checkTarget, type ClassLabels } from './target';

/** Scores of classes that are linear in the columns; plain data. */
export interface LogisticModel {
  kind: 'logistic';
  names: string[];
  classes: string[];
  /** [output][column]; one output, for the second class, where there are two classes. */
  weights: number[][];
  intercepts: number[];
  /** Newton's steps that it took. */
  steps: number;
}

export interface LogisticOptions {
  /** Penalty l2 / 2 x the sum of squared weights beside the summed loss (scikit-learn's 1 / C); default 1. */
  l2?: number;
  /** Default 100. */
  maxSteps?: number;
  signal?: AbortSignal;
  onProgress?: (step: number) => void;
}

/**
 * Logistic regression with intercept and L2 penalty: a sigmoid for two classes, a softmax for more. Columns are
 * standardised inside to converge fast; weights and penalty are in the units of the columns as given.
 * @throws RangeError where a value is missing, fewer than two classes are named or the fit does not converge (no penalty
 * and classes that a line separates)
 */
export function fitLogistic(
  table: FeatureTable,
  target: ClassLabels,
  { l2 = 1, maxSteps = 100, signal, onProgress }: LogisticOptions = {}
): LogisticModel {
  checkTable('fitLogistic', table);
  checkTarget('fitLogistic', target, table.rows);
  if (!(l2 >= 0)) throw new RangeError(`fitLogistic: l2 is ${l2}; expected at least 0.`);
  const { classes, labels } = target;
  if (classes.length < 2) {
    throw new RangeError(`fitLogistic: ${classes.length} classes; expected at least two.`);
  }
  const { x, centre, sd } = standardised(table);
  const outputs = classes.length === 2 ? 1 : classes.length;
  const loss = new LogisticLoss(
    x,
    labels,
    outputs,
    Float64Array.from(sd, s => l2 / (s * s))
  );
  const { at, steps, slope, converged } = newton(loss, {
    tolerance: 1e-10 * table.rows,
    maxSteps,
    step(n) {
      checkAborted('fitLogistic', signal, interruptSignal());
      onProgress?.(n);
    }
  });
  if (!converged) {
    throw new RangeError(
      `fitLogistic: a slope of ${slope.toPrecision(2)} is left after ${steps} steps; give a larger l2 (it is ${l2}) or more steps.`
    );
  }
  return {
    kind: 'logistic',
    names: [...table.names],
    classes: [...classes],
    ...inUnits(at, centre, sd),
    steps
  };
}

function standardised(table: FeatureTable) {
  const x = rowMatrix(table);
  const width = table.columns.length;
  const centre = columnMeans(table);
  const sd = table.columns.map((column, k) => {
    let square = 0;
    for (const v of column) square += (v - centre[k]) ** 2;
    return Math.sqrt(square / table.rows) || 1;
  });
  for (let j = 0; j < x.length; j++) x[j] = (x[j] - centre[j % width]) / sd[j % width];
  return { x, centre, sd };
}

/** Weights of standardised columns as those of the columns. */
function inUnits(at: Float64Array, centre: number[], sd: number[]) {
  const width = sd.length;
  const weights: number[][] = [];
  const intercepts: number[] = [];
  for (let from = 0; from < at.length; from += width + 1) {
    const own = sd.map((s, c) => at[from + c] / s);
    weights.push(own);
    intercepts.push(own.reduce((left, w, c) => left - w * centre[c], at[from + width]));
  }
  return { weights, intercepts };
}

/** Linear scores [rows x outputs] of a table. */
export function linearScores(
  { columns, rows }: FeatureTable,
  weights: readonly (readonly number[])[],
  intercepts: readonly number[]
): Float64Array {
  const outputs = weights.length;
  const out = new Float64Array(rows * outputs);
  weights.forEach((own, k) => {
    for (let i = 0; i < rows; i++) {
      let z = intercepts[k];
      for (let c = 0; c < own.length; c++) z += own[c] * columns[c][i];
      out[i * outputs + k] = z;
    }
  });
  return out;
}

/** Probabilities [rows x classes] of scores, by sigmoid (one score) or softmax. */
export function probabilitiesOf(scores: Float64Array, outputs: number): Float64Array {
  if (outputs === 1) {
    const out = new Float64Array(2 * scores.length);
    scores.forEach((z, i) => {
      out[2 * i] = 1 / (1 + Math.exp(z));
      out[2 * i + 1] = 1 / (1 + Math.exp(-z));
    });
    return out;
  }
  const out = new Float64Array(scores.length);
  for (let from = 0; from < scores.length; from += outputs) {
    let [most, sum] = [-Infinity, 0];
    for (let k = 0; k < outputs; k++) most = Math.max(most, scores[from + k]);
    for (let k = 0; k < outputs; k++) sum += out[from + k] = Math.exp(scores[from + k] - most);
    for (let k = 0; k < outputs; k++) out[from + k] /= sum;
  }
  return out;
}

/** Probability of each class, [rows x classes]. @throws RangeError where the columns are not those of the fit */
export function predictLogistic(model: LogisticModel, table: FeatureTable): Float64Array {
  checkTable('predictLogistic', table);
  checkNames('predictLogistic', table, model.names);
  return probabilitiesOf(linearScores(table, model.weights, model.intercepts), model.weights.length);
}
