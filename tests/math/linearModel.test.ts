import { fitLinear, predictLinear, Random, solvePositive } from '../../src/math';

const random = new Random(11);
const normals = (n: number) => Float64Array.from({ length: n }, () => random.normal());
const a = normals(200);
const b = normals(200);
const y = a.map((v, i) => 3 + 2 * v - 0.5 * b[i]);

test('a positive system, by hand', () => {
  // [[4, 2], [2, 3]] [1, 2] = [8, 8]
  const x = solvePositive(
    [
      [4, 2],
      [2, 3]
    ],
    [8, 8]
  );
  expect(x[0]).toBeCloseTo(1, 12);
  expect(x[1]).toBeCloseTo(2, 12);
});

test('finds the weights of exact data and predicts other rows', () => {
  const model = fitLinear([a, b], y);
  expect(model.intercept).toBeCloseTo(3, 4);
  expect(model.weights[0]).toBeCloseTo(2, 4);
  expect(model.weights[1]).toBeCloseTo(-0.5, 4);
  const said = predictLinear(model, [
    [1, 0],
    [0, 4]
  ]);
  expect(said[0]).toBeCloseTo(5, 4);
  expect(said[1]).toBeCloseTo(1, 4);
});

test('one column: the ridge divides the weight by 1 + ridge', () => {
  const plain = fitLinear([a], y, { ridge: 0 }).weights[0];
  expect(fitLinear([a], y, { ridge: 0.25 }).weights[0]).toBeCloseTo(plain / 1.25, 10);
});

test('parallel columns share the weight, and units do not matter', () => {
  const model = fitLinear([a, a.map(v => 1000 * v)], y);
  expect(model.weights[0]).toBeCloseTo(1000 * model.weights[1], 5);
  const alone = predictLinear(fitLinear([a], y), [a]);
  predictLinear(model, [a, a.map(v => 1000 * v)]).forEach((v, i) => expect(v).toBeCloseTo(alone[i], 4));
});

test('refuses columns that cannot be fitted, by their number', () => {
  expect(() => fitLinear([a, new Float64Array(200)], y)).toThrow(/column 1 does not vary/);
  expect(() => fitLinear([a.map((v, i) => (i === 3 ? NaN : v))], y)).toThrow(/column 0 .* not finite/);
  expect(() => fitLinear([a.slice(1)], y)).toThrow(/column 0 has 199 values and y has 200/);
  expect(() => predictLinear({ intercept: 0, weights: [1] }, [])).toThrow(/0 columns; expected 1/);
});
