import { integrate } from '../math/quadrature';
import { CRITICAL_DENSITY, HUBBLE_LENGTH, type Cosmology } from './cosmology';

type Matter = Pick<Cosmology, 'omegaM'>;

/** The last rate: whoever asks for many clusters or masses asks at one redshift. */
let last = { omegaM: NaN, z: NaN, rate: NaN };

/** Expansion rate over today's: E(z)^2 = Om (1+z)^3 + 1 - Om. */
export function expansionRate({ omegaM }: Matter, z: number): number {
  if (!(z >= 0)) throw new RangeError(`redshift: ${z}; expected z >= 0. Give another redshift.`);
  if (z !== last.z || omegaM !== last.omegaM) {
    last = { omegaM, z, rate: Math.sqrt(omegaM * (1 + z) ** 3 + 1 - omegaM) };
  }
  return last.rate;
}

/** Matter density over the critical one at redshift z. */
export function matterFraction(cosmology: Matter, z: number): number {
  return (cosmology.omegaM * (1 + z) ** 3) / expansionRate(cosmology, z) ** 2;
}

/** Critical density at redshift z in h^2 Msun/Mpc^3 (physical). */
export const criticalDensity = (cosmology: Matter, z: number) =>
  CRITICAL_DENSITY * expansionRate(cosmology, z) ** 2;

/** Comoving distance to redshift z in Mpc/h. */
export function comovingDistance(cosmology: Matter, z: number): number {
  // in ln(1 + z) the integrand is smooth however far one looks
  const f = (u: number) => Math.exp(u) / expansionRate(cosmology, Math.expm1(u));
  expansionRate(cosmology, z);
  return z === 0 ? 0 : HUBBLE_LENGTH * integrate(f, 0, Math.log1p(z));
}

/** Luminosity distance in Mpc/h. */
export const luminosityDistance = (cosmology: Matter, z: number) => (1 + z) * comovingDistance(cosmology, z);

/** Angular diameter distance in Mpc/h. */
export const angularDiameterDistance = (cosmology: Matter, z: number) =>
  comovingDistance(cosmology, z) / (1 + z);

/** Comoving volume of the whole sky to redshift z in (Mpc/h)^3. */
export const comovingVolume = (cosmology: Matter, z: number) =>
  ((4 * Math.PI) / 3) * comovingDistance(cosmology, z) ** 3;

/** Comoving volume per redshift and solid angle in (Mpc/h)^3 per steradian. */
export const volumeElement = (cosmology: Matter, z: number) =>
  (HUBBLE_LENGTH * comovingDistance(cosmology, z) ** 2) / expansionRate(cosmology, z);

/** Age at redshift z in units of 1/H0, closed form for a flat universe; 9.778 Gyr/h is the unit. */
export function age(cosmology: Matter, z: number): number {
  const { omegaM } = cosmology;
  const lambda = 1 - omegaM;
  return (2 / (3 * Math.sqrt(lambda))) * Math.asinh(Math.sqrt(lambda / omegaM) * (1 + z) ** -1.5);
}

/** 1/H0 in Gyr for h = 1. */
export const HUBBLE_TIME = 9.77792221;

/** Growth of linear structure over today's, D(0) = 1 (Heath 1977): D ~ E int da / (a E)^3. */
export function growthFactor(cosmology: Matter, z: number): number {
  return unnormalisedGrowth(cosmology, z) / unnormalisedGrowth(cosmology, 0);
}

/** Logarithmic growth rate f = d ln D / d ln a. */
export function growthRate(cosmology: Matter, z: number): number {
  const a = 1 / (1 + z);
  const rate = expansionRate(cosmology, z);
  const om = matterFraction(cosmology, z);
  return 1 / (a * a * rate ** 3 * growthIntegral(cosmology, a)) - 1.5 * om;
}

const unnormalisedGrowth = (cosmology: Matter, z: number) =>
  expansionRate(cosmology, z) * growthIntegral(cosmology, 1 / (1 + z));

/** int_0^a da' / (a' E)^3, with a' = t^2 so that the integrand is smooth at 0. */
function growthIntegral({ omegaM }: Matter, a: number): number {
  const f = (t: number) => {
    const x = t * t;
    return 2 * t * (x / (omegaM + (1 - omegaM) * x ** 3)) ** 1.5;
  };
  return integrate(f, 0, Math.sqrt(a));
}
