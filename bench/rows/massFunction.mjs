/** A table of the mass function for many cosmologies, against colossus. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { atMost, greatestRelative } from '../compare.mjs';

const { magneticum, matterField, Random, readNpy, tinker08, writeNpy } = createRequire(import.meta.url)(
  '../../dist'
);

const COSMOLOGIES = 20;
const REDSHIFTS = [0, 0.1, 0.3, 0.6, 1];
const MASSES = 200;

/** Masses in Msun/h, evenly spaced in ln M from 1e12 to 3e15. */
const masses = Array.from({ length: MASSES }, (_, i) => 1e12 * 3000 ** (i / (MASSES - 1)));

function cosmologies() {
  const random = new Random(1);
  return Array.from({ length: COSMOLOGIES }, () => {
    const omegaM = random.uniform(0.2, 0.4);
    return {
      omegaM,
      omegaB: omegaM * random.uniform(0.13, 0.19),
      h: random.uniform(0.6, 0.8),
      ns: random.uniform(0.92, 1),
      sigma8: random.uniform(0.7, 0.9),
      tCmb: magneticum.tCmb
    };
  });
}

function table(universes) {
  const out = new Float64Array(COSMOLOGIES * REDSHIFTS.length * MASSES);
  let at = 0;
  for (const cosmology of universes) {
    const n = tinker08(matterField(cosmology));
    for (const z of REDSHIFTS) for (const mass of masses) out[at++] = n(mass, z);
  }
  return out;
}

export const massFunction = {
  name: 'massFunction',
  what: `dn/dlnM (Tinker08, 200m) at ${COSMOLOGIES} cosmologies x ${REDSHIFTS.length} redshifts x ${MASSES} masses, each cosmology set up`,
  repeats: 9,
  peer: { modules: ['numpy', 'colossus'], sides: ['colossus'] },
  ratios: [{ ours: 'terselab', theirs: 'colossus', target: 0.1 }],
  prepare(folder) {
    writeFileSync(
      path.join(folder, 'tables.json'),
      JSON.stringify({ cosmologies: cosmologies(), redshifts: REDSHIFTS, masses })
    );
  },
  ours: {
    terselab(folder) {
      const { cosmologies: universes } = JSON.parse(readFileSync(path.join(folder, 'tables.json'), 'utf8'));
      let out;
      return {
        run: () => (out = table(universes)),
        result: () => writeFileSync(path.join(folder, 'ours.npy'), writeNpy(out))
      };
    }
  },
  compare(folder) {
    const read = name => readNpy(new Uint8Array(readFileSync(path.join(folder, name)))).values;
    const ours = read('ours.npy').filter((_, i) => (i % MASSES) % 10 === 0);
    const integrated = read('integrated.npy');
    const spline = greatestRelative(read('timed.npy'), integrated);
    return {
      checks: [
        atMost(
          "greatest relative difference of dn/dlnM from the integral of colossus's power spectrum",
          greatestRelative(ours, integrated),
          0.004
        )
      ],
      notes: [
        `colossus as timed, with its spline of sigma, is off that integral by up to ${spline.toPrecision(2)}`
      ]
    };
  }
};
