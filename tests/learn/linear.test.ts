import {
  balancedAccuracy,
  columnOf,
  confusionMatrix,
  featureTable,
  fitLogistic,
  fitSgd,
  mostLikely,
  predictLogistic,
  predictSgd,
  scaling,
  takeRows,
  takeTarget
} from '../../src/learn';
import { blobs, table } from './golden/data';
import golden from './golden/golden.json';

const upTo = (n: number, from = 0) => Uint32Array.from({ length: n - from }, (_, i) => from + i);

describe('logistic regression', () => {
  test.each(Object.keys(golden.logistic) as (keyof typeof golden.logistic)[])('%s: as scikit-learn', name => {
    const [kind, penalty] = name.split(' ');
    const classes = kind === 'binary' ? 2 : 4;
    const { x, target } = blobs(600, 5, classes, 0.8, 11 + classes);
    const [factor, shift] = [
      [1, 10, 0.1, 1, 3],
      [0, 50, 0, -2, 0]
    ];
    const t = table(x.map(row => row.map((v, c) => v * factor[c] + shift[c])));
    const model = fitLogistic(t, target, { l2: Number(penalty) });
    const want = golden.logistic[name];
    model.weights.forEach((own, k) =>
      own.forEach((w, c) => expect(Math.abs(w - want.weights[k][c])).toBeLessThan(1e-5))
    );
    const probabilities = predictLogistic(model, takeRows(t, [0, 1, 2]));
    want.first.flat().forEach((p, i) => expect(Math.abs(probabilities[i] - p)).toBeLessThan(1e-5));
  });
  test('of one column with two values: the log odds in closed form', () => {
    const [ones, zeros] = [
      [30, 10],
      [5, 55]
    ];
    const x = [1, 1, 0, 0].flatMap((v, k) => new Array(([...ones, ...zeros] as number[])[k]).fill(v));
    const labels = Uint16Array.from(
      [1, 0, 1, 0].flatMap((v, k) => new Array([...ones, ...zeros][k]).fill(v))
    );
    const { weights, intercepts } = fitLogistic(
      featureTable({ x }),
      { classes: ['no', 'yes'], labels },
      { l2: 0 }
    );
    expect(intercepts[0]).toBeCloseTo(Math.log(5 / 55), 8);
    expect(weights[0][0]).toBeCloseTo(Math.log(3) - Math.log(5 / 55), 8);
  });
  test('without penalty and with classes apart it says so', () => {
    const x = featureTable({ x: [1, 2, 3, 4] });
    const target = { classes: ['a', 'b'], labels: Uint16Array.of(0, 0, 1, 1) };
    expect(() => fitLogistic(x, target, { l2: 0, maxSteps: 10 })).toThrow(/larger l2/);
    expect(() => fitLogistic(featureTable({ x: [1, NaN, 3, 4] }), target)).toThrow(/"x" is NaN in row 1/);
    expect(() => fitLogistic(x, { classes: ['a'], labels: target.labels })).toThrow(/target of row 2 is 1/);
  });
  test('stops where it is told to', () => {
    const signal = AbortSignal.abort();
    const target = { classes: ['a', 'b'], labels: Uint16Array.of(0, 1) };
    expect(() => fitLogistic(featureTable({ x: [1, 2] }), target, { signal })).toThrow(/was stopped/);
  });
});

describe('stochastic gradient descent', () => {
  const { x, target } = blobs(2000, 6, 4, 0.6, 5);
  const raw = table(x);
  const all = { name: 'all', role: 'train' as const, rows: upTo(2000) };
  const t = scaling().fit(raw, all).apply(raw);
  const [half, rest] = [upTo(1000), upTo(2000, 1000)];
  const scoreOf = (loss: 'log' | 'hinge', seed: number) => {
    const model = fitSgd(takeRows(t, half), takeTarget(target, half), { loss, seed });
    const predicted = mostLikely(predictSgd(model, takeRows(t, rest)), 4);
    return balancedAccuracy(
      confusionMatrix({ truth: takeTarget(target, rest).labels, predicted, classes: target.classes })
    );
  };
  test.each(['log', 'hinge'] as const)('%s: as good as scikit-learn, mean of 10 seeds within .01', loss => {
    const mean = [...upTo(10)].reduce((sum, seed) => sum + scoreOf(loss, seed) / 10, 0);
    expect(Math.abs(mean - golden.sgd[loss])).toBeLessThan(0.01);
  });
  test('two classes: one line, probabilities that add up to 1', () => {
    const two = { classes: ['a', 'b'], labels: target.labels.map(k => k % 2) };
    const p = predictSgd(fitSgd(t, two), t);
    columnOf(p, 2, 0).forEach((a, i) => expect(a + p[2 * i + 1]).toBeCloseTo(1, 12));
  });
  test('columns that are not scaled are named as the reason', () => {
    const wide = featureTable({ x: x.map(row => row[0] * 1e200) });
    expect(() => fitSgd(wide, target)).toThrow(/scale the columns/);
  });
});
