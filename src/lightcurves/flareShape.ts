/**
 * Empirical white-light flare of Davenport et al. 2014 (ApJ 797, 122): a polynomial rise and a double-exponential decay.
 * @param t time from the peak in units of the full width at half maximum
 * @returns flux over the peak amplitude: 0 before t = -1, 1 at t = 0
 */
export function flareShape(t: number): number {
  if (t <= -1) return 0;
  if (t <= 0) return 1 + t * (1.941 + t * (-0.175 + t * (-2.246 - 1.125 * t)));
  return 0.689 * Math.exp(-1.6 * t) + 0.303 * Math.exp(-0.2783 * t);
}

/** A flare to be added to a light curve. */
export interface Flare {
  /** Time of the peak in cadences from the first cadence; need not be whole. */
  peak: number;
  /** Amplitude of the shape at its peak, in units of the flux. */
  amplitude: number;
  /** Full width at half maximum in cadences. */
  fwhm: number;
}

/** Sub-steps of an exposure: a flare of one minute is not resolved by a cadence of two. */
const SUBSTEPS = 8;

/** Decay after which the shape is below 1e-3 of its peak, in full widths. */
const DECAY_WIDTHS = 21;

/**
 * Adds a flare to a flux array in place, averaged over each exposure.
 * @returns the largest value added to one cadence: the peak as it is observed
 */
export function addFlare(flux: Float32Array, flare: Flare): number {
  const first = Math.max(0, Math.floor(flare.peak - flare.fwhm - 1));
  const last = Math.min(flux.length - 1, Math.ceil(flare.peak + DECAY_WIDTHS * flare.fwhm + 1));
  let largest = 0;
  for (let i = first; i <= last; i++) {
    const added = flare.amplitude * exposureMean(i - flare.peak, flare.fwhm);
    flux[i] += added;
    if (added > largest) largest = added;
  }
  return largest;
}

/** Largest exposure mean of a flare of unit amplitude whose peak lies `phase` (0..1) cadences after a cadence's middle. */
export function observedPeak(fwhm: number, phase: number): number {
  let largest = 0;
  for (let i = -1; i <= 2; i++) largest = Math.max(largest, exposureMean(i - phase, fwhm));
  return largest;
}

function exposureMean(offset: number, fwhm: number): number {
  let sum = 0;
  for (let k = 0; k < SUBSTEPS; k++) sum += flareShape((offset - 0.5 + (k + 0.5) / SUBSTEPS) / fwhm);
  return sum / SUBSTEPS;
}
