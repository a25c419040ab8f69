/** Explanations of 256 light curve windows by the flare network, against Captum on the same network; RISE against plain torch. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { atMost, greatestOfMax } from '../compare.mjs';
import { engineVersions, tl } from './clusterSets.mjs';

const COUNT = 256;
const LENGTH = 200;

/** What is asked of each method; `same` where the two must agree number by number. */
const methods = {
  gradient: { same: true, options: {} },
  integratedGradients: { same: true, options: { steps: 50 }, baseline: true },
  smoothGrad: { same: false, options: { noise: 0.1, draws: 50 } },
  occlusion: { same: true, options: { patch: 8, stride: 4 }, baseline: true },
  rise: { same: false, options: { masks: 1000, cells: 8 }, baseline: true }
};

const file = (folder, name) => path.join(folder, name);
const readValues = (folder, name) => tl.readNpy(new Uint8Array(readFileSync(file(folder, name)))).values;

/** Writes windows of noise with a bump, and the weights of an untrained flare network. */
async function prepare(folder, name) {
  await tl.useBackend();
  const random = new tl.Random(5);
  const windows = Float32Array.from({ length: COUNT * LENGTH }, (_, i) => {
    const x = (i % LENGTH) - 100;
    return random.normal() + 5 * Math.exp((-x * x) / 50);
  });
  writeFileSync(file(folder, 'windows.npy'), tl.writeNpy(windows, [COUNT, LENGTH]));
  tl.flareNetwork({ seed: 3 })
    .getWeights()
    .forEach((weight, i) =>
      writeFileSync(
        file(folder, `weight${i}.npy`),
        tl.writeNpy(Float32Array.from(weight.dataSync()), weight.shape)
      )
    );
  writeFileSync(file(folder, 'method.json'), JSON.stringify({ name, ...methods[name].options }));
}

const rowOf = name => ({
  name: `${name}Attribution`,
  what: `${name} of ${COUNT} windows of ${LENGTH} cadences by the flare network`,
  repeats: name === 'rise' ? 2 : 5,
  peer: {
    module: 'attribution',
    python: 'PYTHON_TORCH',
    modules: ['numpy', 'torch', 'captum'],
    sides: ['captum']
  },
  ratios: [{ ours: 'terselab', theirs: 'captum', target: 1 }],
  prepare: folder => prepare(folder, name),
  ours: {
    async terselab(folder) {
      const backend = await tl.useBackend();
      const model = tl.layersModelAdapter(tl.flareNetwork({ seed: 3 }));
      const values = readValues(folder, 'windows.npy');
      const batch = { count: COUNT, arrays: { [model.spec.inputs[0].name]: { values, shape: [LENGTH] } } };
      const options = {
        ...methods[name].options,
        ...(methods[name].baseline ? { baseline: { name: 'zero', values: new Float32Array(LENGTH) } } : {})
      };
      let found;
      return {
        versions: engineVersions(backend),
        run: async () => (found = await tl.explain(model, batch, name, options)),
        result: () =>
          writeFileSync(
            file(folder, 'ours.npy'),
            tl.writeNpy(Float32Array.from(Object.values(found.inputs)[0].values))
          )
      };
    }
  },
  compare(folder) {
    const off = greatestOfMax(readValues(folder, 'ours.npy'), readValues(folder, 'theirs.npy'));
    // draws of their own: the means of 50 or 1,000 of them agree as far as their noise lets them
    const bar = methods[name].same ? 1e-3 : 0.5;
    return { checks: [atMost('greatest difference over the greatest value', off, bar)] };
  }
});

export const attribution = Object.keys(methods).map(rowOf);
