// Makes the truth and the baseline submissions of this entry's benchmark: node make.cjs (after npm run build).
// Every number follows from the seeds below; nothing is downloaded.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const tl = require('terselab');

const TRAIN = { sources: 4000, seed: 20261 };
const TEST = {
  home: { sources: 300, fields: 30, seed: 20262 },
  alike: { sources: 300, fields: 30, seed: 20263, unlikeness: 0 }
};
const SEEDS = [1, 2, 3, 4, 5];

const colours = ({ magnitude: { g, r, i, z, y } }) => {
  const minus = (a, b) => a.map((v, k) => v - b[k]);
  return { 'g-r': minus(g, r), 'r-i': minus(r, i), 'i-z': minus(i, z), 'z-y': minus(z, y) };
};
const features = s => tl.featureTable({ ...colours(s), extendedness: s.extendedness });
const seeing = s => tl.featureTable({ seeing: s.seeing });
const labelsOf = ({ classes, labels }) => ({ classes, labels: Uint16Array.from(labels) });
const most = (values, classes) => tl.mostLikely(values, classes.length);

const train = tl.simulatePanstarrsSources(TRAIN);
const test = Object.fromEntries(
  Object.entries(TEST).map(([domain, options]) => [domain, tl.simulatePanstarrsSources(options)])
);
const all = { name: 'train', role: 'train', rows: Uint32Array.from(train.labels.keys()) };

async function forest(seed, columns, labels = labelsOf(train)) {
  const model = await tl.fitForest(columns(train), labels, { trees: 100, minLeaf: 5, seed, outOfBag: false });
  return async s => most(await tl.predictForest(model, columns(s)), train.classes);
}
/** Labels dealt out anew: what is learned of them is worth nothing. */
const permuted = seed => {
  const { classes, labels } = labelsOf(train);
  return {
    classes,
    labels: Uint16Array.from(new tl.Random(seed).permutation(labels.length), i => labels[i])
  };
};

const submissions = {
  constant: () => async s => new Uint8Array(s.labels.length),
  nuisance: seed => forest(seed, seeing),
  linear: async seed => {
    const scaler = tl.scaling().fit(features(train), all);
    const model = tl.fitSgd(scaler.apply(features(train)), labelsOf(train), { seed });
    return async s => most(tl.predictSgd(model, scaler.apply(features(s))), train.classes);
  },
  forest: seed => forest(seed, features),
  'control-permuted-labels': seed => forest(seed, features, permuted(seed))
};

async function main() {
  const idOf = (domain, i) => `${domain}-${i}`;
  const lines = Object.entries(test).flatMap(([domain, s]) =>
    Array.from(s.labels, (value, i) =>
      JSON.stringify({ id: idOf(domain, i), domain, value, group: `${domain}-field-${s.field[i]}` })
    )
  );
  fs.writeFileSync(path.join(__dirname, 'truth.ndjson'), `${lines.join('\n')}\n`);
  for (const [name, make] of Object.entries(submissions)) {
    const folder = path.join(__dirname, 'submissions', name);
    fs.mkdirSync(folder, { recursive: true });
    const manifest = {
      name,
      by: 'the terselab authors',
      entry: 'panstarrs-sources@1.0.0',
      division: 'closed'
    };
    fs.writeFileSync(path.join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    const rows = [];
    for (const seed of SEEDS) {
      const predict = await make(seed);
      for (const [domain, s] of Object.entries(test)) {
        Array.from(await predict(s), (value, i) =>
          rows.push(JSON.stringify({ id: idOf(domain, i), seed, domain, value }))
        );
      }
    }
    fs.writeFileSync(path.join(folder, 'predictions.ndjson'), `${rows.join('\n')}\n`);
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
