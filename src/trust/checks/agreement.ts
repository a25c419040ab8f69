/** E7 and E8: do ways to explain agree, and do they point to where the physics is? */
import { median, quantile } from '../../math';
import { methodAgreement, similarityNull } from '../../interpret/metrics';
import { explainedObjects, explainerOf, hasPlaces, needsInside, needsOneInput } from '../explaining';
import { takeObjects } from '../batches';
import type { Check, Need } from '../check';

/** E7: several methods agree more than maps of two random models do. */
export const agreement: Check = {
  id: 'E7',
  version: 1,
  question: 'Do different ways to explain it agree?',
  hard: false,
  needs: [needsInside('gradient', 'randomised'), needsOneInput],
  async run(context) {
    const { model, inputs, baseline } = explainedObjects(context, 4);
    const zero = { name: 'zero', values: baseline.values.map(() => 0) as Float64Array };
    const maps = {
      gradientInput: await explainerOf(context, 'gradientInput', baseline)(model, inputs),
      [`integratedGradients from ${baseline.name}`]: await explainerOf(
        context,
        'integratedGradients',
        baseline
      )(model, inputs),
      'integratedGradients from zero': await explainerOf(context, 'integratedGradients', zero)(model, inputs)
    };
    const pairs = methodAgreement(model, inputs, maps);
    const value = median(pairs.map(({ spearman }) => spearman));
    const explainer = explainerOf({ ...context, spoil: undefined }, 'gradientInput', baseline);
    const allowed = await similarityNull(model, inputs, explainer, {
      pairs: context.limits('E7').values.pairs,
      seed: context.seed
    });
    return {
      outcome: value > allowed.threshold ? 'pass' : 'warn',
      statistic: 'median rank correlation of maps by different methods and baselines',
      value,
      n: inputs.count,
      reason: `Maps by different methods and baselines agree by ${value.toFixed(2)}; those of two random models by up to ${allowed.threshold.toFixed(2)}.`,
      evidence: pairs.map(({ a, b, spearman }) => ({ label: `${a} and ${b}`, value: spearman }))
    };
  },
  planted: 'maps of which each is drawn for itself',
  plant: (context, random) => ({ ...context, spoil: map => map.map(() => random.normal()) }),
  draws: 1
};

const needsMask: Need = {
  what: 'a mask of where the physics is (data.truthMask)',
  met: ({ data }) => data.truthMask !== undefined
};

/** E8: more relevance inside the mask than its share of the area. */
export const localisation: Check = {
  id: 'E8',
  version: 1,
  question: 'Does its map point to where the physics is?',
  hard: false,
  needs: [needsMask, needsInside('gradient'), needsOneInput],
  async run(context) {
    const { model, inputs, baseline } = explainedObjects(context, 60);
    const maps = await explainerOf(context, 'integratedGradients', baseline)(model, inputs);
    const { values } = maps.inputs[Object.keys(maps.inputs)[0]];
    const width = values.length / inputs.count;
    const gains = Array.from({ length: inputs.count }, (_, s) => {
      let [inside, all, area] = [0, 0, 0];
      for (let i = 0; i < width; i++) {
        const size = Math.abs(values[s * width + i]);
        const real = context.data.truthMask![s * width + i];
        inside += real * size;
        all += size;
        area += real / width;
      }
      return all > 0 ? inside / all - area : 0;
    });
    const value = median(gains);
    const low =
      quantile(gains, 0.5) -
      (1.58 * (quantile(gains, 0.75) - quantile(gains, 0.25))) / Math.sqrt(gains.length);
    return {
      outcome: low > 0 ? 'pass' : 'warn',
      statistic: 'share of relevance inside the mask less its share of the area',
      value,
      n: inputs.count,
      reason: `${(100 * value).toFixed(0)} % more of its relevance lies where the physics is than the area would give.`
    };
  },
  planted: 'maps whose places are dealt anew',
  plant: (context, random) => ({
    ...context,
    spoil: map => Float64Array.from(random.permutation(map.length), i => map[i])
  }),
  draws: 3
};

const needsManySingles: Need = {
  what: 'single objects with fixed places',
  met: ({ model }) => !model.spec.inputs.some(input => input.role === 'mask')
};

/** E9: a place of the detector that stands out in the mean map of many objects is an artefact. */
export const fixedPlaces: Check = {
  id: 'E9',
  version: 1,
  question: 'Does a fixed place of the detector stand out in the mean map?',
  hard: false,
  needs: [
    needsInside('gradient'),
    needsOneInput,
    needsManySingles,
    {
      what: 'a curve or an image, whose places mean the same (features of a table do not)',
      met: ({ model }) => hasPlaces(model.spec)
    }
  ],
  async run(context) {
    const { sigma, objects } = context.limits('E9').values;
    const ids = context.data.test.inputs.ids ?? [];
    const distinct = ids.length === 0 ? context.data.test.inputs.count : new Set(ids).size;
    const statistic = 'largest excess of a place in the mean map, in robust sigmas';
    if (distinct < objects) {
      return {
        outcome: 'inconclusive',
        statistic,
        value: null,
        n: distinct,
        reason: `${distinct} distinct objects; expected ${objects} or more.`
      };
    }
    const { model, baseline } = explainedObjects(context);
    const inputs = takeObjects(
      context.data.test.inputs,
      Array.from({ length: Math.min(objects, context.data.test.inputs.count) }, (_, s) => s)
    );
    const maps = await explainerOf(context, 'gradientInput', baseline)(model, inputs);
    const value = excessOf(maps.inputs[Object.keys(maps.inputs)[0]].values, inputs.count);
    return {
      outcome: value <= sigma ? 'pass' : 'fail',
      statistic,
      value,
      n: distinct,
      reason: `In the mean map of ${inputs.count} objects the strongest place stands ${value.toFixed(1)} sigmas above the others.`
    };
  },
  planted: 'one place that is always the strongest',
  plant(context, random) {
    const width =
      context.data.test.inputs.arrays[context.model.spec.inputs[0].name].values.length /
      context.data.test.inputs.count;
    const place = random.integer(0, width - 1);
    return {
      ...context,
      spoil: map => {
        const top = map.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
        return map.map((v, i) => (i % width === place ? 2 * top : v));
      }
    };
  },
  heal: (context, random) => ({ ...context, spoil: map => map.map(() => Math.abs(random.normal())) }),
  draws: 3
};

/** How far the strongest place of the mean size of maps stands above the median, in robust deviations of the other places. */
function excessOf(values: ArrayLike<number>, count: number): number {
  const width = values.length / count;
  const means = new Float64Array(width);
  for (let i = 0; i < values.length; i++) means[i % width] += Math.abs(values[i]) / count;
  const centre = median(means);
  const upper = quantile(means, 0.84) - centre;
  const top = means.reduce((a, b) => Math.max(a, b), -Infinity);
  return upper > 0 ? (top - centre) / upper : top > centre ? Infinity : 0;
}
