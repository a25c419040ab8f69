import type { Cosmology } from '../cosmology';
import type { Random } from '../math';
import type { HaloBank } from './haloBank';
import { fillProfile, logGasMass500, logMassInside, newProfileGrid, profileSlope } from './haloProfile';
import { meanTemperature, radius500 } from './scaling';

/**
 * Radii of the profile features in Mpc (physical), the same for every cluster. Never multiples of the true r500, and the
 * profile is never divided by the mass: r500 *is* the mass.
 */
export const PROFILE_RADII = [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9, 1.0] as const;

/** Names of the features of a cluster, in order. */
export const FEATURES: readonly string[] = [
  'ln T',
  ...PROFILE_RADII.map(r => `ln M_gas(<${r} Mpc)`),
  ...PROFILE_RADII.map(r => `slope at ${r} Mpc`)
];

const logRadii = PROFILE_RADII.map(Math.log);
const largestLogRadius = Math.max(...logRadii);

/** Noise on each density slope. */
export const SLOPE_NOISE = 0.05;

/** What an observer sees of one cluster. */
export interface ObserveOptions {
  cosmology: Cosmology;
  z: number;
  /** ln b_M, factor on every mass proxy; default 0. */
  lnMassBias?: number;
  /** Standard deviation of the noise on slopes; default {@link SLOPE_NOISE}. */
  slopeNoise?: number;
}

const grid = newProfileGrid();

/**
 * Features of a halo of a bank as if its mass were `lnMass` (Msun/h): ln T (keV), ln M_gas (Msun/h) inside the
 * {@link PROFILE_RADII}, and the slope d ln n / d ln r at them.
 * @param out array that takes the features from `at` on
 */
export function observe(
  bank: HaloBank,
  halo: number,
  lnMass: number,
  { cosmology, z, lnMassBias = 0, slopeNoise = SLOPE_NOISE }: ObserveOptions,
  random: Random,
  out: Float32Array,
  at = 0
): void {
  const mass = Math.exp(lnMass);
  const { scatter } = bank;
  const lnR500 = Math.log(radius500(mass, cosmology, z));
  fillProfile(grid, bank, halo, lnR500, Math.max(lnR500, largestLogRadius));
  const scale = logGasMass500(bank, halo, lnMass, cosmology) + lnMassBias - logMassInside(grid, lnR500);
  // T ~ M^(1/1.53): a proxy that reads masses too high by b_M reads temperatures too high by its power
  out[at] =
    Math.log(meanTemperature(mass, cosmology, z)) + scatter.temperature * bank.uT[halo] + lnMassBias / 1.53;
  for (let k = 0; k < PROFILE_RADII.length; k++) {
    const lnR = logRadii[k];
    out[at + 1 + k] = scale + logMassInside(grid, lnR);
    out[at + 1 + PROFILE_RADII.length + k] = profileSlope(grid, lnR) + slopeNoise * random.normal();
  }
}
