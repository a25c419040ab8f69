import { featureTable, groupedSplit, imputation, scaling, unscale, type RowSubset } from '../../src/learn';

const part = (name: string, role: RowSubset['role'], rows: number[]): RowSubset => ({
  name,
  role,
  rows: Uint32Array.from(rows)
});
const train = part('train', 'train', [0, 1, 2, 3]);
const table = featureTable({ a: [1, 2, 3, 4, 1000], b: [5, 5, 5, 5, 7] });

describe('scaling', () => {
  test('knows the training rows only: mean 2.5, sd sqrt 1.25', () => {
    const { columns } = scaling().fit(table, train).apply(table);
    expect(columns[0][4]).toBeCloseTo(997.5 / Math.sqrt(1.25), 12);
    expect(columns[1][4]).toBe(2);
  });
  test('robust: median 2.5, 1.4826 x 1', () => {
    const { centre, scale } = scaling({ robust: true }).fit(table, train).state().learned;
    expect(centre).toEqual([2.5, 5]);
    expect(scale[0]).toBeCloseTo(1.4826, 4);
  });
  test('remembers its split, survives JSON, goes back', () => {
    const fitted = scaling().fit(table, train);
    expect(fitted.state().on).toMatchObject({ name: 'train', role: 'train', rows: 4 });
    const again = scaling({}, JSON.parse(JSON.stringify(fitted.state())));
    expect(again.apply(table)).toEqual(fitted.apply(table));
    unscale(fitted.apply(table), fitted.state()).columns[0].forEach((v, i) =>
      expect(v).toBeCloseTo(table.columns[0][i], 10)
    );
    const other = scaling().fit(table, part('train', 'train', [0, 1, 2, 4]));
    expect(other.state().on.hash).not.toBe(fitted.state().on.hash);
  });
  test('refuses a second fit, rows kept for judging, and to be applied before it is fitted', () => {
    const fitted = scaling().fit(table, train);
    expect(() => fitted.fit(table, train)).toThrow(/fitted on "train" \(4 rows\) already/);
    expect(() => scaling().fit(table, groupedSplit([1, 2, 3, 4, 5]).test)).toThrow(/"test" is for test/);
    expect(() => scaling().apply(table)).toThrow(/not fitted/);
    expect(() => scaling().state()).toThrow(/not fitted/);
    expect(() => fitted.apply(featureTable({ b: [1], a: [2] }))).toThrow(/columns are b, a; expected a, b/);
    expect(() => imputation({}, fitted.state() as never)).toThrow(/state is of scaling/);
  });
  test('names the place of what is no number', () => {
    const odd = featureTable({ a: [1, Infinity] });
    expect(() => scaling().fit(odd, part('train', 'train', [0]))).toThrow(/"a" is Infinity in row 1/);
  });
});

describe('imputation', () => {
  const holes = featureTable({ a: [1, NaN, 3, 8, NaN], b: [1, 2, 3, 4, NaN] });
  test('fills the median of the training rows and says where', () => {
    const filled = imputation().fit(holes, train).apply(holes);
    expect(filled.names).toEqual(['a', 'b', 'a missing']);
    expect([...filled.columns[0]]).toEqual([1, 3, 3, 8, 3]);
    expect(filled.columns[1][4]).toBe(2.5);
    expect([...filled.columns[2]]).toEqual([0, 1, 0, 0, 1]);
  });
  test('mean and constant, without flags', () => {
    expect(imputation({ fill: 'mean', flag: false }).fit(holes, train).apply(holes).columns[0][1]).toBe(4);
    const constant = imputation({ fill: { constant: -1 } }).fit(holes, train);
    expect(constant.state().learned).toEqual({ fill: [-1, -1], flagged: ['a'] });
  });
  test('refuses a column without values', () => {
    const none = featureTable({ a: [NaN, 1] });
    expect(() => imputation().fit(none, part('train', 'train', [0]))).toThrow(/"a" has no values/);
  });
});
