import fc from 'fast-check';
import {
  groupBootstrap,
  mean,
  median,
  pearson,
  quantile,
  Random,
  ranks,
  robustSigma,
  spearman,
  wilson
} from '../../src/math';

describe('order statistics', () => {
  test('known values', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([NaN, 5])).toBe(5);
    expect(median([])).toBeNaN();
    expect(mean([1, 2, NaN, 6])).toBe(3);
    expect(quantile([0, 1, 2, 3, 4], 0.25)).toBe(1);
    // deviations of 1, 2, 3, 4, 100 from 3: 2, 1, 0, 1, 97
    expect(robustSigma([1, 2, 3, 4, 100])).toBeCloseTo(1.4826, 4);
  });

  test('robust sigma of a normal sample is its standard deviation', () => {
    const random = new Random(4);
    const sample = Float64Array.from({ length: 50_000 }, () => random.normal(7, 2.5));
    expect(robustSigma(sample)).toBeCloseTo(2.5, 1);
  });
});

describe('rank correlation', () => {
  test('ties share their mean rank', () => {
    expect([...ranks([10, 20, 10, 5])]).toEqual([2.5, 4, 2.5, 1]);
  });

  test('scipy 1.17: spearmanr([1,2,3,4,5,5],[5,6,7,8,7,1])', () => {
    expect(spearman([1, 2, 3, 4, 5, 5], [5, 6, 7, 8, 7, 1])).toBeCloseTo(0.1323529412, 8);
    expect(pearson([1, 2, 3, 4, 5, 5], [5, 6, 7, 8, 7, 1])).toBeCloseTo(-0.1630820183, 8);
  });

  test('is 1 for any rising function and undefined for a constant', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -20, max: 20 }), { minLength: 3, maxLength: 20 }),
        values => {
          expect(
            spearman(
              values,
              values.map(v => Math.exp(v / 3))
            )
          ).toBeCloseTo(1, 12);
          expect(
            spearman(
              values,
              values.map(v => -v)
            )
          ).toBeCloseTo(-1, 12);
          expect(
            spearman(
              values,
              values.map(() => 4)
            )
          ).toBeNull();
        }
      )
    );
  });

  test('pairs with a missing value are left out', () => {
    expect(pearson([1, 2, NaN, 4], [2, 4, 100, 8])).toBeCloseTo(1, 12);
    expect(() => pearson([1, 2], [1])).toThrow(/2 values and y has 1/);
  });
});

describe('bootstrap over groups', () => {
  const random = new Random(2);
  const groups = Array.from({ length: 40 }, (_, g) => [g, g, g, g, g]).flat();
  const shift = Array.from({ length: 40 }, () => random.normal());
  const x = groups.map(g => shift[g]);
  const y = groups.map(g => shift[g] * 0.5 + 0.8 * random.normal());

  test('copies of a row do not narrow the interval', () => {
    const once = groupBootstrap(
      x.filter((_, i) => i % 5 === 0),
      y.filter((_, i) => i % 5 === 0),
      groups.filter((_, i) => i % 5 === 0),
      pearson
    )!;
    const fiveTimes = groupBootstrap(
      groups.map(g => x[5 * g]),
      groups.map(g => y[5 * g]),
      groups,
      pearson
    )!;
    expect(fiveTimes[1] - fiveTimes[0]).toBeGreaterThan(0.85 * (once[1] - once[0]));
  });

  test('needs three groups', () => {
    expect(groupBootstrap([1, 2, 3, 4], [1, 2, 3, 5], [1, 1, 2, 2], pearson)).toBeNull();
  });
});

test("Wilson's interval: 8 of 10 is .490 to .943", () => {
  const [low, high] = wilson(8, 10);
  expect(low).toBeCloseTo(0.4902, 3);
  expect(high).toBeCloseTo(0.9433, 3);
});

describe('random numbers', () => {
  test('a restored state goes on where it stood', () => {
    const random = new Random(11);
    random.normal();
    const state = JSON.parse(JSON.stringify(random.state()));
    const ahead = Array.from({ length: 5 }, () => random.normal());
    const again = new Random(state);
    expect(Array.from({ length: 5 }, () => again.normal())).toEqual(ahead);
  });

  test('moments of the deviates', () => {
    const random = new Random(1);
    const normal = Float64Array.from({ length: 100_000 }, () => random.normal());
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map(v => v * v))).toBeCloseTo(1, 1);
    expect(mean(normal.map(v => v ** 4))).toBeGreaterThan(2.9);
    expect(mean(normal.map(v => v ** 4))).toBeLessThan(3.1);
  });

  test('a permutation holds each number once', () => {
    expect([...new Random(3).permutation(50)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, i) => i)
    );
  });

  test('a seed must be whole', () => expect(() => new Random(0.5)).toThrow(/whole number/));
});
