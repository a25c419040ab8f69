import type { LightCurve } from '../../src/lightcurves';
import { Random } from '../../src/math';

/** White noise around 1. */
export function noiseCurve(length: number, seed: number, sigma = 0.01, star = 1): LightCurve {
  const random = new Random(seed);
  return {
    name: `noise ${seed}`,
    star,
    time: Float64Array.from({ length }, (_, i) => 1000 + i / 720),
    flux: Float32Array.from({ length }, () => random.normal(1, sigma)),
    cadenceMinutes: 2,
    provenance: 'made for a test'
  };
}
