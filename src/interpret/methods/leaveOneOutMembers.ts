import { ExplanationError, sizeOf, type ModelSpec, type Numbers } from '../adapter';
import type { Method } from '../method';
import type { Objects } from '../objects';
import { scoresAtObjects, sweep } from '../sweep';

/**
 * Leave-one-out over the members of sets: f(set) - f(set without the member). The row is removed, later real rows move up
 * and the mask gets shorter; conditions stay as they are. Positive: the member pushes the score up. What a member gets is
 * shared evenly over the numbers of its row, so that the sum over a row is the member's value. Unit: that of the score.
 * Needs an input whose role is mask. Idea: arXiv:2112.05768; the formula is ours.
 */
export const leaveOneOutMembers: Method = {
  name: 'leaveOneOutMembers',
  source: 'arXiv:2112.05768 for the idea',
  needs: [],
  baseline: 'none',
  sampled: false,
  defaults: {},
  check: spec => void maskOf(spec),
  async explain(problem) {
    const { objects } = problem;
    const { count, width } = objects;
    const members = membersOf(objects);
    const mask = maskOf(objects.spec);
    const asked = members.flatMap((rows, s) => rows.map((_, j) => ({ s, j })));
    const scores = await scoresAtObjects(problem);
    const values = new Float64Array(count * width);
    await sweep(problem, {
      total: asked.length,
      point: (k, into) => {
        removeRow(objects, asked[k].s, members[asked[k].s], asked[k].j, into);
        return asked[k].s;
      },
      given: (k, input, into) => {
        const rows = members[asked[k].s];
        if (input.name === mask) into[rows[rows.length - 1]] = 0;
      },
      value: (k, score, s) => {
        const places = placesOfRow(objects, members[s][asked[k].j]);
        for (const i of places) values[s * width + i] = (scores[s] - score) / places.length;
      }
    });
    return { values, scores };
  }
};

function maskOf(spec: ModelSpec): string {
  const masks = spec.inputs.filter(({ role }) => role === 'mask');
  if (masks.length !== 1) {
    throw new ExplanationError(
      `leaveOneOutMembers: the model "${spec.name}" has ${masks.length} inputs whose role is mask; expected one, which says how many rows a set has. Use leaveOneOut for features.`
    );
  }
  return masks[0].name;
}

/** Real rows of each object. @throws ExplanationError for a set of one member, without which nothing is left */
function membersOf({ given, count, ids }: Objects): number[][] {
  const { values, shape } = given.find(({ input }) => input.role === 'mask')!;
  const rows = sizeOf(shape);
  return Array.from({ length: count }, (_, s) => {
    const members = Array.from({ length: rows }, (_, row) => row).filter(row => values[s * rows + row] === 1);
    if (members.length < 2) {
      throw new ExplanationError(
        `leaveOneOutMembers: the set ${ids[s]} has one member; without it nothing is left to ask about. Leave such sets out.`
      );
    }
    return members;
  });
}

/** Inputs that have the rows of the mask as first axis. */
function rowSegments({ segments, given }: Objects) {
  const rows = sizeOf(given.find(({ input }) => input.role === 'mask')!.shape);
  return segments
    .filter(({ shape }) => shape[0] === rows)
    .map(({ start, size }) => ({ start, perRow: size / rows }));
}

/** Writes an object without member j: each later member in the place of the one before, zeros in the last place. */
function removeRow(objects: Objects, s: number, members: readonly number[], j: number, into: Numbers): void {
  const { width, x } = objects;
  into.set(x.subarray(s * width, (s + 1) * width) as Float64Array);
  for (const { start, perRow } of rowSegments(objects)) {
    for (let k = j; k < members.length; k++) {
      const to = start + members[k] * perRow;
      if (k === members.length - 1) into.fill(0, to, to + perRow);
      else {
        const from = s * width + start + members[k + 1] * perRow;
        into.set(x.subarray(from, from + perRow) as Float64Array, to);
      }
    }
  }
}

/** Places of a row in all inputs that have rows. */
function placesOfRow(objects: Objects, row: number): number[] {
  return rowSegments(objects).flatMap(({ start, perRow }) =>
    Array.from({ length: perRow }, (_, i) => start + row * perRow + i)
  );
}
