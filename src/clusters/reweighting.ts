import { bocquet16, withSigma8, type MassFunction, type MatterField } from '../cosmology';
import { integrate } from '../math';
import type { HaloBank } from './haloBank';
import { fieldOf, GREATEST_MASS, selection, type Survey } from './survey';

/** Another universe, to be made of the haloes of a simulation. */
export interface ReweightingOptions {
  /** sigma_8 of the universe wanted. */
  sigma8: number;
  /** b_L0, factor on the transition luminosity; default 1. */
  b?: number;
  /** Default Bocquet16 (500c, hydro). */
  massFunction?: (field: MatterField) => MassFunction;
}

/**
 * Weight of a halo of mass M (Msun/h) in another universe, w = n(M | sigma_8) / n(M | sigma_8 of the simulation), at the
 * redshift of the survey. The simulation is that of the survey's cosmology.
 */
export function haloWeight(
  survey: Survey,
  { sigma8, massFunction = bocquet16 }: ReweightingOptions
): (mass: number) => number {
  const field = fieldOf(survey.cosmology);
  const [own, wanted] = [massFunction(field), massFunction(withSigma8(field, sigma8))];
  return mass => wanted(mass, survey.z) / own(mass, survey.z);
}

/**
 * Effective number of weighted objects, (sum w)^2 / sum w^2 (Kish): as many objects of equal weight have the same relative
 * error. 0 where all weights are 0.
 * @throws RangeError for a weight that is negative or not finite
 */
export function effectiveNumber(weights: ArrayLike<number>): number {
  let sum = 0;
  let square = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i] >= 0 && weights[i] < Infinity)) {
      throw new RangeError(`effectiveNumber: weight ${i} is ${weights[i]}; expected a finite number from 0.`);
    }
    sum += weights[i];
    square += weights[i] ** 2;
  }
  return square === 0 ? 0 : sum ** 2 / square;
}

/** Weight w of each halo of a bank times its chance p to be selected by the survey: [haloes]. */
export function selectedWeights(bank: HaloBank, survey: Survey, options: ReweightingOptions): Float64Array {
  const weight = haloWeight(survey, options);
  const least = Math.log(survey.leastMass);
  return bank.lnMass.map(lnM => {
    const mass = Math.exp(lnM);
    return lnM < least ? 0 : weight(mass) * selection(mass, survey, options.b);
  });
}

/** What a box of a simulation is worth as another universe, on average over simulations. */
export interface BankWorth {
  /** Expected sum of p: haloes of the box that a survey of this selection would take in the universe wanted. */
  selected: number;
  /** Expected effective number, (sum w p)^2 / sum (w p)^2. */
  effective: number;
  /**
   * Error of sigma_8 that all samples made by weighting one such bank share: the amplitude error 1 / sqrt(effective) over
   * d ln N / d sigma_8.
   */
  coherentError: number;
}

/** Expected worth of a box. @param side in Mpc/h */
export function bankWorth(survey: Survey, side: number, options: ReweightingOptions): BankWorth {
  if (!(side > 0)) throw new RangeError(`bankWorth: side is ${side} Mpc/h; expected above 0.`);
  const { massFunction = bocquet16, b = 1 } = options;
  const own = massFunction(fieldOf(survey.cosmology));
  const sums = (sigma8: number) => {
    const weight = haloWeight(survey, { ...options, sigma8 });
    const moment = (power: number) =>
      overMass(survey, mass => own(mass, survey.z) * (weight(mass) * selection(mass, survey, b)) ** power);
    return { first: side ** 3 * moment(1), second: side ** 3 * moment(2) };
  };
  const { first, second } = sums(options.sigma8);
  const step = 0.005;
  const change = Math.log(sums(options.sigma8 + step).first / sums(options.sigma8 - step).first) / (2 * step);
  const effective = first ** 2 / second;
  return { selected: first, effective, coherentError: 1 / Math.sqrt(effective) / change };
}

/** Haloes of a bank in a bin of mass, weighted to another universe. */
export interface ReweightedBin {
  /** Edges in ln M. */
  low: number;
  high: number;
  /** Haloes in the bin. */
  n: number;
  /** Sum of their weights. */
  sum: number;
  /** What the theory of the other universe expects of the sum. */
  expected: number;
  /** Expected Poisson error of the sum, the root of the expected sum of squared weights. */
  error: number;
}

/**
 * Mass function of a universe made by weighting the haloes of a bank, beside the theory's.
 * @param edges of the bins in ln M, rising, from the least mass of the bank on
 */
export function reweightedMassFunction(
  bank: HaloBank,
  survey: Survey,
  options: ReweightingOptions,
  edges: ArrayLike<number>
): ReweightedBin[] {
  const { massFunction = bocquet16 } = options;
  const own = massFunction(fieldOf(survey.cosmology));
  const weight = haloWeight(survey, options);
  const bins = Array.from({ length: edges.length - 1 }, (_, i): ReweightedBin => {
    const [low, high] = [edges[i], edges[i + 1]];
    if (!(high > low)) {
      throw new RangeError(
        `reweightedMassFunction: edge ${i + 1} is ${high} after ${low}; expected rising ln M.`
      );
    }
    const moment = (power: number) =>
      bank.side ** 3 * overMass(survey, mass => own(mass, survey.z) * weight(mass) ** power, low, high);
    return { low, high, n: 0, sum: 0, expected: moment(1), error: Math.sqrt(moment(2)) };
  });
  for (const lnM of bank.lnMass) {
    const bin = bins.find(({ low, high }) => lnM >= low && lnM < high);
    if (!bin) continue;
    bin.n++;
    bin.sum += weight(Math.exp(lnM));
  }
  return bins;
}

/** Integral over ln M of a function of M. */
const overMass = (
  survey: Survey,
  density: (mass: number) => number,
  low = Math.log(survey.leastMass),
  high = Math.log(GREATEST_MASS)
) => integrate(lnM => density(Math.exp(lnM)), low, high, { panels: Math.ceil(3 * (high - low)), order: 8 });
