/** Drawing samples of clusters from a bank, against vectorised numpy. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { atMost, greatestRelative } from '../compare.mjs';
import { tl, WIDTH } from './clusterSets.mjs';

const SAMPLES = 3000;
const BANK = { seed: 1 };
const survey = tl.defaultSurvey(tl.magneticum);

/** What the numpy side needs, as arrays: the bank, and every table that does not change from sample to sample. */
function tables(bank) {
  const { cosmology, z, relation } = survey;
  const unit = tl.withSigma8(tl.matterField(cosmology), 1);
  const growth = tl.growthFactor(cosmology, z);
  const [least, greatest] = [Math.log(survey.leastMass), Math.log(tl.GREATEST_MASS)];
  const lnMass = Float64Array.from({ length: 513 }, (_, i) => least + ((greatest - least) * i) / 512);
  const sigma = lnMass.map(m => unit.sigmaM(Math.exp(m)) * growth);
  // Bocquet16, 500c with gas: the fit over sigma; all else of the mass function is a factor that depends on mass alone
  const at = (value, power) => value * (1 + z) ** power;
  const f = { A: at(0.18, 1.088), a: at(2.29, 0.15), b: at(2.44, -1.008), c: at(1.97, -0.322) };
  const n = tl.bocquet16(unit);
  const factor = lnMass.map(
    (m, i) =>
      (survey.volume * n(Math.exp(m), z)) /
      (f.A * ((sigma[i] / f.b) ** -f.a + 1) * Math.exp(-f.c / sigma[i] ** 2))
  );
  const profile = (name, what) =>
    Float64Array.from({ length: 901 }, (_, i) => tl.classProfile(name, Math.exp(-6 + i * 0.01))[what]);
  const numbers = {
    count: SAMPLES,
    transition: survey.transition,
    mu_at_0: tl.meanLogLuminosity(1, cosmology, z, relation),
    mu_slope: relation.slope,
    scatter_l: relation.scatter,
    scatter_t: bank.scatter.temperature,
    scatter_gas: bank.scatter.gas,
    slope_noise: tl.SLOPE_NOISE,
    ln_r500_at_0: Math.log(tl.radius500(1, cosmology, z)),
    ln_t_at_0: Math.log(tl.meanTemperature(1, cosmology, z)),
    ln_t_slope: Math.log(tl.meanTemperature(Math.E, cosmology, z) / tl.meanTemperature(1, cosmology, z)),
    ln_least_mass: Math.log(tl.LEAST_MASS),
    fraction_factor: (cosmology.h / 0.72) ** -1.5,
    field_start: tl.FIELD_START,
    field_step: tl.FIELD_STEP,
    table_start: -6,
    table_step: 0.01,
    ...Object.fromEntries(Object.entries(f).map(([name, value]) => [`f_${name}`, value]))
  };
  return {
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Float64Array.of(value)])),
    ln_mass_grid: lnMass,
    sigma,
    factor,
    ln_radii: Float64Array.from(tl.PROFILE_RADII, Math.log),
    cool_density: profile('coolCore', 'logDensity'),
    disturbed_density: profile('disturbed', 'logDensity'),
    cool_slope: profile('coolCore', 'slope'),
    disturbed_slope: profile('disturbed', 'slope'),
    ln_mass: bank.lnMass,
    ids: bank.ids,
    u_l: bank.uL,
    u_t: bank.uT,
    u_gas: bank.uGas,
    cool_core: bank.coolCore,
    field: { values: bank.field, shape: [bank.lnMass.length, tl.FIELD_KNOTS] }
  };
}

/** [samples, 3 + 2 columns]: count, sigma_8, ln b, and mean and standard deviation of every column of each sample. */
function statistics(set) {
  const columns = WIDTH + 3;
  const out = new Float64Array(set.count * (3 + 2 * columns));
  for (let s = 0; s < set.count; s++) {
    const [from, to] = [set.starts[s], set.starts[s + 1]];
    const at = s * (3 + 2 * columns);
    out.set([to - from, set.sigma8[s], set.lnB[s]], at);
    for (let c = 0; c < columns; c++) {
      const value =
        c < WIDTH
          ? row => set.features[row * WIDTH + c]
          : row => [set.lnMass, set.lnL, set.coolCore][c - WIDTH][row];
      let [sum, square] = [0, 0];
      for (let row = from; row < to; row++) sum += value(row);
      const mean = sum / (to - from);
      for (let row = from; row < to; row++) square += (value(row) - mean) ** 2;
      out[at + 3 + c] = mean;
      out[at + 3 + columns + c] = Math.sqrt(square / (to - from));
    }
  }
  return out;
}

/** Greatest difference of the means of two tables of as many columns, in its standard errors. */
function greatestStandardDifference(ours, theirs) {
  const columns = 3 + 2 * (WIDTH + 3);
  const moments = (table, c) => {
    const values = Float64Array.from({ length: SAMPLES }, (_, s) => table[s * columns + c]);
    const mean = values.reduce((a, b) => a + b) / SAMPLES;
    return { mean, error2: values.reduce((a, b) => a + (b - mean) ** 2, 0) / SAMPLES ** 2 };
  };
  if (ours.length !== SAMPLES * columns || theirs.length !== ours.length)
    throw new RangeError('bench: not the samples asked for');
  let greatest = 0;
  for (let c = 0; c < columns; c++) {
    const [a, b] = [moments(ours, c), moments(theirs, c)];
    greatest = Math.max(greatest, Math.abs(a.mean - b.mean) / Math.sqrt(a.error2 + b.error2));
  }
  return greatest;
}

/** Clusters of a few samples, and what samples of some parameters hold on average, for numpy to work out again. */
function drawn(bank) {
  const set = tl.drawSamples(bank, survey, { count: 30, seed: 7 });
  const sigma8 = Float64Array.of(0.7, 0.7, 0.8, 0.9, 0.9);
  const b = Float64Array.of(0.8, 1.2, 1, 0.8, 1.2);
  return {
    features: set.features,
    // a whole bank numbers its haloes from 0
    halo: set.haloIds,
    ln_mass: set.lnMass,
    sigma8,
    b,
    number: sigma8.map((s, i) => tl.expectedCounts(survey, { sigma8: s, b: b[i] }).total)
  };
}

/** Greatest difference of the features without noise, and how far the scatter of the others is from the noise. */
function observedDifferences(ours, theirs) {
  const radii = tl.PROFILE_RADII.length;
  let [greatest, square, count] = [0, 0, 0];
  ours.forEach((value, i) => {
    const difference = value - theirs[i];
    if (i % WIDTH <= radii) greatest = Math.max(greatest, Math.abs(difference));
    else {
      square += difference ** 2;
      count++;
    }
  });
  return { greatest, noise: Math.abs(Math.sqrt(square / count) / tl.SLOPE_NOISE - 1) };
}

const sides = {
  terselab() {
    const bank = tl.drawHaloBank(tl.magneticum, BANK);
    return { run: () => tl.drawSamples(bank, survey, { count: SAMPLES, seed: 3 }) };
  },
  async 'terselab, 2 workers'() {
    const workers = [3, 4].map(
      seed =>
        new Worker(new URL('./generationWorker.mjs', import.meta.url), {
          workerData: { bank: BANK, count: SAMPLES / 2, seed }
        })
    );
    const answer = worker =>
      new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    await Promise.all(workers.map(answer));
    return {
      async run() {
        const parts = workers.map(answer);
        for (const worker of workers) worker.postMessage('draw');
        return tl.joinSamples(await Promise.all(parts));
      }
    };
  }
};

export const generation = {
  name: 'generation',
  what: `${SAMPLES} samples of the default survey from one bank, the same algorithm`,
  repeats: 5,
  peer: { modules: ['numpy', 'scipy'], sides: ['numpy', 'numpy, 2 workers'] },
  ratios: [
    { ours: 'terselab', theirs: 'numpy' },
    { ours: 'terselab, 2 workers', theirs: 'numpy, 2 workers', target: 1.5 }
  ],
  prepare(folder) {
    const bank = tl.drawHaloBank(tl.magneticum, BANK);
    writeFileSync(path.join(folder, 'tables.npz'), tl.writeNpz(tables(bank)));
    writeFileSync(path.join(folder, 'drawn.npz'), tl.writeNpz(drawn(bank)));
  },
  ours: Object.fromEntries(
    Object.entries(sides).map(([name, start]) => [
      name,
      async folder => {
        const side = await start();
        let set;
        return {
          run: async () => (set = await side.run()),
          result: () => writeFileSync(path.join(folder, `${name}.npy`), tl.writeNpy(statistics(set)))
        };
      }
    ])
  ),
  compare(folder) {
    const read = name => tl.readNpy(new Uint8Array(readFileSync(path.join(folder, `${name}.npy`)))).values;
    const clusters = tl.readNpz(new Uint8Array(readFileSync(path.join(folder, 'drawn.npz'))));
    const { greatest, noise } = observedDifferences(clusters.get('features').values, read('observed'));
    return {
      checks: [
        atMost('ln T and ln M_gas of the same 30 samples, greatest difference', greatest, 1e-4),
        atMost('scatter of their slopes about those without noise, over the noise, less 1', noise, 0.01),
        atMost(
          'expected number of clusters, greatest relative difference',
          greatestRelative(clusters.get('number').values, read('expected')),
          1e-3
        ),
        ...generation.ratios.map(({ ours, theirs }) =>
          atMost(
            `${ours}: counts, and mean and scatter of all columns, greatest difference in standard errors`,
            greatestStandardDifference(read(ours), read(theirs)),
            4.5
          )
        )
      ]
    };
  }
};
