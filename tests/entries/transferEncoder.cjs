// Trains one encoder of the entry will-it-transfer and prints how it does at home and away as one line of JSON. Heavy: no jest test.
// usage: node transferEncoder.cjs ARM SEED [train samples] [test samples]; reads dist/ (npm run build)
// With TERSELAB_SAVE_WEIGHTS=FOLDER the trained encoder is kept there as ARM-SEED.npz.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const tl = require(process.env.TERSELAB_DIST ?? '../../dist');

/** Where each arm lives. `leaky` draws all its samples from one whole bank; `wide` learns from many domains at once. */
const arms = {
  usual: ['home'],
  tinker: ['Tinker08'],
  quiet: ['L scatter .25'],
  regular: ['regular'],
  box2: ['small box'],
  leaky: ['small box'],
  // of each pair of signs both, and two that the test alone holds: Tinker08 and Pratt22
  wide: tl.shiftDomains
    .map(domain => domain.name)
    .filter(name => !/Tinker08|Pratt22|small box|regular/.test(name))
};

const survey = tl.defaultSurvey(tl.magneticum);
const rmsOf = (a, b) => Math.sqrt(a.reduce((s, v, i) => s + (v - b[i]) ** 2, 0) / a.length);

/** Samples of an arm's own domains for training, validation and test. */
function samplesOf(arm, seed, counts) {
  const domains = arms[arm].map(tl.shiftDomain);
  return ['train', 'validation', 'test'].map((part, k) => {
    const sets = domains.map((domain, d) => {
      const bank = tl.domainBank(domain, survey, 100 * seed + 1);
      const haloes = arm === 'leaky' ? bank : tl.splitBank(bank, 100 * seed + 2)[part];
      const count = Math.ceil(counts[k] / domains.length);
      return tl.drawDomain(domain, haloes, survey, { count, parts: 1, seed: 1000 * seed + 10 * d + k }).set;
    });
    return tl.joinSamples(sets);
  });
}

async function main([arm, seedText, trainCount = '3000', testCount = '1000']) {
  if (!arms[arm]) throw new RangeError(`arm "${arm}"; expected one of ${Object.keys(arms).join(', ')}.`);
  const seed = Number(seedText);
  await tl.useBackend();
  const [train, validation, test] = samplesOf(arm, seed, [Number(trainCount), 300, Number(testCount)]);
  const model = tl.clusterEncoder(tl.fitStandardisation(train, tl.FEATURES.length), { seed });
  const { seconds, bestEpoch } = await tl.fitClusterEncoder(model, train, {
    ...tl.encoderRecipe,
    seed,
    validation
  });
  const folder = process.env.TERSELAB_SAVE_WEIGHTS;
  if (folder) fs.writeFileSync(path.join(folder, `${arm}-${seed}.npz`), tl.packEncoder(model));
  const away = tl.drawDomain(
    tl.shiftDomain('home'),
    tl.domainBank(tl.shiftDomain('home'), survey, 9000 + seed),
    survey,
    {
      count: Number(testCount),
      seed: 9000 + seed
    }
  ).set;
  const out = {
    arm,
    seed,
    seconds,
    bestEpoch,
    rms: rmsOf(tl.predictSigma8(model, test), test.sigma8),
    terseMass: Math.abs(tl.spearman(tl.clusterTerse(model, test), test.lnMass)),
    away: rmsOf(tl.predictSigma8(model, away), away.sigma8),
    terseMassAway: Math.abs(tl.spearman(tl.clusterTerse(model, away), away.lnMass)),
    memory: tl.peakMemory()
  };
  console.log(JSON.stringify(out));
}

main(process.argv.slice(2)).catch(error => {
  console.error(error);
  process.exitCode = 1;
});
