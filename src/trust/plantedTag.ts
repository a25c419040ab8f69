import type { Batch, ModelAdapter, NamedArray } from '../interpret/adapter';
import { dataInputs } from '../interpret/adapter';
import { mean } from '../math';
import { spreadOf } from './skill';
import { realRows } from './terseUnits';
import type { PlantedCheat, TrustData, TrustDeclaration, TrustPart } from './types';

/** Size of the tag in standard deviations of the place it is put on. */
const DOSE = 10;

/** Where the tag sits and how it is read. */
interface Tag {
  input: string;
  /** Numbers a row, and rows an object: of what is no set one row. */
  width: number;
  rows: number;
  centre: number;
  sd: number;
  truthCentre: number;
  truthSpread: number;
}

/**
 * A model that reads a tag and nothing else, with test objects that carry the tag: the first number of each object (of each
 * row of a set) is moved with the target, and stays where the source is taken away. What stands behind such a tag in practice, a camera or a run, is a column of the
 * metadata. It serves as a positive control where no trained cheat is at hand.
 */
export function plantedTag(
  model: ModelAdapter,
  { test, background }: Pick<TrustData, 'test' | 'background'>,
  { target }: TrustDeclaration
): PlantedCheat {
  const tag = tagFor(model, test);
  const z = Float64Array.from(test.truth, t => (t - tag.truthCentre) / tag.truthSpread);
  const tagged = (inputs: Batch): Batch => {
    const array = inputs.arrays[tag.input];
    const values = array.values.slice();
    for (const row of realRows(model, inputs, tag.rows)) {
      values[row * tag.width] += DOSE * tag.sd * z[Math.floor(row / tag.rows)];
    }
    return { ...inputs, arrays: { ...inputs.arrays, [tag.input]: { ...array, values } } };
  };
  return {
    name: 'a tag in the first number of each object',
    model: tagReader(model, tag, target.kind === 'classification'),
    test: {
      ...test,
      inputs: tagged(test.inputs),
      nuisances: { ...test.nuisances, 'source of the tag': z }
    },
    ...(background ? { background: { ...background, inputs: tagged(background.inputs) } } : {})
  };
}

function tagFor(model: ModelAdapter, { inputs, truth }: TrustPart): Tag {
  const { name } = dataInputs(model.spec)[0];
  const { shape } = inputs.arrays[name];
  const ofSets = model.spec.inputs.some(input => input.role === 'mask');
  const rows = ofSets ? shape[0] : 1;
  const width = shape.reduce((product, n) => product * n, 1) / rows;
  const known = realRows(model, inputs, rows).map(row => inputs.arrays[name].values[row * width]);
  return {
    input: name,
    width,
    rows,
    centre: mean(known),
    // of a place that never varies, such as an empty corner, any size serves
    sd: spreadOf(known) || 1,
    truthCentre: mean(truth),
    truthSpread: spreadOf(truth) || 1
  };
}

/** Answers by the tag; its terse value is the tag. */
function tagReader(model: ModelAdapter, tag: Tag, classes: boolean): ModelAdapter {
  const read = (batch: Batch, row: number) =>
    (batch.arrays[tag.input].values[row * tag.width] - tag.centre) / tag.sd / DOSE;
  const outputs = model.spec.output.count;
  return {
    spec: { ...model.spec, name: 'tag reader', caps: ['logit', 'activations'] },
    async predict(batch): Promise<NamedArray> {
      const sums = new Float64Array(batch.count);
      const counts = new Float64Array(batch.count);
      for (const row of realRows(model, batch, tag.rows)) {
        sums[Math.floor(row / tag.rows)] += read(batch, row);
        counts[Math.floor(row / tag.rows)]++;
      }
      const values = new Float64Array(batch.count * outputs);
      for (let s = 0; s < batch.count; s++) {
        const said = tag.truthCentre + (tag.truthSpread * sums[s]) / Math.max(1, counts[s]);
        for (let k = 0; k < outputs; k++) {
          values[s * outputs + k] = !classes
            ? said
            : outputs === 1
              ? 8 * (said - 0.5)
              : -4 * Math.abs(said - k);
        }
      }
      return { values, shape: [outputs] };
    },
    async activations(batch): Promise<NamedArray> {
      const values = Float64Array.from({ length: batch.count * tag.rows }, (_, row) => read(batch, row));
      return { values, shape: tag.rows > 1 ? [tag.rows, 1] : [1] };
    }
  };
}
