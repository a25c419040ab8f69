import { drawnCorrelation } from './drawnCorrelation';
import { bootstrapOverGroups, type BootstrapOptions } from './groupBootstrap';

type Numbers = ArrayLike<number>;

/** A figure with its interval. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** Root mean square of predicted minus true. @throws RangeError where there are none or their numbers differ */
export function rmsError(predicted: Numbers, truth: Numbers): number {
  checkPairs('rmsError', predicted, truth);
  let sum = 0;
  for (let i = 0; i < truth.length; i++) sum += (predicted[i] - truth[i]) ** 2;
  return Math.sqrt(sum / truth.length);
}

/** {@link rmsError} with its interval from a bootstrap over the pairs (default 300 draws, 95 %). */
export function rmsErrorEstimate(predicted: Numbers, truth: Numbers, options?: BootstrapOptions): Estimate {
  const value = rmsError(predicted, truth);
  const square = Float64Array.from(truth, (t, i) => (predicted[i] - t) ** 2);
  const drawn = (counts: Numbers) =>
    Math.sqrt(square.reduce((sum, v, i) => sum + counts[i] * v, 0) / square.length);
  return { value, ...bounds(value, drawn, truth.length, options) };
}

/**
 * Error that is left when the prediction is calibrated by the best straight line: sd(truth) sqrt(1 - r^2). It measures what
 * a prediction *knows*, where its scale and zero point do not count; with a constant prediction it is the standard
 * deviation of the truth.
 * @param options of the bootstrap over the pairs (default 300 draws, 95 %)
 */
export function calibratedErrorEstimate(
  predicted: Numbers,
  truth: Numbers,
  options?: BootstrapOptions
): Estimate {
  checkPairs('calibratedErrorEstimate', predicted, truth);
  const mean = Array.prototype.reduce.call(
    truth,
    (sum, v) => (sum as number) + v / truth.length,
    0
  ) as number;
  const sd = rmsError(new Float64Array(truth.length).fill(mean), truth);
  const correlation = drawnCorrelation(predicted, truth);
  const drawn = (counts: Numbers) => sd * Math.sqrt(1 - (correlation(counts) ?? 0) ** 2);
  const value = drawn(new Uint8Array(truth.length).fill(1));
  return { value, ...bounds(value, drawn, truth.length, options) };
}

function bounds(
  value: number,
  drawn: (counts: Numbers) => number,
  n: number,
  { draws = 300, ...rest }: BootstrapOptions = {}
): Pick<Estimate, 'low' | 'high'> {
  const groups = Uint32Array.from({ length: n }, (_, i) => i);
  const [low, high] = bootstrapOverGroups(groups, drawn, { draws, ...rest }) ?? [value, value];
  return { low, high };
}

function checkPairs(what: string, predicted: Numbers, truth: Numbers): void {
  if (predicted.length !== truth.length || truth.length === 0) {
    throw new RangeError(
      `${what}: ${predicted.length} predictions for ${truth.length} true values; expected one for each, and at least one.`
    );
  }
}
