import { sizeOf, type Batch, type NamedArray } from '../interpret/adapter';

/** Some objects of a batch, in the order given. */
export function takeObjects(batch: Batch, chosen: readonly number[]): Batch {
  const arrays: Record<string, NamedArray> = {};
  for (const [name, { values, shape }] of Object.entries(batch.arrays)) {
    const size = sizeOf(shape);
    const out = new (values.constructor as Float32ArrayConstructor)(chosen.length * size);
    chosen.forEach((s, i) => out.set(values.subarray(s * size, (s + 1) * size) as Float32Array, i * size));
    arrays[name] = { values: out, shape };
  }
  return { count: chosen.length, ids: chosen.map(s => batch.ids?.[s] ?? String(s)), arrays };
}
