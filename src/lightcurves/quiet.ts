import type { Event } from './event';
import { cadenceAt, type CatalogFlare, type LightCurve } from './lightCurve';
import { sigmaRule } from './sigmaRule';
import { windowStarts } from './window';

/** Cadences that no catalogued flare touches: 1 quiet, 0 not. A flare blocks 15 cadences before and >= 60 after its peak. */
export function quietMask(curve: LightCurve, flares: CatalogFlare[]): Uint8Array {
  const mask = new Uint8Array(curve.flux.length).fill(1);
  for (const flare of flares) {
    if (flare.star !== curve.star) continue;
    const peak = cadenceAt(curve, flare.peak, 10);
    if (peak < 0) continue;
    const after = Math.max(60, (15 * flare.fwhmMinutes) / curve.cadenceMinutes);
    mask.fill(0, Math.max(0, peak - 15), Math.min(mask.length, Math.ceil(peak + after)));
  }
  return mask;
}

/**
 * The curve upside down: its noise, gaps and starspots, and no flare, because flares only go up. Whatever is found in it
 * is a false alarm, which cannot be said of a real curve: catalogues are not complete.
 */
export function invertCurve(curve: LightCurve): LightCurve {
  return { ...curve, name: `${curve.name}, inverted`, flux: curve.flux.map(f => 2 - f) };
}

/** Takes cadences around events out of a quiet mask, in place: 15 before and 60 after. */
export function maskEvents(mask: Uint8Array, events: Event[]): Uint8Array {
  for (const { start, end } of events) mask.fill(0, Math.max(0, start - 15), Math.min(mask.length, end + 60));
  return mask;
}

/** Starts of the windows of a curve that hold quiet cadences only. */
export function quietStarts(curve: LightCurve, mask: Uint8Array, length = 200, stride = 1): number[] {
  const { starts } = windowStarts(curve, { length, stride });
  return starts.filter(start => {
    for (let i = start; i < start + length; i++) if (!mask[i]) return false;
    return true;
  });
}

/** A curve with the starts of its quiet windows. */
export interface QuietCurve {
  curve: LightCurve;
  starts: number[];
}

/**
 * A curve with its quiet windows: those that touch neither a catalogued flare nor anything the {@link sigmaRule} finds
 * (no catalogue holds every flare).
 */
export function quietCurve(curve: LightCurve, flares: CatalogFlare[], length = 200): QuietCurve {
  const mask = maskEvents(quietMask(curve, flares), sigmaRule(curve.flux));
  return { curve, starts: quietStarts(curve, mask, length) };
}

/** The same quiet windows twice, once upside down: twice the noise to learn from, and dips that are no flares. */
export function withInverted({ curve, starts }: QuietCurve): QuietCurve[] {
  return [
    { curve, starts },
    { curve: invertCurve(curve), starts }
  ];
}
