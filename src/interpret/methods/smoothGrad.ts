import { ExplanationError, type Numbers } from '../adapter';
import { seedFor } from '../baseline';
import { Random } from '../../math';
import { Moments } from '../moments';
import type { Method } from '../method';
import type { Objects } from '../objects';
import { scoresAtObjects, sweep, type Problem } from '../sweep';

export interface SmoothGradOptions {
  /** Standard deviation of the noise as a fraction of the range max - min of the object's own input; no default. */
  noise: number;
  /** Noisy copies an object; default 50. */
  draws: number;
  /** What is averaged: the gradient (default), or gradient x input at the noisy place. */
  of: 'gradient' | 'gradientInput';
}

type Summary = (moments: Moments, draws: number) => { values: Float64Array; standardError: Float64Array };

const mean: Summary = (moments, draws) => ({
  values: moments.mean,
  standardError: moments.standardError(draws)
});

/** One of the three: what is made of each gradient, and what of its moments. */
const noisyMethod = (
  name: string,
  source: string,
  { order = 2, transform = v => v, summary = mean }: Partial<Reading> = {}
): Method<SmoothGradOptions> => ({
  name,
  source,
  needs: ['gradient'],
  baseline: 'none',
  sampled: true,
  defaults: { draws: 50, of: 'gradient' },
  required: {
    noise:
      'it decides how far around the object the map looks: give a fraction of the range of the input, .1 to .2 in the paper.'
  },
  check: (_, options) => checkNoise(name, options),
  async explain(problem, options) {
    const moments = await noisyMoments(problem, options, order, transform);
    return { ...summary(moments, options.draws), scores: await scoresAtObjects(problem) };
  }
});

interface Reading {
  order: 2 | 4;
  transform: (value: number) => number;
  summary: Summary;
}

/**
 * SmoothGrad: the mean of the gradient over copies with normal noise (Smilkov et al. 2017, arXiv:1706.03825). The noise is a
 * fraction of the range of the object's own real places, input by input. Unit: score per unit of the input.
 */
export const smoothGrad = noisyMethod('smoothGrad', 'Smilkov et al. 2017, arXiv:1706.03825');

/** SmoothGrad squared: the mean of the square of each gradient (Hooker et al. 2018, arXiv:1806.10758); no signs. */
export const smoothGradSquared = noisyMethod('smoothGradSquared', 'Hooker et al. 2018, arXiv:1806.10758', {
  transform: v => v * v
});

/** VarGrad: the variance (1/n) of the gradient over the noisy copies (Adebayo et al. 2018, arXiv:1810.03307); no signs. */
export const varGrad = noisyMethod('varGrad', 'Adebayo et al. 2018, arXiv:1810.03307', {
  order: 4,
  summary: (moments, draws) => ({
    values: moments.variance(draws),
    standardError: moments.standardErrorOfVariance(draws)
  })
});

function checkNoise(what: string, { noise, draws, of }: SmoothGradOptions): void {
  if (!(Number.isFinite(noise) && noise >= 0)) {
    throw new ExplanationError(`${what}: noise is ${noise}; expected a fraction of the range, 0 or more.`);
  }
  if (!(Number.isInteger(draws) && draws > 0)) {
    throw new ExplanationError(`${what}: draws is ${draws}; expected a whole number above 0.`);
  }
  if (!['gradient', 'gradientInput'].includes(of)) {
    throw new ExplanationError(`${what}: of is "${of}"; expected "gradient" or "gradientInput".`);
  }
}

/** Moments of the gradient over noisy copies, object by object. */
async function noisyMoments(
  problem: Problem,
  { noise, draws, of, seed }: SmoothGradOptions & { seed: number },
  order: 2 | 4,
  transform: (value: number) => number
): Promise<Moments> {
  const { objects } = problem;
  const { count, width } = objects;
  const moments = new Moments(count * width, order);
  const copy = noisyCopies(objects, noise, draws, seed);
  // the same stream a second time, because a batch of copies is gone when its gradients come
  const again = of === 'gradientInput' ? noisyCopies(objects, noise, draws, seed) : null;
  const place = new Float64Array(width);
  const terms = new Float64Array(width);
  await sweep(problem, {
    total: count * draws,
    point: copy,
    gradient: (k, slope, s) => {
      if (again) again(k, place);
      for (let i = 0; i < width; i++) terms[i] = transform(again ? slope[i] * place[i] : slope[i]);
      moments.add(s * width, terms, k % draws);
    }
  });
  return moments;
}

/** Writes noisy copy k; to be asked for in order. */
function noisyCopies(
  objects: Objects,
  noise: number,
  draws: number,
  seed: number
): (k: number, into: Numbers) => number {
  const { width, x, live, ids } = objects;
  let random = new Random(1);
  let sigma: Float64Array = new Float64Array(width);
  return (k, into) => {
    const s = Math.floor(k / draws);
    if (k % draws === 0) {
      random = new Random(seedFor(seed, ids[s]));
      sigma = rangeOf(objects, s).map(range => noise * range);
    }
    for (let i = 0; i < width; i++) {
      const at = s * width + i;
      into[i] = live && live[at] === 0 ? x[at] : x[at] + sigma[i] * random.normal();
    }
    return s;
  };
}

/** max - min of the real places of the input that each place belongs to, [width]. */
export function rangeOf({ width, x, live, segments }: Objects, owner: number): Float64Array {
  const out = new Float64Array(width);
  for (const { start, size } of segments) {
    let [low, high] = [Infinity, -Infinity];
    for (let i = owner * width + start; i < owner * width + start + size; i++) {
      if (live && live[i] === 0) continue;
      low = Math.min(low, x[i]);
      high = Math.max(high, x[i]);
    }
    out.fill(high > low ? high - low : 0, start, start + size);
  }
  return out;
}
