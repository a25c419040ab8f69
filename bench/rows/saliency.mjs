/** Gradients of sigma_8 by every feature of every cluster, against a gradient tape of TensorFlow. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { atMost, greatestOfMax } from '../compare.mjs';
import { engineVersions, readEncoder, readSets, tl, WIDTH, writeEncoder, writeSets } from './clusterSets.mjs';

const SAMPLES = 1000;

export const saliency = {
  name: 'saliency',
  what: `gradient of sigma_8 by the features of every cluster of ${SAMPLES} samples, the same weights`,
  repeats: 9,
  peer: { modules: ['numpy', 'keras', 'tensorflow'], sides: ['gradient tape'] },
  ratios: [{ ours: 'terselab', theirs: 'gradient tape', target: 1 }],
  async prepare(folder) {
    await tl.useBackend();
    writeSets(folder, { test: SAMPLES });
    writeEncoder(folder, tl.clusterEncoder(tl.fitStandardisation(readSets(folder, 'test'), WIDTH)));
  },
  ours: {
    async terselab(folder) {
      const backend = await tl.useBackend();
      const sets = readSets(folder, 'test');
      const model = readEncoder(folder);
      let gradient;
      return {
        versions: engineVersions(backend),
        run: () => (gradient = tl.sigma8Gradient(model, sets)),
        result: () => writeFileSync(path.join(folder, 'ours.npy'), tl.writeNpy(gradient))
      };
    }
  },
  compare(folder) {
    const read = name => tl.readNpy(new Uint8Array(readFileSync(path.join(folder, name)))).values;
    return {
      checks: [
        atMost(
          'greatest difference over the greatest gradient',
          greatestOfMax(read('ours.npy'), read('theirs.npy')),
          1e-4
        )
      ]
    };
  }
};
