import { ExplanationError } from '../adapter';
import { residualOf } from '../attribution';
import { baselineRow, baselineRows, seedFor } from '../baseline';
import { Random } from '../../math';
import { Moments } from '../moments';
import type { Method } from '../method';
import { sweep } from '../sweep';
import { endsOf } from './integratedGradients';

export interface ExpectedGradientsOptions {
  /** Pairs of a row of the background and a point on the way from it; default 200. */
  draws: number;
  /** Relative completeness residual that is let pass; default .05. */
  tolerance: number;
}

/**
 * Expected gradients: the mean of (x - x') times the gradient at a uniform point between x' and x, over random rows x' of
 * the background (Erion et al. 2019, arXiv:1906.10670). The rows of the baseline are the background. Sums to
 * f(x) - mean f(x') as far as the draws reach; the residual is against all rows. Unit: that of the score.
 */
export const expectedGradients: Method<ExpectedGradientsOptions> = {
  name: 'expectedGradients',
  source: 'Erion et al. 2019, arXiv:1906.10670',
  needs: ['gradient'],
  baseline: 'required',
  sampled: true,
  defaults: { draws: 200, tolerance: 0.05 },
  check(_, { draws }) {
    if (!(Number.isInteger(draws) && draws > 0)) {
      throw new ExplanationError(`expectedGradients: draws is ${draws}; expected a whole number above 0.`);
    }
  },
  async explain(problem, { baseline, draws, tolerance, seed }) {
    const { objects } = problem;
    const { count, width, x, ids } = objects;
    const rows = baselineRows(objects, baseline!);
    const moments = new Moments(count * width);
    const drawn = ids.map(id => drawPairs(seedFor(seed, id), draws, rows));
    const terms = new Float64Array(width);
    await sweep(problem, {
      total: count * draws,
      point: (k, into) => {
        const s = Math.floor(k / draws);
        const { row, part } = drawn[s];
        const from = baselineRow(objects, baseline!, s, row[k % draws]);
        for (let i = 0; i < width; i++) into[i] = from(i) + part[k % draws] * (x[s * width + i] - from(i));
        return s;
      },
      gradient: (k, slope, s) => {
        const from = baselineRow(objects, baseline!, s, drawn[s].row[k % draws]);
        for (let i = 0; i < width; i++) terms[i] = slope[i] * (x[s * width + i] - from(i));
        moments.add(s * width, terms, k % draws);
      }
    });
    const { scores, start } = await endsOf(problem, baseline!, rows);
    const expected = scores.map((f, s) => f - start[s]);
    return {
      values: moments.mean,
      standardError: moments.standardError(draws),
      scores,
      residual: residualOf('completeness', moments.mean, expected, { tolerance })
    };
  }
};

function drawPairs(seed: number, draws: number, rows: number): { row: Uint32Array; part: Float64Array } {
  const random = new Random(seed);
  const row = new Uint32Array(draws);
  const part = new Float64Array(draws);
  for (let k = 0; k < draws; k++) {
    row[k] = random.integer(0, rows - 1);
    part[k] = random.uniform();
  }
  return { row, part };
}
