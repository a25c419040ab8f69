/**
 * The published-shape network on 414 hand-labelled windows of five flare stars (96 flares, peak in the middle), leave one
 * star out, five seeds. Gate: recall >= .85 at precision >= .80 in the mean over the seeds; target: .88 at .85.
 */
import fs from 'node:fs';
import path from 'node:path';
import { readNpz } from '../../src/formats';
import { standardise } from '../../src/lightcurves';
import { fit, flareNetwork, predictLogits, type Examples } from '../../src/models';
import { useBackend } from '../../src/models/backend';

const file = path.join(__dirname, '../../../shared/realdata/tess-flares/DERIVED_windows_200cad_5stars.npz');
const here = fs.existsSync(file);
if (!here) console.log('skipped: no shared/realdata/tess-flares beside the checkout');

const SEEDS = [1, 2, 3, 4, 5];
const EPOCHS = 70;

interface Scores {
  balanced: number;
  precision: number;
  recall: number;
}

function load(): { examples: Examples; stars: number[] } {
  const arrays = readNpz(fs.readFileSync(file));
  const valuesOf = (name: string) => (arrays.get(name) as { values: ArrayLike<number | bigint> }).values;
  const labels = Array.from(valuesOf('y'), Number);
  const windows = {
    values: Float32Array.from(valuesOf('X') as Float32Array),
    count: labels.length,
    length: 200
  };
  return { examples: { ...standardise(windows), labels }, stars: Array.from(valuesOf('tic'), Number) };
}

function rows(all: Examples, keep: number[]): Examples {
  const values = new Float32Array(keep.length * all.length);
  keep.forEach((row, i) =>
    values.set(all.values.subarray(row * all.length, (row + 1) * all.length), i * all.length)
  );
  return { values, count: keep.length, length: all.length, labels: keep.map(row => all.labels[row]) };
}

async function leaveOneOut(all: Examples, stars: number[], seed: number): Promise<Scores> {
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (const star of new Set(stars)) {
    const index = stars.map((_, i) => i);
    const [train, test] = [index.filter(i => stars[i] !== star), index.filter(i => stars[i] === star)];
    const model = flareNetwork({ seed });
    await fit(model, rows(all, train), { epochs: EPOCHS, seed, learningRate: e => (e < 50 ? 1e-3 : 2e-4) });
    const logits = predictLogits(model, rows(all, test));
    test.forEach((row, i) => {
      const [flare, said] = [all.labels[row] === 1, logits[i] > 0];
      counts[flare ? (said ? 'tp' : 'fn') : said ? 'fp' : 'tn']++;
    });
    model.dispose();
  }
  const { tp, fp, fn, tn } = counts;
  const recall = tp / (tp + fn);
  return { recall, precision: tp / (tp + fp), balanced: (recall + tn / (tn + fp)) / 2 };
}

(here ? test : test.skip)(
  'leave one star out: recall >= .85 at precision >= .80',
  async () => {
    expect((await useBackend()).name).toBe('tensorflow');
    const { examples, stars } = load();
    expect(examples.count).toBe(414);
    const runs: Scores[] = [];
    for (const seed of SEEDS) runs.push(await leaveOneOut(examples, stars, seed));
    const mean = (key: keyof Scores) => runs.reduce((sum, r) => sum + r[key], 0) / runs.length;
    const line = (r: Scores) =>
      `balanced accuracy ${r.balanced.toFixed(3)}, precision ${r.precision.toFixed(3)}, recall ${r.recall.toFixed(3)}`;
    const average = { balanced: mean('balanced'), precision: mean('precision'), recall: mean('recall') };
    console.log([...runs.map((r, i) => `seed ${SEEDS[i]}: ${line(r)}`), `mean: ${line(average)}`].join('\n'));
    const target = average.recall >= 0.88 && average.precision >= 0.85;
    console.log(`target (recall .88 at precision .85): ${target ? 'reached' : 'not reached'}`);
    expect(average.recall).toBeGreaterThanOrEqual(0.85);
    expect(average.precision).toBeGreaterThanOrEqual(0.8);
  },
  900_000
);
