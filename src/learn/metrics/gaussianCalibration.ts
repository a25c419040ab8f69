import { lowerBound, normalCumulative } from '../../math';
import { checkFinite, checkPairs } from './pairs';

type Numbers = ArrayLike<number>;

/** Predictions of a number that say how sure they are, and the truth: one each a row. */
export interface GaussianPredictions {
  /** Expected value. */
  mean: Numbers;
  /** Standard deviation, above 0. */
  sigma: Numbers;
  truth: Numbers;
}

/** How many rows fall into an interval that promises a part of them. */
export interface Coverage {
  /** Part that is promised. */
  level: number;
  /** Part that is found. */
  observed: number;
  rows: number;
  /** Central 95 % of the parts that an honest prediction would be found with (binomial). */
  low: number;
  high: number;
  /** Whether the observed part lies within them. */
  inside: boolean;
}

/** Rows of about one sigma. */
export interface SigmaBin {
  rows: number;
  /** Root mean square of the sigmas. */
  predicted: number;
  /** Root mean square error. */
  observed: number;
  coverage68: Coverage;
}

export interface SigmaCalibration {
  bins: SigmaBin[];
  /** Expected normalised calibration error: mean of |predicted - observed| / predicted over the bins. */
  ence: number;
}

/** Deviations in units of sigma, and whether they scatter as they should. */
export interface StandardScores {
  /** Of (truth - mean) / sigma: 0 and 1 for honest predictions. */
  mean: number;
  variance: number;
  /** Two-sided probability of a variance as far from 1 (chi squared), were predictions honest. */
  p: number;
}

function check(what: string, { mean, sigma, truth }: GaussianPredictions): void {
  checkPairs(what, { name: 'mean', values: mean }, { name: 'truth', values: truth });
  checkPairs(what, { name: 'sigma', values: sigma }, { name: 'truth', values: truth });
  checkFinite(what, 'mean', mean);
  checkFinite(what, 'truth', truth);
  for (let row = 0; row < sigma.length; row++) {
    if (sigma[row] > 0 && sigma[row] < Infinity) continue;
    throw new RangeError(`${what}: sigma is ${sigma[row]} in row ${row}; expected a number above 0.`);
  }
}

const scoresOf = ({ mean, sigma, truth }: GaussianPredictions) =>
  Float64Array.from(truth, (t, i) => (t - mean[i]) / sigma[i]);

/**
 * Mean negative log likelihood (nats) of the truth: ln sigma + z^2 / 2 + ln(2 pi) / 2, with z = (truth - mean) / sigma.
 * Lower is better; it rewards being right and being sure only where right.
 */
export function gaussianLogLoss(predictions: GaussianPredictions): number {
  check('gaussianLogLoss', predictions);
  const z = scoresOf(predictions);
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum += Math.log(predictions.sigma[i]) + 0.5 * z[i] * z[i];
  return sum / z.length + 0.5 * Math.log(2 * Math.PI);
}

/**
 * Probability integral transform: which part of each prediction lies below the truth. Honest predictions give numbers that
 * are uniform between 0 and 1; too small sigmas pile them up at both ends, too large ones in the middle (Dawid 1984).
 */
export function probabilityIntegral(predictions: GaussianPredictions): Float64Array {
  check('probabilityIntegral', predictions);
  // rounding may end a hair above 1
  return scoresOf(predictions).map(z => Math.min(1, normalCumulative(z)));
}

/** Mean and variance of the deviations over sigma, with a chi-squared test of the variance. */
export function standardScores(predictions: GaussianPredictions): StandardScores {
  check('standardScores', predictions);
  const z = scoresOf(predictions);
  const n = z.length;
  const mean = z.reduce((sum, v) => sum + v, 0) / n;
  // about 0, not about the mean: a bias is a fault too
  const square = z.reduce((sum, v) => sum + v * v, 0) / n;
  const below = normalCumulative((Math.cbrt(square) - 1 + 2 / (9 * n)) / Math.sqrt(2 / (9 * n)));
  return { mean, variance: square - mean * mean, p: Math.min(1, 2 * Math.min(below, 1 - below)) };
}

/** Distance of a sample from the uniform distribution between 0 and 1 (Kolmogorov and Smirnov). */
export interface UniformTest {
  /** Greatest distance of the two cumulative distributions. */
  distance: number;
  /** Probability of one as large by chance. */
  p: number;
}

/**
 * Kolmogorov and Smirnov's test that numbers are uniform between 0 and 1; the probability is that of a large sample with
 * Stephens's correction (1970, JRSS B 32, 115), good from some ten rows on.
 * @throws RangeError where a number lies outside 0 to 1
 */
export function uniformTest(values: Numbers): UniformTest {
  const n = values.length;
  checkIntegrals('uniformTest', values);
  const sorted = Float64Array.from(values).sort();
  let distance = 0;
  sorted.forEach((v, i) => (distance = Math.max(distance, v - i / n, (i + 1) / n - v)));
  const root = Math.sqrt(n);
  return { distance, p: kolmogorovTail((root + 0.12 + 0.11 / root) * distance) };
}

/** Probability that Kolmogorov's statistic is above x: 2 sum (-1)^(k-1) exp(-2 k^2 x^2). */
function kolmogorovTail(x: number): number {
  // the series of alternating terms converges too slowly below, where the probability is 1 to 1e-9
  if (x < 0.25) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, 2 * sum));
}

/** Part of the rows within the central interval of a level. @param level between 0 and 1, e.g. .68 */
export function coverage(predictions: GaussianPredictions, level: number): Coverage {
  check('coverage', predictions);
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`coverage: level is ${level}; expected a part between 0 and 1, e.g. 0.68.`);
  }
  return integralCoverage(probabilityIntegral(predictions), level);
}

/**
 * {@link coverage} from probability integrals, of predictions of any shape: part of the rows whose integral is within
 * level / 2 of one half. @throws RangeError where an integral lies outside 0 to 1
 */
export function integralCoverage(integrals: Numbers, level: number): Coverage {
  checkIntegrals('integralCoverage', integrals);
  const n = integrals.length;
  let hits = 0;
  for (let i = 0; i < n; i++) if (Math.abs(integrals[i] - 0.5) <= level / 2) hits++;
  const [low, high] = binomialBand(n, level).map(k => k / n);
  return { level, observed: hits / n, rows: n, low, high, inside: hits / n >= low && hits / n <= high };
}

function checkIntegrals(what: string, integrals: Numbers): void {
  if (integrals.length === 0) throw new RangeError(`${what}: no values; give at least one.`);
  for (let row = 0; row < integrals.length; row++) {
    if (integrals[row] >= 0 && integrals[row] <= 1) continue;
    throw new RangeError(
      `${what}: the value is ${integrals[row]} in row ${row}; expected all within 0 to 1.`
    );
  }
}

/**
 * Repairs the shape of predictions (Kuleshov et al. 2018, arXiv:1807.00263): a probability integral becomes the part of the
 * integrals of *other* rows that lie below it. Fit it on validation rows, and judge on test rows.
 * @param validation probability integrals of rows that were not trained on
 * @returns a function from integrals to repaired ones
 */
export function recalibration(validation: Numbers): (integrals: Numbers) => Float64Array {
  checkIntegrals('recalibration', validation);
  const sorted = Float64Array.from(validation).sort();
  const n = sorted.length;
  return integrals => {
    checkIntegrals('recalibration', integrals);
    return Float64Array.from(integrals, u => {
      const k = lowerBound(sorted, u);
      const [left, right] = [k === 0 ? 0 : sorted[k - 1], k === n ? 1 : sorted[k]];
      // between two of them on a straight line; 0 stays 0 and 1 stays 1
      return (k + (right > left ? (u - left) / (right - left) : 0)) / (n + 1);
    });
  };
}

/**
 * Numbers of hits between which at least 95 % of binomial draws fall, at most 2.5 % on either side.
 * @param part probability of a hit
 */
export function binomialBand(n: number, part: number, level = 0.95): [number, number] {
  if (!(Number.isInteger(n) && n >= 1) || !(part > 0 && part < 1)) {
    throw new RangeError(
      `binomialBand: ${n} draws of probability ${part}; expected at least 1, between 0 and 1.`
    );
  }
  const tail = (1 - level) / 2;
  let logTerm = n * Math.log1p(-part);
  let below = 0;
  let low = -1;
  for (let k = 0; k <= n; k++) {
    below += Math.exp(logTerm);
    if (low < 0 && below > tail) low = k;
    if (below >= 1 - tail) return [low, k];
    logTerm += Math.log((n - k) / (k + 1)) + Math.log(part / (1 - part));
  }
  return [Math.max(low, 0), n];
}

/**
 * Sigmas against errors in bins of equal numbers of rows, from the surest to the least sure (Levi et al. 2019,
 * arXiv:1905.11659).
 * @param options bins, default 10
 * @throws RangeError where there are fewer than two rows a bin
 */
export function sigmaCalibration(
  predictions: GaussianPredictions,
  { bins = 10 }: { bins?: number } = {}
): SigmaCalibration {
  check('sigmaCalibration', predictions);
  const { mean, sigma, truth } = predictions;
  const n = truth.length;
  if (!(Number.isInteger(bins) && bins >= 1 && n >= 2 * bins)) {
    throw new RangeError(`sigmaCalibration: ${bins} bins for ${n} rows; expected at least two rows a bin.`);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => sigma[a] - sigma[b]);
  const integrals = probabilityIntegral(predictions);
  const made = Array.from({ length: bins }, (_, k): SigmaBin => {
    const rows = order.slice(Math.round((k * n) / bins), Math.round(((k + 1) * n) / bins));
    const rms = (of: (row: number) => number) =>
      Math.sqrt(rows.reduce((sum, row) => sum + of(row) ** 2, 0) / rows.length);
    return {
      rows: rows.length,
      predicted: rms(row => sigma[row]),
      observed: rms(row => truth[row] - mean[row]),
      coverage68: integralCoverage(
        rows.map(row => integrals[row]),
        0.68
      )
    };
  });
  const ence = made.reduce((sum, b) => sum + Math.abs(b.predicted - b.observed) / b.predicted, 0) / bins;
  return { bins: made, ence };
}

/**
 * Mean sigma over that of a constant predictor, which always gives mean and standard deviation of a reference: below 1 where
 * the predictions know more than that. Coverage alone cannot tell: the constant predictor covers perfectly.
 * @param reference true values of other rows (the training ones)
 */
export function sharpness(sigma: Numbers, reference: Numbers): number {
  checkFinite('sharpness', 'sigma', sigma);
  checkFinite('sharpness', 'reference', reference);
  if (sigma.length === 0 || reference.length < 2) {
    throw new RangeError(
      `sharpness: ${sigma.length} sigmas and ${reference.length} reference values; expected at least 1 and 2.`
    );
  }
  const average = (values: Numbers) =>
    Array.prototype.reduce.call(values, (sum, v) => (sum as number) + v / values.length, 0) as number;
  const centre = average(reference);
  const spread = Math.sqrt(average(Float64Array.from(reference, v => (v - centre) ** 2)));
  if (!(spread > 0))
    throw new RangeError('sharpness: the reference does not vary; give true values that do.');
  return average(sigma) / spread;
}
