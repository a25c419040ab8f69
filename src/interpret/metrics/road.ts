import { Random } from '../../math';
import { ExplanationError, type Batch, type ModelAdapter } from '../adapter';
import type { Attribution } from '../attribution';
import { seedFor } from '../baseline';
import { scoresAtObjects, sweep } from '../sweep';
import { gridOf, neighboursOf, sumChannels, type Grid } from './grid';
import {
  askQuestion,
  finish,
  placesByRelevance,
  rowOf,
  type Maps,
  type Measured,
  type MeasureOptions,
  type Question
} from './metric';

export interface RoadOptions extends MeasureOptions {
  /** Shares of the points that are removed; default .1, .3, .5, .7, .9. */
  shares?: readonly number[];
  /** Standard deviation of the noise on imputed values, in units of the input; required (.01 in the paper, for images in [0, 1]). */
  noise: number;
  /** True score of each object; default the model's own answer, so that the metric asks how far the answer stays. */
  truth?: ArrayLike<number>;
}

/**
 * ROAD, remove and debias (Rong et al. 2022, arXiv:2202.00449): the most (least) relevant share of the points is replaced by
 * noisy linear imputation from its neighbours, all channels at once, without retraining. For a regression or a logit: the
 * mean over shares of miss(most first) - miss(least first), where miss = (f - truth)^2 / variance(truth), at most 1, because
 * an answer as far off as the mean is worth nothing, and one further off not less. Higher is better; a random map gets about
 * 0. The curves of R^2 = 1 - mean (f - truth)^2 / variance(truth), not cut off, stand in the details.
 */
export async function road(
  model: ModelAdapter,
  batch: Batch,
  maps: Attribution | Maps,
  options: RoadOptions
): Promise<Measured> {
  const question = askQuestion(model, batch, maps, options);
  const { objects } = question;
  const { shares = [0.1, 0.3, 0.5, 0.7, 0.9], noise, seed = 1 } = options;
  if (!(noise >= 0)) {
    throw new ExplanationError(
      `road: noise is ${noise}; expected a standard deviation, 0 or above, in units of the input.`
    );
  }
  if (objects.live)
    throw new ExplanationError('road: it imputes from neighbours; sets with a mask have none.');
  const wrong = shares.find(p => !(p > 0 && p < 1));
  if (wrong !== undefined) throw new ExplanationError(`road: a share is ${wrong}; expected between 0 and 1.`);
  const grid = gridOf(objects, 'road');
  const truth = options.truth ?? (await scoresAtObjects(question));
  if (truth.length !== objects.count) {
    throw new ExplanationError(`road: truth has ${truth.length} values for ${objects.count} objects.`);
  }
  const [most, least] = [
    await scoresAfterRemoval(question, grid, shares, noise, seed, 1),
    await scoresAfterRemoval(question, grid, shares, noise, seed, -1)
  ];
  const spread = varianceOf(truth);
  const miss = (scores: Float64Array, s: number, j: number) =>
    (scores[s * shares.length + j] - truth[s]) ** 2 / spread;
  const perObject = Float64Array.from({ length: objects.count }, (_, s) => {
    if (!(spread > 0)) return NaN;
    return (
      shares.reduce((sum, _p, j) => sum + Math.min(1, miss(most, s, j)) - Math.min(1, miss(least, s, j)), 0) /
      shares.length
    );
  });
  const r2 = (scores: Float64Array) =>
    shares.map((_p, j) => {
      let sum = 0;
      for (let s = 0; s < objects.count; s++) sum += miss(scores, s, j);
      return 1 - sum / objects.count;
    });
  return finish(
    {
      metric: 'road',
      formula:
        'mean over shares p of miss(most relevant p imputed) - miss(least relevant p imputed), miss = min(1, (f - t)^2 / var t)',
      source: 'Rong et al. 2022, arXiv:2202.00449',
      better: 'high'
    },
    question,
    perObject,
    options,
    {
      params: { shares, noise, seed, truth: options.truth ? 'given' : "the model's answer" },
      reason: 'all objects have the same truth',
      details: { shares, mostFirst: r2(most), leastFirst: r2(least) }
    }
  );
}

function varianceOf(values: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) sum += values[i];
  for (let i = 0; i < values.length; i++) squares += (values[i] - sum / values.length) ** 2;
  return squares / values.length;
}

async function scoresAfterRemoval(
  question: Question,
  grid: Grid,
  shares: readonly number[],
  noise: number,
  seed: number,
  sign: 1 | -1
): Promise<Float64Array> {
  const { objects, maps } = question;
  const { count, width, x, ids } = objects;
  const all = Uint32Array.from({ length: grid.points }, (_, p) => p);
  const scores = new Float64Array(count * shares.length);
  await sweep(question, {
    total: count * shares.length,
    point: (k, into) => {
      const s = Math.floor(k / shares.length);
      // the size of the map decides: what pushes the answer down is relevant too
      const relevance = sumChannels(rowOf(maps, width, s).map(Math.abs), grid);
      const order = placesByRelevance(
        all,
        relevance.map(v => sign * v)
      );
      const gone = order.subarray(0, Math.round(shares[k % shares.length] * grid.points));
      into.set(x.subarray(s * width, (s + 1) * width) as Float64Array);
      impute(into, gone, grid);
      const random = new Random(seedFor(seed + (k % shares.length), ids[s]));
      for (const p of gone) {
        for (let c = 0; c < grid.channels; c++) into[p * grid.channels + c] += noise * random.normal();
      }
      return s;
    },
    value: (k, score) => (scores[k] = score)
  });
  return scores;
}

/**
 * Replaces points so that each is the weighted mean of its neighbours, known ones kept: (D - W) v = b on the removed points,
 * solved by conjugate gradients, channel by channel. With no known point at all there is nothing to go by: 0.
 */
export function impute(values: Float64Array | Float32Array, gone: Uint32Array, grid: Grid): void {
  const index = new Map<number, number>();
  gone.forEach((p, i) => index.set(p, i));
  if (gone.length === grid.points) {
    values.fill(0);
    return;
  }
  const links: { inner: [number, number][]; outer: [number, number][]; diagonal: number }[] = [];
  for (const p of gone) {
    const around = neighboursOf(grid, p);
    links.push({
      inner: around.flatMap(([q, w]) => (index.has(q) ? [[index.get(q)!, w] as [number, number]] : [])),
      outer: around.filter(([q]) => !index.has(q)),
      diagonal: around.reduce((sum, [, w]) => sum + w, 0)
    });
  }
  const apply = (v: Float64Array) =>
    Float64Array.from(links, ({ inner, diagonal }, i) =>
      inner.reduce((sum, [j, w]) => sum - w * v[j], diagonal * v[i])
    );
  for (let c = 0; c < grid.channels; c++) {
    const b = Float64Array.from(links, ({ outer }) =>
      outer.reduce((sum, [q, w]) => sum + w * values[q * grid.channels + c], 0)
    );
    const solution = conjugateGradients(apply, b);
    gone.forEach((p, i) => (values[p * grid.channels + c] = solution[i]));
  }
}

/** Solves a symmetric positive system to a relative residual of 1e-9. */
function conjugateGradients(apply: (v: Float64Array) => Float64Array, b: Float64Array): Float64Array {
  const v = new Float64Array(b.length);
  const residual = Float64Array.from(b);
  const direction = Float64Array.from(b);
  const dot = (p: Float64Array, q: Float64Array) => p.reduce((sum, value, i) => sum + value * q[i], 0);
  let size = dot(residual, residual);
  const goal = 1e-18 * size;
  for (let step = 0; step < 4 * b.length + 20 && size > goal; step++) {
    const image = apply(direction);
    const length = size / dot(direction, image);
    for (let i = 0; i < v.length; i++) {
      v[i] += length * direction[i];
      residual[i] -= length * image[i];
    }
    const next = dot(residual, residual);
    for (let i = 0; i < v.length; i++) direction[i] = residual[i] + (next / size) * direction[i];
    size = next;
  }
  return v;
}
