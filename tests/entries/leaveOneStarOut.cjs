// Leave one star out on 414 hand-labelled windows of five flare stars; prints one line of JSON: scores by seed.
//
//     node leaveOneStarOut.cjs WINDOWS.npz SEED[,SEED...]
//
// A program of its own, not a Jest test, because tfjs runs three times as slow inside Jest.
const fs = require('node:fs');
const tl = require('../../dist');

const EPOCHS = 70;

function load(file) {
  const arrays = tl.readNpz(fs.readFileSync(file));
  const labels = Array.from(arrays.get('y').values, Number);
  const windows = { values: Float32Array.from(arrays.get('X').values), count: labels.length, length: 200 };
  return {
    examples: { ...tl.standardise(windows), labels },
    stars: Array.from(arrays.get('tic').values, Number)
  };
}

function rows(all, keep) {
  const values = new Float32Array(keep.length * all.length);
  keep.forEach((row, i) =>
    values.set(all.values.subarray(row * all.length, (row + 1) * all.length), i * all.length)
  );
  return { values, count: keep.length, length: all.length, labels: keep.map(row => all.labels[row]) };
}

async function leaveOneOut(all, stars, seed) {
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  const index = stars.map((_, i) => i);
  for (const star of new Set(stars)) {
    const [train, test] = [index.filter(i => stars[i] !== star), index.filter(i => stars[i] === star)];
    const model = tl.flareNetwork({ seed });
    await tl.fit(model, rows(all, train), {
      epochs: EPOCHS,
      seed,
      learningRate: 1e-3
    });
    const logits = tl.predictLogits(model, rows(all, test));
    // where both kinds of error weigh the same though quiet windows are three times as many: the prior odds in training
    const flares = train.filter(row => all.labels[row] === 1).length;
    const threshold = Math.log(flares / (train.length - flares));
    test.forEach((row, i) => {
      const [flare, said] = [all.labels[row] === 1, logits[i] > threshold];
      counts[flare ? (said ? 'tp' : 'fn') : said ? 'fp' : 'tn']++;
    });
    model.dispose();
  }
  const { tp, fp, fn, tn } = counts;
  const recall = tp / (tp + fn);
  return { seed, recall, precision: tp / (tp + fp), balanced: (recall + tn / (tn + fp)) / 2 };
}

async function main([file, seeds]) {
  const backend = (await tl.useBackend()).name;
  const { examples, stars } = load(file);
  const runs = [];
  for (const seed of seeds.split(',')) runs.push(await leaveOneOut(examples, stars, Number(seed)));
  console.log(JSON.stringify({ backend, windows: examples.count, runs }));
}

main(process.argv.slice(2));
