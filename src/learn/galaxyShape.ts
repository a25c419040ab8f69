import { robustSigma } from '../math';

/** One band of an image, row by row. */
export interface ImageBand {
  /** [height, width] */
  values: ArrayLike<number>;
  height: number;
  width: number;
}

/** Numbers that astronomers describe the shape of a galaxy with. */
export interface GalaxyShape {
  /** 5 log10 of the radius that holds 80 % of the light over that of 20 %: 2.8 for an exponential disc. */
  concentration: number;
  /** Difference from the image turned by 180 degrees over the light, without what noise alone would give. */
  asymmetry: number;
  /** 0 where all bright pixels are alike, 1 where one holds all light. */
  gini: number;
  /** Light of the second brightest peak over that of the brightest; 0 where there is one peak. */
  secondPeak: number;
}

/** Pixels this many times the sky's noise above the sky belong to the galaxy. */
const BRIGHT = 3;
const LEAST = 12;

/**
 * Shape of the brightest things in an image whose sky is about 0 (concentration and asymmetry after Conselice 2003, ApJS 147,
 * 1; Gini's index after Lotz et al. 2004, AJ 128, 163, on pixels above 3 sigma of the border). The centre is that of the light.
 * @throws RangeError where fewer than 12 pixels stand out, as noise alone may have
 */
export function galaxyShape(band: ImageBand): GalaxyShape {
  const { values, height, width } = band;
  const sigma = robustSigma(borderOf(band));
  const bright = Array.from({ length: height * width }, (_, i) => i).filter(i => values[i] > BRIGHT * sigma);
  if (bright.length < LEAST) {
    throw new RangeError(
      `galaxyShape: ${bright.length} pixels stand out of the noise; expected at least ${LEAST}.`
    );
  }
  const light = bright.reduce((sum, i) => sum + values[i], 0);
  const x0 = bright.reduce((sum, i) => sum + values[i] * (i % width), 0) / light;
  const y0 = bright.reduce((sum, i) => sum + values[i] * Math.floor(i / width), 0) / light;
  return {
    concentration: concentrationOf(band, bright, light, x0, y0),
    asymmetry: asymmetryOf(band, bright, light, sigma, x0, y0),
    gini: giniOf(bright.map(i => values[i])),
    secondPeak: secondPeakOf(band, 5 * sigma)
  };
}

/** Pixels of the border, some wide. */
export function borderOf({ values, height, width }: ImageBand, wide = 4): number[] {
  const out: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (Math.min(x, y, width - 1 - x, height - 1 - y) < wide) out.push(values[y * width + x]);
    }
  }
  return out;
}

function concentrationOf(
  { values, width }: ImageBand,
  bright: number[],
  light: number,
  x0: number,
  y0: number
): number {
  const byRadius = bright
    .map(i => ({ r: Math.hypot((i % width) - x0, Math.floor(i / width) - y0), light: values[i] }))
    .sort((a, b) => a.r - b.r);
  const radiusOf = (part: number) => {
    let sum = 0;
    return byRadius.find(p => (sum += p.light) >= part * light)!.r;
  };
  // half a pixel: nothing is smaller
  return 5 * Math.log10(Math.max(radiusOf(0.8), 0.5) / Math.max(radiusOf(0.2), 0.5));
}

function asymmetryOf(
  { values, height, width }: ImageBand,
  bright: number[],
  light: number,
  sigma: number,
  x0: number,
  y0: number
): number {
  let difference = 0;
  for (const i of bright) {
    const x = Math.round(2 * x0 - (i % width));
    const y = Math.round(2 * y0 - Math.floor(i / width));
    const other = x >= 0 && x < width && y >= 0 && y < height ? values[y * width + x] : 0;
    difference += Math.abs(values[i] - other);
  }
  // mean of |a - b| of two normal deviates
  const noise = bright.length * sigma * (2 / Math.sqrt(Math.PI));
  return Math.max(0, difference - noise) / light;
}

/** Gini's index of positive numbers. */
export function giniOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const total = sorted.reduce((sum, v) => sum + v, 0);
  if (n < 2) return 0;
  return sorted.reduce((sum, v, i) => sum + (2 * (i + 1) - n - 1) * v, 0) / ((n - 1) * total);
}

/** The two highest means over 3 x 3 pixels that no neighbour exceeds, at least three pixels apart. */
function secondPeakOf({ values, height, width }: ImageBand, least: number): number {
  const smooth = new Float64Array(height * width);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      for (let k = 0; k < 9; k++)
        smooth[y * width + x] += values[(y + Math.floor(k / 3) - 1) * width + x + (k % 3) - 1] / 9;
    }
  }
  const peaks: { x: number; y: number; v: number }[] = [];
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2; x < width - 2; x++) {
      const v = smooth[y * width + x];
      const around = [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1];
      if (v > least / 3 && around.every(step => smooth[y * width + x + step] <= v)) peaks.push({ x, y, v });
    }
  }
  peaks.sort((a, b) => b.v - a.v);
  const [first] = peaks;
  const second = peaks.find(p => Math.hypot(p.x - first.x, p.y - first.y) >= 3);
  return second ? second.v / first.v : 0;
}
