import type { Batch, ModelAdapter } from '../adapter';
import type { Attribution, Baseline } from '../attribution';
import { endsOf } from '../methods/integratedGradients';
import {
  askQuestion,
  finish,
  needBaseline,
  rowOf,
  type Maps,
  type Measured,
  type MeasureOptions
} from './metric';

export interface CompletenessOptions extends MeasureOptions {
  /** The baseline that the maps were made with. */
  baseline?: Baseline;
  /** Change of the score below which it counts as this much; default 1e-6 of the largest in the batch. */
  floor?: number;
}

/**
 * Completeness residual: |sum Phi - (f(x) - f(x'))| over max(|f(x) - f(x')|, floor), on maps as the method gives them (a
 * normalised map sums to nothing). Up to .05 is what its authors ask of integrated gradients.
 */
export async function completeness(
  model: ModelAdapter,
  batch: Batch,
  maps: Attribution | Maps,
  options: CompletenessOptions = {}
): Promise<Measured> {
  const question = askQuestion(model, batch, maps, options);
  const { objects } = question;
  const baseline = needBaseline('completeness', objects, options.baseline);
  const { scores, start } = await endsOf(question, baseline, 1);
  const changes = scores.map((f, s) => f - start[s]);
  const floor =
    options.floor ?? Math.max(1e-12, 1e-6 * changes.reduce((m, v) => Math.max(m, Math.abs(v)), 0));
  const perObject = changes.map((change, s) => {
    const sum = rowOf(question.maps, objects.width, s).reduce((a, b) => a + b, 0);
    return Math.abs(sum - change) / Math.max(Math.abs(change), floor);
  });
  return finish(
    {
      metric: 'completeness',
      formula: '|sum Phi - (f(x) - f(b))| / max(|f(x) - f(b)|, floor)',
      source: 'Sundararajan et al. 2017, arXiv:1703.01365',
      better: 'low'
    },
    question,
    perObject,
    options,
    { params: { baseline: baseline.name, floor } }
  );
}
