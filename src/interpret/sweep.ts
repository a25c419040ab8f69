import { checkAborted, interruptSignal } from '../models/interrupt';
import type { ModelAdapter, Numbers } from './adapter';
import { numbersFor, pointsBatch, type ChangeGiven, type Objects } from './objects';
import type { ResolvedScore } from './score';

/** A question to a model about some objects, as every method gets it. */
export interface Problem {
  model: ModelAdapter;
  score: ResolvedScore;
  objects: Objects;
  /** Points that the model sees at a time: what bounds the memory of every method. */
  maxBatch: number;
  signal?: AbortSignal;
  /** Told of points done and of all. */
  onProgress?: (done: number, total: number) => void;
}

/** Asks of one sweep: which points, and what becomes of the answers. */
export interface Sweep {
  /** Number of points. */
  total: number;
  /** Writes point k, [width], and returns the object it belongs to. Called in order of k, each once. */
  point(k: number, into: Numbers): number;
  /** Changes the mask or a condition at point k, [places of that input], where it is not that of the object. */
  given?: ChangeGiven;
  /** Takes the score at point k, in order of k. */
  value?(k: number, score: number, owner: number): void;
  /** Takes d score / d x at point k, [width], in order of k; valid during the call only. */
  gradient?(k: number, gradient: Numbers, owner: number): void;
}

/** How long a sweep may hold the thread, ms. */
const HOLD = 20;

/**
 * Asks the model for the score, its gradient or both at many points, `maxBatch` at a time. All memory it takes is that of
 * one batch, however many points there are.
 * @throws AbortError when stopped
 */
export async function sweep(
  problem: Problem,
  { total, point, given, value, gradient }: Sweep
): Promise<void> {
  const { model, objects, maxBatch, signal, onProgress } = problem;
  const { width } = objects;
  const points = numbersFor(objects.spec, Math.min(maxBatch, total) * width);
  let held = Date.now();
  for (let start = 0; start < total; start += maxBatch) {
    checkAborted('The explanation', signal, interruptSignal());
    const count = Math.min(maxBatch, total - start);
    const owners = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      owners[i] = point(start + i, points.subarray(i * width, (i + 1) * width));
    }
    const batch = pointsBatch(
      objects,
      points,
      owners,
      given && ((i, input, into) => given(start + i, input, into))
    );
    if (value) {
      const scores = await scoresOf(problem, batch);
      for (let i = 0; i < count; i++) value(start + i, scores[i], owners[i]);
    }
    if (gradient) {
      const slopes = joinSegments(objects, await model.gradient!(batch, problem.score), count);
      for (let i = 0; i < count; i++)
        gradient(start + i, slopes.subarray(i * width, (i + 1) * width), owners[i]);
    }
    onProgress?.(start + count, total);
    if (Date.now() - held > HOLD) {
      await breathe();
      held = Date.now();
    }
  }
}

/** Score of each row of a batch, [count]. */
async function scoresOf(
  { model, score }: Problem,
  batch: Parameters<ModelAdapter['predict']>[0]
): Promise<Float64Array> {
  const { values } = await model.predict(batch, score.side);
  const outputs = values.length / batch.count;
  return Float64Array.from({ length: batch.count }, (_, s) =>
    score.of(values.subarray(s * outputs, (s + 1) * outputs))
  );
}

function joinSegments(
  { width, segments, spec }: Objects,
  parts: Record<string, { values: Numbers }>,
  count: number
): Numbers {
  if (segments.length === 1) return parts[segments[0].name].values;
  const joined = numbersFor(spec, count * width);
  for (const { name, start, size } of segments) {
    const { values } = parts[name];
    for (let s = 0; s < count; s++)
      joined.set(values.subarray(s * size, (s + 1) * size) as Float64Array, s * width + start);
  }
  return joined;
}

/** Lets the page or the kernel do what has piled up. */
const breathe = (): Promise<void> =>
  new Promise(resolve =>
    typeof setImmediate === 'function' ? setImmediate(resolve) : setTimeout(resolve, 0)
  );

/** Writes object k, for sweeps over the objects themselves. */
const objectPoint =
  ({ width, x }: Objects) =>
  (k: number, into: Numbers): number => {
    into.set(x.subarray(k * width, (k + 1) * width) as Float64Array);
    return k;
  };

/** The score at each object itself, [count]. */
export async function scoresAtObjects(problem: Problem): Promise<Float64Array> {
  const { objects } = problem;
  const scores = new Float64Array(objects.count);
  await sweep(
    { ...problem, onProgress: undefined },
    {
      total: objects.count,
      point: objectPoint(objects),
      value: (k, score) => (scores[k] = score)
    }
  );
  return scores;
}

/** d score / d x at each object itself, [count, width]. */
export async function gradientsAtObjects(problem: Problem): Promise<Float64Array> {
  const { objects } = problem;
  const values = new Float64Array(objects.count * objects.width);
  await sweep(problem, {
    total: objects.count,
    point: objectPoint(objects),
    gradient: (k, slope) => values.set(slope as Float64Array, k * objects.width)
  });
  return values;
}
