import fc from 'fast-check';
import { groupedKFold, groupedSplit, kFold, type RowSubset } from '../../src/learn';

const rowsOf = (...parts: RowSubset[]) => parts.flatMap(part => [...part.rows]).sort((a, b) => a - b);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('k folds', () => {
  test('use every row once for testing and the others for training', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 80 }), fc.integer({ min: 2, max: 6 }), (n, folds) => {
        const made = kFold(n, { folds });
        expect(rowsOf(...made.map(fold => fold.test))).toEqual(upTo(n));
        for (const { train, test } of made) {
          expect(rowsOf(train, test)).toEqual(upTo(n));
          expect(test.rows.length).toBeGreaterThanOrEqual(Math.floor(n / folds));
          expect(test.rows.length).toBeLessThanOrEqual(Math.ceil(n / folds));
        }
      })
    );
  });
  test('follow the seed', () => {
    expect(kFold(30, { seed: 2 })).toEqual(kFold(30, { seed: 2 }));
    expect(kFold(30, { seed: 2 })).not.toEqual(kFold(30, { seed: 3 }));
  });
  test('stratified, have the same share of each class', () => {
    const stratify = upTo(100).map(i => (i < 20 ? 'rare' : 'common'));
    for (const { test } of kFold(100, { stratify })) {
      expect([...test.rows].filter(row => row < 20)).toHaveLength(4);
      expect(test.rows).toHaveLength(20);
    }
  });
  test('refuse more folds than rows, or one', () => {
    expect(() => kFold(3, { folds: 5 })).toThrow(/3 groups for 5 parts/);
    expect(() => kFold(3, { folds: 1 })).toThrow(/folds is 1/);
  });
});

describe('whole groups', () => {
  const groups = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 40, maxLength: 90 });
  test('stand in one part only', () => {
    fc.assert(
      fc.property(groups, fc.integer({ min: 0, max: 99 }), (of, seed) => {
        fc.pre(new Set(of).size >= 5);
        const { train, validation, test: kept } = groupedSplit(of, { seed });
        const parts = [train, validation, kept];
        expect(rowsOf(...parts)).toEqual(upTo(of.length));
        const owners = of.map(() => new Set<number>());
        parts.forEach((part, k) => part.rows.forEach(row => owners[of[row]].add(k)));
        for (const owner of owners) expect(owner.size).toBeLessThanOrEqual(1);
        for (const fold of groupedKFold(of, { folds: 4, seed })) {
          const train = new Set([...fold.train.rows].map(row => of[row]));
          expect([...fold.test.rows].some(row => train.has(of[row]))).toBe(false);
        }
      })
    );
  });
  test('make parts of the shares asked for', () => {
    const of = upTo(1000).map(i => `galaxy ${Math.floor(i / 5)}`);
    const { train, validation, test: kept } = groupedSplit(of);
    expect([train, validation, kept].map(part => part.rows.length)).toEqual([700, 100, 200]);
    expect([train, validation, kept].map(part => part.role)).toEqual(['train', 'validation', 'test']);
  });
  test('a share of 0 stays empty; shares must add up', () => {
    const shares = { train: 0.8, validation: 0, test: 0.2 };
    expect(groupedSplit(upTo(10), { shares }).validation.rows).toHaveLength(0);
    expect(() => groupedSplit(upTo(10), { shares: { ...shares, test: 0.3 } })).toThrow(/add up to 1/);
    expect(() => groupedSplit(upTo(10), { stratify: [1] })).toThrow(/stratify has 1 classes for 10 rows/);
  });
});
