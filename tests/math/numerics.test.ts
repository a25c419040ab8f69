import { cubicSpline, gaussLegendre, integrate, lowerBound, normalCumulative, Random } from '../../src/math';

test('Gauss and Legendre: exact for polynomials up to degree 2n - 1', () => {
  for (const n of [1, 2, 5, 16]) {
    const { nodes, weights } = gaussLegendre(n);
    for (let degree = 0; degree <= 2 * n - 1; degree++) {
      const sum = nodes.reduce((s, x, i) => s + weights[i] * x ** degree, 0);
      expect(sum).toBeCloseTo(degree % 2 ? 0 : 2 / (degree + 1), 12);
    }
  }
  expect(integrate(Math.exp, 0, 3)).toBeCloseTo(Math.exp(3) - 1, 12);
});

test('a natural cubic spline runs through its points, is a line where they are, and knows its slope', () => {
  const x = [0, 1, 2.5, 3, 5];
  const line = cubicSpline(
    x,
    x.map(v => 2 * v - 1)
  );
  for (const t of [-2, 0.3, 2.7, 8]) expect(line.at(t)).toBeCloseTo(2 * t - 1, 12);
  const nodes = Array.from({ length: 60 }, (_, i) => i / 10);
  const sine = cubicSpline(nodes, nodes.map(Math.sin));
  nodes.forEach(t => expect(sine.at(t)).toBeCloseTo(Math.sin(t), 12));
  for (const t of [1.234, 3.777]) {
    expect(sine.at(t)).toBeCloseTo(Math.sin(t), 5);
    expect(sine.slope(t)).toBeCloseTo(Math.cos(t), 3);
  }
  expect(() => cubicSpline([0, 1, 1], [1, 2, 3])).toThrow(/rising/);
  expect(() => cubicSpline([0, 1], [1, 2])).toThrow(/at least 3/);
});

test('the normal distribution from -20 to 5 (scipy 1.17, norm.cdf)', () => {
  const rows: [number, number][] = [
    [-20, 2.7536241186062337e-89],
    [-5, 2.866515718791939e-7],
    [-3.0001, 0.0013494549132607],
    [-2.9999, 0.0013503412829548],
    [-1, 0.15865525393145707],
    [0, 0.5],
    [2, 0.9772498680518208],
    [5, 0.9999997133484281]
  ];
  for (const [x, p] of rows) expect(Math.abs(normalCumulative(x) / p - 1)).toBeLessThan(1e-11);
});

test('the lower bound is where a value would be put before its equals', () => {
  const random = new Random(5);
  const sorted = Float64Array.from({ length: 200 }, () => random.integer(0, 60)).sort();
  for (let value = -1; value <= 61; value++)
    expect(lowerBound(sorted, value)).toBe(sorted.filter(v => v < value).length);
  expect(lowerBound([], 1)).toBe(0);
});
