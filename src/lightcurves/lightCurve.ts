/** A light curve on its regular cadence grid. */
export interface LightCurve {
  /** "TIC 358108509, Sector 1" */
  name: string;
  /** Group key: one star, one id (its TESS Input Catalog number). */
  star: number;
  /** Mid-times of the cadences in BTJD days (BJD - 2457000); NaN where the archive gives none. */
  time: Float64Array;
  /** Flux over its median; NaN where there is no measurement. */
  flux: Float32Array;
  /** Length of a cadence in minutes. */
  cadenceMinutes: number;
  /** Which column and which quality rule the flux comes from, in words. */
  provenance: string;
}

/** A human-vetted flare of a catalogue. */
export interface CatalogFlare {
  star: number;
  /** Time of the peak in BTJD days. */
  peak: number;
  /** Peak amplitude over the quiescent flux. */
  amplitude: number;
  /** Full width at half maximum in minutes. */
  fwhmMinutes: number;
}

/**
 * Puts irregular samples (gaps left out) on the cadence grid. Steps are rounded one by one, because the barycentric
 * correction makes times drift against the spacecraft's clock by more than a cadence over a sector.
 */
export function toCadenceGrid(
  samples: { time: ArrayLike<number>; flux: ArrayLike<number> },
  cadenceMinutes: number
): { time: Float64Array; flux: Float32Array } {
  const n = samples.time.length;
  const index = new Int32Array(n);
  for (let i = 1; i < n; i++) {
    const step = Math.round(((samples.time[i] - samples.time[i - 1]) * 1440) / cadenceMinutes);
    if (!(step >= 1)) {
      throw new RangeError(
        `light curve: sample ${i} is ${samples.time[i]} after ${samples.time[i - 1]}; expected rising times. Sort the samples by time.`
      );
    }
    index[i] = index[i - 1] + step;
  }
  const length = n === 0 ? 0 : index[n - 1] + 1;
  const time = new Float64Array(length).fill(NaN);
  const flux = new Float32Array(length).fill(NaN);
  for (let i = 0; i < n; i++) {
    time[index[i]] = samples.time[i];
    flux[index[i]] = samples.flux[i];
  }
  return { time, flux };
}

/** Index of the measured cadence nearest to a time (days); -1 where the nearest is more than `tolerance` cadences away. */
export function cadenceAt(curve: LightCurve, time: number, tolerance = 2): number {
  let best = -1;
  let distance = (tolerance * curve.cadenceMinutes) / 1440;
  for (let i = 0; i < curve.time.length; i++) {
    const d = Math.abs(curve.time[i] - time);
    if (d <= distance && Number.isFinite(curve.flux[i])) {
      distance = d;
      best = i;
    }
  }
  return best;
}

/** Number of cadences with a measurement. */
export function measured(curve: LightCurve): number {
  return curve.flux.reduce((n, f) => n + (Number.isFinite(f) ? 1 : 0), 0);
}
