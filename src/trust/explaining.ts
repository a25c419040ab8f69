/** What checks of explanations share: objects, baselines and maps, on the model or the form of it that shows its inside. */
import { sizeOf, dataInputs, type Batch, type ModelAdapter, type ModelSpec } from '../interpret/adapter';
import { explain } from '../interpret/attribute';
import type { Attribution, Baseline } from '../interpret/attribution';
import { takeObjects } from './batches';
import type { Need } from './check';
import type { TrustContext } from './context';

/** Objects that explanations are judged on; sets are large, so fewer of them. */
const OBJECTS = { single: 12, sets: 3 };

/** The model that is explained, and its objects. */
export interface Explained {
  model: ModelAdapter;
  inputs: Batch;
  baseline: Baseline;
}

/** The model whose inside is judged. */
export const insideOf = ({ model, controls }: TrustContext): ModelAdapter => controls.inside?.model ?? model;

export const needsInside = (...caps: ('gradient' | 'randomised')[]): Need => ({
  what: `a model with ${caps.join(' and ')} (controls.inside can give one)`,
  met: context => caps.every(cap => insideOf(context).spec.caps.includes(cap))
});

export const needsOneInput: Need = {
  what: 'a model with one data input',
  met: context => dataInputs(insideOf(context).spec).length === 1
};

/** Whether the places of the input are those of a curve or an image; columns of a table have no neighbours. */
export const hasPlaces = ({ inputs }: ModelSpec): boolean =>
  ['y', 'cadence', 'wavelength', 'time', 'phase'].includes(inputs[0].axes?.[0] ?? '');

/** Some test objects with a baseline: the declared one (of sets one row), or the mean over the test objects. */
export function explainedObjects(context: TrustContext, most?: number): Explained {
  const model = insideOf(context);
  const all = context.controls.inside?.inputs ?? context.data.test.inputs;
  const ofSets = model.spec.inputs.some(input => input.role === 'mask');
  const count = Math.min(all.count, most ?? (ofSets ? OBJECTS.sets : OBJECTS.single));
  const inputs = takeObjects(
    all,
    Array.from({ length: count }, (_, s) => s)
  );
  const { shape, values } = inputs.arrays[dataInputs(model.spec)[0].name];
  const width = sizeOf(shape);
  const declared = context.declaration.baseline;
  if (!declared)
    return { model, inputs, baseline: { name: 'dataset-mean', values: meanObject(all, model, width) } };
  const tiled = Float64Array.from({ length: width }, (_, i) => declared.values[i % declared.values.length]);
  const baseline = values instanceof Float32Array ? Float32Array.from(tiled) : tiled;
  return { model, inputs, baseline: { name: declared.name, values: baseline } };
}

function meanObject(inputs: Batch, { spec }: ModelAdapter, width: number): Float64Array {
  const { values } = inputs.arrays[dataInputs(spec)[0].name];
  const out = new Float64Array(width);
  for (let s = 0; s < inputs.count; s++)
    for (let i = 0; i < width; i++) out[i] += values[s * width + i] / inputs.count;
  return out;
}

/** Ways to explain that reports judge, cheapest first. */
export type JudgedMethod = 'gradient' | 'gradientInput' | 'integratedGradients';

/** Explains as the report does: with whatever a planted fault does to the maps. */
export const explainerOf =
  (context: TrustContext, method: JudgedMethod, baseline: Baseline) =>
  async (model: ModelAdapter, batch: Batch): Promise<Attribution> => {
    const { signal, seed, spoil, declaration } = context;
    const score = { kind: 'logit' as const, index: declaration.target.index ?? 0 };
    const options = { seed, score, ...(signal ? { signal } : {}) };
    const made =
      method === 'integratedGradients'
        ? await explain(model, batch, method, { ...options, baseline, steps: 24 })
        : await explain(model, batch, method, options);
    return spoil ? spoiled(made, spoil) : made;
  };

const spoiled = (made: Attribution, spoil: (map: Float64Array) => Float64Array): Attribution => ({
  ...made,
  inputs: Object.fromEntries(
    Object.entries(made.inputs).map(([name, input]) => [
      name,
      { ...input, values: spoil(Float64Array.from(input.values)) }
    ])
  )
});
