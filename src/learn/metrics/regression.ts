import { mean, median, rmsError, robustSigma } from '../../math';
import { checkFinite, checkPairs } from './pairs';

type Numbers = ArrayLike<number>;

export interface RegressionScores {
  rms: number;
  /** Mean absolute error. */
  mae: number;
  /** Mean of predicted minus true. */
  bias: number;
  /** 1 - squared error / squared error of the mean of the truth; null where the truth does not vary. */
  r2: number | null;
}

export interface PhotoZScores {
  /** 1.4826 x the median of |dz - median dz|, dz = (z_predicted - z_true) / (1 + z_true). */
  sigmaNmad: number;
  /** Median of dz. */
  bias: number;
  /** Part of the rows with |dz| above the limit. */
  outlierFraction: number;
}

function check(what: string, predicted: Numbers, truth: Numbers): void {
  checkPairs(what, { name: 'predicted', values: predicted }, { name: 'truth', values: truth });
  checkFinite(what, 'predicted', predicted);
  checkFinite(what, 'truth', truth);
}

/** Errors of predictions of a number. @throws RangeError where lengths differ or a value is not finite */
export function regressionScores(predicted: Numbers, truth: Numbers): RegressionScores {
  check('regressionScores', predicted, truth);
  const residual = Float64Array.from(truth, (t, i) => predicted[i] - t);
  const centre = mean(truth);
  const total = Array.prototype.reduce.call(
    truth,
    (sum, t) => (sum as number) + (t - centre) ** 2,
    0
  ) as number;
  const left = residual.reduce((sum, r) => sum + r * r, 0);
  return {
    rms: rmsError(predicted, truth),
    mae: mean(residual.map(Math.abs)),
    bias: mean(residual),
    r2: total > 0 ? 1 - left / total : null
  };
}

/**
 * Scores of photometric redshifts.
 * @param options outlier, the limit of |dz| above which a redshift is an outlier; default .15
 */
export function photoZScores(
  predicted: Numbers,
  truth: Numbers,
  { outlier = 0.15 }: { outlier?: number } = {}
): PhotoZScores {
  check('photoZScores', predicted, truth);
  const dz = Float64Array.from(truth, (z, i) => (predicted[i] - z) / (1 + z));
  return {
    sigmaNmad: robustSigma(dz),
    bias: median(dz),
    outlierFraction: dz.filter(d => Math.abs(d) > outlier).length / dz.length
  };
}
