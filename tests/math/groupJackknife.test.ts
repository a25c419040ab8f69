import { groupJackknife, Random, studentQuantile } from '../../src/math';

const drawnMean = (values: ArrayLike<number>) => (counts: ArrayLike<number>) => {
  let [sum, n] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += counts[i] * values[i];
    n += counts[i];
  }
  return n ? sum / n : null;
};

describe('the jackknife over groups', () => {
  const random = new Random(3);
  const values = Float64Array.from({ length: 40 }, () => random.normal());
  const centre = values.reduce((a, b) => a + b, 0) / 40;
  const variance = values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / 39;

  test('of a mean of single rows gives s / sqrt(n) exactly', () => {
    const { value, error } = groupJackknife([...values.keys()], drawnMean(values))!;
    expect(value).toBeCloseTo(centre, 14);
    expect(error).toBeCloseTo(Math.sqrt(variance / 40), 12);
  });
  test('of groups is that of their means: rows written five times over give no smaller error', () => {
    const five = Float64Array.from({ length: 200 }, (_, i) => values[Math.floor(i / 5)]);
    const groups = Array.from({ length: 200 }, (_, i) => `halo ${Math.floor(i / 5)}`);
    expect(groupJackknife(groups, drawnMean(five))!.error).toBeCloseTo(Math.sqrt(variance / 40), 12);
  });
  test('its 95 % interval from eight groups holds the truth as often as it says', () => {
    let held = 0;
    for (let run = 0; run < 2000; run++) {
      const drawn = Float64Array.from({ length: 8 }, () => random.normal());
      const { interval } = groupJackknife([...drawn.keys()], drawnMean(drawn))!;
      if (interval[0] <= 0 && interval[1] >= 0) held++;
    }
    expect(Math.abs(held / 2000 - 0.95)).toBeLessThan(0.015);
  });
  test('is null for two groups or where the statistic is undefined', () => {
    expect(groupJackknife([1, 1, 2], drawnMean([1, 2, 3]))).toBeNull();
    expect(groupJackknife([1, 2, 3], () => null)).toBeNull();
  });
});

test.each([
  [4, 2.77645],
  [7, 2.36462],
  [30, 2.04227],
  [299, 1.96793]
])("Student's quantile at %i degrees of freedom", (freedom, published) => {
  expect(Math.abs(studentQuantile(freedom) / published - 1)).toBeLessThan(0.003);
});
test("Student's quantile refuses no freedom", () => {
  expect(() => studentQuantile(0)).toThrow(/freedom is 0/);
});
