import { growthFactor, matterFraction } from './background';
import { CRITICAL_DENSITY } from './cosmology';
import type { MatterField } from './matterField';

/** Halo abundance dn/dlnM per (Mpc/h)^3 at mass M (Msun/h) and redshift z. */
export type MassFunction = (mass: number, z: number) => number;

/** Mass definition: so many times the mean matter (m) or the critical (c) density. */
export type MassDefinition = `${number}${'m' | 'c'}`;

const tinkerDelta = [200, 300, 400, 600, 800, 1200, 1600, 2400, 3200];
const tinkerTable = {
  A: [0.186, 0.2, 0.212, 0.218, 0.248, 0.255, 0.26, 0.26, 0.26],
  a: [1.47, 1.52, 1.56, 1.61, 1.87, 2.13, 2.3, 2.53, 2.66],
  b: [2.57, 2.25, 2.05, 1.87, 1.59, 1.51, 1.46, 1.44, 1.41],
  c: [1.19, 1.27, 1.34, 1.45, 1.58, 1.8, 1.97, 2.24, 2.44]
};

/** How the table of Tinker08 is read between its overdensities. */
export type TinkerInterpolation =
  /** Straight lines in log10 of the overdensity (as pyccl does). */
  | 'log'
  /** Straight lines in the overdensity, which is first rounded to a whole number (as colossus does). */
  | 'rounded';

/** Parameters of Tinker08 at an overdensity over the mean density, z = 0. */
function tinkerAt(delta: number, interpolation: TinkerInterpolation) {
  const last = tinkerDelta.length - 1;
  if (!(delta >= tinkerDelta[0] - 0.5 && delta <= tinkerDelta[last])) {
    throw new RangeError(
      `tinker08: ${delta.toFixed(1)} times the mean density; the fit covers ${tinkerDelta[0]} to ${tinkerDelta[last]}. Choose another mass definition or redshift.`
    );
  }
  const axis = interpolation === 'log' ? Math.log10 : (x: number) => x;
  const x = axis(Math.max(tinkerDelta[0], interpolation === 'rounded' ? Math.round(delta) : delta));
  let i = 0;
  while (i < last - 1 && axis(tinkerDelta[i + 1]) < x) i++;
  const t = (x - axis(tinkerDelta[i])) / (axis(tinkerDelta[i + 1]) - axis(tinkerDelta[i]));
  const read = (column: number[]) => column[i] + t * (column[i + 1] - column[i]);
  return {
    A: read(tinkerTable.A),
    a: read(tinkerTable.a),
    b: read(tinkerTable.b),
    c: read(tinkerTable.c)
  };
}

/** Overdensity over the mean matter density of a mass definition at redshift z. */
function meanOverdensity(field: MatterField, definition: MassDefinition, z: number): number {
  const delta = Number.parseFloat(definition);
  if (!(delta > 0) || !/^[\d.]+[mc]$/.test(definition)) {
    throw new RangeError(
      `mass definition: "${definition}"; expected a number and m or c, such as 500c or 200m.`
    );
  }
  return definition.endsWith('m') ? delta : delta / matterFraction(field.cosmology, z);
}

/**
 * Mass function of Tinker et al. 2008 (ApJ 688, 709).
 * @param options definition (default 200m); interpolation of the table in overdensity (default `log`)
 */
export function tinker08(
  field: MatterField,
  {
    definition = '200m',
    interpolation = 'log'
  }: { definition?: MassDefinition; interpolation?: TinkerInterpolation } = {}
): MassFunction {
  return universal(field, z => {
    const delta = meanOverdensity(field, definition, z);
    const now = tinkerAt(delta, interpolation);
    const alpha = 10 ** -((0.75 / Math.log10(delta / 75)) ** 1.2);
    const A = now.A * (1 + z) ** -0.14;
    const a = now.a * (1 + z) ** -0.06;
    const b = now.b * (1 + z) ** -alpha;
    return sigma => A * ((sigma / b) ** -a + 1) * Math.exp(-now.c / (sigma * sigma));
  });
}

/** Values today and powers of 1 + z of Bocquet et al. 2016 (MNRAS 456, 2361), calibrated on the Magneticum simulations. */
const bocquetTable = {
  '500c hydro': { A: [0.18, 1.088], a: [2.29, 0.15], b: [2.44, -1.008], c: [1.97, -0.322] },
  '500c dark matter': { A: [0.241, 0.37], a: [2.18, 0.251], b: [2.35, -0.698], c: [2.02, -0.31] },
  '200m hydro': { A: [0.228, 0.285], a: [2.15, -0.058], b: [1.69, -0.366], c: [1.3, -0.045] }
} as const;

/** Variant of Bocquet16: mass definition, and whether the simulations held gas. */
export type BocquetVariant = keyof typeof bocquetTable;

/**
 * Mass function of Bocquet et al. 2016 (MNRAS 456, 2361).
 * @param variant default `500c hydro`
 */
export function bocquet16(field: MatterField, variant: BocquetVariant = '500c hydro'): MassFunction {
  const row = bocquetTable[variant];
  if (!row) {
    throw new RangeError(
      `bocquet16: variant "${variant}"; expected ${Object.keys(bocquetTable).join(', ')}.`
    );
  }
  return universal(field, z => {
    const at = ([value, power]: readonly [number, number]) => value * (1 + z) ** power;
    const [A, a, b, c] = [at(row.A), at(row.a), at(row.b), at(row.c)];
    const f = (sigma: number) => A * ((sigma / b) ** -a + 1) * Math.exp(-c / (sigma * sigma));
    return variant.startsWith('500c') ? (sigma, mass) => f(sigma) * massRatio(field, mass, z) : f;
  });
}

/** M500c / M200m of Bocquet16; its logarithm wants the mass in Msun, not Msun/h. */
function massRatio({ cosmology }: MatterField, mass: number, z: number): number {
  const om = matterFraction(cosmology, z);
  const alpha0 = 0.88 + 0.329 * om;
  const alpha1 = 1 + 0.0431 / om;
  const alpha2 = -0.365 + 0.254 / om;
  const alpha = (alpha0 * (alpha1 * z + alpha2)) / (z + alpha2);
  const beta = -0.017 + 0.00374 * om;
  return alpha + beta * Math.log(mass / cosmology.h);
}

/** dn/dlnM = f(sigma) rho_m / M |dln sigma / dlnM|; what depends on redshift alone is worked out once per redshift. */
function universal(
  field: MatterField,
  multiplicity: (z: number) => (sigma: number, mass: number) => number
): MassFunction {
  const density = field.cosmology.omegaM * CRITICAL_DENSITY;
  let last = NaN;
  let growth = 1;
  let f: (sigma: number, mass: number) => number = () => NaN;
  return (mass, z) => {
    if (z !== last) {
      growth = growthFactor(field.cosmology, z);
      f = multiplicity(z);
      last = z;
    }
    const sigma = field.sigmaM(mass) * growth;
    return f(sigma, mass) * (density / mass) * Math.abs(field.slopeM(mass));
  };
}
