import { median, type Random } from '../../math';

/** Days of a TESS orbit; a sector is two of them. */
export const ORBIT_DAYS = 13.7;
/** Days at the end of an orbit without data: the satellite turns to send them down. */
export const DOWNLINK_DAYS = 1;

export interface SamplingOptions {
  /** Sectors one after the other, of 27.4 days each; default 2. */
  sectors?: number;
  /** Length of a bin in minutes; default 30. */
  binMinutes?: number;
}

/** Where measurements lie in time: a regular grid with a gap after each orbit. */
export interface TessSampling {
  /** Middle of each bin that has data, in days from the start. */
  time: Float64Array;
  /** Place of each bin on the regular grid, gaps counted. */
  place: Uint32Array;
  /** Sector and orbit of each bin, from 0. */
  sector: Uint16Array;
  orbit: Uint16Array;
  binMinutes: number;
  /** Days from the first bin to the last. */
  baseline: number;
}

/** The grid of a star that is seen in sectors one after the other. @throws RangeError where an option is out of range */
export function tessSampling({ sectors = 2, binMinutes = 30 }: SamplingOptions = {}): TessSampling {
  if (!(Number.isInteger(sectors) && sectors >= 1 && sectors <= 26)) {
    throw new RangeError(`tessSampling: sectors is ${sectors}; expected a whole number from 1 to 26.`);
  }
  if (!(binMinutes >= 2 && binMinutes <= 360)) {
    throw new RangeError(`tessSampling: binMinutes is ${binMinutes}; expected 2 to 360.`);
  }
  const step = binMinutes / 1440;
  const places: number[] = [];
  for (let place = 0; (place + 1) * step <= 2 * sectors * ORBIT_DAYS; place++) {
    const end = ((place + 1) * step) % ORBIT_DAYS;
    if (end > step && end <= ORBIT_DAYS - DOWNLINK_DAYS) places.push(place);
  }
  const time = Float64Array.from(places, place => (place + 0.5) * step);
  const orbit = Uint16Array.from(time, t => Math.floor(t / ORBIT_DAYS));
  return {
    time,
    place: Uint32Array.from(places),
    orbit,
    sector: orbit.map(o => o >> 1),
    binMinutes,
    baseline: time[time.length - 1] - time[0]
  };
}

/**
 * Noise of a bin relative to the star's light. Photons, sky and a floor of 60 parts per million in an hour, after the shape
 * of the mission's forecast (Ricker et al. 2015, JATIS 1, 014003); the three numbers are rounded by us.
 */
export function tessNoise(magnitude: number, binMinutes: number): number {
  const photons = 2e-4 * 10 ** (0.2 * (magnitude - 10));
  const sky = 4e-5 * 10 ** (0.4 * (magnitude - 10));
  return Math.hypot(6e-5, photons, sky) * Math.sqrt(60 / binMinutes);
}

/**
 * A measured curve of a true one: noise, light scattered into the camera that fades after the start of an orbit and comes
 * back towards its end, a slope of each orbit, and each sector divided by its median. What a star does more slowly than a
 * sector is thereby lost, as in the real data.
 * @param light true relative flux about 1 of each bin
 * @param trend size of scattered light and slope in units of the noise of an hour; default 1
 * @returns flux - 1
 */
export function observeTess(
  light: ArrayLike<number>,
  sampling: TessSampling,
  magnitude: number,
  random: Random,
  trend = 1
): Float32Array {
  const { time, orbit, binMinutes } = sampling;
  const noise = tessNoise(magnitude, binMinutes);
  const size = trend * tessNoise(magnitude, 60);
  const orbits = Array.from({ length: orbit[orbit.length - 1] + 1 }, () => ({
    first: size * Math.abs(random.normal(0, 3)),
    last: size * Math.abs(random.normal(0, 3)),
    days: random.uniform(0.3, 1.2),
    slope: size * random.normal(0, 0.7)
  }));
  const seen = Float64Array.from(time, (t, i) => {
    const { first, last, days, slope } = orbits[orbit[i]];
    const after = t - orbit[i] * ORBIT_DAYS;
    const before = ORBIT_DAYS - DOWNLINK_DAYS - after;
    const scattered = first * Math.exp(-after / days) + last * Math.exp(-before / days);
    return light[i] + scattered + slope * (after / ORBIT_DAYS - 0.5) + random.normal(0, noise);
  });
  return overSectorMedian(seen, sampling.sector);
}

function overSectorMedian(flux: Float64Array, sector: Uint16Array): Float32Array {
  const out = new Float32Array(flux.length);
  for (let start = 0, end = 0; start < flux.length; start = end) {
    while (end < flux.length && sector[end] === sector[start]) end++;
    const middle = median(flux.subarray(start, end));
    for (let i = start; i < end; i++) out[i] = flux[i] / middle - 1;
  }
  return out;
}
