/** Training of the pooled cluster encoder, against the same network in Keras 3. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { atMost, greatestRelative } from '../compare.mjs';
import {
  engineVersions,
  readEncoder,
  readSets,
  tf,
  tl,
  WIDTH,
  writeEncoder,
  writeSets
} from './clusterSets.mjs';
import { paddedOutputs, padSets } from './padded.mjs';

const SAMPLES = { train: 2000, validation: 500 };
const EPOCHS = 12;
const BATCH = 32;
const RATE = 1e-3;
const SEED = 1;
/** Samples of the check: so many steps that Adam's moments matter, so few that rounding does not. */
const CHECKED = 10 * BATCH;
/** Validation rms of sigma_8 whose time is compared. */
const GOAL = 0.016;

const settings = { batchSize: BATCH, learningRate: RATE, seed: SEED };
const { mean, scale } = tl.targetScales.sigma8;
const rmsOf = (a, b) => Math.sqrt(a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0) / a.length);

/** How each side of ours trains a model on sets: terselab as it is, and with padding for the comparison. */
const trainers = {
  terselab: (model, sets, options) => tl.fitClusterEncoder(model, sets, { ...options, thin: false }),
  'terselab, padded'(model, sets, options) {
    const padded = padSets(sets, model.standardisation);
    const target = sets.sigma8.map(s => (s - mean) / scale);
    return tl.trainingLoop(
      {
        begin: () => sets.count,
        loss(rows) {
          const wanted = tf.tensor2d(
            Float32Array.from(rows, s => target[s]),
            [rows.length, 1]
          );
          return tf.mean(tf.squaredDifference(paddedOutputs(model, padded, rows), wanted));
        },
        getWeights: () => [],
        setWeights() {}
      },
      options
    );
  }
};

const firstSets = ({ starts, features, sigma8 }, count) => ({
  count,
  starts: starts.slice(0, count + 1),
  features: features.slice(0, starts[count] * WIDTH),
  sigma8: sigma8.slice(0, count)
});

/** A training that stops after each epoch until it is asked for the next. */
function epochByEpoch(train) {
  let go, done;
  const ended = () => new Promise(resolve => (done = resolve));
  let waiting = new Promise(resolve => (go = resolve));
  let started = false;
  return async () => {
    const end = ended();
    if (started) go();
    else {
      started = true;
      train(async ({ batch, batches }) => {
        if (batch < batches) return;
        waiting = new Promise(resolve => (go = resolve));
        done();
        await waiting;
      });
    }
    await end;
  };
}

async function side(name, folder) {
  const backend = await tl.useBackend();
  const [train, validation] = [readSets(folder, 'train'), readSets(folder, 'validation')];
  const predicted = model => Float64Array.from(tl.predictSigma8(model, validation));
  const checked = readEncoder(folder);
  const before = predicted(checked);
  const { history } = await trainers[name](checked, firstSets(train, CHECKED), { ...settings, epochs: 1 });
  const check = Float64Array.of(...before, ...predicted(checked), history[0].loss);

  const model = readEncoder(folder);
  const rms = [];
  return {
    versions: engineVersions(backend),
    run: epochByEpoch(onProgress =>
      trainers[name](model, train, { ...settings, epochs: Infinity, onProgress })
    ),
    after: () => rms.push(rmsOf(predicted(model), validation.sigma8)),
    result() {
      writeFileSync(path.join(folder, `${name}.npy`), tl.writeNpy(check));
      return { rms };
    }
  };
}

/** Milliseconds of training until the validation rms first is at most a goal. */
function timeTo(goal, { times, result }) {
  const epoch = result.rms.findIndex(rms => rms <= goal);
  return epoch < 0 ? null : times.slice(0, epoch + 1).reduce((a, b) => a + b, 0);
}

const bestRms = ({ result }) => Math.min(...result.rms);

function describe([name, measured]) {
  const time = timeTo(GOAL, measured);
  const best = bestRms(measured);
  const reached = time === null ? 'not reached' : `after ${(time / 1000).toFixed(1)} s`;
  return `${name}: validation rms ${GOAL} ${reached}; best of ${measured.result.rms.length} epochs ${best.toFixed(4)}`;
}

export const training = {
  name: 'training',
  what: `an epoch of training the pooled encoder on ${SAMPLES.train} samples, batches of ${BATCH}, Adam at ${RATE}`,
  repeats: EPOCHS,
  peer: { modules: ['numpy', 'keras', 'tensorflow'], sides: ['keras'] },
  ratios: [
    { ours: 'terselab', theirs: 'keras', target: 1 },
    { ours: 'terselab, padded', theirs: 'keras', target: 1 }
  ],
  async prepare(folder) {
    await tl.useBackend();
    writeSets(folder, SAMPLES);
    writeEncoder(
      folder,
      tl.clusterEncoder(tl.fitStandardisation(readSets(folder, 'train'), WIDTH), { seed: SEED })
    );
    const order = new tl.Random(SEED).permutation(CHECKED);
    const plan = { order, batchSize: Float64Array.of(BATCH), learningRate: Float64Array.of(RATE) };
    writeFileSync(path.join(folder, 'plan.npz'), tl.writeNpz(plan));
  },
  ours: Object.fromEntries(Object.keys(trainers).map(name => [name, folder => side(name, folder)])),
  compare(folder, sides) {
    const read = name => tl.readNpy(new Uint8Array(readFileSync(path.join(folder, `${name}.npy`)))).values;
    const theirs = read('keras');
    const count = SAMPLES.validation;
    const checks = Object.keys(trainers).flatMap(name => {
      const ours = read(name);
      const differ = (from, to) => greatestRelative(ours.slice(from, to), theirs.slice(from, to));
      return [
        atMost(`${name}: sigma_8 of the untrained network, relative difference`, differ(0, count), 1e-5),
        atMost(`${name}: sigma_8 after 10 steps in one order`, differ(count, 2 * count), 1e-3),
        atMost(`${name}: mean loss of those steps`, differ(2 * count, 2 * count + 1), 1e-3),
        // the first epochs jump about
        ...(sides.keras.result.rms.length > EPOCHS
          ? [
              atMost(
                `${name}: best validation rms over Keras's`,
                bestRms(sides[name]) / bestRms(sides.keras),
                1.15
              )
            ]
          : [])
      ];
    });
    return { checks, notes: Object.entries(sides).map(describe) };
  }
};
