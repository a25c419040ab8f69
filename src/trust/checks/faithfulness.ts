/** E4 to E6: do the places that a map names matter to the model, and does it stay the same within the noise? */
import { quantile, wilson } from '../../math';
import type { Random } from '../../math';
import { flattenBatch } from '../../interpret/objects';
import { controlMaps, deletion, infidelity, maxSensitivity, sensitivityN } from '../../interpret/metrics';
import { explainedObjects, explainerOf, hasPlaces, needsInside, needsOneInput } from '../explaining';
import type { TrustContext } from '../context';
import { inconclusive, type Check, type Need } from '../check';

/** Maps that are drawn. Dealing the places of a map anew would not do: ties, as between zeros, keep their order. */
const drawn = (context: TrustContext, random: Random): TrustContext => ({
  ...context,
  spoil: map => map.map(() => random.normal())
});

const needsSingles: Need = {
  what: 'single objects (places of a set have no order to be removed in)',
  met: ({ model }) => !model.spec.inputs.some(input => input.role === 'mask')
};

const scoreOf = ({ declaration }: TrustContext) => ({
  kind: 'logit' as const,
  index: declaration.target.index ?? 0
});

/** E4: removing the places that a map names must change the answer more than removing those of a map that knows nothing. */
export const faithfulness: Check = {
  id: 'E4',
  version: 1,
  question: 'Do the places that its map names matter to the model?',
  hard: false,
  needs: [needsInside('gradient'), needsOneInput, needsSingles],
  async run(context) {
    const { model, inputs, baseline } = explainedObjects(context, 40);
    const options = { baseline, score: scoreOf(context), seed: context.seed };
    const own = await deletion(
      model,
      inputs,
      await explainerOf(context, 'integratedGradients', baseline)(model, inputs),
      options
    );
    const beaten: { name: string; low: number }[] = [];
    for (const [name, maps] of Object.entries(controlMaps(flattenBatch(model.spec, inputs), context.seed))) {
      // columns of a table have no centre and no edges
      if (!hasPlaces(model.spec) && !['random', 'inputSize'].includes(name)) continue;
      const other = await deletion(model, inputs, maps, options);
      const gains = Array.from(own.perObject, (v, s) => other.perObject[s] - v).filter(
        gain => Number.isFinite(gain) && gain !== 0
      );
      if (gains.length < 3)
        return inconclusive(
          'deletion',
          gains.length,
          'Too few objects whose answer differs from the baseline.'
        );
      // shares of a change have heavy tails: counted is in how many objects the map does better, not by how much
      const better = gains.filter(gain => gain > 0).length;
      beaten.push({ name, low: wilson(better, gains.length)[0] });
    }
    const lost = beaten.filter(({ low }) => low <= 0.5).map(({ name }) => name);
    return {
      outcome: lost.length === 0 ? 'pass' : lost.includes('random') ? 'fail' : 'warn',
      statistic: 'deletion area of integrated gradients',
      value: own.value,
      ...(own.interval ? { interval: own.interval } : {}),
      n: inputs.count,
      reason:
        lost.length === 0
          ? 'Removing what its map names changes the answer more than removing what maps without the model name.'
          : `Its map is no better than ${lost.join(', ')}.`,
      evidence: beaten.map(({ name, low }) => ({
        label: `share of objects in which it beats ${name}, lower end`,
        value: low
      }))
    };
  },
  planted: 'maps of noise',
  plant: drawn,
  draws: 3
};

/** E5: do the sizes of a map say by how much? */
export const sizes: Check = {
  id: 'E5',
  version: 1,
  question: 'Do the sizes in its map say by how much places matter?',
  hard: false,
  needs: [needsInside('gradient'), needsOneInput, needsSingles],
  async run(context) {
    const { model, inputs, baseline } = explainedObjects(context);
    const { pass, fail } = context.limits('E5').values;
    const maps = await explainerOf(context, 'integratedGradients', baseline)(model, inputs);
    const common = { baseline, score: scoreOf(context), seed: context.seed };
    const r2 =
      (await infidelity(model, inputs, maps, { ...common, perturbation: 'subset', draws: 40 })).value ?? 0;
    const width = maps.inputs[Object.keys(maps.inputs)[0]].values.length / inputs.count;
    const n = [Math.max(1, Math.floor(0.1 * width)), Math.max(2, Math.floor(0.2 * width))];
    const pcc =
      (await sensitivityN(model, inputs, maps, { ...common, sizes: [...new Set(n)], subsets: 40 })).value ??
      0;
    const value = Math.min(r2, pcc);
    return {
      outcome: value >= pass ? 'pass' : value >= fail ? 'warn' : 'fail',
      statistic: 'smaller of infidelity R2 and sensitivity-n',
      value,
      n: inputs.count,
      reason: `Infidelity has an R2 of ${r2.toFixed(2)}, sensitivity-n a correlation of ${pcc.toFixed(2)}.`
    };
  },
  planted: 'maps of noise',
  plant: drawn,
  draws: 3
};

const needsNoise: Need = {
  what: 'the noise of the inputs (data.noise)',
  met: ({ data }) => data.noise !== undefined
};

/** E6: does the map stay the same within the noise of the data? */
export const stability: Check = {
  id: 'E6',
  version: 1,
  question: 'Does its map stay the same within the noise of the data?',
  hard: false,
  needs: [needsNoise, needsInside('gradient'), needsOneInput, needsSingles],
  async run(context) {
    const { model, inputs, baseline } = explainedObjects(context);
    const { pass, fail } = context.limits('E6').values;
    const made = await maxSensitivity(model, inputs, explainerOf(context, 'integratedGradients', baseline), {
      radius: context.data.noise!,
      draws: 5,
      unchanged: Infinity,
      score: scoreOf(context),
      seed: context.seed
    });
    const value = quantile(made.perObject, 0.5);
    return {
      outcome: value <= pass ? 'pass' : value <= fail ? 'warn' : 'fail',
      statistic: 'median of the largest relative change of a map within the noise',
      value,
      n: inputs.count,
      reason: `Within the noise half of its maps change by less than ${value.toFixed(2)} of their size.`
    };
  },
  planted: 'maps that are drawn anew at every call',
  plant: (context, random) => ({ ...context, spoil: map => map.map(() => random.normal() ** 3) }),
  draws: 3
};
