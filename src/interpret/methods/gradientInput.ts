import type { Method } from '../method';
import { gradientsAtObjects, scoresAtObjects } from '../sweep';

/**
 * Gradient x input: each place times the derivative of the score by it (Shrikumar et al. 2016, arXiv:1605.01713). Sums to
 * the score for relu networks without biases, and to nothing in particular for others. Unit: that of the score. It cannot
 * see a place whose number is 0.
 */
export const gradientInput: Method = {
  name: 'gradientInput',
  source: 'Shrikumar et al. 2016, arXiv:1605.01713',
  needs: ['gradient'],
  baseline: 'none',
  sampled: false,
  defaults: {},
  async explain(problem) {
    const { x } = problem.objects;
    const slopes = await gradientsAtObjects(problem);
    return { values: slopes.map((slope, i) => slope * x[i]), scores: await scoresAtObjects(problem) };
  }
};
