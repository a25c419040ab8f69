/** Learners against scikit-learn: the same rows in, scores on the same unseen rows out. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { atMost } from '../compare.mjs';

const tl = createRequire(import.meta.url)('../../dist');

const save = (folder, name, values, shape) =>
  writeFileSync(path.join(folder, `${name}.npy`), tl.writeNpy(values, shape));
const load = (folder, name) => tl.readNpy(new Uint8Array(readFileSync(path.join(folder, `${name}.npy`))));

/** A table of the columns of a matrix [rows x width]. */
function tableOf({ values, shape: [rows, width] }) {
  const names = Array.from({ length: width }, (_, k) => `c${k}`);
  const columns = names.map((_, k) => Float64Array.from({ length: rows }, (__, i) => values[i * width + k]));
  return { names, columns, rows };
}

/** Friedman's function of five columns, five columns that say nothing, and noise. */
function curve(folder) {
  const random = new tl.Random(1);
  for (const [name, rows] of [
    ['train', 20_000],
    ['test', 5_000]
  ]) {
    const x = Float64Array.from({ length: rows * 10 }, () => random.uniform());
    const y = Float64Array.from({ length: rows }, (_, i) => {
      const [a, b, c, d, e] = x.subarray(10 * i, 10 * i + 5);
      return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + random.normal();
    });
    save(folder, `${name}X`, x, [rows, 10]);
    save(folder, `${name}Y`, y, [rows]);
  }
}

/** Rows about centres in a cube. */
function groups(folder, rows, width, count, spread) {
  const random = new tl.Random(2);
  const centres = Float64Array.from({ length: count * width }, () => random.uniform(-1, 1));
  const x = Float64Array.from({ length: rows * width }, (_, j) => {
    const group = Math.floor(j / width) % count;
    return centres[group * width + (j % width)] + spread * random.normal();
  });
  save(folder, 'trainX', x, [rows, width]);
}

/** A row of the bench. @param of what is fitted, and what of it is compared */
const row = ({ name, what, repeats, target, prepare, fit, scoreOf, checks }) => ({
  name,
  what,
  repeats,
  peer: { modules: ['numpy', 'sklearn'], sides: ['scikit-learn'] },
  ratios: [{ ours: 'terselab', theirs: 'scikit-learn', target }],
  prepare,
  ours: {
    terselab(folder) {
      const x = tableOf(load(folder, 'trainX'));
      const y = prepare === curve ? load(folder, 'trainY').values : null;
      let fitted;
      return {
        run: async () => (fitted = await fit(x, y)),
        result: () => scoreOf(fitted, folder)
      };
    }
  },
  compare: (_, sides) => ({ checks: checks(sides.terselab.result, sides['scikit-learn'].result) })
});

const r2 = predict => async (model, folder) => {
  const said = await predict(model, tableOf(load(folder, 'testX')));
  return tl.regressionScores(said, load(folder, 'testY').values).r2;
};
const sameScore = (ours, theirs) => [
  atMost(`R2 ${ours.toFixed(4)} and ${theirs.toFixed(4)}, difference`, Math.abs(ours - theirs), 0.005)
];
const noLarger = what => (ours, theirs) => [
  atMost(`${what} ${ours.toPrecision(6)} over ${theirs.toPrecision(6)}`, ours / theirs, 1.02)
];

/** Forests and trees of numbers, clusters, components and a map. */
export const learners = [
  row({
    name: 'tree',
    what: 'a decision tree without limits on 20,000 x 10',
    repeats: 9,
    target: 0.9,
    prepare: curve,
    fit: (x, y) => tl.fitTree(x, y),
    scoreOf: r2(tl.predictTree),
    // one tree is a matter of chance
    checks: (ours, theirs) => [
      atMost(`R2 ${ours.toFixed(4)} and ${theirs.toFixed(4)}, difference`, Math.abs(ours - theirs), 0.01)
    ]
  }),
  row({
    name: 'forest',
    what: 'a random forest of 30 trees on 20,000 x 10',
    repeats: 3,
    target: 0.4,
    prepare: curve,
    fit: (x, y) => tl.fitForest(x, y, { trees: 30, outOfBag: false }),
    scoreOf: r2(tl.predictForest),
    checks: sameScore
  }),
  row({
    name: 'boosting',
    what: 'gradient boosting, 100 rounds of 31 leaves on 20,000 x 10',
    repeats: 7,
    target: 1.5,
    prepare: curve,
    fit: (x, y) => tl.fitBoosting(x, y),
    scoreOf: r2(tl.predictBoosting),
    checks: sameScore
  }),
  row({
    name: 'kMeans',
    what: 'k-means, 8 clusters, 10 starts on 20,000 x 10',
    repeats: 5,
    target: 3,
    prepare: folder => groups(folder, 20_000, 10, 8, 0.5),
    fit: x => tl.kMeans(x, { clusters: 8 }),
    scoreOf: model => model.inertia,
    checks: (ours, theirs) => [
      atMost(`inertia ${ours.toFixed(2)} over ${theirs.toFixed(2)}`, ours / theirs, 1.001)
    ]
  }),
  row({
    name: 'pca',
    what: 'all principal components of 20,000 x 50, with the places of the rows',
    repeats: 9,
    target: 3,
    prepare: folder => groups(folder, 20_000, 50, 5, 0.3),
    async fit(x) {
      const model = await tl.fitPca(x);
      return { model, places: tl.transformPca(model, x) };
    },
    scoreOf: ({ model, places }) => ({
      variance: model.variance,
      places: Array.from(places.subarray(0, 500))
    }),
    checks: (ours, theirs) => [
      atMost(
        'greatest relative difference of a variance',
        Math.max(...ours.variance.map((v, k) => Math.abs(v / theirs.variance[k] - 1))),
        1e-9
      ),
      atMost(
        'greatest difference of a place',
        Math.max(...ours.places.map((v, k) => Math.abs(v - theirs.places[k]))),
        1e-6
      )
    ]
  }),
  row({
    name: 'tsne',
    what: 't-SNE of 2,000 x 10, 1,000 steps',
    repeats: 3,
    target: 1,
    prepare: folder => groups(folder, 2_000, 10, 6, 0.25),
    fit: x => tl.tsne(x),
    scoreOf: map => map.divergence,
    checks: noLarger('divergence')
  })
];
