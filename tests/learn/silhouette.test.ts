import { featureTable, silhouette } from '../../src/learn';

describe('silhouette', () => {
  test('of four points by hand', () => {
    // a: 1 for all; b: 10.5, 9.5, 9.5, 10.5
    const table = featureTable({ x: [0, 1, 10, 11] });
    const byHand = (2 * (9.5 / 10.5) + 2 * (8.5 / 9.5)) / 4;
    expect(silhouette(table, [0, 0, 1, 1])).toBeCloseTo(byHand, 12);
    expect(silhouette(table, [7, 7, 3, 3])).toBeCloseTo(byHand, 12);
  });
  test('a row alone counts nothing; rows in the wrong cluster count below 0', () => {
    expect(silhouette(featureTable({ x: [0, 1, 10] }), [0, 0, 1])).toBeCloseTo((9 / 10 + 8 / 9) / 3, 12);
    expect(silhouette(featureTable({ x: [0, 1, 10, 11] }), [0, 1, 0, 1])).toBeLessThan(0);
  });
  test('equal rows in two clusters give 0, not NaN', () => {
    expect(silhouette(featureTable({ x: [1, 1, 1, 1] }), [0, 0, 1, 1])).toBe(0);
  });
  test('a sample comes near the whole', () => {
    const x = Float64Array.from({ length: 900 }, (_, i) => (i % 3) * 4 + Math.sin(i * i));
    const labels = Array.from(x, (_, i) => i % 3);
    const whole = silhouette(featureTable({ x }), labels);
    expect(Math.abs(silhouette(featureTable({ x }), labels, { sample: 300 }) - whole)).toBeLessThan(0.03);
  });
  test('refuses one cluster, labels of another length', () => {
    expect(() => silhouette(featureTable({ x: [1, 2] }), [0, 0])).toThrow(/one cluster/);
    expect(() => silhouette(featureTable({ x: [1, 2] }), [0])).toThrow(/1 of labels and 2 of rows/);
  });
});
