import type { Batch, ModelSpec } from '../../interpret/adapter';
import type { Random } from '../../math';
import { hashObject, orbitOf, squareImage, turnedImage } from '../objectHash';
import { nearestDistances, sketch } from '../sketch';
import { takeObjects } from '../batches';
import { changed, type TrustContext } from '../context';
import { inconclusive, type Check, type Need } from '../check';

const needsTrainingInputs: Need = {
  what: 'the inputs of the training part (data.train.inputs)',
  met: ({ data }) => data.train.inputs !== undefined,
  otherwise: 'inconclusive'
};

/** S2: does a test object, as it is, turned, mirrored or with other noise, stand in the training part? */
export const copies: Check = {
  id: 'S2',
  version: 1,
  question: 'Is a test object, or a turned or nearly equal one, in the training part?',
  hard: true,
  needs: [needsTrainingInputs],
  run(context) {
    const { model, data, limits } = context;
    const { near, nearDistance } = limits('S2').values;
    const train = data.train.inputs!;
    const test = data.test.inputs;
    const statistic = 'test objects with a copy in the training part';
    if (train.count < 2)
      return inconclusive(statistic, train.count, 'The training part holds fewer than two objects.');
    const known = new Set<string>();
    for (let s = 0; s < train.count; s++) known.add(hashObject(model.spec, train, s));
    let exact = 0;
    for (let s = 0; s < test.count; s++) {
      if (orbitOf(model.spec, test, s).some(hash => known.has(hash))) exact++;
    }
    const close = nearShare(context, nearDistance);
    const outcome = exact > 0 ? 'fail' : close <= near ? 'pass' : 'warn';
    return {
      outcome,
      statistic,
      value: exact,
      n: test.count,
      reason:
        exact > 0
          ? `${exact} of ${test.count} test objects stand in the training part, as they are, turned or mirrored.`
          : `No test object stands in the training part; ${(100 * close).toFixed(1)} % have a near copy there.`,
      evidence: [{ label: 'share with a near copy', value: close }]
    };
  },
  planted: 'a test object copied, turned or mirrored into the training part',
  plant(context, random) {
    const { model, data } = context;
    const own = data.test.inputs;
    const copied = turnedCopy(model.spec, takeObjects(own, [random.integer(0, own.count - 1), 0]), random);
    return changed(context, { data: { train: { ...data.train, inputs: copied } } });
  },
  heal: context => context,
  draws: 5
};

/** Share of test objects whose nearest training object is far nearer than the training objects are to each other. */
function nearShare({ model, data, seed }: TrustContext, distance: number): number {
  if (model.spec.inputs.some(input => input.role === 'mask')) return 0;
  const train = sketch(model.spec, data.train.inputs!, { most: 2000, seed });
  const test = sketch(model.spec, data.test.inputs, { most: 500, seed });
  const usual = nearestDistances(train, train.slice(0, 500), true).sort((a, b) => a - b);
  const typical = usual[Math.floor(usual.length / 2)];
  if (!(typical > 0)) return 0;
  const found = nearestDistances(train, test, false);
  return found.filter(d => d < distance * typical).length / found.length;
}

/** The objects as they are or, where the first input is a square image, turned or mirrored. */
function turnedCopy(spec: ModelSpec, batch: Batch, random: Random): Batch {
  const square = squareImage(spec, batch);
  if (!square) return batch;
  const { name, side, channels } = square;
  const { values, shape } = batch.arrays[name];
  const size = values.length / batch.count;
  const k = random.integer(0, 7);
  const turned = Float32Array.from(values);
  for (let s = 0; s < batch.count; s++) {
    turned.set(turnedImage(values.subarray(s * size, (s + 1) * size), side, channels, k), s * size);
  }
  return { ...batch, arrays: { ...batch.arrays, [name]: { values: turned, shape } } };
}
