import { robustSigma } from '../math';
import { borderOf, type ImageBand } from './galaxyShape';

/**
 * A square image turned about its middle, between pixels by linear interpolation, and mirrored where asked; what turns in from
 * outside is the nearest pixel of the border. Turns by whole quarters change no value.
 * @param image [bands, size, size]
 * @param degrees anticlockwise where y points up
 */
export function turnImage(
  image: Float32Array,
  { bands, size, degrees, mirror = false }: { bands: number; size: number; degrees: number; mirror?: boolean }
): Float32Array {
  if (image.length !== bands * size * size) {
    throw new RangeError(`turnImage: ${image.length} values; expected ${bands} x ${size} x ${size}.`);
  }
  const quarters = degrees / 90;
  const exact = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1]
  ][((quarters % 4) + 4) % 4];
  const [cosine, sine] = exact ?? [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const middle = (size - 1) / 2;
  const inside = (v: number) => Math.min(Math.max(v, 0), size - 1);
  const out = new Float32Array(image.length);
  for (let row = 0; row < size; row++) {
    for (let col = 0; col < size; col++) {
      const dx = (mirror ? -1 : 1) * (col - middle);
      const dy = row - middle;
      const x = inside(middle + cosine * dx + sine * dy);
      const y = inside(middle - sine * dx + cosine * dy);
      const [x0, y0] = [Math.floor(x), Math.floor(y)];
      const [x1, y1] = [Math.min(x0 + 1, size - 1), Math.min(y0 + 1, size - 1)];
      const [fx, fy] = [x - x0, y - y0];
      for (let band = 0; band < bands; band++) {
        const at = (yy: number, xx: number) => image[(band * size + yy) * size + xx];
        const low = (1 - fx) * at(y0, x0) + fx * at(y0, x1);
        const high = (1 - fx) * at(y1, x0) + fx * at(y1, x1);
        out[(band * size + row) * size + col] = (1 - fy) * low + fy * high;
      }
    }
  }
  return out;
}

/** What an image's border says of how it was made; no galaxy is in it. */
export interface BorderStatistics {
  /** Robust standard deviation of its pixels. */
  sigma: number;
  /**
   * That of differences of neighbours along rows over it: 1.41 for white noise, less where pixels were interpolated or
   * repeated.
   */
  grain: number;
}

/** Noise of an image's border, four pixels wide: see {@link BorderStatistics}. */
export function borderStatistics(band: ImageBand): BorderStatistics {
  const { values, height, width } = band;
  const sigma = robustSigma(borderOf(band));
  const differences: number[] = [];
  for (const y of [0, 1, 2, 3, height - 4, height - 3, height - 2, height - 1]) {
    for (let x = 1; x < width; x++) differences.push(values[y * width + x] - values[y * width + x - 1]);
  }
  return { sigma, grain: sigma > 0 ? robustSigma(differences) / sigma : 0 };
}
