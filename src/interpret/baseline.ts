import { ExplanationError, type Numbers } from './adapter';
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

/** A short fingerprint of numbers (FNV-1a over their float32 bytes), to tell baselines apart. */
export function hashNumbers(values: Numbers): string {
  const bytes = new Uint8Array(Float32Array.from(values).buffer);
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** A seed from a seed and a name, so that draws follow the object and not its place in the batch. */
export function seedFor(seed: number, id: string): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
