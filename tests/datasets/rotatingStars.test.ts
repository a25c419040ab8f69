import {
  drawSpots,
  DOWNLINK_DAYS,
  observeTess,
  ORBIT_DAYS,
  simulateRotatingStars,
  spottedFlux,
  tessNoise,
  tessSampling,
  type SpottedStar
} from '../../src/datasets/simulators';
import { lombScargle, periodGrid } from '../../src/lightcurves';
import { median, Random, robustSigma, spearman } from '../../src/math';

const time = Float64Array.from({ length: 2000 }, (_, i) => i * 0.05);
const spot = { latitude: 0, longitude: 0, depth: 0.01, peak: 50, life: 1e6 };
const star = (change: Partial<SpottedStar> = {}): SpottedStar => ({
  period: 10,
  shear: 0,
  inclination: Math.PI / 2,
  spots: [spot],
  ...change
});
const least = (flux: Float64Array) => Math.min(...flux);

describe('a spotted star', () => {
  test('a spot on the equator takes its depth in the middle, nothing behind, and comes back after a turn', () => {
    const flux = spottedFlux(star(), time);
    expect(1 - flux[0]).toBeCloseTo(0.01, 10);
    expect(flux[100]).toBe(1); // day 5: behind
    expect(flux[200]).toBeCloseTo(flux[0], 10); // day 10
    // at 60 degrees: cosine 1/2, times a limb darkening of 3/4
    const sixth = spottedFlux(star(), Float64Array.of(10 / 6))[0];
    expect(1 - sixth).toBeCloseTo(0.01 * 0.5 * 0.75, 10);
  });
  test('seen from the pole the rotation is not seen; a spot of the far hemisphere neither', () => {
    const polar = star({ inclination: 0, spots: [{ ...spot, latitude: 0.5 }] });
    const flux = spottedFlux(polar, time);
    expect(Math.max(...flux) - least(flux)).toBeLessThan(1e-10);
    const cosine = Math.sin(0.5);
    expect(1 - flux[0]).toBeCloseTo(0.01 * cosine * (0.5 + 0.5 * cosine), 10);
    expect(least(spottedFlux(star({ inclination: 0, spots: [{ ...spot, latitude: -0.5 }] }), time))).toBe(1);
  });
  test('differential rotation: a spot at 30 degrees turns slower by shear / 4', () => {
    const sheared = star({ shear: 0.2, spots: [{ ...spot, latitude: Math.PI / 6 }] });
    const slow = 10 / (1 - 0.2 * 0.25);
    const [a, b, c] = spottedFlux(sheared, Float64Array.of(0, slow, 10));
    expect(b).toBeCloseTo(a, 6);
    expect(c).toBeGreaterThan(a + 1e-4);
  });
  test('a spot is exp(-1/2) of its depth a life from its peak', () => {
    const brief = star({ spots: [{ ...spot, peak: 0, life: 10 }] });
    expect(1 - spottedFlux(brief, Float64Array.of(10))[0]).toBeCloseTo(0.01 * Math.exp(-0.5), 10);
  });
  test('so many spots at a time as the habit says', () => {
    const random = new Random(3);
    let sum = 0;
    for (let k = 0; k < 300; k++) {
      const habit = { belt: 0.3, width: 0.1, depth: 0.01, life: 10, number: 4 };
      for (const s of drawSpots(habit, 60, random)) sum += Math.exp(-0.5 * ((30 - s.peak) / s.life) ** 2);
    }
    expect(Math.abs(sum / 300 - 4)).toBeLessThan(0.4);
  });
});

describe('sampling and noise', () => {
  test('a sector of two orbits, each with a gap at its end', () => {
    const sampling = tessSampling({ sectors: 2, binMinutes: 30 });
    const steps = Array.from(sampling.place.slice(1), (p, i) => p - sampling.place[i]);
    expect(steps.filter(s => s > 1).length).toBe(3);
    for (const s of steps.filter(s => s > 1)) {
      expect(Math.abs((s - 1) / 48 - DOWNLINK_DAYS)).toBeLessThan(0.06);
    }
    expect(sampling.time[sampling.time.length - 1]).toBeLessThan(4 * ORBIT_DAYS - DOWNLINK_DAYS);
    expect(new Set(sampling.sector)).toEqual(new Set([0, 1]));
    expect(new Set(sampling.orbit).size).toBe(4);
  });
  test('noise: as given at magnitude 10, like photons in between, and less in longer bins', () => {
    expect(tessNoise(10, 60)).toBeCloseTo(Math.hypot(6e-5, 2e-4, 4e-5), 12);
    expect(tessNoise(10, 240)).toBeCloseTo(tessNoise(10, 60) / 2, 12);
    expect(tessNoise(14, 60) / tessNoise(13, 60)).toBeGreaterThan(10 ** 0.2);
    expect(tessNoise(4, 60)).toBeLessThan(7e-5);
  });
  test('a constant star comes out as noise of the stated size, about 0 in each sector', () => {
    const sampling = tessSampling();
    const light = new Float64Array(sampling.time.length).fill(1);
    const flux = observeTess(light, sampling, 11, new Random(1), 0);
    expect(Math.abs(robustSigma(flux) / tessNoise(11, 30) - 1)).toBeLessThan(0.08);
    for (const s of [0, 1])
      expect(Math.abs(median(flux.filter((_, i) => sampling.sector[i] === s)))).toBeLessThan(1e-7);
  });
  test('scattered light shows at the ends of orbits and fades towards their middle', () => {
    const sampling = tessSampling();
    const light = new Float64Array(sampling.time.length).fill(1);
    const after = Array.from(sampling.time, (t, i) => t - sampling.orbit[i] * ORBIT_DAYS);
    let [ends, middle] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const flux = observeTess(light, sampling, 12, new Random(seed), 3);
      ends += median(flux.filter((_, i) => after[i] < 0.3 || after[i] > ORBIT_DAYS - DOWNLINK_DAYS - 0.3));
      middle += median(flux.filter((_, i) => after[i] > 5 && after[i] < 8));
    }
    expect(ends).toBeGreaterThan(5 * Math.abs(middle));
  });
});

describe('rotating stars', () => {
  const made = simulateRotatingStars({ stars: 60, seed: 4 });
  test('rows, columns and groups', () => {
    expect(made.rows).toBe(120);
    expect(made.flux.length).toBe(120 * made.length);
    expect(made.flux.every(Number.isFinite)).toBe(true);
    for (let row = 0; row < 120; row += 2) {
      expect(made.star[row]).toBe(made.star[row + 1]);
      expect(made.period[row]).toBe(made.period[row + 1]);
      expect(made.visit[row + 1]).toBe(1);
    }
    expect(Math.min(...made.period)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...made.period)).toBeLessThanOrEqual(60);
  });
  test('visits of a star differ: spots are others', () => {
    const first = made.flux.subarray(0, made.length);
    const second = made.flux.subarray(made.length, 2 * made.length);
    expect(Math.abs(spearman(first, second) ?? 0)).toBeLessThan(0.9);
  });
  test('seeded; the first stars do not hang on how many follow', () => {
    const again = simulateRotatingStars({ stars: 60, seed: 4 });
    expect(again.flux).toEqual(made.flux);
    const fewer = simulateRotatingStars({ stars: 5, seed: 4 });
    expect(fewer.flux).toEqual(made.flux.slice(0, fewer.flux.length));
    expect(simulateRotatingStars({ stars: 5, seed: 5 }).period).not.toEqual(fewer.period);
  });
  test('the period can be read off bright, fast stars, within what differential rotation allows', () => {
    const bright = simulateRotatingStars({
      stars: 60,
      visits: 1,
      periods: [2, 6],
      magnitudes: [8, 9],
      trend: 0,
      seed: 2
    });
    const periods = periodGrid(1, 20, 400);
    const power = lombScargle(bright.sampling.time, periods);
    let right = 0;
    for (let row = 0; row < bright.rows; row++) {
      const found = power(bright.flux.subarray(row * bright.length, (row + 1) * bright.length));
      const best = periods[found.indexOf(Math.max(...found))];
      // spots lie up to 55 degrees from the equator: at most a sixth slower; or two groups make half of the period
      const ratio = best / bright.period[row];
      if ((ratio > 0.97 && ratio < 1.2) || (ratio > 0.485 && ratio < 0.6)) right++;
    }
    expect(right / bright.rows).toBeGreaterThan(0.85);
  });
  test('options out of range are named', () => {
    expect(() => simulateRotatingStars({ stars: 0 })).toThrow(/stars is 0/);
    expect(() => simulateRotatingStars({ periods: [5, 2] })).toThrow(/periods are 5 to 2/);
    expect(() => simulateRotatingStars({ trend: -1 })).toThrow(/trend is -1/);
    expect(() => tessSampling({ sectors: 0 })).toThrow(/sectors is 0/);
    expect(() => tessSampling({ binMinutes: 1 })).toThrow(/binMinutes is 1/);
  });
});
