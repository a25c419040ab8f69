import { checkPairs } from './pairs';

type Numbers = ArrayLike<number>;

/** Rows whose probabilities lie in one bin. */
export interface ReliabilityBin {
  low: number;
  high: number;
  rows: number;
  /** Mean probability; null where the bin is empty. */
  predicted: number | null;
  /** Part that is positive; null where the bin is empty. */
  observed: number | null;
}

export interface Reliability {
  bins: ReliabilityBin[];
  /** Expected calibration error: mean |observed - predicted| of the bins, weighted by their rows. */
  expectedError: number;
  /** Greatest |observed - predicted| of a bin. */
  greatestError: number;
}

function checkProbabilities(what: string, probabilities: Numbers, truth: ArrayLike<unknown>): void {
  checkPairs(what, { name: 'probabilities', values: probabilities }, { name: 'truth', values: truth });
  for (let row = 0; row < probabilities.length; row++) {
    if (probabilities[row] >= 0 && probabilities[row] <= 1) continue;
    throw new RangeError(
      `${what}: the probability is ${probabilities[row]} in row ${row}; expected 0 to 1. Turn scores into probabilities first.`
    );
  }
}

/** Brier's score: mean squared difference of probability and outcome (0 or 1). */
export function brierScore(probabilities: Numbers, truth: ArrayLike<number | boolean>): number {
  checkProbabilities('brierScore', probabilities, truth);
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += (probabilities[i] - (truth[i] ? 1 : 0)) ** 2;
  return sum / truth.length;
}

/**
 * Mean negative log probability of the true class (nats).
 * @param probabilities [row x class], row after row
 * @param labels place of the true class of each row
 */
export function logLoss(probabilities: Numbers, labels: Numbers): number {
  const classes = probabilities.length / labels.length;
  if (!(Number.isInteger(classes) && classes >= 2)) {
    throw new RangeError(
      `logLoss: ${probabilities.length} probabilities for ${labels.length} rows; expected one a row and class.`
    );
  }
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    // a probability of exactly 0 would make the loss infinite
    sum -= Math.log(Math.max(probabilities[i * classes + labels[i]], Number.EPSILON));
  }
  return sum / labels.length;
}

/** How often what is called likely happens. @param options bins of equal width, default 10 */
export function reliability(
  probabilities: Numbers,
  truth: ArrayLike<number | boolean>,
  { bins = 10 }: { bins?: number } = {}
): Reliability {
  checkProbabilities('reliability', probabilities, truth);
  const [rows, predicted, observed] = [0, 1, 2].map(() => new Float64Array(bins));
  for (let i = 0; i < truth.length; i++) {
    const bin = Math.min(Math.floor(probabilities[i] * bins), bins - 1);
    rows[bin]++;
    predicted[bin] += probabilities[i];
    observed[bin] += truth[i] ? 1 : 0;
  }
  const gaps = Array.from(rows, (n, k) => (n > 0 ? Math.abs(observed[k] - predicted[k]) / n : 0));
  return {
    bins: Array.from(rows, (n, k) => ({
      low: k / bins,
      high: (k + 1) / bins,
      rows: n,
      predicted: n > 0 ? predicted[k] / n : null,
      observed: n > 0 ? observed[k] / n : null
    })),
    expectedError: gaps.reduce((sum, gap, k) => sum + gap * rows[k], 0) / truth.length,
    greatestError: Math.max(...gaps)
  };
}
