import { normalCumulative } from '../../math';
import { STAR_KINDS, type Galaxy, type GalaxyPart, type StarKind, type Vector } from './galaxyModel';

/** Square pixels that light is added to; surface brightness by kind of stars, [y, x] row by row. */
export interface LightGrid {
  /** Pixels a side. */
  size: number;
  /** Arcsec a pixel. */
  pixelScale: number;
  light: Record<StarKind, Float64Array>;
}

/** Thickness of a disc over its radius. */
const THICKNESS = 0.2;
/** Points a side within the pixels at a nucleus, and within those near it; even, so that none falls on the cusp of a bulge. */
const CUSP = { within: 1, points: 24 };
const NEAR = { within: 2.5, points: 6 };

export function emptyGrid(size: number, pixelScale: number): LightGrid {
  const light = Object.fromEntries(STAR_KINDS.map(kind => [kind, new Float64Array(size * size)]));
  return { size, pixelScale, light: light as LightGrid['light'] };
}

/** How a galaxy stands before the observer: the rows of `rotation` are the sky's x, its y and the line of sight. */
export interface Sight {
  rotation: readonly [Vector, Vector, Vector];
  /** Where the middle of the object falls, from the middle of the grid (arcsec). */
  offset: readonly [number, number];
}

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const turn = ({ rotation }: Sight, v: Vector): Vector => [
  dot(rotation[0], v),
  dot(rotation[1], v),
  dot(rotation[2], v)
];

/** Place of a point on the sky (arcsec from the middle of the grid). */
export function onSky(sight: Sight, at: Vector): [number, number] {
  const [x, y] = turn(sight, at);
  return [x + sight.offset[0], y + sight.offset[1]];
}

/** Adds the light of a whole galaxy as seen along a line of sight; there is no dust. */
export function addGalaxy(grid: LightGrid, galaxy: Galaxy, sight: Sight): void {
  for (const part of galaxy.parts) {
    addBulge(grid, part, sight);
    addDisc(grid, part, sight);
  }
  for (const { stars, at, sigma, flux } of galaxy.blobs) {
    addBlob(grid, grid.light[stars], onSky(sight, at), sigma, flux);
  }
}

/** b of the Sersic law, so that half of the light lies inside the radius: Ciotti & Bertin 1999 (A&A 352, 447), eq. 18. */
export const sersicB = (index: number) =>
  2 * index - 1 / 3 + 4 / (405 * index) + 46 / (25515 * index ** 2) + 131 / (1148175 * index ** 3);

/**
 * Surface brightness of a round Sersic profile of flux 1 and half-light radius 1, as a function of the radius:
 * Graham & Driver 2005 (PASA 22, 118), eq. 1 and 4.
 */
export function sersicProfile(index: number): (radius: number) => number {
  const b = sersicB(index);
  const flux = 2 * Math.PI * index * b ** (-2 * index) * gamma(2 * index);
  return radius => Math.exp(-b * radius ** (1 / index)) / flux;
}

/** Gamma function for x >= 1: recurrence up to 12, then Stirling's series (relative error below 1e-10). */
function gamma(x: number): number {
  let divisor = 1;
  for (; x < 12; x++) divisor *= x;
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
  return Math.exp((x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series) / divisor;
}

/** An ellipse on the sky. */
interface Ellipse {
  centre: readonly [number, number];
  /** Unit vector along the minor axis. */
  minor: readonly [number, number];
  axisRatio: number;
  radius: number;
  flux: number;
}

function addBulge(grid: LightGrid, { at, axes, bulge }: GalaxyPart, sight: Sight): void {
  const { minor } = tilt(turn(sight, axes[2]));
  const profile = sersicProfile(bulge.index);
  addEllipse(grid, grid.light.old, { centre: onSky(sight, at), minor, ...bulge }, profile, {
    reach: 12,
    cusp: true
  });
}

function addDisc(grid: LightGrid, { at, axes, disc }: GalaxyPart, sight: Sight): void {
  const pole = turn(sight, axes[2]);
  const { minor, axisRatio } = tilt(pole);
  const profile = sersicProfile(1);
  // angle of the disc's own first axis from the major axis, in its plane
  const major: Vector = [-minor[1], minor[0], 0];
  const acrossPlane: Vector = [-pole[2] * minor[0], -pole[2] * minor[1], Math.hypot(pole[0], pole[1])];
  const own = turn(sight, axes[0]);
  const zero = Math.atan2(dot(own, acrossPlane), dot(own, major));
  const facing = pole[2] < 0 ? 1 : -1;
  const { arms, lopsided, pitch, phase } = disc;
  const shape = (r: number, u: number, v: number) => {
    const angle = Math.atan2(facing * v, u) - zero;
    const inside = Math.min(r, 1);
    // neither changes the flux: both have mean 0 on every circle
    const spiral = arms * inside * Math.cos(2 * (angle - phase) - (2 * Math.log(r + 0.05)) / Math.tan(pitch));
    return profile(r) * (1 + spiral + lopsided * inside * Math.cos(angle + phase));
  };
  addEllipse(grid, grid.light.disc, { centre: onSky(sight, at), minor, axisRatio, ...disc }, shape, {
    reach: 6,
    cusp: false
  });
}

/** Direction of the minor axis and axis ratio of a disc whose pole stands so (x, y on the sky, z along the sight). */
function tilt(pole: Vector): { minor: [number, number]; axisRatio: number } {
  const sine = Math.hypot(pole[0], pole[1]);
  const minor: [number, number] = sine > 1e-9 ? [pole[0] / sine, pole[1] / sine] : [1, 0];
  return { minor, axisRatio: Math.sqrt(pole[2] ** 2 * (1 - THICKNESS ** 2) + THICKNESS ** 2) };
}

/**
 * Adds an elliptical profile out to `reach` radii: the mean of points within each pixel, more of them near the middle.
 * @param shape surface brightness for flux 1 and radius 1 at an elliptical radius and the place along the major and
 *   (stretched) minor axis
 */
function addEllipse(
  { size, pixelScale }: LightGrid,
  light: Float64Array,
  { centre, minor, axisRatio, radius, flux }: Ellipse,
  shape: (r: number, u: number, v: number) => number,
  { reach, cusp }: { reach: number; cusp: boolean }
): void {
  const norm = flux / (radius * radius * axisRatio);
  const middle = (size - 1) / 2;
  for (let row = 0; row < size; row++) {
    for (let col = 0; col < size; col++) {
      const x = (col - middle) * pixelScale - centre[0];
      const y = (row - middle) * pixelScale - centre[1];
      const distance = Math.hypot(x, y);
      if (distance > reach * radius) continue;
      const samples =
        cusp && distance < CUSP.within * pixelScale
          ? CUSP.points
          : distance < NEAR.within * pixelScale
            ? NEAR.points
            : distance < 2 * radius
              ? 3
              : 1;
      let sum = 0;
      for (let k = 0; k < samples * samples; k++) {
        const dx = x + (((k % samples) + 0.5) / samples - 0.5) * pixelScale;
        const dy = y + ((Math.floor(k / samples) + 0.5) / samples - 0.5) * pixelScale;
        const u = (dy * minor[0] - dx * minor[1]) / radius;
        const v = (dx * minor[0] + dy * minor[1]) / (radius * axisRatio);
        sum += shape(Math.hypot(u, v), u, v);
      }
      light[row * size + col] += (norm * sum) / (samples * samples);
    }
  }
}

/** Part of a Gauss curve's area in each pixel of an axis. */
export function gaussInPixels(size: number, centre: number, sigma: number): Float64Array {
  const out = new Float64Array(size);
  const first = Math.max(0, Math.floor(centre - 6 * sigma));
  const last = Math.min(size - 1, Math.ceil(centre + 6 * sigma));
  for (let i = first; i <= last; i++) {
    out[i] = normalCumulative((i + 0.5 - centre) / sigma) - normalCumulative((i - 0.5 - centre) / sigma);
  }
  return out;
}

/** Adds a round Gauss curve, integrated over pixels. */
function addBlob(
  { size, pixelScale }: LightGrid,
  light: Float64Array,
  [x, y]: readonly [number, number],
  sigma: number,
  flux: number
): void {
  const middle = (size - 1) / 2;
  const across = gaussInPixels(size, x / pixelScale + middle, sigma / pixelScale);
  const up = gaussInPixels(size, y / pixelScale + middle, sigma / pixelScale);
  const brightness = flux / pixelScale ** 2;
  for (let row = 0; row < size; row++) {
    if (up[row] === 0) continue;
    for (let col = 0; col < size; col++) light[row * size + col] += brightness * up[row] * across[col];
  }
}
