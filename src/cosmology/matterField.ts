import { compositeRule } from '../math/quadrature';
import { cubicSpline, type Spline } from '../math/spline';
import { growthFactor } from './background';
import { checkCosmology, CRITICAL_DENSITY, type Cosmology } from './cosmology';
import { transferNoWiggles, transferWiggles } from './transfer';

/** Statistics of the linear matter field of a cosmology. */
export interface MatterField {
  cosmology: Cosmology;
  /** Linear power spectrum at k (h/Mpc) and redshift z (default 0) in (Mpc/h)^3. */
  power(k: number, z?: number): number;
  /** Root mean square contrast in spheres of radius R (Mpc/h), z = 0; integrated anew at each call. */
  sigmaR(radius: number): number;
  /** The same in spheres that hold M (Msun/h) on average, z = 0; interpolated over 1e9 to 1e17. */
  sigmaM(mass: number): number;
  /** d ln sigma / d ln M at M (Msun/h): negative, the same at every redshift. */
  slopeM(mass: number): number;
}

const LOG_MASS: [number, number] = [Math.log(1e9), Math.log(1e17)];
const MASS_STEPS = 300;

/**
 * Linear matter field: P(k) ~ k^ns T(k)^2 with the transfer function of Eisenstein & Hu 1998, scaled to sigma_8.
 * Only sigma_8 scales it, so that fields of one shape differ by a factor: see {@link withSigma8}.
 * @param options wiggles: with acoustic oscillations (default true)
 * @throws RangeError for parameters that make no sense
 */
export function matterField(
  cosmology: Cosmology,
  { wiggles = true }: { wiggles?: boolean } = {}
): MatterField {
  checkCosmology(cosmology);
  const transfer = (wiggles ? transferWiggles : transferNoWiggles)(cosmology);
  const shape = (k: number) => k ** cosmology.ns * transfer(k) ** 2;
  const integral = varianceIntegral(shape);
  const unit = Math.sqrt(integral(8));
  const table = varianceTable(shape, cosmology.omegaM);
  return fieldOf(cosmology, shape, integral, table, unit);
}

/** The same field with another sigma_8, without integrating again. */
export function withSigma8(field: MatterField, sigma8: number): MatterField {
  const inner = insides.get(field);
  if (!inner) throw new TypeError('withSigma8: not a field made by matterField. Make it anew.');
  const cosmology = checkCosmology({ ...field.cosmology, sigma8 });
  return fieldOf(cosmology, inner.shape, inner.integral, inner.table, inner.unit);
}

/** sigma^2 of unit amplitude. */
type Integral = (radius: number) => number;
interface Table {
  /** ln sigma (of unit amplitude) against ln M. */
  sigma: Spline;
  slope: Spline;
}
interface Inside {
  shape: (k: number) => number;
  integral: Integral;
  table: Table;
  /** sigma_8 of the field of unit amplitude. */
  unit: number;
}

const insides = new WeakMap<MatterField, Inside>();

function fieldOf(
  cosmology: Cosmology,
  shape: (k: number) => number,
  integral: Integral,
  table: Table,
  unit: number
): MatterField {
  const scale = cosmology.sigma8 / unit;
  const field: MatterField = {
    cosmology,
    power: (k, z = 0) => shape(k) * (scale * growthFactor(cosmology, z)) ** 2,
    sigmaR: radius => scale * Math.sqrt(integral(radius)),
    sigmaM: mass => scale * Math.exp(table.sigma.at(logMass(mass))),
    slopeM: mass => table.slope.at(logMass(mass))
  };
  insides.set(field, { shape, integral, table, unit });
  return field;
}

function logMass(mass: number): number {
  if (!(mass > 0))
    throw new RangeError(`mass: ${mass} Msun/h; expected a positive number. Give another mass.`);
  return Math.log(mass);
}

/** Radius (Mpc/h) of the sphere that holds a mass (Msun/h) at the mean density. */
export const lagrangianRadius = (mass: number, omegaM: number) =>
  Math.cbrt((3 * mass) / (4 * Math.PI * omegaM * CRITICAL_DENSITY));

/**
 * The top hat's window W(x) = 3 (sin x - x cos x) / x^3, and x W'(x). Below a few per cent it is a series, because its closed
 * form cancels there.
 */
function topHat(x: number): { window: number; turn: number } {
  if (x < 0.02) return { window: 1 - (x * x) / 10, turn: -(x * x) / 5 };
  const sine = Math.sin(x);
  const window = (3 * (sine - x * Math.cos(x))) / x ** 3;
  return { window, turn: (3 * sine) / x - 3 * window };
}

/**
 * sigma^2(R) = int dlnk k^3 P W^2 / (2 pi^2).
 * The spectrum is tabulated once on the nodes.
 */
function varianceIntegral(shape: (k: number) => number): Integral {
  const { nodes, weights } = compositeRule(Math.log(1e-5), Math.log(1e3), 150, 8);
  const k = nodes.map(Math.exp);
  const density = k.map((v, i) => (weights[i] * v ** 3 * shape(v)) / (2 * Math.PI ** 2));
  return radius => {
    let variance = 0;
    for (let i = 0; i < k.length; i++) variance += density[i] * topHat(k[i] * radius).window ** 2;
    return variance;
  };
}

/** Steps of ln k to one of ln R: k R runs over one set of values, so that the window is worked out once for all cosmologies. */
const K_STEPS = 2;
const MASS_STEP = (LOG_MASS[1] - LOG_MASS[0]) / (MASS_STEPS - 1);
const K_STEP = MASS_STEP / 3 / K_STEPS;
/** Range of ln(k R) at the least mass: about 1e-5 to 1e3 h/Mpc for k. */
const [FIRST_X, LAST_X] = [Math.log(1e-6), Math.log(150)];
const K_COUNT = Math.ceil((LAST_X - FIRST_X) / K_STEP);

let windows: { square: Float64Array; change: Float64Array } | undefined;

/** W^2 and its derivative by ln x at all values of k R. */
function tabulateWindows() {
  const length = K_COUNT + K_STEPS * (MASS_STEPS - 1);
  const square = new Float64Array(length);
  const change = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const { window, turn } = topHat(Math.exp(FIRST_X + i * K_STEP));
    square[i] = window * window;
    change[i] = 2 * window * turn;
  }
  return { square, change };
}

/** sigma of unit amplitude and its slope for masses at even steps of ln M, by the trapezoid rule in ln k. */
function varianceTable(shape: (k: number) => number, omegaM: number): Table {
  const { square, change } = (windows ??= tabulateWindows());
  const least = lagrangianRadius(Math.exp(LOG_MASS[0]), omegaM);
  const density = Float64Array.from({ length: K_COUNT }, (_, i) => {
    const k = Math.exp(FIRST_X + i * K_STEP) / least;
    return (K_STEP * k ** 3 * shape(k)) / (2 * Math.PI ** 2);
  });
  const lnMass = Float64Array.from({ length: MASS_STEPS }, (_, i) => LOG_MASS[0] + i * MASS_STEP);
  const lnSigma = new Float64Array(MASS_STEPS);
  const slope = new Float64Array(MASS_STEPS);
  for (let m = 0; m < MASS_STEPS; m++) {
    let variance = 0;
    let turn = 0;
    for (let i = 0, at = K_STEPS * m; i < K_COUNT; i++, at++) {
      variance += density[i] * square[at];
      turn += density[i] * change[at];
    }
    lnSigma[m] = Math.log(variance) / 2;
    // d ln sigma / d ln R over three is that by ln M
    slope[m] = turn / (6 * variance);
  }
  return { sigma: cubicSpline(lnMass, lnSigma), slope: cubicSpline(lnMass, slope) };
}
