import { discOverlap, drawLight, simulateVariableStars, VARIABLE_KINDS } from '../../src/datasets/simulators';
import { Random } from '../../src/math';

describe('two discs', () => {
  test('outside, inside, and half-way: areas in closed form', () => {
    expect(discOverlap(2, 1, 1)).toBe(0);
    expect(discOverlap(0, 0.5, 1)).toBe(0.25);
    expect(discOverlap(0, 2, 1)).toBe(1);
    // two discs of radius 1 whose centres are 1 apart: 2 pi / 3 - sqrt(3) / 2
    expect(discOverlap(1, 1, 1)).toBeCloseTo((2 * Math.PI) / 3 / Math.PI - Math.sqrt(3) / 2 / Math.PI, 12);
  });
  test('the area does not hang on which disc is named first', () => {
    expect(discOverlap(0.9, 0.4, 0.7) * 0.7 ** 2).toBeCloseTo(discOverlap(0.9, 0.7, 0.4) * 0.4 ** 2, 12);
  });
  test('the same as counting points', () => {
    const random = new Random(1);
    let hits = 0;
    for (let i = 0; i < 40_000; i++) {
      const [r, a] = [0.6 * Math.sqrt(random.uniform()), random.uniform(0, 2 * Math.PI)];
      if (Math.hypot(r * Math.cos(a) - 0.5, r * Math.sin(a)) < 0.4) hits++;
    }
    expect(Math.abs(hits / 40_000 - discOverlap(0.5, 0.4, 0.6))).toBeLessThan(0.01);
  });
});

describe('light of the kinds', () => {
  const time = Float64Array.from({ length: 1200 }, (_, i) => (i + 0.5) / 48);
  const draw = (kind: (typeof VARIABLE_KINDS)[number], seed: number) =>
    drawLight(kind, new Random(seed))(time, 30);
  const seeds = Array.from({ length: 20 }, (_, k) => k + 1);
  const range = (flux: Float64Array) => [Math.min(...flux), Math.max(...flux)];
  test('eclipses only darken, and most of the time there is none', () => {
    for (const seed of seeds) {
      const flux = draw('eclipsing', seed);
      expect(range(flux)[1]).toBeLessThanOrEqual(1);
      expect(range(flux)[0]).toBeGreaterThan(0);
      expect(flux.filter(f => f === 1).length).toBeGreaterThan(500);
    }
  });
  test('flares brighten a star: what sticks out lies above', () => {
    let above = 0;
    for (const seed of seeds) {
      const flux = Float64Array.from(draw('flaring', seed)).sort();
      if (flux[1199] - flux[600] > flux[600] - flux[0]) above++;
    }
    expect(above).toBeGreaterThanOrEqual(17);
  });
  test('pulsations have a mean of 1, a quiet star is 1', () => {
    for (const seed of seeds) {
      const flux = draw('pulsating', seed);
      expect(Math.abs(flux.reduce((a, b) => a + b, 0) / 1200 - 1)).toBeLessThan(1e-3);
      expect(range(draw('quiet', seed))).toEqual([1, 1]);
    }
  });
});

describe('simulated variable stars', () => {
  const made = simulateVariableStars({ stars: 20, seed: 3 });
  test('rows, groups, classes', () => {
    expect(made.rows).toBe(40);
    expect(made.flux.length).toBe(40 * made.length);
    expect(made.flux.every(Number.isFinite)).toBe(true);
    for (let k = 0; k < VARIABLE_KINDS.length; k++) expect(made.labels.filter(l => l === k).length).toBe(8);
    for (let row = 0; row < 40; row += 2) {
      expect(made.star[row]).toBe(made.star[row + 1]);
      expect(made.labels[row]).toBe(made.labels[row + 1]);
      expect(made.flux[row * made.length]).not.toBe(made.flux[(row + 1) * made.length]);
    }
  });
  test('seeded; the first stars do not hang on how many follow', () => {
    const fewer = simulateVariableStars({ stars: 5, seed: 3 });
    expect(fewer.flux).toEqual(made.flux.slice(0, fewer.flux.length));
    expect(simulateVariableStars({ stars: 5, seed: 4 }).flux).not.toEqual(fewer.flux);
  });
  test('options out of range are named', () => {
    expect(() => simulateVariableStars({ stars: 0 })).toThrow(/stars is 0/);
    expect(() => simulateVariableStars({ magnitudes: [12, 9] })).toThrow(/magnitudes are 12 to 9/);
  });
});
