import fc from 'fast-check';
import {
  accuracy,
  confusionMatrix,
  depthOf,
  featureTable,
  fitBoosting,
  fitForest,
  fitTree,
  leavesOf,
  mostLikely,
  permutationImportance,
  predictBoosting,
  predictForest,
  predictTree,
  regressionScores,
  takeRows,
  takeTarget,
  type ClassLabels,
  type TreeOptions
} from '../../src/learn';
import { blobs, curve, table } from './golden/data';
import golden from './golden/golden.json';

const upTo = (n: number, from = 0) => Uint32Array.from({ length: n - from }, (_, i) => from + i);
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const want = golden.ensembles;
const NEAR = 0.005;

const numbers = (() => {
  const { x, y } = curve(4000, 8, 21);
  const all = table(x);
  return {
    train: takeRows(all, upTo(2000)),
    y: Float64Array.from(y.slice(0, 2000)),
    test: takeRows(all, upTo(4000, 2000)),
    truth: Float64Array.from(y.slice(2000))
  };
})();
const classes = (() => {
  const { x, target } = blobs(4000, 6, 3, 0.7, 22);
  const all = table(x);
  return {
    train: takeRows(all, upTo(2000)),
    target: takeTarget(target, upTo(2000)),
    test: takeRows(all, upTo(4000, 2000)),
    truth: takeTarget(target, upTo(4000, 2000))
  };
})();
const r2 = (predicted: Float64Array) => regressionScores(predicted, numbers.truth).r2!;
const hits = (probabilities: Float64Array, truth: ClassLabels = classes.truth) =>
  accuracy(
    confusionMatrix({
      truth: truth.labels,
      predicted: mostLikely(probabilities, truth.classes.length),
      classes: truth.classes
    })
  );

const options: Record<string, TreeOptions> = {
  all: {},
  leaf20: { minLeaf: 20 },
  depth4: { maxDepth: 4 },
  leaves16: { maxLeaves: 16 }
};

describe('single trees against scikit-learn', () => {
  test.each(Object.keys(golden.singleTrees) as (keyof typeof golden.singleTrees)[])(
    '%s: as good on unseen rows, mean over data of ten seeds',
    name => {
      const [kind, limits] = name.split(' ');
      const scores = Array.from({ length: 10 }, (_, i) => {
        const { x, y } = curve(3000, 6, 100 + i);
        const { x: u, target } = blobs(3000, 5, 3, 0.7, 100 + i);
        const all = table(kind === 'numbers' ? x : u);
        const wanted = kind === 'numbers' ? y : target;
        const model = fitTree(takeRows(all, upTo(1500)), takeTarget(wanted, upTo(1500)), options[limits]);
        const said = predictTree(model, takeRows(all, upTo(3000, 1500)));
        return kind === 'numbers'
          ? regressionScores(said, y.slice(1500)).r2!
          : hits(said, takeTarget(target, upTo(3000, 1500)));
      });
      expect(Math.abs(mean(scores) - golden.singleTrees[name])).toBeLessThan(NEAR);
    }
  );
  test.each(Object.keys(golden.sameTrees) as (keyof typeof golden.sameTrees)[])(
    '%s: the same tree where bins lose nothing',
    name => {
      const [kind, limits] = name.split(' ');
      const { x, y } = curve(2000, 6, 23);
      const { x: u, target } = blobs(2000, 5, 3, 0.7, 24);
      const all = table(
        kind === 'numbers'
          ? x.map(row => row.map(v => Math.floor(v * 100) / 100))
          : u.map(row => row.map(v => Math.floor(v * 16) / 16))
      );
      const said = predictTree(fitTree(all, kind === 'numbers' ? y : target, options[limits]), all);
      const score = kind === 'numbers' ? regressionScores(said, y).r2! : hits(said, target);
      expect(score).toBeCloseTo(golden.sameTrees[name], 10);
    }
  );
});

describe('ensembles as good as those of scikit-learn', () => {
  test('forest, with its score out of bag', async () => {
    const models = [];
    for (const seed of [1, 2]) models.push(await fitForest(numbers.train, numbers.y, { seed }));
    const scores = [];
    for (const model of models) scores.push(r2(await predictForest(model, numbers.test)));
    expect(Math.abs(mean(scores) - want.forest)).toBeLessThan(NEAR);
    expect(Math.abs(mean(models.map(model => model.outOfBag!.score)) - want.forestOutOfBag)).toBeLessThan(
      NEAR
    );
  });
  test('forest of classes', async () => {
    const scores = [];
    for (const seed of [1, 2, 3]) {
      const model = await fitForest(classes.train, classes.target, { seed });
      scores.push(hits(await predictForest(model, classes.test)));
      expect(Math.abs(model.outOfBag!.score - scores[scores.length - 1])).toBeLessThan(0.02);
    }
    expect(Math.abs(mean(scores) - want.forestClasses)).toBeLessThan(NEAR);
  });
  test('boosting', async () => {
    const model = await fitBoosting(numbers.train, numbers.y);
    expect(Math.abs(r2(await predictBoosting(model, numbers.test)) - want.boosting)).toBeLessThan(NEAR);
  });
  test('boosting of several classes and of two', async () => {
    const model = await fitBoosting(classes.train, classes.target);
    const score = hits(await predictBoosting(model, classes.test));
    expect(Math.abs(score - want.boostingClasses)).toBeLessThan(NEAR);
    const two = ({ labels }: ClassLabels) => ({
      classes: ['no', 'yes'],
      labels: labels.map(k => (k === 1 ? 1 : 0))
    });
    const binary = await fitBoosting(classes.train, two(classes.target));
    const own = hits(await predictBoosting(binary, classes.test), two(classes.truth));
    expect(Math.abs(own - want.boostingTwo)).toBeLessThan(NEAR);
  });
});

describe('a tree', () => {
  const step = featureTable({ x: [1, 2, 3, 4], y: [0, 0, 0, 0] });
  test('by hand: one cut in the middle of the gap', () => {
    expect(fitTree(step, [5, 5, 9, 9]).nodes).toEqual({
      column: [0, -1, -1],
      threshold: [2.5, 0, 0],
      left: [1, 0, 0],
      missingLeft: [1, 0, 0],
      value: [7, 5, 9]
    });
  });
  test('of classes by hand: shares', () => {
    const target = { classes: ['a', 'b'], labels: Uint16Array.of(0, 1, 1, 1) };
    expect(fitTree(step, target, { minLeaf: 2 }).nodes.value).toEqual([0.25, 0.75, 0.5, 0.5, 0, 1]);
  });
  test('finds what no single cut shows: exclusive or', () => {
    const xor = featureTable({ a: [0, 0, 1, 1], b: [0, 1, 0, 1] });
    expect([...predictTree(fitTree(xor, [0, 1, 1, 0]), xor)]).toEqual([0, 1, 1, 0]);
  });
  const rows = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 2,
    maxLength: 120
  });
  test('fits any function of its columns exactly, each leaf a mean', () => {
    fc.assert(
      fc.property(rows, list => {
        const t = featureTable({ a: list.map(r => r[0]), b: list.map(r => r[1]) });
        const y = list.map(r => r[0] * 3 + ((r[1] * 7) % 5));
        predictTree(fitTree(t, y), t).forEach((v, i) => expect(v).toBeCloseTo(y[i], 9));
      })
    );
  });
  test('keeps its limits, and a monotone change of a column changes nothing', () => {
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 2, max: 9 }),
        (list, minLeaf, maxLeaves) => {
          const y = list.map((r, i) => r[0] * r[1] + (i % 3));
          const a = list.map(r => r[0]);
          const t = featureTable({ a, b: list.map(r => r[1]) });
          const model = fitTree(t, y, { minLeaf, maxLeaves, maxDepth: 3 });
          expect(leavesOf(model.nodes)).toBeLessThanOrEqual(Math.min(maxLeaves, 8));
          expect(depthOf(model.nodes)).toBeLessThanOrEqual(3);
          const said = predictTree(model, t);
          if (leavesOf(model.nodes) > 1) {
            for (const v of new Set(said))
              expect(said.filter(w => w === v).length).toBeGreaterThanOrEqual(minLeaf);
          }
          const grown = { ...t, columns: [Float64Array.from(a, v => Math.exp(v / 4)), t.columns[1]] };
          const other = fitTree(grown, y, { minLeaf, maxLeaves, maxDepth: 3 });
          predictTree(other, grown).forEach((v, i) => expect(v).toBeCloseTo(said[i], 9));
        }
      )
    );
  });
  test('of many values: no gap between bins is lost, float32 columns too', () => {
    const x = Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i * 12.9898) * 43758.5453);
    const t = featureTable({ x });
    const y = Float64Array.from(x, v => (v > 1000 ? 1 : 0));
    const said = predictTree(fitTree(t, y), t);
    expect(regressionScores(said, y).r2).toBeGreaterThan(0.99);
  });
});

describe('missing values', () => {
  const x = Float64Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? NaN : i % 3));
  test('go where they help: between, beside and apart from the numbers', () => {
    for (const [one, two, none] of [
      [0, 1, 1],
      [0, 1, 0],
      [0, 0, 1],
      [0, 1, 5]
    ]) {
      const y = Float64Array.from({ length: 300 }, (_, i) => [none, one, two][i % 3]);
      const t = featureTable({ x });
      const model = JSON.parse(JSON.stringify(fitTree(t, y)));
      predictTree(model, t).forEach((v, i) => expect(v).toBeCloseTo(y[i], 12));
    }
  });
  test('where none was seen, go with most rows', () => {
    const seen = featureTable({ x: [1, 2, 3, 4, 5] });
    const model = fitTree(seen, [0, 0, 0, 7, 7]);
    expect(predictTree(model, featureTable({ x: [NaN] }))[0]).toBeCloseTo(0, 12);
  });
  test('boosting and forest take them', async () => {
    const t = featureTable({ x, z: Float64Array.from({ length: 300 }, (_, i) => i) });
    const y = Float64Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? 4 : 1));
    const boosted = await predictBoosting(await fitBoosting(t, y), t);
    const forest = await predictForest(await fitForest(t, y, { trees: 10 }), t);
    for (const said of [boosted, forest]) expect(regressionScores(said, y).r2).toBeGreaterThan(0.99);
  });
});

describe('forests and boosting', () => {
  const small = takeRows(numbers.train, upTo(300));
  const y = numbers.y.slice(0, 300);
  test('one round of boosting is its formula: mean + rate x mean residual of the leaf', async () => {
    const t = featureTable({ x: [1, 1, 2, 2] });
    const model = await fitBoosting(t, [0, 2, 10, 12], { rounds: 1, minLeaf: 2, learningRate: 0.5, l2: 2 });
    expect([...(await predictBoosting(model, t))]).toEqual([4.75, 4.75, 7.25, 7.25]);
    const target = { classes: ['a', 'b'], labels: Uint16Array.of(0, 0, 1, 1) };
    const odds = await fitBoosting(t, target, { rounds: 1, minLeaf: 2, learningRate: 0.5 });
    // slope 1/2, curvature 1/4 a row: a step of 2 x .5
    expect((await predictBoosting(odds, t))[5]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  });
  test('stop early on rows of validation and keep the best round', async () => {
    const validation = { table: takeRows(numbers.train, upTo(600, 300)), target: numbers.y.slice(300, 600) };
    const model = await fitBoosting(small, y, { rounds: 500, validation, learningRate: 0.3, patience: 5 });
    const best = model.validationLoss.indexOf(Math.min(...model.validationLoss));
    expect(model.trees).toHaveLength(best + 1);
    expect(model.validationLoss).toHaveLength(best + 1 + 5);
    const said = await predictBoosting(model, validation.table);
    const loss = mean(Array.from(said, (v, i) => (v - validation.target[i]) ** 2)) / 2;
    expect(loss).toBeCloseTo(model.validationLoss[best], 10);
  });
  test('follow the seed, survive JSON, report and stop', async () => {
    const forest = (seed: number) => fitForest(small, y, { trees: 5, seed });
    const model = await forest(1);
    expect(await forest(1)).toEqual(model);
    expect(await forest(2)).not.toEqual(model);
    const again = JSON.parse(JSON.stringify(model));
    expect(await predictForest(again, numbers.test)).toEqual(await predictForest(model, numbers.test));
    const seen: number[] = [];
    await fitForest(small, y, { trees: 3, onProgress: done => seen.push(done) });
    expect(seen).toEqual([1, 2, 3]);
    const signal = AbortSignal.abort();
    await expect(fitForest(small, y, { signal })).rejects.toThrow(/was stopped/);
    await expect(fitBoosting(small, y, { signal })).rejects.toThrow(/was stopped/);
  });
  test('refuse what they cannot learn from', async () => {
    expect(() => fitTree(small, y.slice(1))).toThrow(/299 targets for 300 rows/);
    expect(() =>
      fitTree(
        small,
        y.map(() => NaN)
      )
    ).toThrow(/target of row 0 is NaN/);
    expect(() => fitTree(small, y, { minLeaf: 0 })).toThrow(/minLeaf is 0/);
    expect(() => fitTree(small, y, { bins: 300 })).toThrow(/bins is 300/);
    await expect(fitForest(small, y, { trees: 0 })).rejects.toThrow(/trees is 0/);
    const one = { classes: ['a', 'b'], labels: new Uint16Array(300) };
    await expect(fitBoosting(small, one)).rejects.toThrow(/1 of 2 classes/);
    const model = fitTree(small, y);
    expect(() => predictTree(model, featureTable({ other: [1] }))).toThrow(/columns are other/);
  });
});

describe('importance by permutation', () => {
  const model = fitTree(numbers.train, numbers.y, { minLeaf: 20 });
  const score = (t: typeof numbers.test) => r2(predictTree(model, t));
  test('finds the five columns that count, and gives exactly 0 to one that no cut uses', async () => {
    const copy = { ...numbers.test, names: [...numbers.test.names, 'unused'] };
    copy.columns = [...numbers.test.columns, new Float64Array(2000).map((_, i) => i)];
    const trimmed = (t: typeof copy) =>
      score({ ...t, names: t.names.slice(0, 8), columns: t.columns.slice(0, 8) });
    const found = await permutationImportance(copy, trimmed);
    expect(new Set(found.slice(0, 5).map(f => f.name))).toEqual(new Set(['c0', 'c1', 'c2', 'c3', 'c4']));
    expect(found.find(f => f.name === 'unused')).toMatchObject({ mean: 0, sd: 0 });
  });
  test('of two copies neither counts alone, but together they do', async () => {
    const x = upTo(400);
    const twice = featureTable({ a: x, b: x });
    // a model that needs only one of them
    const score = (t: typeof twice) =>
      -mean(Array.from(x, (v, i) => Math.min(Math.abs(t.columns[0][i] - v), Math.abs(t.columns[1][i] - v))));
    const alone = await permutationImportance(twice, score);
    expect(alone.map(f => f.mean)).toEqual([0, 0]);
    const [together] = await permutationImportance(twice, score, { groups: { both: ['a', 'b'] } });
    expect(together.mean).toBeGreaterThan(100);
    await expect(permutationImportance(twice, score, { groups: { g: ['c'] } })).rejects.toThrow(
      /"c" is no column/
    );
  });
});
