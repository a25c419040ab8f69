/**
 * Scaling relations of galaxy clusters (Vikhlinin et al. 2009, ApJ 692, 1033) at overdensity 500 over the critical one.
 * Masses are M500c in Msun/h; the published formulas want Msun in one place and Msun/h in another.
 */
import { criticalDensity, expansionRate, type Cosmology } from '../cosmology';

/** Centimetres in a Mpc. */
export const CM_PER_MPC = 3.0856776e24;

/** Mean relation between mass and X-ray luminosity and its scatter. */
export interface LuminosityRelation {
  /** ln L (erg/s, 0.5 to 2 keV) at 3.9e14 Msun, z = 0, h = .72. */
  norm: number;
  slope: number;
  /** Power of E(z). */
  evolution: number;
  /** Standard deviation of ln L at fixed mass. */
  scatter: number;
}

export const vikhlininLuminosity: Readonly<LuminosityRelation> = {
  norm: 101.483,
  slope: 1.61,
  evolution: 1.85,
  scatter: 0.396
};

function checkPositive(value: number, what: string): void {
  if (!(value > 0 && value < Infinity)) {
    throw new RangeError(`${what}: ${value}; expected a positive finite number.`);
  }
}

/** Mean ln L (L in erg/s, 0.5 to 2 keV) of a cluster of a mass (Msun/h) at redshift z. */
export function meanLogLuminosity(
  mass: number,
  cosmology: Cosmology,
  z: number,
  relation: LuminosityRelation = vikhlininLuminosity
): number {
  checkPositive(mass, 'mass (Msun/h)');
  return (
    relation.norm +
    relation.slope * Math.log(mass / cosmology.h / 3.9e14) +
    relation.evolution * Math.log(expansionRate(cosmology, z)) -
    0.39 * Math.log(cosmology.h / 0.72)
  );
}

/** Mass (Msun/h) whose mean luminosity is L (erg/s): M(L) of the flux-/volume-limited transition. */
export function massAtLuminosity(
  luminosity: number,
  cosmology: Cosmology,
  z: number,
  relation: LuminosityRelation = vikhlininLuminosity
): number {
  checkPositive(luminosity, 'luminosity (erg/s)');
  const pivot = 1e14;
  const excess = Math.log(luminosity) - meanLogLuminosity(pivot, cosmology, z, relation);
  return pivot * Math.exp(excess / relation.slope);
}

/** Power of the temperature in the mass-temperature relation: M ~ T^1.53. */
export const TEMPERATURE_POWER = 1.53;

/** Mean temperature in keV (0.15 to 1 r500): M500 = 3.02e14 Msun/h (T / 5 keV)^1.53 / E(z). */
export function meanTemperature(mass: number, cosmology: Cosmology, z: number): number {
  checkPositive(mass, 'mass (Msun/h)');
  return 5 * ((mass * expansionRate(cosmology, z)) / 3.02e14) ** (1 / TEMPERATURE_POWER);
}

/** Masses below this (Msun/h) are taken as this: the gas-fraction law is an extrapolation there and ends at zero. */
export const LEAST_MASS = 1e13;

/** Mean gas fraction inside r500: f (h / .72)^1.5 = .125 + .037 log10(M / 1e15 Msun/h). */
export function meanGasFraction(mass: number, { h }: Cosmology): number {
  return (0.125 + 0.037 * Math.log10(Math.max(mass, LEAST_MASS) / 1e15)) / (h / 0.72) ** 1.5;
}

/** Radius r500 in Mpc (physical, no h) of a mass in Msun/h. */
export function radius500(mass: number, cosmology: Cosmology, z: number): number {
  checkPositive(mass, 'mass (Msun/h)');
  return Math.cbrt((3 * mass) / (4 * Math.PI * 500 * criticalDensity(cosmology, z))) / cosmology.h;
}
