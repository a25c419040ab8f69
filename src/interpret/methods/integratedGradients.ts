import { residualOf } from '../attribution';
import { ExplanationError } from '../adapter';
import { baselineRow, baselineRows } from '../baseline';
import type { Method } from '../method';
import { sweep } from '../sweep';

export interface IntegratedGradientsOptions {
  /** Points on the path; default 50. */
  steps: number;
  /** Relative completeness residual that is let pass; default .05. */
  tolerance: number;
}

/**
 * Integrated gradients: (x - x') times the mean gradient on the straight path from the baseline x', by the midpoint rule
 * (Sundararajan et al. 2017, arXiv:1703.01365). Sums to f(x) - f(x'); the residual is always returned. Several rows in the
 * baseline: the mean over them. Unit: that of the score.
 */
export const integratedGradients: Method<IntegratedGradientsOptions> = {
  name: 'integratedGradients',
  source: 'Sundararajan et al. 2017, arXiv:1703.01365',
  needs: ['gradient'],
  baseline: 'required',
  sampled: false,
  defaults: { steps: 50, tolerance: 0.05 },
  check(_, { steps }) {
    if (!(Number.isInteger(steps) && steps > 0)) {
      throw new ExplanationError(`integratedGradients: steps is ${steps}; expected a whole number above 0.`);
    }
  },
  async explain(problem, { baseline, steps, tolerance }) {
    const { objects } = problem;
    const { count, width, x } = objects;
    const rows = baselineRows(objects, baseline!);
    const values = new Float64Array(count * width);
    const perObject = rows * steps;
    await sweep(problem, {
      total: count * perObject,
      point: (k, into) => {
        const s = Math.floor(k / perObject);
        const from = baselineRow(objects, baseline!, s, Math.floor((k % perObject) / steps));
        const t = ((k % steps) + 0.5) / steps;
        for (let i = 0; i < width; i++) into[i] = from(i) + t * (x[s * width + i] - from(i));
        return s;
      },
      gradient: (k, slope, s) => {
        const from = baselineRow(objects, baseline!, s, Math.floor((k % perObject) / steps));
        for (let i = 0; i < width; i++) {
          values[s * width + i] += (slope[i] * (x[s * width + i] - from(i))) / perObject;
        }
      }
    });
    const { scores, start } = await endsOf(problem, baseline!, rows);
    const expected = scores.map((f, s) => f - start[s]);
    return { values, scores, residual: residualOf('completeness', values, expected, { tolerance }) };
  }
};

/** The score of each object and the mean score of its baselines, [count] each. */
export async function endsOf(
  problem: Parameters<Method['explain']>[0],
  baseline: Parameters<typeof baselineRows>[1],
  rows: number
): Promise<{ scores: Float64Array; start: Float64Array }> {
  const { objects } = problem;
  const { count, width, x } = objects;
  const scores = new Float64Array(count);
  const start = new Float64Array(count);
  await sweep(
    { ...problem, onProgress: undefined },
    {
      total: count * (rows + 1),
      point: (k, into) => {
        const s = Math.floor(k / (rows + 1));
        const row = k % (rows + 1);
        const from = row === 0 ? (i: number) => x[s * width + i] : baselineRow(objects, baseline, s, row - 1);
        for (let i = 0; i < width; i++) into[i] = from(i);
        return s;
      },
      value: (k, score, s) => {
        if (k % (rows + 1) === 0) scores[s] = score;
        else start[s] += score / rows;
      }
    }
  );
  return { scores, start };
}
