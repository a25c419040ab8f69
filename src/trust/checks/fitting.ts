import { changed } from '../context';
import type { Check } from '../check';
import type { Preprocessing } from '../types';

/** Largest difference of what was learned from what the training part teaches, in units of the largest number. */
function departure({ learned, refitted }: Preprocessing): number {
  if (!learned || !refitted) return 0;
  if (learned.length !== refitted.length) return Infinity;
  let [worst, scale] = [0, 1e-12];
  for (let i = 0; i < learned.length; i++) {
    worst = Math.max(worst, Math.abs(learned[i] - refitted[i]));
    scale = Math.max(scale, Math.abs(refitted[i]));
  }
  return worst / scale;
}

/** S3: was every step before the model fitted on the training part alone? */
export const fitting: Check = {
  id: 'S3',
  version: 1,
  question: 'Was every step before the model fitted on the training part alone?',
  hard: true,
  run({ declaration, limits }) {
    const steps = declaration.preprocessing;
    const { relative } = limits('S3').values;
    const wrong = steps.filter(step => step.fittedOn !== 'train' || departure(step) > relative);
    const unproved = steps.filter(step => !step.learned || !step.refitted).length;
    return {
      outcome: wrong.length > 0 ? 'fail' : 'pass',
      statistic: 'steps not fitted on the training part alone',
      value: wrong.length,
      n: steps.length,
      reason:
        wrong.length > 0
          ? `"${wrong[0].step}" was fitted on ${wrong[0].fittedOn}${wrong[0].fittedOn === 'train' ? ', but what it learned is not what the training part teaches' : ''}.`
          : steps.length === 0
            ? 'No step before the model learns from data, as declared.'
            : `${steps.length} steps are fitted on the training part; ${unproved === 0 ? 'fitted anew they are the same' : `${unproved} of them by declaration alone`}.`
    };
  },
  planted: 'a step fitted on all parts, or one that learned something else',
  plant(context, random) {
    const steps = context.declaration.preprocessing;
    const other =
      random.uniform() < 0.5 ? { fittedOn: 'train and test' } : { learned: [1], refitted: [1.01] };
    const planted = { step: 'planted', fittedOn: 'train', ...other };
    return changed(context, { declaration: { preprocessing: [...steps, planted] } });
  },
  heal: context => changed(context, { declaration: { preprocessing: [] } })
};
