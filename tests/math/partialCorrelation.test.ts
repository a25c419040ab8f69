import {
  bootstrapOverGroups,
  drawnCorrelation,
  fisherInterval,
  groupBootstrap,
  mean,
  partialPearson,
  partialSpearman,
  pearson,
  Random,
  ranks,
  spearman
} from '../../src/math';

const random = new Random(12);
const normals = (n: number) => Float64Array.from({ length: n }, () => random.normal());

/** What is left of y after the least-squares line on one control. */
function residuals(y: ArrayLike<number>, control: ArrayLike<number>): Float64Array {
  const [my, mc] = [mean(y), mean(control)];
  let [cross, square] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    cross += (y[i] - my) * (control[i] - mc);
    square += (control[i] - mc) ** 2;
  }
  return Float64Array.from(y, (v, i) => v - my - (cross / square) * (control[i] - mc));
}

const closedForm = (xy: number, xz: number, yz: number) =>
  (xy - xz * yz) / Math.sqrt((1 - xz * xz) * (1 - yz * yz));

describe('partial correlation', () => {
  const z = normals(20_000);
  const x = z.map(v => v + random.normal());
  const y = z.map(v => v + random.normal());

  test('is that of the residuals of regressions, of values and of ranks', () => {
    expect(partialPearson(x, y, [z])).toBeCloseTo(pearson(residuals(x, z), residuals(y, z))!, 10);
    const [rx, ry, rz] = [x, y, z].map(ranks);
    expect(partialSpearman(x, y, [z])).toBeCloseTo(pearson(residuals(rx, rz), residuals(ry, rz))!, 10);
  });
  test('with one control is the closed form', () => {
    const of = (r: typeof pearson) => closedForm(r(x, y)!, r(x, z)!, r(y, z)!);
    expect(partialPearson(x, y, [z])).toBeCloseTo(of(pearson), 10);
    expect(partialSpearman(x, y, [z])).toBeCloseTo(of(spearman), 10);
  });
  test('of columns that share only the control is 0 within its error, although they correlate by .5', () => {
    expect(pearson(x, y)!).toBeCloseTo(0.5, 1);
    expect(Math.abs(partialPearson(x, y, [z])!)).toBeLessThan(4 / Math.sqrt(20_000));
    expect(Math.abs(partialSpearman(x, y, [z])!)).toBeLessThan(0.05);
  });
  test('y = x + z: correlation of 1 / sqrt(2) with x, of 1 at fixed z', () => {
    const a = normals(5000);
    const b = normals(5000);
    const sum = a.map((v, i) => v + b[i]);
    expect(pearson(a, sum)!).toBeCloseTo(Math.SQRT1_2, 1);
    expect(partialPearson(a, sum, [b])!).toBeCloseTo(1, 8);
  });
  test('two controls: taken out one after the other', () => {
    const w = normals(20_000);
    const both = x.map((v, i) => v + 2 * w[i]);
    const other = y.map((v, i) => v - 2 * w[i]);
    const [a, b, c] = [both, other, w].map(column => residuals(column, z));
    const expected = pearson(residuals(a, c), residuals(b, c))!;
    expect(partialPearson(both, other, [z, w])).toBeCloseTo(expected, 10);
    expect(partialPearson(both, other, [w, z])).toBeCloseTo(expected, 10);
  });
  test('no control is the plain correlation; a copy of a control changes nothing', () => {
    expect(partialPearson(x, y, [])).toBeCloseTo(pearson(x, y)!, 10);
    expect(partialSpearman(x, y, [])).toBeCloseTo(spearman(x, y)!, 10);
    expect(partialPearson(x, y, [z, z.map(v => 3 - 2 * v)])).toBeCloseTo(partialPearson(x, y, [z])!, 10);
  });
  test('undefined where a control determines a column, a column is constant, or rows are few', () => {
    expect(partialPearson(x, y, [x])).toBeNull();
    expect(partialSpearman(x, y, [y.map(Math.exp)])).toBeNull();
    expect(
      partialPearson(
        x,
        x.map(() => 0.1),
        [z]
      )
    ).toBeNull();
    expect(partialPearson([1, 2, 4], [1, 3, 2], [[1, 0, 1]])).toBeNull();
  });
  test('rows with a missing value in any column are left out; lengths must agree', () => {
    const holes = z.map((v, i) => (i % 3 === 0 ? NaN : v));
    const kept = (column: Float64Array) => column.filter((_, i) => i % 3 !== 0);
    expect(partialSpearman(x, y, [holes])).toBeCloseTo(partialSpearman(kept(x), kept(y), [kept(z)])!, 12);
    expect(() => partialPearson([1, 2, 3, 4], [1, 2, 3, 4], [[1, 2]])).toThrow(
      /4 values and control 0 has 2/
    );
  });
});

describe("Fisher's interval", () => {
  test('known values: r = .5, n = 28 is .156 to .736', () => {
    const [low, high] = fisherInterval(0.5, 28);
    expect(low).toBeCloseTo(Math.tanh(Math.atanh(0.5) - 1.959964 / 5), 6);
    expect(low).toBeCloseTo(0.1558, 3);
    expect(high).toBeCloseTo(0.7359, 3);
  });
  test('holds the truth in 95 % of samples, with a control too', () => {
    let [plain, partial] = [0, 0];
    for (let k = 0; k < 2000; k++) {
      const z = normals(30);
      const x = z.map(v => v + random.normal());
      const y = z.map((v, i) => v + x[i] + random.normal());
      // x and y at fixed z: y = x + noise of equal width, so 1 / sqrt(2)
      const [a, b] = fisherInterval(partialPearson(x, y, [z])!, 30, { controls: 1 });
      if (a < Math.SQRT1_2 && b > Math.SQRT1_2) partial++;
      const [c, d] = fisherInterval(pearson(x, z)!, 30);
      if (c < Math.SQRT1_2 && d > Math.SQRT1_2) plain++;
    }
    for (const hits of [plain, partial]) expect(Math.abs(hits / 2000 - 0.95)).toBeLessThan(0.015);
  });
  test('what is no correlation, or too few rows, is refused', () => {
    expect(() => fisherInterval(1.2, 10)).toThrow(/r is 1.2/);
    expect(() => fisherInterval(0.2, 4, { controls: 1 })).toThrow(/more than 4 rows/);
  });
});

describe('bootstrap over groups', () => {
  const groups = Array.from({ length: 600 }, (_, i) => Math.floor(i / 4));
  const x = groups.map((_, i) => Math.round(4 * random.normal() + (i % 4)));
  const y = x.map(v => v + 3 * random.normal());

  test('without copying rows is the same as with: ties, missing values', () => {
    const holes = y.map((v, i) => (i % 7 === 0 ? NaN : v));
    for (const statistic of [pearson, spearman]) {
      const quick = groupBootstrap(x, holes, groups, statistic, { draws: 60 })!;
      // a function that is not recognised is given the rows of each draw
      const slow = groupBootstrap(x, holes, groups, (a, b) => statistic(a, b), { draws: 60 })!;
      expect(quick[0]).toBeCloseTo(slow[0], 12);
      expect(quick[1]).toBeCloseTo(slow[1], 12);
      expect(quick[1] - quick[0]).toBeGreaterThan(0.01);
    }
  });
  test('takes a statistic of three columns; its width is that of Fisher where rows are independent', () => {
    const z = normals(800);
    const a = z.map(v => v + random.normal());
    const b = z.map((v, i) => v + 0.5 * a[i] + random.normal());
    const [low, high] = bootstrapOverGroups(Array.from(z.keys()), drawnCorrelation(a, b, { controls: [z] }))!;
    const [from, to] = fisherInterval(partialPearson(a, b, [z])!, 800, { controls: 1 });
    expect((high - low) / (to - from)).toBeGreaterThan(0.85);
    expect((high - low) / (to - from)).toBeLessThan(1.15);
  });
  test('300 draws over 20,000 rows need no copy of them: 300 calls, each told how often a row stands in', () => {
    let calls = 0;
    bootstrapOverGroups(
      Array.from({ length: 20_000 }, (_, i) => i % 5000),
      counts => {
        calls++;
        let total = 0;
        for (let i = 0; i < counts.length; i++) total += counts[i];
        return total === 20_000 && counts[3] === counts[5003] ? calls : null;
      },
      { draws: 300 }
    );
    expect(calls).toBe(300);
  });
});
