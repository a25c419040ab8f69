import type { Random } from '../../math';
import type { Spectrum } from './panstarrsBands';

/** h c / k in nm K. */
const HC_OVER_K = 1.43877e7;
/** Lyman alpha (nm). */
const LYMAN_ALPHA = 121.567;
const LYMAN_LIMIT = 91.18;

/** f_lambda of a black body over its value at 600 nm. */
export function blackBody(wavelength: number, temperature: number): number {
  const planck = (w: number) => w ** -5 / Math.expm1(HC_OVER_K / (w * temperature));
  return planck(wavelength) / planck(600);
}

/**
 * A star: a black body, darkened by molecules in r, in g and (less) in i where it is cooler than 4,000 K, so that g-r stays
 * near 1.3 while r-i grows, as along the observed stellar locus. Strength of the darkening is our choice.
 */
export function starSpectrum(temperature: number): Spectrum {
  const cool = Math.max(0, (4000 - temperature) / 1000);
  const [g, r, i] = [0.75, 0.9, 0.25].map(magnitudes => 10 ** (-0.4 * magnitudes * cool));
  const molecules = (w: number) => (w < 550 ? g : w < 690 ? r : w < 819 ? i : 1);
  return { continuum: w => blackBody(w, temperature) * molecules(w) };
}

/** Temperature (K) of a star: cool dwarfs, stars like the Sun, and a few hot ones; the shares are our choice. */
export function drawTemperature(random: Random): number {
  const which = random.uniform();
  if (which < 0.45) return Math.max(2700, random.normal(3500, 350));
  if (which < 0.92) return Math.max(4000, random.normal(5500, 600));
  return 7000 * (15000 / 7000) ** random.uniform();
}

/** Lines of a star-forming galaxy: wavelength and equivalent width at rest (nm). */
const GALAXY_LINES = [
  [372.8, 2],
  [500.7, 2],
  [656.3, 5]
] as const;

/**
 * A galaxy: old stars (a black body of 4,500 K that falls to 45 % below the break at 400 nm) and young ones (a power law
 * f_lambda ~ lambda^-1.8 with lines), shifted to a redshift.
 * @param young part of the light at 600 nm (at rest) that comes from young stars
 */
export function galaxySpectrum(redshift: number, young: number): Spectrum {
  const stretch = 1 + redshift;
  const old = (w: number) => blackBody(w, 4500) * (w < 400 ? 0.45 : 1);
  return {
    continuum: observed => {
      const w = observed / stretch;
      return (1 - young) * old(w) + young * (w / 600) ** -1.8 * (w < LYMAN_LIMIT ? 0 : 1);
    },
    lines: GALAXY_LINES.map(([at, width]) => ({
      at: at * stretch,
      width: width * young * stretch,
      sigma: 0.3 * stretch
    }))
  };
}

/** Wavelengths and equivalent widths at rest (nm) of a mean quasar's lines: Vanden Berk et al. 2001 (AJ 122, 549). */
const QUASAR_LINES = [
  [LYMAN_ALPHA, 9.3],
  [154.9, 2.4],
  [190.9, 2.1],
  [279.8, 3.2],
  [486.1, 4.6],
  [656.3, 19.5]
] as const;

/** Part of the light that the hydrogen between a quasar and us lets through: Madau 1995 (ApJ 441, 18), Lyman alpha alone. */
export function lymanTransmission(observed: number, redshift: number): number {
  const atRest = observed / (1 + redshift);
  if (atRest >= LYMAN_ALPHA) return 1;
  const forest = Math.exp(-0.0036 * (observed / LYMAN_ALPHA) ** 3.46);
  return atRest < LYMAN_LIMIT ? 0.05 * forest : forest;
}

/**
 * A quasar: a power law f_nu ~ nu^slope with broad lines, thinned by hydrogen blueward of Lyman alpha.
 * @param strength of the lines over those of the mean quasar
 */
export function quasarSpectrum(redshift: number, slope: number, strength: number): Spectrum {
  const stretch = 1 + redshift;
  return {
    continuum: w => (w / 600) ** (-2 - slope) * lymanTransmission(w, redshift),
    lines: QUASAR_LINES.map(([at, width]) => ({
      at: at * stretch,
      width: width * strength * stretch,
      sigma: 0.01 * at * stretch
    }))
  };
}
