import { leastSquares, Random, withProducts } from '../../src/math';

const random = new Random(3);
const normals = (n: number) => Float64Array.from({ length: n }, () => random.normal());
const rows = 400;
const a = normals(rows);
const b = normals(rows);

test('a straight line through three points, by hand', () => {
  // y = 1/6 + x/2 through (0, 0), (1, 1), (2, 1): residuals -1/6, 1/3, -1/6
  const fit = leastSquares([[0, 1, 2]], [0, 1, 1]);
  expect(fit.fitted[0]).toBeCloseTo(1 / 6, 12);
  expect(fit.fitted[1]).toBeCloseTo(2 / 3, 12);
  expect(fit.scatter).toBeCloseTo(Math.sqrt(1 / 6), 12);
});

test('residuals are at right angles to every column, and the scatter is that of the noise', () => {
  const noise = normals(rows);
  const y = a.map((v, i) => 3 + 2 * v - b[i] + 0.5 * noise[i]);
  const { fitted, scatter, rank } = leastSquares([a, b], y);
  expect(rank).toBe(2);
  for (const column of [a, b, new Float64Array(rows).fill(1)]) {
    let along = 0;
    for (let i = 0; i < rows; i++) along += column[i] * (y[i] - fitted[i]);
    expect(Math.abs(along)).toBeLessThan(1e-10);
  }
  // 400 rows fix a scatter to 3.5 %
  expect(Math.abs(scatter / 0.5 - 1)).toBeLessThan(0.11);
});

test('a quadratic of two columns is found exactly by their products', () => {
  const y = a.map((v, i) => 1 - v + v * b[i] + 0.3 * b[i] ** 2);
  expect(withProducts([a, b])).toHaveLength(5);
  expect(leastSquares([a, b], y).scatter).toBeGreaterThan(0.5);
  expect(leastSquares(withProducts([a, b]), y).scatter).toBeLessThan(1e-12);
});

test('columns that the others determine add nothing; nearly parallel ones do no harm', () => {
  const y = a.map((v, i) => v + 1e6 * b[i]);
  const sum = a.map((v, i) => v + b[i] + 5);
  const constant = new Float64Array(rows).fill(7);
  expect(leastSquares([a, b, sum, constant], y).rank).toBe(2);
  const near = a.map((v, i) => v + 1e-6 * b[i]);
  const fit = leastSquares([a, near], b);
  expect(fit.rank).toBe(2);
  expect(fit.scatter).toBeLessThan(1e-8);
});

test('too few rows, columns of other lengths, values that are none: refused with their place', () => {
  expect(() => leastSquares([[1, 2]], [1, 2])).toThrow(/2 rows for 1 columns/);
  expect(() => leastSquares([a, [1, 2]], b)).toThrow(/column 1 has 2 values and y has 400/);
  expect(() => leastSquares([[1, NaN, 3, 4]], [1, 2, 3, 4])).toThrow(/row 1 of column 0 is NaN/);
  expect(() => leastSquares([[1, 2, 3, 4]], [1, 2, 3, Infinity])).toThrow(/row 3 of y is Infinity/);
});
