import type { BackwardRule } from '../engine/run';
import type { Method } from '../method';
import {
  answerOf,
  answersOf,
  checkActivations,
  endOf,
  networkOf,
  runObjects,
  takeBack
} from '../relevance/network';
import { checkAborted, interruptSignal } from '../../models/interrupt';

/** At a relu only what is positive on both ways passes. */
const guided: BackwardRule = ({ node, inputs: [x] }, slope) =>
  node.kind === 'activation' && node.config.function === 'relu'
    ? [slope.map((v, i) => (x.values[i] > 0 && v > 0 ? v : 0))]
    : null;

/**
 * Guided backpropagation: the gradient, with negative slopes cut off at every relu (Springenberg et al. 2014,
 * arXiv:1412.6806). Visual only: it draws edges of the input and hardly depends on the upper layers (Adebayo et al. 2018,
 * arXiv:1810.03292), so nothing should be concluded from it. Networks with another activation than relu are refused.
 */
export const guidedBackprop: Method = {
  name: 'guidedBackprop',
  source: 'Springenberg et al. 2014, arXiv:1412.6806',
  needs: ['relevance'],
  baseline: 'none',
  sampled: false,
  defaults: {},
  caution: 'visual only: it hardly depends on the upper layers of the network',
  check(_, __, asked) {
    answerOf('guidedBackprop', asked.score);
    checkActivations('guidedBackprop', asked, name => name === 'relu' || name === 'linear', 'relu');
  },
  async explain({ model, score, objects, signal, onProgress }) {
    checkAborted('The explanation', signal, interruptSignal());
    const network = networkOf(model);
    const end = endOf(network, score);
    const index = answerOf('guidedBackprop', score);
    const run = runObjects(network, objects);
    const start = new Float64Array(objects.count).fill(1);
    const values = takeBack(run, objects, { end, index, start, rule: guided });
    onProgress?.(objects.count, objects.count);
    return { values, scores: answersOf(run, end, index) };
  }
};
