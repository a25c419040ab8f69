import {
  defaultSurvey,
  drawHaloBank,
  drawSamples,
  expectedCounts,
  FEATURES,
  lessonArtefact,
  plantArtefact,
  PROFILE_RADII,
  splitBank
} from '../../src/clusters';
import { magneticum } from '../../src/cosmology';
import { Random } from '../../src/math';

const survey = defaultSurvey(magneticum);
const bank = drawHaloBank(magneticum, { seed: 1 });
const parts = splitBank(bank, 2);
const W = FEATURES.length;

const correlation = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum / a.length;
};

/** Residual scatter of y after least squares on columns and a constant (normal equations). */
function scatterAfterFit(columns: ((row: number) => number)[], y: ArrayLike<number>, rows: number): number {
  const n = columns.length + 1;
  const system = Array.from({ length: n }, () => new Float64Array(n + 1));
  const at = (row: number) => [1, ...columns.map(c => c(row))];
  for (let row = 0; row < rows; row++) {
    const x = at(row);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) system[a][b] += x[a] * x[b];
      system[a][n] += x[a] * y[row];
    }
  }
  for (let i = 0; i < n; i++) {
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const factor = system[r][i] / system[i][i];
      for (let k = i; k <= n; k++) system[r][k] -= factor * system[i][k];
    }
  }
  const weights = system.map((row, i) => row[n] / row[i]);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    sum += (at(row).reduce((s, v, i) => s + v * weights[i], 0) - y[row]) ** 2;
  }
  return Math.sqrt(sum / rows);
}

describe('the halo bank', () => {
  test('has the numbers of a box of 896 Mpc/h, within Poisson', () => {
    const above = (mass: number) => bank.lnMass.filter(m => m > Math.log(mass)).length;
    for (const [mass, number] of [
      [2e13, 54026],
      [5e13, 14883],
      [1e14, 4455],
      [3e14, 353]
    ]) {
      expect(Math.abs(above(mass) - number)).toBeLessThan(4 * Math.sqrt(number));
    }
  });
  test('scatters have unit width and the stated correlations, the profile field its width', () => {
    expect(correlation(bank.uL, bank.uL)).toBeCloseTo(1, 1);
    expect(Math.abs(correlation(bank.uL, bank.uT) - 0.2)).toBeLessThan(0.01);
    expect(Math.abs(correlation(bank.uL, bank.uGas) - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(correlation(bank.uT, bank.uGas) - 0.1)).toBeLessThan(0.01);
    expect(Math.sqrt(correlation(bank.field, bank.field))).toBeCloseTo(0.2, 2);
    expect(correlation(bank.coolCore, bank.uL)).toBeGreaterThan(0.1);
  });
  test('is split by halo: no halo in two parts, none lost', () => {
    const ids = [parts.train, parts.validation, parts.test].flatMap(p => [...p.ids]);
    expect(new Set(ids).size).toBe(bank.ids.length);
    expect(ids.length).toBe(bank.ids.length);
    expect(parts.train.ids.length / bank.ids.length).toBeCloseTo(0.7, 1);
  });
  test('bad boxes and correlations are refused', () => {
    expect(() => drawHaloBank(magneticum, { seed: 1, side: -5 })).toThrow(/side -5/);
    expect(() => drawHaloBank(magneticum, { seed: 1, leastMass: NaN })).toThrow(/least mass NaN/);
  });
});

describe('samples', () => {
  const set = drawSamples(parts.train, survey, { count: 150, seed: 3 });
  const rows = set.starts[150];

  test('numbers follow the expectation of each universe', () => {
    let pull = 0;
    for (let s = 0; s < 150; s++) {
      const { total } = expectedCounts(survey, { sigma8: set.sigma8[s], b: Math.exp(set.lnB[s]) });
      pull += (set.starts[s + 1] - set.starts[s] - total) / Math.sqrt(total);
    }
    expect(Math.abs(pull / Math.sqrt(150))).toBeLessThan(3);
  });
  test('rows are sorted by temperature, nothing is padding, nothing is NaN', () => {
    expect(set.features.length).toBe(rows * W);
    expect(set.features.every(Number.isFinite)).toBe(true);
    for (let s = 0; s < 150; s++) {
      for (let row = set.starts[s] + 1; row < set.starts[s + 1]; row++) {
        expect(set.features[row * W]).toBeLessThanOrEqual(set.features[(row - 1) * W]);
      }
    }
  });
  test('gas mass grows with radius and slopes are those of its density', () => {
    for (let row = 0; row < 200; row++) {
      for (let k = 1; k < PROFILE_RADII.length; k++) {
        expect(set.features[row * W + 1 + k]).toBeGreaterThan(set.features[row * W + k]);
      }
    }
    // d ln M / d ln r = 4 pi r^3 n / M, so its own slope gives n: from .9 to 1 Mpc n falls by about r^slope
    let excess = 0;
    const quiet = drawSamples(parts.train, survey, { count: 20, seed: 8 });
    for (let row = 0; row < quiet.starts[20]; row++) {
      const m = (k: number) => Math.exp(quiet.features[row * W + 1 + k]);
      const shell = (k: number, r0: number, r1: number) => (m(k) - m(k - 1)) / (r1 ** 3 - r0 ** 3);
      const fall = Math.log(shell(9, 0.9, 1) / shell(8, 0.75, 0.9)) / Math.log(0.951 / 0.829);
      excess += fall - quiet.features[row * W + 11 + 8];
    }
    expect(Math.abs(excess / quiet.starts[20])).toBeLessThan(0.12);
  });
  test('leak test: the shape alone does not give the mass, all features together not too well', () => {
    const feature = (j: number) => (row: number) => set.features[row * W + j];
    const shape = [
      ...Array.from({ length: 9 }, (_, j) => (row: number) => feature(1 + j)(row) - feature(10)(row)),
      ...Array.from({ length: 10 }, (_, j) => feature(11 + j))
    ];
    const quadratic = [
      ...shape,
      ...shape.flatMap((a, i) => shape.slice(i).map(b => (row: number) => a(row) * b(row)))
    ];
    expect(scatterAfterFit(shape, set.lnMass, rows)).toBeGreaterThan(0.3);
    expect(scatterAfterFit(quadratic, set.lnMass, 20_000)).toBeGreaterThan(0.3);
    const all = scatterAfterFit(
      Array.from({ length: W }, (_, j) => feature(j)),
      set.lnMass,
      rows
    );
    expect(all).toBeGreaterThan(0.06);
    expect(all).toBeLessThan(0.16);
  });
  test('selected clusters are over-luminous near and below the transition', () => {
    const near = [...Array(rows).keys()].filter(row => Math.abs(set.lnMass[row] - Math.log(1e14)) < 0.2);
    const mean = near.reduce((s, row) => s + set.lnL[row], 0) / near.length;
    // Euclidean volume weighting shifts ln L by 1.5 s^2 = .24
    const expected =
      Math.log(2.55e43) + 1.61 * (near.reduce((s, r) => s + set.lnMass[r], 0) / near.length - Math.log(1e14));
    expect(mean - expected).toBeGreaterThan(0.15);
    expect(mean - expected).toBeLessThan(0.33);
  });
  test('the same seed gives the same samples, and only haloes of the bank', () => {
    const again = drawSamples(parts.train, survey, { count: 150, seed: 3 });
    expect(again.features).toEqual(set.features);
    const allowed = new Set(parts.train.ids);
    expect(set.haloIds.every(id => allowed.has(id))).toBe(true);
  });
  test('a mass bias makes clusters look heavier in all that is seen, or in temperature and gas masses alone', () => {
    const draw = (lnM: number, massBiasOf?: 'cluster' | 'proxies') =>
      drawSamples(parts.test, survey, { count: 3, seed: 4, lnMassBias: [lnM, lnM], massBiasOf });
    const plain = draw(0);
    const cluster = draw(0.2);
    const proxies = draw(0.2, 'proxies');
    for (const biased of [cluster, proxies]) {
      expect(biased.lnMass).toEqual(plain.lnMass);
      expect(biased.features[0] - plain.features[0]).toBeCloseTo(0.2 / 1.53, 4);
    }
    expect(proxies.features[5] - plain.features[5]).toBeCloseTo(0.2, 4);
    expect(proxies.features[15]).toBeCloseTo(plain.features[15], 5);
    // the slope at a fixed radius is that of a larger cluster: flatter
    const mean = (set: typeof plain, f: number) => {
      let sum = 0;
      for (let row = 0; row < set.lnMass.length; row++) sum += set.features[row * W + f];
      return sum / set.lnMass.length;
    };
    expect(mean(cluster, 20) - mean(plain, 20)).toBeGreaterThan(0.02);
    expect(mean(proxies, 20) - mean(plain, 20)).toBeCloseTo(0, 5);
  });
  test('an artefact shifts its own column by its dose and nothing else', () => {
    const sd = new Float32Array(W).fill(0.5);
    const planted = plantArtefact(set, lessonArtefact, sd);
    const column = FEATURES.indexOf(lessonArtefact.feature);
    for (const [s, j] of [
      [0, column],
      [7, column],
      [7, column + 1],
      [7, 0]
    ]) {
      const at = set.starts[s] * W + j;
      const shift = j === column ? 20 * (set.sigma8[s] - 0.8) * 0.5 : 0;
      expect(planted.features[at] - set.features[at]).toBeCloseTo(shift, 3);
    }
    expect(() => plantArtefact(set, { feature: 'colour', dose: 1 }, sd)).toThrow(/no feature "colour"/);
  });
  test('too small a bank, no samples: refused; an abort stops', () => {
    const tiny = drawHaloBank(magneticum, { seed: 1, side: 20, leastMass: 5e13 });
    expect(() => drawSamples(tiny, survey, { count: 1, seed: 1 })).toThrow(/haloes; expected at least 20/);
    expect(() => drawSamples(bank, survey, { count: 0, seed: 1 })).toThrow(/count 0/);
    const abort = new AbortController();
    abort.abort();
    expect(() => drawSamples(bank, survey, { count: 1, seed: 1, signal: abort.signal })).toThrow(/stopped/);
  });
});

test('Poisson deviates have equal mean and variance on both sides of the change of method', () => {
  const random = new Random(2);
  for (const mean of [0, 0.5, 12, 29, 31, 400]) {
    const draws = Float64Array.from({ length: 40_000 }, () => random.poisson(mean));
    const average = draws.reduce((a, b) => a + b, 0) / draws.length;
    const variance = draws.reduce((s, d) => s + (d - average) ** 2, 0) / draws.length;
    expect(Math.abs(average - mean)).toBeLessThanOrEqual(5 * Math.sqrt(mean / 40_000));
    expect(Math.abs(variance - mean)).toBeLessThanOrEqual(0.05 * mean + 1e-9);
  }
});
