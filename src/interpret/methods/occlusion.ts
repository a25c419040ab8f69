import { ablate } from '../ablation';
import { ExplanationError, sizeOf } from '../adapter';
import type { Method } from '../method';
import type { Objects } from '../objects';

type Lengths = number | readonly number[];

export interface OcclusionOptions {
  /**
   * Places that are covered at a time along each axis; one number goes for all axes and is cut to the length of each. No
   * default. Inputs that need different ones: a record by name of the input.
   */
  patch: Lengths | Readonly<Record<string, Lengths>>;
  /** Steps from one patch to the next, at most the patch; default the patch, so that patches do not overlap. */
  stride?: Lengths | Readonly<Record<string, Lengths>>;
}

/**
 * Occlusion: f(x) - f(x with a patch from the baseline), for patches that step over the axes of each input; a place gets the
 * mean over the patches that cover it (Zeiler and Fergus 2013, arXiv:1311.2901). The value of a patch is not divided by its
 * size. Patches at the far border are cut. Unit: that of the score.
 */
export const occlusion: Method<OcclusionOptions> = {
  name: 'occlusion',
  source: 'Zeiler and Fergus 2013, arXiv:1311.2901',
  needs: [],
  baseline: 'required',
  sampled: false,
  defaults: { stride: undefined },
  required: {
    patch: 'its size decides what the map can see: give the places along each axis, as [5] or [8, 8, 3].'
  },
  check(_, { patch, stride }) {
    for (const [name, given] of Object.entries({ patch, stride })) {
      const lengths = given === undefined ? [] : isPerInput(given) ? Object.values(given) : [given];
      const wrong = lengths.flat().find(n => !(Number.isInteger(n) && n > 0));
      if (wrong !== undefined) {
        throw new ExplanationError(`occlusion: ${name} holds ${wrong}; expected whole numbers above 0.`);
      }
    }
  },
  async explain(problem, { baseline, patch, stride }) {
    const { objects } = problem;
    const { count, width } = objects;
    const patches = patchesOf(objects, patch, stride ?? patch);
    const { drop, scores } = await ablate(problem, baseline!, patches);
    const values = new Float64Array(count * width);
    const covers = new Uint32Array(width);
    patches.forEach(places => places.forEach(i => covers[i]++));
    for (let s = 0; s < count; s++) {
      patches.forEach((places, p) => {
        for (const i of places) values[s * width + i] += drop[s * patches.length + p] / covers[i];
      });
    }
    return { values, scores };
  }
};

const isPerInput = (given: OcclusionOptions['patch']): given is Readonly<Record<string, Lengths>> =>
  typeof given === 'object' && !Array.isArray(given);

/** Places of each patch, input after input. */
function patchesOf(
  { segments }: Objects,
  patch: OcclusionOptions['patch'],
  stride: OcclusionOptions['patch']
): number[][] {
  return segments.flatMap(({ name, start, shape }) => {
    const lengths = lengthsFor('patch', patch, name, shape);
    const steps = lengthsFor('stride', stride, name, shape);
    const wide = steps.findIndex((step, axis) => step > lengths[axis]);
    if (wide >= 0) {
      throw new ExplanationError(
        `occlusion: the stride along axis ${wide} of "${name}" is ${steps[wide]}, more than the patch of ${lengths[wide]}: places between would never be covered. Give at most the patch.`
      );
    }
    let cells: number[][] = [[0]];
    shape.forEach((length, axis) => {
      const spans = spansOf(length, lengths[axis], steps[axis]);
      cells = cells.flatMap(places =>
        spans.map(([from, to]) =>
          places.flatMap(place => Array.from({ length: to - from }, (_, i) => place * length + from + i))
        )
      );
    });
    return cells.map(places => places.map(place => start + place));
  });
}

function lengthsFor(
  what: string,
  given: OcclusionOptions['patch'],
  name: string,
  shape: readonly number[]
): number[] {
  const own = isPerInput(given) ? given[name] : given;
  if (own === undefined)
    throw new ExplanationError(`occlusion: ${what} lacks the input "${name}"; give it too.`);
  const lengths = typeof own === 'number' ? shape.map(() => own) : own;
  if (lengths.length !== shape.length) {
    throw new ExplanationError(
      `occlusion: ${what} has ${lengths.length} numbers; the input "${name}" has ${shape.length} axes, [${shape.join(', ')}] (${sizeOf(shape)} places). Give one number an axis.`
    );
  }
  return lengths.map((n, axis) => Math.min(n, shape[axis]));
}

/** Patches along one axis, each from the first number up to the second; the last ends with the axis. */
function spansOf(length: number, patch: number, stride: number): [number, number][] {
  const spans: [number, number][] = [];
  for (let from = 0; ; from += stride) {
    spans.push([from, Math.min(length, from + patch)]);
    if (from + patch >= length) return spans;
  }
}
