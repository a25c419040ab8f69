import { pearson, Random } from '../../math';
import type { Batch, ModelAdapter } from '../adapter';
import { ExplanationError } from '../adapter';
import type { Attribution, Baseline } from '../attribution';
import { baselineRow, seedFor } from '../baseline';
import { scoresAtObjects, sweep } from '../sweep';
import {
  askQuestion,
  finish,
  livePlaces,
  needBaseline,
  type Maps,
  type Measured,
  type MeasureOptions
} from './metric';

export interface SensitivityNOptions extends MeasureOptions {
  baseline?: Baseline;
  /** Sizes of the subsets; default eight, spread by factors from 1 to .8 of the places. One size: faithfulness correlation. */
  sizes?: readonly number[];
  /** Subsets of each size; default 50. */
  subsets?: number;
}

/**
 * Sensitivity-n: Pearson's correlation over random subsets S of n places between the sum of the map over S and
 * f(x) - f(x with S at the baseline), averaged over n (Ancona et al. 2018, arXiv:1711.06104; with one size it is the
 * faithfulness correlation of Bhatt et al. 2020, arXiv:2005.00631). For maps in units of the score. Each subset is drawn
 * afresh: subsets that grow along one path are not independent.
 */
export async function sensitivityN(
  model: ModelAdapter,
  batch: Batch,
  maps: Attribution | Maps,
  options: SensitivityNOptions = {}
): Promise<Measured> {
  const question = askQuestion(model, batch, maps, options);
  const { objects } = question;
  const { count, width, x } = objects;
  const baseline = needBaseline('sensitivityN', objects, options.baseline);
  const { subsets = 50, seed = 1 } = options;
  const sizes = options.sizes ?? spreadSizes(width);
  const wrong = sizes.find(n => !(Number.isInteger(n) && n > 0 && n <= width));
  if (wrong !== undefined || sizes.length === 0) {
    throw new ExplanationError(
      `sensitivityN: sizes holds ${wrong ?? 'nothing'}; expected whole numbers from 1 to ${width}, the places of an object.`
    );
  }
  const scores = await scoresAtObjects(question);
  const perObject = sizes.length * subsets;
  const sums = new Float64Array(count * perObject);
  const changes = new Float64Array(count * perObject);
  let random = new Random(0);
  let places = new Uint32Array(0);
  await sweep(question, {
    total: count * perObject,
    point: (k, into) => {
      const s = Math.floor(k / perObject);
      if (k % perObject === 0) {
        random = new Random(seedFor(seed, objects.ids[s]));
        places = livePlaces(objects, s) as Uint32Array<ArrayBuffer>;
      }
      const n = Math.min(sizes[Math.floor((k % perObject) / subsets)], places.length);
      const from = baselineRow(objects, baseline, s);
      for (let i = 0; i < width; i++) into[i] = x[s * width + i];
      for (let j = 0; j < n; j++) {
        // a partial shuffle: the first n are a random subset
        const other = random.integer(j, places.length - 1);
        [places[j], places[other]] = [places[other], places[j]];
        into[places[j]] = from(places[j]);
        sums[k] += question.maps[s * width + places[j]];
      }
      return s;
    },
    value: (k, score, s) => (changes[k] = scores[s] - score)
  });
  const curve = sizes.map(() => [] as number[]);
  const values = Float64Array.from({ length: count }, (_, s) => {
    const found = sizes.map((_n, j) => {
      const [a, b] = [s * perObject + j * subsets, s * perObject + (j + 1) * subsets];
      return constant(changes, a, b) ? null : (pearson(sums.subarray(a, b), changes.subarray(a, b)) ?? 0);
    });
    found.forEach((r, j) => r !== null && curve[j].push(r));
    const defined = found.filter((r): r is number => r !== null);
    return defined.length > 0 ? defined.reduce((a, b) => a + b, 0) / defined.length : NaN;
  });
  return finish(
    {
      metric: 'sensitivityN',
      formula:
        'mean over n of Pearson over random S, |S| = n, of (sum of Phi over S, f(x) - f(x with S at b))',
      source: 'Ancona et al. 2018, arXiv:1711.06104',
      better: 'high'
    },
    question,
    values,
    options,
    {
      params: { sizes, subsets, baseline: baseline.name, seed },
      reason: 'no subset changes the score',
      details: {
        sizes,
        curve: curve.map(list => (list.length ? list.reduce((a, b) => a + b, 0) / list.length : null))
      }
    }
  );
}

function constant(values: Float64Array, from: number, to: number): boolean {
  let [low, high] = [Infinity, -Infinity];
  for (let i = from; i < to; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return high - low <= 1e-12 * Math.max(Math.abs(low), Math.abs(high));
}

/** Eight sizes from 1 to .8 of the width, by equal factors, each once. */
function spreadSizes(width: number): number[] {
  const top = Math.max(1, Math.floor(0.8 * width));
  return [...new Set(Array.from({ length: 8 }, (_, j) => Math.round(top ** (j / 7))))];
}
