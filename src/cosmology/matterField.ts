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
  const unit = Math.sqrt(integral(8).variance);
  const table = varianceTable(integral, cosmology.omegaM);
  return fieldOf(cosmology, shape, integral, table, unit);
}

/** The same field with another sigma_8, without integrating again. */
export function withSigma8(field: MatterField, sigma8: number): MatterField {
  const inner = insides.get(field);
  if (!inner) throw new TypeError('withSigma8: not a field made by matterField. Make it anew.');
  const cosmology = checkCosmology({ ...field.cosmology, sigma8 });
  return fieldOf(cosmology, inner.shape, inner.integral, inner.table, inner.unit);
}

type Integral = (radius: number) => { variance: number; slope: number };
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
    sigmaR: radius => scale * Math.sqrt(integral(radius).variance),
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
 * sigma^2(R) = int dlnk k^3 P W^2 / (2 pi^2) and d ln sigma / d ln R, with the top hat's W(x) = 3 (sin x - x cos x) / x^3.
 * The spectrum is tabulated once on the nodes; below k R of a few per cent the window is a series, because its closed form
 * cancels there.
 */
function varianceIntegral(shape: (k: number) => number): Integral {
  const { nodes, weights } = compositeRule(Math.log(1e-5), Math.log(1e3), 150, 8);
  const k = nodes.map(Math.exp);
  const density = k.map((v, i) => (weights[i] * v ** 3 * shape(v)) / (2 * Math.PI ** 2));
  return radius => {
    let variance = 0;
    let change = 0;
    for (let i = 0; i < k.length; i++) {
      const x = k[i] * radius;
      let window: number;
      let turn: number; // x W'(x)
      if (x < 0.02) {
        window = 1 - (x * x) / 10;
        turn = -(x * x) / 5;
      } else {
        const sine = Math.sin(x);
        window = (3 * (sine - x * Math.cos(x))) / x ** 3;
        turn = (3 * sine) / x - 3 * window;
      }
      variance += density[i] * window * window;
      change += density[i] * 2 * window * turn;
    }
    return { variance, slope: change / (2 * variance) };
  };
}

function varianceTable(integral: Integral, omegaM: number): Table {
  const x = Float64Array.from(
    { length: MASS_STEPS },
    (_, i) => LOG_MASS[0] + ((LOG_MASS[1] - LOG_MASS[0]) * i) / (MASS_STEPS - 1)
  );
  const rows = Array.from(x, m => integral(lagrangianRadius(Math.exp(m), omegaM)));
  return {
    sigma: cubicSpline(
      x,
      rows.map(r => Math.log(r.variance) / 2)
    ),
    slope: cubicSpline(
      x,
      rows.map(r => r.slope / 3)
    )
  };
}
