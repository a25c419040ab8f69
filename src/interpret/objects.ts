import { dataInputs, sizeOf, type Batch, type InputSpec, type ModelSpec, type Numbers } from './adapter';

/** One data input within a flattened object. */
export interface Segment {
  name: string;
  /** First place and number of places in the flattened object. */
  start: number;
  size: number;
  shape: readonly number[];
  axes?: readonly string[];
}

/** Objects whose data inputs stand one behind the other in one row, so that a method need not know how many there are. */
export interface Objects {
  spec: ModelSpec;
  count: number;
  /** Places an object. */
  width: number;
  ids: readonly string[];
  /** [count, width] */
  x: Numbers;
  segments: readonly Segment[];
  /** 1 for each place that is real, 0 for padding, [count, width]; null without a mask. */
  live: Uint8Array | null;
  /** What is handed on as it is: masks and conditions. */
  given: readonly { input: InputSpec; values: Numbers; shape: readonly number[] }[];
}

/** An empty array of the model's precision. */
export const numbersFor = (spec: ModelSpec, length: number): Numbers =>
  spec.precision === 'float64' ? new Float64Array(length) : new Float32Array(length);

/** Flattens a batch that `checkBatch` has passed. */
export function flattenBatch(spec: ModelSpec, batch: Batch): Objects {
  const { count } = batch;
  const segments: Segment[] = [];
  let width = 0;
  for (const { name, axes } of dataInputs(spec)) {
    const { shape } = batch.arrays[name];
    segments.push({ name, start: width, size: sizeOf(shape), shape, axes });
    width += sizeOf(shape);
  }
  const x = numbersFor(spec, count * width);
  for (const { name, start, size } of segments) {
    const { values } = batch.arrays[name];
    for (let s = 0; s < count; s++)
      x.set(values.subarray(s * size, (s + 1) * size) as Float64Array, s * width + start);
  }
  const given = spec.inputs
    .filter(input => (input.role ?? 'data') !== 'data')
    .map(input => ({ input, ...batch.arrays[input.name] }));
  const ids = batch.ids ?? Array.from({ length: count }, (_, s) => String(s));
  const objects = { spec, count, width, ids, x, segments, given, live: null };
  return { ...objects, live: livePlaces(objects) };
}

/** The first mask says which rows of the first axis of every data input are real. */
function livePlaces({ count, width, segments, given }: Objects): Uint8Array | null {
  const mask = given.find(({ input }) => input.role === 'mask');
  if (!mask) return null;
  const rows = sizeOf(mask.shape);
  const live = new Uint8Array(count * width);
  for (let s = 0; s < count; s++) {
    for (const { start, size, shape } of segments) {
      const perRow = shape[0] === rows ? size / rows : 0;
      for (let i = 0; i < size; i++) {
        const real = perRow === 0 || mask.values[s * rows + Math.floor(i / perRow)] === 1;
        live[s * width + start + i] = real ? 1 : 0;
      }
    }
  }
  return live;
}

/** Writes over what is handed on at point k, such as a mask that is shorter there. */
export type ChangeGiven = (k: number, input: InputSpec, into: Numbers) => void;

/**
 * Points near the objects as a batch for the model: `owners[k]` is the object whose masks and conditions point k takes, as
 * they are or changed.
 */
export function pointsBatch(
  objects: Objects,
  points: Numbers,
  owners: Uint32Array,
  change?: ChangeGiven
): Batch {
  const { width, segments, given } = objects;
  const count = owners.length;
  const arrays: Record<string, { values: Numbers; shape: readonly number[] }> = {};
  for (const { name, start, size, shape } of segments) {
    if (size === width) arrays[name] = { values: points.subarray(0, count * width), shape };
    else {
      const values = numbersFor(objects.spec, count * size);
      for (let k = 0; k < count; k++) {
        values.set(points.subarray(k * width + start, k * width + start + size) as Float64Array, k * size);
      }
      arrays[name] = { values, shape };
    }
  }
  for (const { input, values, shape } of given) {
    const size = sizeOf(shape);
    const taken = numbersFor(objects.spec, count * size);
    owners.forEach((s, k) => {
      taken.set(values.subarray(s * size, (s + 1) * size) as Float64Array, k * size);
      change?.(k, input, taken.subarray(k * size, (k + 1) * size));
    });
    arrays[input.name] = { values: taken, shape };
  }
  return { count, arrays };
}
