import { Random } from '../../math';
import { ExplanationError, type Batch, type ModelAdapter } from '../adapter';
import type { Attribution, Baseline } from '../attribution';
import { baselineRow, seedFor } from '../baseline';
import { scoresAtObjects, sweep } from '../sweep';
import {
  askQuestion,
  finish,
  livePlaces,
  needBaseline,
  rowOf,
  type Maps,
  type Measured,
  type MeasureOptions
} from './metric';

export interface InfidelityOptions extends MeasureOptions {
  /**
   * What is taken away, which decides what kind of map can be right. `noise`: small normal deviates of the size `noise`, for
   * maps in score per unit of input (gradients). `subset`: a random half of the places goes to the baseline, for maps in
   * units of the score (integrated gradients, occlusion, Shapley values).
   */
  perturbation: 'noise' | 'subset';
  /** Standard deviation of the noise, in units of the input; required for `noise`. */
  noise?: number;
  /** Required for `subset`. */
  baseline?: Baseline;
  /** Draws an object; default 100. */
  draws?: number;
}

/**
 * Infidelity (Yeh et al. 2019, arXiv:1901.09392), the expected squared miss of I.Phi for f(x) - f(x - I), freed of the
 * scale of the map: 1 - min over beta >= 0 of E(beta I.Phi - Df)^2 / E Df^2, which lies in [0, 1]; 1 is perfect. A map of
 * the wrong sign gets 0. The plain infidelity stands in the details.
 */
export async function infidelity(
  model: ModelAdapter,
  batch: Batch,
  maps: Attribution | Maps,
  options: InfidelityOptions
): Promise<Measured> {
  const question = askQuestion(model, batch, maps, options);
  const { objects } = question;
  const { perturbation, noise, draws = 100, seed = 1 } = options;
  if (perturbation === 'noise' && !(noise !== undefined && noise > 0)) {
    throw new ExplanationError(
      `infidelity: noise is ${noise}; expected a standard deviation above 0, in units of the input.`
    );
  }
  const baseline = perturbation === 'subset' ? needBaseline('infidelity', objects, options.baseline) : null;
  const { count, width, x } = objects;
  const scores = await scoresAtObjects(question);
  const taken = new Float64Array(width);
  const projections = new Float64Array(count * draws);
  const changes = new Float64Array(count * draws);
  let random = new Random(0);
  await sweep(question, {
    total: count * draws,
    point: (k, into) => {
      const s = Math.floor(k / draws);
      if (k % draws === 0) random = new Random(seedFor(seed, objects.ids[s]));
      taken.fill(0);
      const from = baseline && baselineRow(objects, baseline, s);
      const map = rowOf(question.maps, width, s);
      let projection = 0;
      for (const i of livePlaces(objects, s)) {
        if (!from) {
          taken[i] = noise! * random.normal();
          projection += taken[i] * map[i];
        } else if (random.uniform() < 0.5) {
          taken[i] = x[s * width + i] - from(i);
          // such a map is in units of the score: a place is taken whole or not at all
          projection += map[i];
        }
      }
      for (let i = 0; i < width; i++) into[i] = x[s * width + i] - taken[i];
      projections[k] = projection;
      return s;
    },
    value: (k, score, s) => (changes[k] = scores[s] - score)
  });
  const plain = new Float64Array(count);
  const perObject = Float64Array.from({ length: count }, (_, s) => {
    let [pp, pd, dd, miss] = [0, 0, 0, 0];
    for (let k = s * draws; k < (s + 1) * draws; k++) {
      pp += projections[k] ** 2;
      pd += projections[k] * changes[k];
      dd += changes[k] ** 2;
      miss += (projections[k] - changes[k]) ** 2;
    }
    plain[s] = miss / draws;
    if (!(dd > 0)) return NaN;
    return pp > 0 && pd > 0 ? Math.min(1, (pd * pd) / (pp * dd)) : 0;
  });
  return finish(
    {
      metric: 'infidelity',
      formula: '1 - min over beta >= 0 of E(beta I.Phi - (f(x) - f(x - I)))^2 / E(f(x) - f(x - I))^2',
      source: 'Yeh et al. 2019, arXiv:1901.09392',
      better: 'high'
    },
    question,
    perObject,
    options,
    {
      params: { perturbation, noise, draws, baseline: baseline?.name, seed },
      details: { infidelity: plain }
    }
  );
}
