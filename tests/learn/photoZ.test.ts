import { photoZByRedshift, photoZIntervals, photoZScores } from '../../src/learn';
import { Random } from '../../src/math';

/** Redshifts whose dz is normal with the given bias and spread. */
function drawn(rows: number, { bias, sigma, seed }: { bias: number; sigma: number; seed: number }) {
  const random = new Random(seed);
  const truth = Float64Array.from({ length: rows }, () => 3 * random.uniform());
  const predicted = truth.map(z => z + (1 + z) * (bias + sigma * random.normal()));
  return { truth, predicted };
}

test('intervals have the width of theory and hold the truth as often as they say', () => {
  const [rows, sigma, bias] = [200, 0.05, 0.01];
  let [inBias, inSigma, width] = [0, 0, 0];
  const trials = 60;
  for (let seed = 1; seed <= trials; seed++) {
    const { truth, predicted } = drawn(rows, { bias, sigma, seed });
    const found = photoZIntervals(predicted, truth, { seed, draws: 100 });
    if (found.bias[0] <= bias && bias <= found.bias[1]) inBias++;
    if (found.sigmaNmad[0] <= sigma && sigma <= found.sigmaNmad[1]) inSigma++;
    width += (found.bias[1] - found.bias[0]) / trials;
  }
  // the error of a median of normal numbers is sqrt(pi / 2) sigma / sqrt(n)
  const expected = (2 * 1.96 * Math.sqrt(Math.PI / 2) * sigma) / Math.sqrt(rows);
  expect(width / expected).toBeGreaterThan(0.9);
  expect(width / expected).toBeLessThan(1.1);
  // three standard deviations of a count around 95 % of 60
  for (const hits of [inBias, inSigma]) expect(hits / trials).toBeGreaterThan(0.95 - 0.084);
});

test('the part of outliers has the interval of a proportion, and a seed repeats it', () => {
  const truth = new Float64Array(1000).fill(1);
  const predicted = truth.map((z, row) => (row < 200 ? z + 1 : z));
  const found = photoZIntervals(predicted, truth, { draws: 1000 });
  const half = 1.96 * Math.sqrt((0.2 * 0.8) / 1000);
  expect(Math.abs(found.outlierFraction[0] - (0.2 - half))).toBeLessThan(0.004);
  expect(Math.abs(found.outlierFraction[1] - (0.2 + half))).toBeLessThan(0.004);
  expect(photoZIntervals(predicted, truth, { draws: 1000 })).toEqual(found);
  expect(photoZIntervals(predicted, truth, { draws: 1000, seed: 2 })).not.toEqual(found);
});

test('bins hold their lower edge, leave empty ones out, and score their own rows', () => {
  const truth = [0.1, 0.5, 0.9, 1, 1.2];
  const predicted = [0.1, 0.5, 0.9, 2, 2.3];
  const bins = photoZByRedshift(predicted, truth, [0, 0.5, 1, 2, 3]);
  expect(bins.map(({ low, high, rows }) => [low, high, rows])).toEqual([
    [0, 0.5, 1],
    [0.5, 1, 2],
    [1, 2, 2]
  ]);
  expect(bins[2]).toMatchObject(photoZScores([2, 2.3], [1, 1.2]));
  expect(bins.map(bin => bin.outlierFraction)).toEqual([0, 0, 1]);
});

test('unsound input is refused by name', () => {
  expect(() => photoZIntervals([1], [1], { draws: 3 })).toThrow(/draws is 3/);
  expect(() => photoZIntervals([NaN], [1])).toThrow(/predicted/);
  expect(() => photoZByRedshift([1], [1], [1, 1])).toThrow(/edges are 1, 1/);
});
