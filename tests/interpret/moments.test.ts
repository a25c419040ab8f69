import { Moments } from '../../src/interpret/moments';
import { Random } from '../../src/math';

describe('moments', () => {
  const random = new Random(4);
  // skewed, around a mean that is large beside the spread
  const draws = Array.from({ length: 37 }, () => [1e4 + random.normal() ** 2, random.uniform()]);
  const moments = new Moments(3, 4);
  draws.forEach((values, k) => moments.add(1, values, k));
  const about = (column: number, power: number) => {
    const mean = draws.reduce((sum, values) => sum + values[column], 0) / 37;
    return draws.reduce((sum, values) => sum + (values[column] - mean) ** power, 0) / 37;
  };

  test.each([0, 1])(
    'column %i: mean, variance and their errors are those of the two-pass formulas',
    column => {
      const at = column + 1;
      const mean = draws.reduce((sum, values) => sum + values[column], 0) / 37;
      expect(moments.mean[at] / mean).toBeCloseTo(1, 13);
      expect(moments.variance(37)[at] / about(column, 2)).toBeCloseTo(1, 9);
      expect(moments.standardError(37)[at] / Math.sqrt(about(column, 2) / 36)).toBeCloseTo(1, 9);
      const error = Math.sqrt((about(column, 4) - about(column, 2) ** 2) / 37);
      expect(moments.standardErrorOfVariance(37)[at] / error).toBeCloseTo(1, 8);
    }
  );

  test('equal draws have a spread of exactly 0, and so has one draw', () => {
    const same = new Moments(1, 4);
    for (let k = 0; k < 5; k++) same.add(0, [0.1], k);
    expect([same.mean[0], same.variance(5)[0], same.standardErrorOfVariance(5)[0]]).toEqual([0.1, 0, 0]);
    const one = new Moments(1);
    one.add(0, [0.1], 0);
    expect(one.standardError(1)[0]).toBe(0);
  });
});
