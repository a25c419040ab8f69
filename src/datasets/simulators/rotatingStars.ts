import { Random } from '../../math';
import { drawSpots, drawStar, spottedFlux } from './spottedStar';
import { observeTess, tessNoise, tessSampling, type TessSampling } from './tessSampling';

export interface RotatingStarsOptions {
  /** Default 1500. */
  stars?: number;
  /** Times that each star is observed, years apart, so that its spots are others; default 2. */
  visits?: number;
  /** Sectors of 27.4 days a visit; default 2. */
  sectors?: number;
  /** Default 180. */
  binMinutes?: number;
  /** Shortest and longest period (days); default 1 to 60. */
  periods?: readonly [number, number];
  /** Brightest and faintest TESS magnitude; default 8 to 14. */
  magnitudes?: readonly [number, number];
  /** Size of scattered light and slopes; default 1. */
  trend?: number;
  /** Default 1. */
  seed?: number;
}

/** Simulated curves, one row a visit of a star; visits of one star stand together. */
export interface RotatingStars {
  rows: number;
  /** The same for all rows. */
  sampling: TessSampling;
  /** Bins a row. */
  length: number;
  /** [rows x length], relative flux - 1. */
  flux: Float32Array;
  /** Star of each row: the group that a split keeps whole. */
  star: Uint32Array;
  visit: Uint16Array;
  /** True rotation period at the equator (days). */
  period: Float64Array;
  shear: Float64Array;
  /** Degrees; 90 is seen from the equator. */
  inclination: Float64Array;
  magnitude: Float64Array;
  /** Standard deviation of the star's own change in this visit, before it is observed. */
  signal: Float64Array;
  /** Noise of a bin. */
  noise: Float64Array;
  /** Life of a spot (days). */
  spotLife: Float64Array;
}

/**
 * Light curves of spotted, rotating stars as the TESS satellite would bin them. It is a **simulation**: spots are dark
 * points, their numbers, lives and places are our choice, and so is the distribution of periods (uniform in the logarithm).
 * @throws RangeError where an option is out of range
 */
export function simulateRotatingStars(options: RotatingStarsOptions = {}): RotatingStars {
  const { stars = 1500, visits = 2, sectors = 2, binMinutes = 180, seed = 1, trend = 1 } = options;
  const { periods = [1, 60], magnitudes = [8, 14] } = options;
  checkWhole('stars', stars, 100_000);
  checkWhole('visits', visits, 100);
  checkRange('periods', periods, 0.1, 1000);
  checkRange('magnitudes', magnitudes, 4, 18);
  if (!(trend >= 0 && trend <= 100)) {
    throw new RangeError(`simulateRotatingStars: trend is ${trend}; expected 0 to 100.`);
  }
  const sampling = tessSampling({ sectors, binMinutes });
  const rows = stars * visits;
  const length = sampling.time.length;
  const column = () => new Float64Array(rows);
  const out: RotatingStars = {
    rows,
    sampling,
    length,
    flux: new Float32Array(rows * length),
    star: Uint32Array.from({ length: rows }, (_, row) => Math.floor(row / visits)),
    visit: Uint16Array.from({ length: rows }, (_, row) => row % visits),
    period: column(),
    shear: column(),
    inclination: column(),
    magnitude: column(),
    signal: column(),
    noise: column(),
    spotLife: column()
  };
  const random = new Random(seed);
  for (let row = 0; row < rows; row += visits) {
    // a stream of its own: the same star comes out whatever the number of stars
    observeStar(out, row, visits, new Random(random.fork()), { periods, magnitudes, trend });
  }
  return out;
}

function observeStar(
  out: RotatingStars,
  first: number,
  visits: number,
  random: Random,
  how: Required<Pick<RotatingStarsOptions, 'periods' | 'magnitudes' | 'trend'>>
): void {
  const { sampling, length } = out;
  const star = drawStar(random, how.periods);
  const magnitude = random.uniform(...how.magnitudes);
  for (let row = first; row < first + visits; row++) {
    const spots = drawSpots(star.habit, sampling.time[length - 1], random);
    const light = spottedFlux({ ...star, spots }, sampling.time);
    out.flux.set(observeTess(light, sampling, magnitude, random, how.trend), row * length);
    out.period[row] = star.period;
    out.shear[row] = star.shear;
    out.inclination[row] = (star.inclination * 180) / Math.PI;
    out.magnitude[row] = magnitude;
    out.signal[row] = deviation(light);
    out.noise[row] = tessNoise(magnitude, sampling.binMinutes);
    out.spotLife[row] = star.habit.life;
  }
}

function deviation(values: Float64Array): number {
  const centre = values.reduce((sum, v) => sum + v, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / values.length);
}

function checkWhole(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new RangeError(
    `simulateRotatingStars: ${name} is ${value}; expected a whole number from 1 to ${most}.`
  );
}

function checkRange(name: string, [low, high]: readonly [number, number], least: number, most: number): void {
  if (low >= least && high <= most && low < high) return;
  throw new RangeError(
    `simulateRotatingStars: ${name} are ${low} to ${high}; expected a rising pair within ${least} to ${most}.`
  );
}
