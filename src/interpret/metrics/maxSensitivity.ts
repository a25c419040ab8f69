import { Random } from '../../math';
import { ExplanationError, type Batch, type ModelAdapter } from '../adapter';
import { seedFor } from '../baseline';
import { numbersFor, pointsBatch } from '../objects';
import {
  askQuestion,
  finish,
  livePlaces,
  mapsOf,
  rowOf,
  type Explainer,
  type Measured,
  type MeasureOptions
} from './metric';

export interface MaxSensitivityOptions extends MeasureOptions {
  /** Largest size of the perturbation of a place: the noise of the data, in units of the input. One for all, or one a place. */
  radius: number | ArrayLike<number>;
  /** Draws an object; default 10. */
  draws?: number;
  /** What counts as an unchanged answer. A class: the same largest output. A number: its largest change in score. */
  unchanged: 'class' | number;
}

/**
 * Max-sensitivity: the largest relative change of the map, |Phi(x + u) - Phi(x)| / |Phi(x)|, over draws of u within the noise
 * that leave the answer unchanged (Yeh et al. 2019, arXiv:1901.09392). Lower is better.
 */
export async function maxSensitivity(
  model: ModelAdapter,
  batch: Batch,
  explainer: Explainer,
  { radius, draws = 10, unchanged, ...options }: MaxSensitivityOptions
): Promise<Measured> {
  const question = askQuestion(model, batch, await explainer(model, batch), options);
  const { objects, maps, score } = question;
  const { count, width, x, ids } = objects;
  const reach = typeof radius === 'number' ? () => radius : (i: number) => radius[i];
  for (let i = 0; i < width; i++) {
    if (!(reach(i) >= 0)) {
      throw new ExplanationError(
        `maxSensitivity: radius at place ${i} is ${reach(i)}; expected the noise of the data, 0 or above, for all ${width} places.`
      );
    }
  }
  const answer = async (asked: Batch) => (await model.predict(asked, score.side)).values;
  const before = await answer(batch);
  const outputs = before.length / count;
  const worst = new Float64Array(count).fill(NaN);
  let kept = 0;
  const owners = Uint32Array.from({ length: count }, (_, s) => s);
  const randoms = ids.map(id => new Random(seedFor(options.seed ?? 1, id)));
  for (let draw = 0; draw < draws; draw++) {
    const moved = numbersFor(objects.spec, count * width);
    moved.set(x as Float64Array);
    for (let s = 0; s < count; s++) {
      for (const i of livePlaces(objects, s)) moved[s * width + i] += reach(i) * randoms[s].uniform(-1, 1);
    }
    const near: Batch = { ...pointsBatch(objects, moved, owners), ids };
    const after = await answer(near);
    const other = mapsOf(await explainer(model, near), objects);
    for (let s = 0; s < count; s++) {
      const [a, b] = [rowOf(before, outputs, s), rowOf(after, outputs, s)];
      const same =
        unchanged === 'class' ? largest(a) === largest(b) : Math.abs(score.of(a) - score.of(b)) <= unchanged;
      if (!same) continue;
      kept++;
      const [p, q] = [rowOf(maps, width, s), rowOf(other, width, s)];
      let [change, size] = [0, 0];
      for (let i = 0; i < width; i++) {
        change += (q[i] - p[i]) ** 2;
        size += p[i] ** 2;
      }
      const relative = size > 0 ? Math.sqrt(change / size) : change > 0 ? Infinity : 0;
      if (!(worst[s] >= relative)) worst[s] = relative;
    }
  }
  return finish(
    {
      metric: 'maxSensitivity',
      formula: 'max over u of |Phi(x + u) - Phi(x)| / |Phi(x)|, only u that leave the answer unchanged',
      source: 'Yeh et al. 2019, arXiv:1901.09392',
      better: 'low'
    },
    question,
    worst,
    options,
    {
      params: { radius: typeof radius === 'number' ? radius : 'one a place', draws, unchanged },
      reason: 'every draw changes the answer, or its map is 0',
      details: { drawsKept: kept, drawsMade: draws * count }
    }
  );
}

/** Index of the largest output; one output is a logit, whose sign is the class. */
function largest(answer: ArrayLike<number>): number {
  if (answer.length === 1) return answer[0] > 0 ? 1 : 0;
  let best = 0;
  for (let i = 1; i < answer.length; i++) if (answer[i] > answer[best]) best = i;
  return best;
}
