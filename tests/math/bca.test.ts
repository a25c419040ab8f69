import { bcaOverGroups, bootstrapOverGroups, normalCumulative, normalQuantile, Random } from '../../src/math';

test('the quantile undoes the cumulative, far into the tails', () => {
  for (const p of [1e-12, 1e-5, 0.025, 0.31, 0.5, 0.9, 1 - 1e-7]) {
    expect(normalCumulative(normalQuantile(p)) / p).toBeCloseTo(1, 9);
  }
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
  expect(() => normalQuantile(1)).toThrow(/between 0 and 1/);
});

/** Variance (1/n) of drawn values. */
const variance = (values: Float64Array) => (counts: ArrayLike<number>) => {
  let [n, sum, square] = [0, 0, 0];
  values.forEach((v, i) => {
    n += counts[i];
    sum += counts[i] * v;
    square += counts[i] * v * v;
  });
  return square / n - (sum / n) ** 2;
};

test('BCa covers a skewed statistic more often than percentiles do, near to the level', () => {
  const random = new Random(8);
  const trials = 300;
  const n = 25;
  let [bca, plain] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const values = Float64Array.from({ length: n }, () => random.normal());
    const groups = values.map((_, i) => i);
    const options = { draws: 400, level: 0.9, seed: trial + 1 };
    const covers = (ends: [number, number] | null) => ends![0] <= 1 && 1 <= ends![1];
    if (covers(bcaOverGroups(groups, variance(values), options))) bca++;
    if (covers(bootstrapOverGroups(groups, variance(values), options))) plain++;
  }
  expect(bca).toBeGreaterThan(plain);
  // both fall short for 25 values (Efron & Tibshirani 1993, table 14.2); percentiles by far
  expect(bca / trials).toBeGreaterThan(0.8);
});

test('BCa of a symmetric statistic is the percentile interval, within its own noise', () => {
  const random = new Random(9);
  const values = Float64Array.from({ length: 200 }, () => random.normal());
  const groups = values.map((_, i) => i);
  const mean = (counts: ArrayLike<number>) => values.reduce((sum, v, i) => sum + counts[i] * v, 0) / 200;
  const [a, b] = [bcaOverGroups(groups, mean), bootstrapOverGroups(groups, mean)];
  expect(Math.abs(a![0] - b![0])).toBeLessThan(0.02);
  expect(Math.abs(a![1] - b![1])).toBeLessThan(0.02);
});

test('fewer than three groups have no interval', () => {
  expect(bcaOverGroups([1, 1, 2], () => 1)).toBeNull();
});
