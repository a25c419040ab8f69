import { ExplanationError } from './adapter';
import type { Baseline } from './attribution';
import type { Objects } from './objects';

/** Baselines of a baseline's rows for one object: padding keeps the object's own numbers, so that it adds nothing. */
export function baselineRow(
  objects: Objects,
  { values }: Baseline,
  owner: number,
  row = 0
): (i: number) => number {
  const { width, x, live } = objects;
  const from = row * width;
  const own = owner * width;
  return i => (live && live[own + i] === 0 ? x[own + i] : values[from + i]);
}

/** Rows of a baseline. @throws ExplanationError where it does not fit the objects or is not finite */
export function baselineRows(objects: Pick<Objects, 'width'>, baseline: Baseline): number {
  const { name, values } = baseline;
  const rows = values.length / objects.width;
  if (!(Number.isInteger(rows) && rows > 0)) {
    throw new ExplanationError(
      `baseline "${name}" holds ${values.length} numbers; an object has ${objects.width}. Give one object, or several one behind the other.`
    );
  }
  const odd = values.findIndex(v => !Number.isFinite(v));
  if (odd >= 0) {
    throw new ExplanationError(
      `baseline "${name}" holds ${values[odd]} at place ${odd}; expected finite numbers.`
    );
  }
  return rows;
}

export { hashNumbers } from '../math/hashNumbers';

/** A seed from a seed and a name, so that draws follow the object and not its place in the batch. */
export function seedFor(seed: number, id: string): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
