import { cadenceAt, type CatalogFlare, type LightCurve } from './lightCurve';

/** How far a flare is taken to shine, in full widths at half maximum. */
export interface FlareReach {
  /** Before its peak; default .5. */
  before?: number;
  /** Behind its peak; default 3: by then the mean flare has decayed to 14 % of its peak (Davenport et al. 2014). */
  after?: number;
}

/**
 * Cadences on which a catalogued flare of the star shines: 1 there, else 0, one a cadence. How far it reaches is a choice; at
 * least the peak and the cadences beside it. A flare without a measured cadence within ten of its peak is left out.
 */
export function flareMask(
  curve: LightCurve,
  flares: readonly CatalogFlare[],
  { before = 0.5, after = 3 }: FlareReach = {}
): Uint8Array {
  const mask = new Uint8Array(curve.flux.length);
  for (const flare of flares) {
    if (flare.star !== curve.star) continue;
    const peak = cadenceAt(curve, flare.peak, 10);
    if (peak < 0) continue;
    const width = flare.fwhmMinutes / curve.cadenceMinutes;
    const start = Math.floor(peak - Math.max(1, before * width));
    const end = Math.ceil(peak + Math.max(1, after * width));
    mask.fill(1, Math.max(0, start), Math.min(mask.length, end + 1));
  }
  return mask;
}
