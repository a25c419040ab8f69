import {
  binomialBand,
  coverage,
  gaussianLogLoss,
  integralCoverage,
  probabilityIntegral,
  recalibration,
  sharpness,
  sigmaCalibration,
  standardScores,
  uniformTest
} from '../../src/learn';
import { Random } from '../../src/math';

/** Predictions whose sigma is `ratio` times the honest one. */
function predictions(rows: number, ratio: number, seed = 1) {
  const random = new Random(seed);
  const mean = Float64Array.from({ length: rows }, () => random.uniform(-2, 2));
  const honest = Float64Array.from({ length: rows }, () => Math.exp(random.uniform(-2, 1)));
  const truth = mean.map((m, i) => m + honest[i] * random.normal());
  return { mean, sigma: honest.map(s => s * ratio), truth };
}

describe('log likelihood', () => {
  test('three points by hand: ln sigma, not ln(2 pi sigma)', () => {
    const half = 0.5 * Math.log(2 * Math.PI);
    expect(gaussianLogLoss({ mean: [3], sigma: [1], truth: [3] })).toBeCloseTo(half, 14);
    expect(gaussianLogLoss({ mean: [0], sigma: [2], truth: [4] })).toBeCloseTo(half + Math.log(2) + 2, 14);
    expect(gaussianLogLoss({ mean: [1, 0], sigma: [0.5, 1], truth: [0, 1] })).toBeCloseTo(
      half + (Math.log(0.5) + 2 + 0.5) / 2,
      14
    );
  });
  test('it integrates to one: exp(-loss) is a density', () => {
    let sum = 0;
    for (let t = -12; t <= 12; t += 0.01) {
      sum += 0.01 * Math.exp(-gaussianLogLoss({ mean: [0.3], sigma: [1.3], truth: [t] }));
    }
    expect(sum).toBeCloseTo(1, 6);
  });
  test('it is least at the honest sigma', () => {
    const at = (ratio: number) => gaussianLogLoss(predictions(4000, ratio));
    for (const ratio of [0.8, 0.9, 1.1, 1.25]) expect(at(ratio)).toBeGreaterThan(at(1));
  });
});

describe('probability integral', () => {
  test('of known deviations', () => {
    const u = probabilityIntegral({
      mean: [0, 0, 5],
      sigma: [1, 2, 1],
      truth: [0, 2, 5 - 1.959963984540054]
    });
    expect(u[0]).toBeCloseTo(0.5, 14);
    expect(u[1]).toBeCloseTo(0.8413447460685429, 12);
    expect(u[2]).toBeCloseTo(0.025, 12);
  });
  test('stays within 0 and 1 for truths far off', () => {
    const truth = Float64Array.from({ length: 20_000 }, (_, i) => -10 + i / 1000);
    const u = probabilityIntegral({ mean: truth.map(() => 0), sigma: truth.map(() => 1), truth });
    expect(Math.max(...u)).toBeLessThanOrEqual(1);
    expect(Math.min(...u)).toBeGreaterThanOrEqual(0);
  });
  test('piles up at the ends for too small sigmas and in the middle for too large ones', () => {
    const ends = (ratio: number) => {
      const u = probabilityIntegral(predictions(4000, ratio));
      return u.filter(v => v < 0.1 || v > 0.9).length / u.length;
    };
    expect(ends(1)).toBeGreaterThan(0.18);
    expect(ends(1)).toBeLessThan(0.22);
    expect(ends(0.5)).toBeGreaterThan(0.4);
    expect(ends(2)).toBeLessThan(0.02);
  });
});

describe("Kolmogorov and Smirnov's test", () => {
  test('distance by hand', () => {
    expect(uniformTest([0.1, 0.5, 0.6]).distance).toBeCloseTo(0.4, 14);
    expect(uniformTest([0.5]).distance).toBeCloseTo(0.5, 14);
    expect(uniformTest([0.75, 0.25]).distance).toBeCloseTo(0.25, 14);
  });
  test('probability: quantiles of the limiting distribution', () => {
    // 1.3581 and 1.6276 are the 5 % and 1 % points; the sample is a shifted grid, whose distance is the shift
    const n = 100_000;
    for (const [x, p] of [
      [1.3581, 0.05],
      [1.6276, 0.01]
    ]) {
      const shift = x / Math.sqrt(n);
      const values = Float64Array.from({ length: n }, (_, i) => Math.min(1, i / n + shift));
      expect(uniformTest(values).p).toBeCloseTo(p, 3);
    }
  });
  test('p is uniform for uniform numbers', () => {
    const random = new Random(3);
    const found = Array.from(
      { length: 2000 },
      () => uniformTest(Array.from({ length: 40 }, () => random.uniform())).p
    );
    for (const level of [0.01, 0.05, 0.5]) {
      const [low, high] = binomialBand(2000, level, 0.999);
      const below = found.filter(p => p <= level).length;
      expect(below).toBeGreaterThanOrEqual(low);
      expect(below).toBeLessThanOrEqual(high);
    }
  });
  test('its power against a wrong sigma is that of the reference table', () => {
    // probability of p < .01 with 500 rows: .59 at a ratio of .8, .06 at .9
    const power = (ratio: number) => {
      let found = 0;
      for (let seed = 0; seed < 150; seed++) {
        if (uniformTest(probabilityIntegral(predictions(500, ratio, seed))).p < 0.01) found++;
      }
      return found / 150;
    };
    expect(Math.abs(power(0.8) - 0.59)).toBeLessThan(0.1);
    expect(Math.abs(power(0.9) - 0.06)).toBeLessThan(0.05);
  });
});

describe('coverage', () => {
  test('counts by hand', () => {
    const c = coverage(
      { mean: [0, 0, 0, 0], sigma: [1, 1, 1, 1], truth: [0.99, -0.99, 1.01, 3] },
      0.6826894921370859
    );
    expect(c.observed).toBe(0.5);
    expect(c.rows).toBe(4);
  });
  test('binomial band: the smallest with at most 2.5 % outside on either side', () => {
    // cumulative binomial of 10 draws at 1/2, in 1024ths: 1, 11, 56, ...
    expect(binomialBand(10, 0.5)).toEqual([2, 8]);
    expect(binomialBand(1, 0.5)).toEqual([0, 1]);
    const [low, high] = binomialBand(1000, 0.68);
    const half = 1.96 * Math.sqrt(0.68 * 0.32 * 1000);
    expect(Math.abs(low - (680 - half))).toBeLessThan(1.5);
    expect(Math.abs(high - (680 + half))).toBeLessThan(1.5);
  });
  test('many draws do not underflow', () => {
    const [low, high] = binomialBand(100_000, 0.95);
    expect(low).toBeGreaterThan(94_800);
    expect(high).toBeLessThan(95_200);
  });
  test('honest predictions are inside for 95 % of seeds; a sigma cut by a quarter is not', () => {
    const inside = (ratio: number) => {
      let count = 0;
      for (let seed = 0; seed < 200; seed++)
        if (coverage(predictions(1000, ratio, seed), 0.68).inside) count++;
      return count;
    };
    expect(inside(1)).toBeGreaterThanOrEqual(binomialBand(200, 0.95, 0.999)[0]);
    expect(inside(0.75)).toBeLessThan(5);
  });
});

describe('standard scores', () => {
  test('mean, variance and p of honest, biased and too sure predictions', () => {
    const honest = standardScores(predictions(2000, 1));
    expect(Math.abs(honest.mean)).toBeLessThan(0.08);
    expect(Math.abs(honest.variance - 1)).toBeLessThan(0.12);
    expect(honest.p).toBeGreaterThan(0.001);
    expect(standardScores(predictions(2000, 0.9)).p).toBeLessThan(1e-4);
    expect(standardScores(predictions(2000, 1.1)).p).toBeLessThan(1e-4);
  });
  test('p is that of chi squared', () => {
    // with 10 rows the 97.5 % point of chi squared is 20.483: p = .05
    const z = Math.sqrt(20.483 / 10);
    const rows = Array.from({ length: 10 }, (_, i) => (i % 2 ? z : -z));
    const { p } = standardScores({ mean: rows.map(() => 0), sigma: rows.map(() => 1), truth: rows });
    expect(p).toBeCloseTo(0.05, 2);
  });
});

describe('calibration of sigma', () => {
  test('bins by hand, the surest first', () => {
    const { bins, ence } = sigmaCalibration(
      { mean: [0, 0, 0, 0], sigma: [2, 1, 2, 1], truth: [3, 1, 3, -1] },
      { bins: 2 }
    );
    expect(bins.map(b => [b.rows, b.predicted, b.observed])).toEqual([
      [2, 1, 1],
      [2, 2, 3]
    ]);
    expect(ence).toBeCloseTo(0.25, 14);
  });
  test('a common factor of sigma shows as itself', () => {
    for (const ratio of [0.5, 2]) {
      const { ence } = sigmaCalibration(predictions(20_000, ratio));
      expect(ence).toBeCloseTo(Math.abs(1 / ratio - 1), 1);
    }
    expect(sigmaCalibration(predictions(20_000, 1)).ence).toBeLessThan(0.03);
  });
});

describe('recalibration', () => {
  test('by hand: between two others on a straight line, ends stay', () => {
    const repair = recalibration([0.2, 0.6]);
    expect([...repair([0, 0.1, 0.2, 0.4, 0.6, 0.8, 1])].map(v => +v.toFixed(12))).toEqual(
      [0, 1 / 6, 1 / 3, 0.5, 2 / 3, 5 / 6, 1].map(v => +v.toFixed(12))
    );
  });
  test('too large sigmas of a narrow law with far tails cover as they say after it, on other rows', () => {
    const integrals = (seed: number) => {
      const random = new Random(seed);
      const truth = Float64Array.from({ length: 3000 }, () =>
        random.normal(0, random.uniform() < 0.1 ? 3 : 0.5)
      );
      return probabilityIntegral({ mean: truth.map(() => 0), sigma: truth.map(() => 1), truth });
    };
    const test = integrals(2);
    expect(integralCoverage(test, 0.68).observed).toBeGreaterThan(0.8);
    const repaired = recalibration(integrals(1))(test);
    expect(Math.abs(integralCoverage(repaired, 0.68).observed - 0.68)).toBeLessThan(0.03);
    expect(uniformTest(repaired).p).toBeGreaterThan(0.001);
  });
});

test('sharpness: the constant predictor has 1, half its sigma 1/2', () => {
  const reference = [1, 2, 3, 4];
  const sd = Math.sqrt(1.25);
  expect(sharpness([sd, sd], reference)).toBeCloseTo(1, 14);
  expect(sharpness([sd / 2], reference)).toBeCloseTo(0.5, 14);
});

describe('bad input is refused by name', () => {
  const good = { mean: [0, 1], sigma: [1, 1], truth: [0, 1] };
  test.each([
    [
      'sigma of 0',
      () => coverage({ ...good, sigma: [1, 0] }, 0.68),
      /sigma is 0 in row 1; expected a number above 0/
    ],
    ['a truth that is NaN', () => gaussianLogLoss({ ...good, truth: [NaN, 1] }), /truth is NaN in row 0/],
    ['lists of unlike length', () => standardScores({ ...good, mean: [0] }), /1 of mean and 2 of truth/],
    ['a level of 68', () => coverage(good, 68), /level is 68; expected a part between 0 and 1/],
    ['more bins than rows', () => sigmaCalibration(good), /10 bins for 2 rows/],
    ['numbers outside 0 to 1', () => uniformTest([0.5, 1.5]), /expected all within 0 to 1/],
    ['a reference that does not vary', () => sharpness([1], [2, 2]), /does not vary/]
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });
});
