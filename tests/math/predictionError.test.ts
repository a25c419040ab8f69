import { calibratedErrorEstimate, Random, rmsError, rmsErrorEstimate } from '../../src/math';

const random = new Random(17);
const truth = Float64Array.from({ length: 2000 }, () => random.uniform(0.7, 0.9));
const noise = truth.map(() => 0.02 * random.normal());

test('rms by hand', () => {
  expect(rmsError([1, 2, 3, 4], [2, 2, 3, 7])).toBeCloseTo(Math.sqrt(10 / 4), 12);
  expect(() => rmsError([1], [1, 2])).toThrow(/1 predictions for 2/);
  expect(() => rmsError([], [])).toThrow(/at least one/);
});

test('the interval of an rms of normal errors is rms / sqrt(2 n) to both sides', () => {
  const predicted = truth.map((t, i) => t + noise[i]);
  const { value, low, high } = rmsErrorEstimate(predicted, truth, { draws: 1000 });
  const sd = (high - low) / (2 * 1.96);
  // a standard deviation from 1,000 draws is known to 2 %, its percentiles to some 5 %
  expect(Math.abs(sd / (value / Math.sqrt(2 * 2000)) - 1)).toBeLessThan(0.15);
  expect(low).toBeLessThan(value);
  expect(high).toBeGreaterThan(value);
});

describe('error after the best straight line', () => {
  const sd = Math.sqrt(
    truth.reduce((sum, t) => sum + (t - truth.reduce((a, b) => a + b, 0) / 2000) ** 2, 0) / 2000
  );
  test('is 0 for a wrong scale and zero point, and the scatter of the truth for a constant', () => {
    expect(
      calibratedErrorEstimate(
        truth.map(t => 7 - 3 * t),
        truth
      ).value
    ).toBeLessThan(1e-8);
    expect(calibratedErrorEstimate(new Float64Array(2000).fill(0.8), truth).value).toBeCloseTo(sd, 12);
  });
  test('of truth and noise is sd noise / hypot(sd, noise)', () => {
    const found = calibratedErrorEstimate(
      truth.map((t, i) => t + noise[i]),
      truth
    ).value;
    expect(Math.abs(found / ((sd * 0.02) / Math.hypot(sd, 0.02)) - 1)).toBeLessThan(0.05);
  });
});
