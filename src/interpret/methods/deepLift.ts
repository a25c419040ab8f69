import { residualOf } from '../attribution';
import { baselineRow, baselineRows } from '../baseline';
import type { Method } from '../method';
import { numbersFor } from '../objects';
import {
  answerOf,
  answersOf,
  checkActivations,
  endOf,
  networkOf,
  runObjects,
  takeBack
} from '../relevance/network';
import { rescaleRule } from '../relevance/rescaleRule';
import { checkAborted, interruptSignal } from '../../models/interrupt';

export interface DeepLiftOptions {
  /** Relative completeness residual that is let pass; default 1e-6. */
  tolerance: number;
}

/**
 * DeepLIFT with the rescale rule: (x - x') times a multiplier that is passed back like a gradient, with
 * (difference of outputs) / (difference of inputs) in place of the slope of each non-linearity, and the slope where the
 * inputs hardly differ (Shrikumar et al. 2017, arXiv:1704.02685). Sums to f(x) - f(x'). Several rows in the baseline: the mean
 * over them. Softmax is refused: explain the logit. Unit: that of the score.
 */
export const deepLift: Method<DeepLiftOptions> = {
  name: 'deepLift',
  source: 'Shrikumar et al. 2017, arXiv:1704.02685',
  needs: ['relevance'],
  baseline: 'required',
  sampled: false,
  defaults: { tolerance: 1e-6 },
  check(_, __, asked) {
    answerOf('deepLift', asked.score);
    checkActivations('deepLift', asked, name => name !== 'softmax', 'functions of one number');
  },
  async explain({ model, score, objects, signal, onProgress }, { baseline, tolerance }) {
    const { count, width, x, spec } = objects;
    const rows = baselineRows(objects, baseline!);
    const network = networkOf(model);
    const end = endOf(network, score);
    const index = answerOf('deepLift', score);
    const run = runObjects(network, objects);
    const scores = answersOf(run, end, index);
    const start = new Float64Array(count).fill(1);
    const values = new Float64Array(count * width);
    const expected = new Float64Array(count);
    const points = numbersFor(spec, count * width);
    for (let row = 0; row < rows; row++) {
      checkAborted('The explanation', signal, interruptSignal());
      for (let at = 0; at < points.length; at++) {
        const s = Math.floor(at / width);
        points[at] = baselineRow(objects, baseline!, s, row)(at - s * width);
      }
      const reference = runObjects(network, objects, points);
      const multiplier = takeBack(run, objects, { end, index, start, rule: rescaleRule(reference) });
      for (let at = 0; at < points.length; at++) values[at] += (multiplier[at] * (x[at] - points[at])) / rows;
      answersOf(reference, end, index).forEach((f, s) => (expected[s] += (scores[s] - f) / rows));
      onProgress?.((row + 1) * count, rows * count);
    }
    return { values, scores, residual: residualOf('completeness', values, expected, { tolerance }) };
  }
};
