import type { Method } from '../method';
import { gradientsAtObjects, scoresAtObjects } from '../sweep';

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
    return { values: await gradientsAtObjects(problem), scores: await scoresAtObjects(problem) };
  }
};
