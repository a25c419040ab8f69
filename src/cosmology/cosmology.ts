/** Parameters of a flat universe of matter and a cosmological constant. Lengths are in Mpc/h, masses in Msun/h. */
export interface Cosmology {
  /** Matter density over the critical one, today. */
  omegaM: number;
  /** Baryon density over the critical one, today. */
  omegaB: number;
  /** Hubble constant over 100 km/s/Mpc. */
  h: number;
  /** Slope of the primordial power spectrum. */
  ns: number;
  /** Root mean square of the linear density contrast in spheres of 8 Mpc/h, today. */
  sigma8: number;
  /** Temperature of the microwave background in K. */
  tCmb: number;
}

/** The universe of the Magneticum simulations (WMAP7; baryons are 16.8 % of the matter). */
export const magneticum: Readonly<Cosmology> = {
  omegaM: 0.272,
  omegaB: 0.272 * 0.168,
  h: 0.704,
  ns: 0.963,
  sigma8: 0.809,
  tCmb: 2.7255
};

/** Speed of light over 100 km/s: the Hubble length in Mpc/h. */
export const HUBBLE_LENGTH = 2997.92458;

/** Critical density today in h^2 Msun/Mpc^3: 3 (100 km/s/Mpc)^2 / (8 pi G). */
export const CRITICAL_DENSITY = 2.77536627e11;

/** Names, least and greatest values that make sense. */
const limits: Record<keyof Cosmology, [number, number]> = {
  omegaM: [1e-3, 1],
  omegaB: [1e-5, 1],
  h: [0.1, 3],
  ns: [0.1, 3],
  sigma8: [1e-3, 5],
  tCmb: [0.1, 10]
};

/**
 * Gives a cosmology back if its parameters make sense.
 * @throws RangeError that names the parameter, what was found and what was expected
 */
export function checkCosmology(cosmology: Cosmology): Cosmology {
  for (const [name, [low, high]] of Object.entries(limits) as [keyof Cosmology, [number, number]][]) {
    const value = cosmology[name];
    if (!(value >= low && value <= high)) {
      throw new RangeError(`cosmology: ${name} is ${value}; expected ${low} to ${high}. Give another value.`);
    }
  }
  if (cosmology.omegaB >= cosmology.omegaM) {
    throw new RangeError(
      `cosmology: omegaB is ${cosmology.omegaB} and omegaM ${cosmology.omegaM}; expected fewer baryons than matter.`
    );
  }
  return cosmology;
}

/** S_8 = sigma_8 (omegaM / 0.3)^0.5, the combination that weak lensing measures. */
export const bigS8 = ({ sigma8, omegaM }: Pick<Cosmology, 'sigma8' | 'omegaM'>) =>
  sigma8 * Math.sqrt(omegaM / 0.3);
