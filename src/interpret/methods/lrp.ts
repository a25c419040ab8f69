import { ExplanationError } from '../adapter';
import { residualOf } from '../attribution';
import type { Method } from '../method';
import { lrpRule, type LrpSettings } from '../relevance/lrpRules';
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

export interface LrpOptions extends LrpSettings {
  /**
   * How a dense or convolutional layer hands relevance back; no default. `epsilon`: in proportion to a w; `zPlus`: to what is
   * positive of it; `alphaBeta`: alpha times that less (alpha - 1) times the negative; `gamma`: to a w + gamma (a w)+.
   */
  rule: LrpSettings['rule'];
  /** How far denominators are kept from 0; default 1e-6. Larger values of the epsilon rule quieten small sums. */
  epsilon: number;
  /** Of alphaBeta; default 2, with beta = alpha - 1. */
  alpha: number;
  /** Of gamma; default .25. */
  gamma: number;
  /** Relative conservation residual that is let pass; default .05. */
  tolerance: number;
}

/**
 * Layer-wise relevance propagation: the score is handed back layer by layer, R_j = sum_k a_j w_jk / z_k R_k by the rule
 * asked for (Bach et al. 2015, doi:10.1371/journal.pone.0130140; gamma: Montavon et al. 2019,
 * doi:10.1007/978-3-030-28954-6_10). Activations pass it on; poolings of means and normalisations in proportion, poolings of
 * maxima to the maximum. Biases are part of z and keep their share, so the sum is f(x) for networks without biases and the
 * residual says what they kept. Softmax is refused: explain the logit. Unit: that of the score.
 */
export const lrp: Method<LrpOptions> = {
  name: 'lrp',
  source: 'Bach et al. 2015, doi:10.1371/journal.pone.0130140',
  needs: ['relevance'],
  baseline: 'none',
  sampled: false,
  defaults: { epsilon: 1e-6, alpha: 2, gamma: 0.25, tolerance: 0.05 },
  required: { rule: "the maps differ much: give 'epsilon', 'zPlus', 'alphaBeta' or 'gamma'." },
  check(_, { rule, epsilon, alpha, gamma }, asked) {
    if (!['epsilon', 'zPlus', 'alphaBeta', 'gamma'].includes(rule)) {
      throw new ExplanationError(`lrp: rule is "${rule}"; expected epsilon, zPlus, alphaBeta or gamma.`);
    }
    const wrong = Object.entries({ epsilon, alpha: alpha - 1, gamma }).find(([, v]) => !(v >= 0));
    if (wrong) {
      throw new ExplanationError(
        `lrp: ${wrong[0]} is too small; expected epsilon and gamma of 0 or more, alpha of 1 or more.`
      );
    }
    answerOf('lrp', asked.score);
    checkActivations('lrp', asked, name => name !== 'softmax', 'functions of one number');
  },
  async explain({ model, score, objects, signal, onProgress }, { tolerance, ...settings }) {
    checkAborted('The explanation', signal, interruptSignal());
    const network = networkOf(model);
    const end = endOf(network, score);
    const index = answerOf('lrp', score);
    const run = runObjects(network, objects);
    const scores = answersOf(run, end, index);
    const values = takeBack(run, objects, { end, index, start: scores, rule: lrpRule(settings) });
    onProgress?.(objects.count, objects.count);
    return { values, scores, residual: residualOf('conservation', values, scores, { tolerance }) };
  }
};
