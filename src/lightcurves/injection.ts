import { median, MAD_TO_SIGMA, Random } from '../math';
import { addFlare, observedPeak, type Flare } from './flareShape';
import type { QuietCurve } from './quiet';
import { cutWindows, standardise, type Windows } from './window';

/**
 * Amplitudes and widths of the 8,695 human-vetted TESS flares of Guenther et al. 2020 (AJ 159, 60), as log-normals:
 * 5, 50, 95 % of the amplitude .0043, .032, .40; of the full width 1.5, 6.6, 38 minutes; correlation of the logarithms -.42.
 */
export const flarePopulation = {
  medianAmplitude: 0.032,
  sdLnAmplitude: Math.log(0.4 / 0.0043) / 3.29,
  medianFwhmMinutes: 6.6,
  sdLnFwhm: Math.log(38 / 1.5) / 3.29,
  correlation: -0.42
};

/** Full width (minutes) of a flare of a given amplitude, drawn from {@link flarePopulation}. */
export function drawFwhmMinutes(amplitude: number, random: Random): number {
  const p = flarePopulation;
  const z = Math.log(amplitude / p.medianAmplitude) / p.sdLnAmplitude;
  const centre = Math.log(p.medianFwhmMinutes) + p.correlation * p.sdLnFwhm * z;
  return Math.exp(random.normal(centre, p.sdLnFwhm * Math.sqrt(1 - p.correlation ** 2)));
}

/** Noise from one cadence to the next: robust width of the first differences over the square root of 2. */
export function pointToPointNoise(flux: ArrayLike<number>): number {
  const steps: number[] = [];
  for (let i = 1; i < flux.length; i++) {
    const step = flux[i] - flux[i - 1];
    if (Number.isFinite(step)) steps.push(step);
  }
  const centre = median(steps);
  return (MAD_TO_SIGMA * median(steps.map(s => Math.abs(s - centre)))) / Math.SQRT2;
}

/** What was injected into a window. */
export interface InjectedFlare {
  /** Cadence of the peak inside the window. */
  offset: number;
  /** Observed peak over the point-to-point noise of the window. */
  snr: number;
  fwhmMinutes: number;
  /** Amplitude in units of the star's flux. */
  amplitude: number;
}

/**
 * Draws a flare of a given observed peak signal-to-noise ratio at a place in a window: its width follows the amplitude
 * that this star's noise makes of the ratio.
 */
export function drawFlare(
  {
    snr,
    noise,
    offset,
    cadenceMinutes
  }: { snr: number; noise: number; offset: number; cadenceMinutes: number },
  random: Random
): { flare: Flare; injected: InjectedFlare } {
  const phase = random.uniform();
  const fwhmMinutes = Math.max(0.5, drawFwhmMinutes(snr * noise, random));
  const fwhm = fwhmMinutes / cadenceMinutes;
  const amplitude = (snr * noise) / observedPeak(fwhm, phase);
  return {
    flare: { peak: offset + phase, amplitude, fwhm },
    injected: { offset: Math.round(offset + phase), snr, fwhmMinutes, amplitude }
  };
}

/** Windows with and without injected flares. */
export interface InjectedWindows extends Windows {
  /** 1 where a flare was injected. */
  labels: Uint8Array;
  stars: Float64Array;
  starts: Uint32Array;
  /** Point-to-point noise of the window before the injection, in units of the star's flux. */
  noise: Float64Array;
  flares: (InjectedFlare | null)[];
}

/**
 * Makes standardised windows out of real quiet stretches, with their real noise, and injects a flare into a part of them
 * at a random place, so that a network cannot rely on a centred peak.
 * @param options count; seed; fraction with a flare (default .5); snr, range of the observed peak signal-to-noise ratio,
 *   drawn log-uniformly (default 2 to 50); length of a window (default 200); margin, least distance of a peak from the
 *   ends of a window in cadences (default 5)
 */
export function injectWindows(
  curves: QuietCurve[],
  options: {
    count: number;
    seed: number;
    fraction?: number;
    snr?: [number, number];
    length?: number;
    margin?: number;
  }
): InjectedWindows {
  const { count, seed, fraction = 0.5, snr = [2, 50], length = 200, margin = 5 } = options;
  const usable = curves.filter(c => c.starts.length > 0);
  if (usable.length === 0) {
    throw new RangeError(
      `injectWindows: none of the ${curves.length} curves has a quiet window of ${length} cadences; give other curves or a smaller length.`
    );
  }
  const random = new Random(seed);
  const out: InjectedWindows = {
    values: new Float32Array(count * length),
    count,
    length,
    labels: new Uint8Array(count),
    stars: new Float64Array(count),
    starts: new Uint32Array(count),
    noise: new Float64Array(count),
    flares: new Array(count).fill(null)
  };
  for (let row = 0; row < count; row++) {
    const { curve, starts } = random.pick(usable);
    const start = random.pick(starts);
    const window = cutWindows(curve.flux, [start], length).values;
    const noise = pointToPointNoise(window);
    out.stars[row] = curve.star;
    out.starts[row] = start;
    out.noise[row] = noise;
    if (random.uniform() < fraction) {
      const ratio = Math.exp(random.uniform(Math.log(snr[0]), Math.log(snr[1])));
      const offset = random.integer(margin, length - 1 - margin);
      const drawn = drawFlare({ snr: ratio, noise, offset, cadenceMinutes: curve.cadenceMinutes }, random);
      addFlare(window, drawn.flare);
      out.labels[row] = 1;
      out.flares[row] = drawn.injected;
    }
    out.values.set(window, row * length);
  }
  standardise(out);
  return out;
}
