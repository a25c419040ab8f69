import { associateStrategies, findStrategies } from '../../interpret/metrics';
import { explainedObjects, explainerOf, hasPlaces, needsInside, needsOneInput } from '../explaining';
import { takeObjects } from '../batches';
import { pickColumn } from '../terseUnits';
import type { Check } from '../check';

/** C12: does one of its strategies go together with a nuisance? */
export const strategies: Check = {
  id: 'C12',
  version: 1,
  question: 'Does a way in which it decides go together with a nuisance?',
  hard: false,
  needs: [
    needsInside('gradient'),
    needsOneInput,
    {
      what: 'a curve or an image and nuisance columns',
      met: ({ model, data }) => hasPlaces(model.spec) && Object.keys(data.test.nuisances ?? {}).length > 0
    }
  ],
  async run(context) {
    const { strength, p } = context.limits('C12').values;
    const { baseline, model } = explainedObjects(context);
    const { inputs, nuisances } = context.data.test;
    const rows = Array.from({ length: Math.min(120, inputs.count) }, (_, s) => s);
    const maps = await explainerOf(context, 'gradientInput', baseline)(model, takeObjects(inputs, rows));
    const { labels, clusters } = await findStrategies(maps, { seed: context.seed });
    const some = Object.fromEntries(
      Object.entries(nuisances!).map(([name, column]) => [name, pickColumn(column, rows)])
    );
    const found = associateStrategies(labels, some, { permutations: 299, seed: context.seed });
    const worst = [...found].sort((a, b) => b.strength - a.strength)[0];
    const tied = found.filter(one => one.strength >= strength && one.p * found.length <= p);
    return {
      outcome: clusters < 2 || tied.length === 0 ? 'pass' : 'fail',
      statistic: `association of ${clusters} strategies with ${worst.field}`,
      value: worst.strength,
      n: rows.length,
      reason:
        tied.length > 0 && clusters > 1
          ? `One of its ${clusters} strategies goes with ${tied[0].field} (${tied[0].strength.toFixed(2)}).`
          : `None of its ${clusters} strategies goes with a nuisance.`
    };
  }
};
