import { bocquet16, withSigma8, type MassFunction, type MatterField } from '../cosmology';
import { normalDensity } from '../math';
import { meanTemperature, TEMPERATURE_POWER } from './scaling';
import { fieldOf, GREATEST_MASS, selection, type Survey } from './survey';

/** Parameters of a sample of clusters. */
export interface SampleParameters {
  sigma8: number;
  /** ln b_L0: factor on the transition luminosity. */
  lnB: number;
  /** ln b_M: factor on every mass proxy. */
  lnMassBias: number;
}

export type ParameterName = keyof SampleParameters;

/** A limit by Fisher's information. */
export interface InformationLimit {
  /** Least standard deviation of each free parameter, in the order asked for. */
  limits: number[];
  /** Expected number of clusters. */
  count: number;
}

/** What an estimator is given and what it must find. */
export interface LimitOptions {
  /** Free parameters; the first is usually sigma8. */
  free: ParameterName[];
  /** Standard deviation of a prior on a free parameter. */
  priors?: Partial<Record<ParameterName, number>>;
  at?: Partial<SampleParameters>;
  /** Scatter of ln(mass proxy) at fixed mass; default .10, for a cut in temperature that of 1.53 ln T, .20. */
  proxyScatter?: number;
  /** `density`: the numbers in bins of the proxy; `count`: only their sum; `shape`: only their proportions. Default `density`. */
  sees?: 'density' | 'count' | 'shape';
  massFunction?: (field: MatterField) => MassFunction;
}

const MASS_STEPS = 300;
const PROXY_STEPS = 240;

/**
 * Expected numbers in bins of ln(proxy) of the selected clusters of a survey; luminosity is used by the selection and is
 * not given to the estimator. In a survey cut by temperature the proxy is the temperature itself, so its bins begin at the
 * cut.
 */
export function proxyCounts(
  survey: Survey,
  { sigma8, lnB, lnMassBias }: SampleParameters,
  { proxyScatter, massFunction = bocquet16 }: Pick<LimitOptions, 'proxyScatter' | 'massFunction'> = {}
): Float64Array {
  const n = massFunction(withSigma8(fieldOf(survey.cosmology), sigma8));
  const byTemperature = survey.selection?.by === 'temperature' ? survey.selection : null;
  const sd = proxyScatter ?? (byTemperature ? 0.13 * TEMPERATURE_POWER : 0.1);
  const [low, high] = [Math.log(survey.leastMass), Math.log(GREATEST_MASS)];
  const step = (high - low) / MASS_STEPS;
  const { first, width } = proxyBins(survey);
  const bins = new Float64Array(PROXY_STEPS);
  const b = Math.exp(lnB);
  for (let i = 0; i < MASS_STEPS; i++) {
    const lnM = low + (i + 0.5) * step;
    const seen = byTemperature ? 1 : selection(Math.exp(lnM), survey, b);
    const expected = survey.volume * n(Math.exp(lnM), survey.z) * seen * step;
    const centre = lnM + lnMassBias;
    const from = Math.max(0, Math.floor((centre - 6 * sd - first) / width));
    const to = Math.min(PROXY_STEPS - 1, Math.ceil((centre + 6 * sd - first) / width));
    for (let j = from; j <= to; j++) {
      const x = (first + (j + 0.5) * width - centre) / sd;
      bins[j] += (expected * normalDensity(x) * width) / sd;
    }
  }
  return bins;
}

/** Bins of ln(proxy) of a survey: their number, where the first begins, and their width. */
export function proxyBins(survey: Survey): { count: number; first: number; width: number } {
  // they reach beyond the masses by what bias and scatter can move them
  const margin = 0.8;
  const first =
    survey.selection?.by === 'temperature'
      ? logMassAtTemperature(survey.selection.cut, survey)
      : Math.log(survey.leastMass) - margin;
  const width = (Math.log(GREATEST_MASS) + margin - first) / PROXY_STEPS;
  return { count: PROXY_STEPS, first, width };
}

/** ln of the mass (Msun/h) whose mean temperature (keV) is given. */
function logMassAtTemperature(temperature: number, { cosmology, z }: Survey): number {
  const pivot = 1e14;
  return Math.log(pivot) + TEMPERATURE_POWER * Math.log(temperature / meanTemperature(pivot, cosmology, z));
}

/** Steps of the central differences. */
const STEP: Record<ParameterName, number> = { sigma8: 0.005, lnB: 0.01, lnMassBias: 0.01 };

/**
 * Information limit: the least standard deviation that an unbiased estimator of the free parameters can have on one sample
 * of a survey, from Fisher's matrix of Poisson counts, F_ab = sum dN_a dN_b / N, with priors added to its diagonal.
 * @throws RangeError where no parameter is free or the counts do not fix one without a prior
 */
export function informationLimit(survey: Survey, options: LimitOptions): InformationLimit {
  const { free, priors = {}, sees = 'density' } = options;
  if (free.length === 0) throw new RangeError('informationLimit: no parameter is free; name at least one.');
  const at: SampleParameters = { sigma8: survey.cosmology.sigma8, lnB: 0, lnMassBias: 0, ...options.at };
  const counts = proxyCounts(survey, at, options);
  const count = counts.reduce((a, b) => a + b, 0);
  const changes = free.map(name => {
    const [up, down] = [1, -1].map(sign =>
      proxyCounts(survey, { ...at, [name]: at[name] + sign * STEP[name] }, options)
    );
    return up.map((v, i) => (v - down[i]) / (2 * STEP[name]));
  });
  const sums = changes.map(change => change.reduce((a, b) => a + b, 0));
  const fisher = free.map((nameA, a) =>
    free.map((_, b) => {
      let information = 0;
      if (sees === 'count') information = (sums[a] * sums[b]) / count;
      else {
        for (let i = 0; i < counts.length; i++) {
          if (counts[i] > 1e-30) information += (changes[a][i] * changes[b][i]) / counts[i];
        }
        if (sees === 'shape') information -= (sums[a] * sums[b]) / count;
      }
      const prior = a === b ? priors[nameA] : undefined;
      return information + (prior ? 1 / prior ** 2 : 0);
    })
  );
  return { limits: inverseDiagonal(fisher, free).map(Math.sqrt), count };
}

/** Diagonal of the inverse of a small symmetric matrix, by Gauss and Jordan's elimination. */
function inverseDiagonal(matrix: number[][], names: string[]): number[] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let i = 0; i < n; i++) {
    const pivot = rows[i][i];
    if (!(pivot > 1e-12 * matrix[i][i]) || !(matrix[i][i] > 0)) {
      throw new RangeError(
        `informationLimit: the counts do not fix ${names[i]} beside ${names.slice(0, i).join(', ')}. Give it a prior.`
      );
    }
    rows[i] = rows[i].map(v => v / pivot);
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = rows[k][i];
      rows[k] = rows[k].map((v, j) => v - factor * rows[i][j]);
    }
  }
  return rows.map((row, i) => row[n + i]);
}

/**
 * Root mean square of the limit on the first free parameter over a range of sigma_8 and b_L0: the square root of the mean
 * variance.
 * @param options as for {@link informationLimit}; sigma8 and b, ranges with uniform priors (default .7 to .9, .8 to 1.2)
 */
export function meanLimit(
  survey: Survey,
  options: LimitOptions & { sigma8?: [number, number]; b?: [number, number]; steps?: number }
): number {
  const { sigma8 = [0.7, 0.9], b = [0.8, 1.2], steps = 5 } = options;
  const middle = ([low, high]: [number, number], i: number) => low + ((high - low) * (i + 0.5)) / steps;
  let variance = 0;
  for (let i = 0; i < steps; i++) {
    for (let j = 0; j < steps; j++) {
      const at = { sigma8: middle(sigma8, i), lnB: Math.log(middle(b, j)) };
      variance += informationLimit(survey, { ...options, at }).limits[0] ** 2;
    }
  }
  return Math.sqrt(variance / steps ** 2);
}
