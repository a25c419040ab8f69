import type { Random } from '../../math';
import { gaussInPixels } from './galaxyLight';

/** One band of a simulated camera. */
export interface GalaxyBand {
  name: string;
  /** Full width at half maximum of the point spread function (arcsec). */
  fwhm: number;
  /** Brightness of the sky (uJy/arcsec^2), taken away after its noise is there. */
  sky: number;
  /** Standard deviation of an empty pixel (uJy/arcsec^2) at exposure 1. */
  skyNoise: number;
}

/**
 * The bands of the DEEPMERGE images, in the order of their files' headers, which is not that of wavelength. Widths are near
 * the diffraction limits of the two telescopes, skies near the zodiacal light; the depth is our choice.
 */
export const GALAXY_BANDS: readonly GalaxyBand[] = [
  { name: 'F814W', fwhm: 0.1, sky: 5.2, skyNoise: 0.03 },
  { name: 'F356W', fwhm: 0.14, sky: 2.4, skyNoise: 0.02 },
  { name: 'F160W', fwhm: 0.18, sky: 4.4, skyNoise: 0.03 }
];

/** Pixels that the point spread function reaches. */
export const PSF_REACH = 4;
/** FWHM of a Gauss curve over its sigma. */
const FWHM_PER_SIGMA = 2 * Math.sqrt(2 * Math.LN2);

/** A Gauss curve integrated over pixels, cut at some pixels from the middle and with sum 1. */
export function psfKernel(fwhm: number, pixelScale: number, reach = PSF_REACH): Float64Array {
  const kernel = gaussInPixels(2 * reach + 1, reach, fwhm / FWHM_PER_SIGMA / pixelScale);
  const sum = kernel.reduce((a, b) => a + b, 0);
  return kernel.map(v => v / sum);
}

/**
 * Spreads the light of a square image by a kernel along rows, then along columns. Light is known beyond the border: the
 * result is smaller by the kernel's reach on every side.
 * @param image [size, size]
 * @returns [size - 2 reach, size - 2 reach]
 */
export function spread(image: Float64Array, size: number, kernel: Float64Array): Float64Array {
  const inner = size - kernel.length + 1;
  const rows = new Float64Array(size * inner);
  for (let row = 0; row < size; row++) {
    for (let col = 0; col < inner; col++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k] * image[row * size + col + k];
      rows[row * inner + col] = sum;
    }
  }
  const out = new Float64Array(inner * inner);
  for (let row = 0; row < inner; row++) {
    for (let k = 0; k < kernel.length; k++) {
      for (let col = 0; col < inner; col++) {
        out[row * inner + col] += kernel[k] * rows[(row + k) * inner + col];
      }
    }
  }
  return out;
}

/**
 * Adds the noise of counted light: the variance of a pixel is skyNoise^2 (1 + brightness / sky) / exposure, the normal limit of
 * the Poisson law, as thousands of electrons fall on a pixel. The sky itself is taken away.
 */
export function addNoise(
  image: Float32Array,
  { sky, skyNoise }: GalaxyBand,
  exposure: number,
  random: Random
): void {
  const variance = skyNoise ** 2 / exposure;
  for (let i = 0; i < image.length; i++) {
    image[i] += random.normal(0, Math.sqrt(variance * (1 + Math.max(0, image[i]) / sky)));
  }
}
