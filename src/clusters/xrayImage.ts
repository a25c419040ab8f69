/** Mock X-ray pictures of clusters: counts of photons, from the gas density along each line of sight. */
import type { Cosmology } from '../cosmology';
import { cubicSpline, integrate, Random } from '../math';
import type { HaloBank } from './haloBank';
import { haloProfile } from './haloProfile';

/** How a picture is taken; the defaults are our choice. */
export interface XrayImageOptions {
  seed: number;
  /** Pixels a side; default 128. */
  size?: number;
  /** Side in Mpc (physical); default 2. */
  side?: number;
  /** Expected counts in the whole picture, background included; default 3,000. */
  counts?: number;
  /** Part of the expected counts that is a flat background; default .2. */
  background?: number;
  /** Distance from the centre in Mpc to which gas is seen along the line of sight; default 5, at least 1.06 sides. */
  reach?: number;
}

/** An X-ray picture with the cluster at its centre. */
export interface XrayImage {
  /** Pixels a side. */
  size: number;
  /** Side of a pixel in Mpc. */
  pixel: number;
  /** Photons in each pixel: [row from the top, column]. */
  counts: Uint32Array;
  /** Expected photons in each pixel, background included. */
  expected: Float32Array;
  /** Expected background in each pixel. */
  background: number;
}

/**
 * Integral of an emissivity along the line of sight that passes the centre at a distance:
 * S(R) = int f(sqrt(R^2 + l^2)) dl over -sqrt(reach^2 - R^2) < l < sqrt(reach^2 - R^2). In u, l = R sinh u, the integrand of
 * a profile that is smooth in ln r is smooth.
 * @param emissivity f(r), r in Mpc
 * @param distance R in Mpc, above 0
 * @param reach radius in Mpc where the emission ends
 */
export function lineOfSight(emissivity: (radius: number) => number, distance: number, reach: number): number {
  if (!(distance > 0)) {
    throw new RangeError(
      `lineOfSight: distance ${distance} Mpc; expected a number above 0. Give the distance from the centre.`
    );
  }
  if (distance >= reach) return 0;
  const along = (u: number) => {
    const radius = distance * Math.cosh(u);
    return emissivity(radius) * radius;
  };
  const end = Math.acosh(reach / distance);
  return 2 * integrate(along, 0, end, { panels: Math.max(4, Math.ceil(4 * end)), order: 8 });
}

/** Radii at which the surface brightness is worked out; between them a spline of its logarithm serves. */
const RADII = 96;
/** Points of Gauss and Legendre's rule in half a pixel. */
const OFFSET = 1 / (2 * Math.sqrt(3));

/**
 * Picture of a round cloud of gas: its surface brightness goes as the line-of-sight integral of n^2, averaged over each
 * pixel and scaled so that all expected counts are `counts`; each pixel then draws a Poisson number.
 * @param logDensity ln n at a radius in Mpc, in any unit
 * @throws RangeError for an option that makes no sense
 */
export function photographGas(logDensity: (radius: number) => number, options: XrayImageOptions): XrayImage {
  const { seed, size = 128, side = 2, counts = 3000, background = 0.2, reach = 5 } = options;
  checkOptions({ size, side, counts, background, reach });
  const pixel = side / size;
  const brightness = brightnessTable(logDensity, pixel, side, reach);
  const expected = new Float64Array(size * size);
  let sum = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let value = 0;
      for (const [dx, dy] of [
        [-OFFSET, -OFFSET],
        [-OFFSET, OFFSET],
        [OFFSET, -OFFSET],
        [OFFSET, OFFSET]
      ]) {
        const x = column + 0.5 + dx - size / 2;
        const y = row + 0.5 + dy - size / 2;
        value += brightness(pixel * Math.hypot(x, y));
      }
      expected[row * size + column] = value;
      sum += value;
    }
  }
  if (!(sum > 0 && sum < Infinity)) {
    throw new RangeError(
      `photographGas: the cloud's brightness sums to ${sum}; expected a positive, finite number. Give ln n within -300 to 300.`
    );
  }
  const flat = (counts * background) / (size * size);
  const scale = (counts * (1 - background)) / sum;
  const random = new Random(seed);
  return {
    size,
    pixel,
    background: flat,
    expected: Float32Array.from(expected, v => v * scale + flat),
    counts: Uint32Array.from(expected, v => random.poisson(v * scale + flat))
  };
}

function brightnessTable(
  logDensity: (radius: number) => number,
  pixel: number,
  side: number,
  reach: number
): (distance: number) => number {
  // from the innermost point of a pixel to the corner, and beyond both: a natural spline is poor at its ends
  const [low, high] = [Math.log(0.1 * pixel), Math.log((1.3 * side) / Math.SQRT2)];
  const lnR = Float64Array.from({ length: RADII }, (_, i) => low + ((high - low) * i) / (RADII - 1));
  const emissivity = (radius: number) => Math.exp(2 * logDensity(radius));
  const curve = cubicSpline(
    lnR,
    lnR.map(x => Math.log(lineOfSight(emissivity, Math.exp(x), reach)))
  );
  return distance => Math.exp(curve.at(Math.log(distance)));
}

function checkOptions(given: Required<Omit<XrayImageOptions, 'seed'>>): void {
  const { size, side, background, reach } = given;
  const refuse = (name: keyof typeof given, expected: string) => {
    throw new RangeError(`photographGas: ${name} is ${given[name]}; expected ${expected}.`);
  };
  if (!(Number.isInteger(size) && size >= 2 && size <= 2048)) refuse('size', 'a whole number from 2 to 2048');
  if (!(side > 0 && side < Infinity)) refuse('side', 'a length in Mpc above 0');
  if (!(given.counts > 0 && given.counts < 1e9)) refuse('counts', 'a number above 0 and below 1e9');
  if (!(background >= 0 && background < 1)) refuse('background', 'a part from 0 to below 1');
  const corner = side / Math.SQRT2;
  if (!(reach >= 1.5 * corner && reach < Infinity))
    refuse(
      'reach',
      `at least ${(1.5 * corner).toFixed(2)} Mpc, half as far again as a corner of the picture`
    );
}

/**
 * Picture of a halo of a bank from its own profile, see {@link photographGas} for what is drawn.
 * @param options of the picture; cosmology, z; lnMass, ln of the mass in Msun/h that the halo is given (default its own)
 */
export function photographHalo(
  bank: HaloBank,
  halo: number,
  {
    cosmology,
    z,
    lnMass,
    ...options
  }: XrayImageOptions & { cosmology: Cosmology; z: number; lnMass?: number }
): XrayImage {
  return photographGas(haloProfile(bank, halo, { cosmology, z, lnMass }).logDensity, options);
}
