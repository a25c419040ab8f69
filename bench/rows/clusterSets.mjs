/** Samples of clusters and an encoder with them, in files that both sides read. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
export const tl = require('../../dist');
export const tf = require('@tensorflow/tfjs');

export const WIDTH = tl.FEATURES.length;

/** Draws samples of the default survey from one bank, split by halo, and writes them. @param counts samples of each file, by part of the bank */
export function writeSets(folder, counts) {
  const parts = tl.splitBank(tl.drawHaloBank(tl.magneticum, { seed: 1 }), 2);
  const survey = tl.defaultSurvey(tl.magneticum);
  Object.entries(counts).forEach(([part, count], i) => {
    const { features, starts, sigma8 } = tl.drawSamples(parts[part], survey, { count, seed: 3 + i });
    const bytes = tl.writeNpz({
      features: { values: features, shape: [features.length / WIDTH, WIDTH] },
      starts,
      sigma8
    });
    writeFileSync(path.join(folder, `${part}.npz`), bytes);
  });
}

export function readSets(folder, part) {
  const arrays = tl.readNpz(new Uint8Array(readFileSync(path.join(folder, `${part}.npz`))));
  const [features, starts, sigma8] = ['features', 'starts', 'sigma8'].map(name => arrays.get(name).values);
  return { count: sigma8.length, features, starts, sigma8 };
}

export const writeEncoder = (folder, model) =>
  writeFileSync(path.join(folder, 'weights.npz'), tl.packEncoder(model));

export const readEncoder = folder =>
  tl.unpackEncoder(new Uint8Array(readFileSync(path.join(folder, 'weights.npz'))));

/** Versions of the engine that is in use. */
export const engineVersions = backend => ({
  tfjs: tf.version.tfjs,
  engine: backend.name,
  ...(backend.name === 'tensorflow' ? { tensorflow: tf.backend().binding.TF_Version } : {})
});
