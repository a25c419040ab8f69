import type { Method } from '../method';
import { scoresAtObjects, sweep } from '../sweep';

/**
 * Gradient saliency: the derivative of the score by each place of the input (Simonyan et al. 2013, arXiv:1312.6034).
 * Unit: score per unit of the input.
 */
export const gradient: Method = {
  name: 'gradient',
  source: 'Simonyan et al. 2013, arXiv:1312.6034',
  needs: ['gradient'],
  baseline: 'none',
  sampled: false,
  defaults: {},
  async explain(problem) {
    const { count, width, x } = problem.objects;
    const values = new Float64Array(count * width);
    await sweep(problem, {
      total: count,
      point: (k, into) => {
        into.set(x.subarray(k * width, (k + 1) * width) as Float64Array);
        return k;
      },
      gradient: (k, slope) => values.set(slope as Float64Array, k * width)
    });
    return { values, scores: await scoresAtObjects(problem) };
  }
};
