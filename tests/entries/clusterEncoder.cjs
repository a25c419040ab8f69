// Trains one cluster encoder and prints what it reached as one line of JSON. Heavy: a program of its own, not a jest test.
// usage: node clusterEncoder.cjs ARM SEED [train samples] [test samples]; reads dist/ (npm run build)
// With TERSELAB_SAVE_WEIGHTS=FOLDER the trained encoder is kept there as ARM-SEED.npz, its losses as ARM-SEED.json.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const tl = require(process.env.TERSELAB_DIST ?? '../../dist');

const wide = { b: [0.8, 1.2] };
const known = { b: [1, 1] };
const massFree = { lnMassBias: [-0.25, 0.25] };
const depths = [
  ['3e43', 1.99e7],
  ['1e44', 6.85e7],
  ['3e44', 2.56e8]
];

/** What each arm changes: the survey, the ranges of its samples, the targets, the recipe. */
const arms = {
  default: { targets: ['sigma8', 'lnB'], thin: true },
  conv: { targets: ['sigma8', 'lnB'], network: 'conv', thin: false },
  // the bottleneck learns to give the features back; only then the rest learns sigma_8 from it
  autoencoder: { targets: ['sigma8', 'lnB'], thin: true, autoencoder: true },
  // thinning serves as augmentation: without it the best epoch was an early one
  'mass-known-L0': { draw: { ...known, ...massFree }, targets: ['sigma8', 'lnMassBias'], thin: true },
  'mass-naive': {
    draw: { ...known, ...massFree, massBiasOf: 'proxies' },
    targets: ['sigma8', 'lnMassBias'],
    thin: false
  },
  'mass-free-L0': { draw: massFree, targets: ['sigma8', 'lnMassBias'], thin: true },
  'mass-temperature-cut': {
    draw: { ...known, ...massFree },
    targets: ['sigma8', 'lnMassBias'],
    thin: true,
    survey: { selection: { by: 'temperature', cut: 2.85 } }
  }
};
for (const [L, volume] of depths) {
  const survey = { transition: Number(L), volume };
  arms[`free-${L}`] = { survey, thin: true, draw: wide };
  arms[`fixed-${L}`] = { survey, thin: true, draw: known };
  arms[`shuffled-${L}`] = { survey, thin: true, draw: wide, shuffled: true };
}
for (const dose of [0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20]) arms[`dose-${dose}`] = { thin: true, dose };
arms['free-cut'] = { survey: { selection: { by: 'temperature', cut: 2.85 } }, thin: true, draw: wide };

const rmsOf = (a, b) => Math.sqrt(a.reduce((s, v, i) => s + (v - b[i]) ** 2, 0) / a.length);
const meanOf = a => a.reduce((s, v) => s + v, 0) / a.length;

/** Slope of y against x by least squares: their correlation in units of both. */
const slope = (x, y) => {
  const spread = v => rmsOf(v, new Float64Array(v.length).fill(meanOf(v)));
  return (tl.pearson(x, y) * spread(y)) / spread(x);
};

/** Mean over clusters, in bins of ln M, of the sum over the mass proxies of d sigma_8 / dx. */
function profileOf(model, set) {
  const [low, high, bins] = [Math.log(3e13), Math.log(1.5e15), 24];
  const found = tl.binSaliency(tl.sigma8Gradient(model, set), set, set.lnMass, {
    width: 21,
    edges: Array.from({ length: bins + 1 }, (_, i) => low + (i * (high - low)) / bins),
    columns: Array.from({ length: 11 }, (_, f) => f),
    draws: 0
  });
  return { lnM: found.map(f => f.centre), g: found.map(f => f.perCluster), n: found.map(f => f.n) };
}

/** The encoder of an arm, trained; an autoencoder is trained on its features first. */
async function trainArm(name, arm, seed, train, validation) {
  const standardisation = tl.fitStandardisation(train, 21);
  const model = tl.clusterEncoder(standardisation, { seed, network: arm.network, targets: arm.targets });
  const plant = set =>
    arm.dose ? tl.plantArtefact(set, { ...tl.lessonArtefact, dose: arm.dose }, standardisation.sd) : set;
  const folder = process.env.TERSELAB_SAVE_WEIGHTS;
  const keep = (file, bytes) => folder && fs.writeFileSync(path.join(folder, file), bytes);
  const frozen = [];
  let kept;
  if (arm.autoencoder) {
    const auto = tl.clusterAutoencoder(model, { seed });
    await tl.fitClusterAutoencoder(auto, train, {
      epochs: 6,
      seed,
      learningRate: e => (e < 4 ? 1e-3 : 2e-4)
    });
    keep(`decoder-${seed}.npz`, tl.packWeights(auto.decoder));
    kept = tl.reconstructedVariance(auto, validation);
    frozen.push('encoder');
  }
  const fit = await tl.fitClusterEncoder(model, plant(train), {
    ...tl.encoderRecipe,
    seed,
    thin: arm.thin,
    // without thinning a network learns its samples by heart, and where the mass scale is free, its haloes: by their
    // shapes it knows their masses, and the last epoch is not the best
    keep: arm.thin && !arm.targets?.includes('lnMassBias') ? 'last' : 'best',
    frozen,
    validation: arm.shuffled ? undefined : plant(validation)
  });
  keep(`${name}-${seed}.npz`, tl.packEncoder(model));
  keep(`${name}-${seed}.json`, JSON.stringify(fit));
  return { model, fit, kept, plant };
}

async function main([name, seedText, trainCount = '3000', testCount = '1000']) {
  const arm = arms[name];
  if (!arm) throw new RangeError(`arm "${name}"; expected one of ${Object.keys(arms).join(', ')}.`);
  const seed = Number(seedText);
  await tl.useBackend();
  const survey = { ...tl.defaultSurvey(tl.magneticum), ...arm.survey };
  const parts = tl.splitBank(tl.drawHaloBank(tl.magneticum, { seed: 100 + seed }), 200 + seed);
  const draw = (bank, count, k) =>
    tl.drawSamples(bank, survey, { count, seed: 1000 * seed + k, ...arm.draw });
  const train = draw(parts.train, Number(trainCount), 1);
  const validation = draw(parts.validation, 300, 2);
  const clean = draw(parts.test, Number(testCount), 3);
  if (arm.shuffled) {
    const order = new tl.Random(seed).permutation(train.count);
    train.sigma8 = Float32Array.from(order, s => train.sigma8[s]);
  }
  const { model, fit, kept, plant } = await trainArm(name, arm, seed, train, validation);
  const test = plant(clean);
  const predicted = tl.predictTargets(model, test);
  const residual = predicted.sigma8.map((p, i) => p - test.sigma8[i]);
  const terse = tl.clusterTerse(model, test);
  const out = {
    arm: name,
    seed,
    seconds: fit.seconds,
    bestEpoch: fit.bestEpoch,
    reconstructed: kept,
    clusters: test.lnMass.length / test.count,
    rms: rmsOf(predicted.sigma8, test.sigma8),
    bias: meanOf(residual),
    slopeLnB: arm.draw?.b?.[0] === 1 ? null : slope(test.lnB, residual),
    terseMass: tl.spearman(terse, test.lnMass),
    tersePearson: tl.pearson(terse, test.lnMass)
  };
  for (const target of ['lnB', 'lnMassBias']) {
    if (predicted[target]) out[`rms ${target}`] = rmsOf(predicted[target], test[target]);
  }
  if (arm.dose !== undefined) {
    out.clean = rmsOf(tl.predictSigma8(model, clean), clean.sigma8);
    out.one = rmsOf(tl.predictSigma8(model, test, { fraction: 1 / 300 }), test.sigma8);
  }
  if (name === 'default') {
    out.thinned = [1 / 3, 1 / 15, 1 / 300].map(fraction =>
      rmsOf(tl.predictSigma8(model, test, { fraction }), test.sigma8)
    );
  }
  if (/^(free|fixed|shuffled)/.test(name))
    out.saliency = profileOf(model, tl.pickSamples(test, [...Array(Math.min(test.count, 300)).keys()]));
  out.memory = tl.peakMemory();
  console.log(JSON.stringify(out));
}

main(process.argv.slice(2)).catch(error => {
  console.error(error);
  process.exitCode = 1;
});
