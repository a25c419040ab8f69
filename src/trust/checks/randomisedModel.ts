/** E2 and E3: does the map depend on the model, and on what it was taught? */
import { median } from '../../math';
import { dataRandomisation, parameterRandomisation } from '../../interpret/metrics';
import { explainedObjects, explainerOf, needsInside, needsOneInput, type JudgedMethod } from '../explaining';
import type { TrustContext } from '../context';
import type { Check } from '../check';
import { needsTwins } from './permutedLabels';

const METHODS: readonly JudgedMethod[] = ['gradient', 'integratedGradients'];

/** A map that knows nothing of the model. */
const blind = (context: TrustContext): TrustContext => ({
  ...context,
  spoil: map => map.map((_, i) => Math.sin(12.9898 * (i + 1)))
});

/** What a randomisation test allows a method. */
interface Verdict {
  method: JudgedMethod;
  similarity: number;
  threshold: number;
  passes: boolean;
}

const threshold = (details: Readonly<Record<string, unknown>> | undefined) =>
  details as { threshold: number; passes: boolean };

/** E2: of the methods those whose maps do not depend on the weights are no evidence; where none is left, the model has none. */
export const randomisedModel: Check = {
  id: 'E2',
  version: 1,
  question: 'Do its maps depend on what the model has learned?',
  hard: true,
  needs: [needsInside('gradient', 'randomised'), needsOneInput],
  async run(context) {
    const { model, inputs, baseline } = explainedObjects(context, 4);
    const { pairs } = context.limits('E2').values;
    const score = { kind: 'logit' as const, index: context.declaration.target.index ?? 0 };
    const found: Verdict[] = [];
    for (const method of METHODS) {
      const explainer = explainerOf(context, method, baseline);
      const { perObject, details } = await parameterRandomisation(model, inputs, explainer, {
        pairs,
        score,
        seed: context.seed
      });
      found.push({ method, similarity: median(perObject), ...threshold(details) });
    }
    const passed = found.filter(({ passes }) => passes);
    const worst = [...found].sort((a, b) => b.similarity - a.similarity)[0];
    return {
      outcome: passed.length === found.length ? 'pass' : passed.length > 0 ? 'warn' : 'fail',
      statistic: 'similarity of maps of the model and of one with fresh weights',
      value: worst.similarity,
      n: inputs.count,
      reason:
        passed.length === 0
          ? 'No map changes when all weights are drawn anew: maps of this model are no evidence.'
          : `Maps by ${passed.map(({ method }) => method).join(' and ')} change when all weights are drawn anew, as far as two random models differ.`,
      evidence: found.map(({ method, similarity, threshold: most }) => ({
        label: method,
        value: `${similarity.toFixed(2)}, allowed ${most.toFixed(2)}`
      }))
    };
  },
  planted: 'a map that is the same for every model',
  plant: blind,
  draws: 1
};

/** E3: must differ from the maps of a twin that was taught permuted labels. */
export const randomisedLabels: Check = {
  id: 'E3',
  version: 1,
  question: 'Do its maps depend on the labels that it was taught?',
  hard: false,
  needs: [needsTwins, needsInside('gradient', 'randomised'), needsOneInput],
  async run(context) {
    const { model, inputs, baseline } = explainedObjects(context, 4);
    const { pairs } = context.limits('E3').values;
    const twin = context.controls.permuted!.find(({ fitted }) => fitted >= 0.9);
    if (!twin) {
      return {
        outcome: 'n/a',
        statistic: '',
        value: null,
        n: 0,
        reason: 'No twin has fitted its permuted labels (.9 or more): one that has not is no control.'
      };
    }
    const { perObject, details } = await dataRandomisation(
      model,
      twin.model,
      inputs,
      explainerOf(context, 'gradient', baseline),
      { pairs, fitted: twin.fitted, seed: context.seed }
    );
    const { passes, threshold: most } = threshold(details);
    const value = median(perObject);
    return {
      outcome: passes ? 'pass' : 'warn',
      statistic: 'similarity of maps of the model and of a twin of permuted labels',
      value,
      n: inputs.count,
      reason: `Its maps are alike those of a twin of permuted labels by ${value.toFixed(2)}; ${most.toFixed(2)} is allowed.`
    };
  },
  planted: 'a map that is the same for every model',
  plant: blind,
  draws: 1
};
