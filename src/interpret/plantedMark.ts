import { ExplanationError } from './adapter';
import type { Attribution } from './attribution';

/** A mark that has nothing to do with an object: a block of neighbouring numbers raised by a value. */
export interface Mark {
  /** First place along each axis of an object. */
  at: readonly number[];
  /** Length along each axis. */
  size: readonly number[];
  /** What is added; take the negative to remove a mark. */
  value: number;
}

/**
 * A copy of some objects with a mark planted in the given rows: the positive control of every check for shortcuts, and the
 * counterfactual of "would it say the same without?".
 * @param objects values [count, ...shape], row by row
 * @param shape of one object: [cadences], [y, x], ...
 * @throws ExplanationError where the mark does not lie inside an object or a row is none of the objects
 */
export function plantMark(
  objects: Float32Array,
  shape: readonly number[],
  rows: ArrayLike<number>,
  { at, size, value }: Mark
): Float32Array {
  const length = shape.reduce((product, n) => product * n, 1);
  const inside = shape.every((n, axis) => at[axis] >= 0 && size[axis] >= 1 && at[axis] + size[axis] <= n);
  if (!inside || at.length !== shape.length || size.length !== shape.length) {
    throw new ExplanationError(
      `plantMark: a mark of [${size}] at [${at}] in objects of [${shape}]; expected it inside, one number an axis.`
    );
  }
  const places = placesOf(shape, at, size);
  const marked = objects.slice();
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i] * length;
    if (!(start >= 0 && start + length <= objects.length)) {
      throw new ExplanationError(`plantMark: row ${rows[i]} of ${objects.length / length} objects.`);
    }
    for (const place of places) marked[start + place] += value;
  }
  return marked;
}

function placesOf(shape: readonly number[], at: readonly number[], size: readonly number[]): number[] {
  return shape.reduce<number[]>(
    (places, n, axis) =>
      places.flatMap(place => Array.from({ length: size[axis] }, (_, k) => place * n + at[axis] + k)),
    [0]
  );
}

/**
 * Maps of images moved so that all sources lie in the middle: from detector to source coordinates. What sits at a fixed
 * place of the detector is then smeared, and what belongs to the sources comes together.
 * @param attribution of one input [y, x] or [y, x, channels]
 * @param offsets where each source lies from the middle of its image, whole pixels, [y, x] a map; what moves in from outside
 *   is 0
 * @throws ExplanationError for several inputs, another number of axes or of offsets
 */
export function toSourceFrame(attribution: Attribution, offsets: ArrayLike<number>): Attribution {
  const names = Object.keys(attribution.inputs);
  const count = attribution.ids.length;
  const map = attribution.inputs[names[0]];
  if (names.length !== 1 || map.shape.length < 2 || map.shape.length > 3 || offsets.length !== 2 * count) {
    throw new ExplanationError(
      `toSourceFrame: ${names.length} inputs of [${map?.shape ?? ''}] with ${offsets.length} offsets for ${count} maps; expected one input of [y, x] or [y, x, channels] and two offsets a map.`
    );
  }
  const [height, width, channels = 1] = map.shape;
  const length = height * width * channels;
  const values = map.values.slice().fill(0);
  for (let s = 0; s < count; s++) {
    const [dy, dx] = [offsets[2 * s], offsets[2 * s + 1]];
    for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
      const from = s * length + ((y + dy) * width + Math.max(0, dx)) * channels;
      const to = s * length + (y * width + Math.max(0, -dx)) * channels;
      values.set(map.values.subarray(from, from + (width - Math.abs(dx)) * channels), to);
    }
  }
  return { ...attribution, inputs: { [names[0]]: { ...map, values } } };
}
