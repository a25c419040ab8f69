import { ExplanationError } from './adapter';
import type { Objects } from './objects';

/**
 * Places that are taken together, as numbers within a flattened object (its data inputs one behind the other): each place in
 * exactly one group. What a group gets is shared out evenly over its places, so that sums keep their meaning.
 */
export type Groups = readonly (readonly number[])[];

/** Checks what can be checked without objects. @throws ExplanationError for an empty group or a place in two groups */
export function checkGroups(what: string, groups: Groups | undefined): void {
  if (groups === undefined) return;
  if (groups.length === 0)
    throw new ExplanationError(`${what}: groups is empty; leave it out or give at least one.`);
  const seen = new Set<number>();
  groups.forEach((group, g) => {
    if (group.length === 0) throw new ExplanationError(`${what}: group ${g} is empty; leave it out.`);
    for (const place of group) {
      if (!(Number.isInteger(place) && place >= 0)) {
        throw new ExplanationError(
          `${what}: group ${g} holds ${place}; expected places as whole numbers from 0.`
        );
      }
      if (seen.has(place)) {
        throw new ExplanationError(`${what}: place ${place} is in two groups; put each into one.`);
      }
      seen.add(place);
    }
  });
}

/**
 * Groups of some objects; default each place its own.
 * @throws ExplanationError where they do not hold each place of an object
 */
export function groupsOf(what: string, { width }: Objects, groups: Groups | undefined): Groups {
  if (groups === undefined) return Array.from({ length: width }, (_, i) => [i]);
  const places = groups.reduce((n, group) => n + group.length, 0);
  const beyond = groups.flat().find(place => place >= width);
  if (places !== width || beyond !== undefined) {
    throw new ExplanationError(
      `${what}: the groups hold ${beyond === undefined ? `${places} places` : `place ${beyond}`}; an object has the places 0 to ${width - 1}, and each has to be in one group.`
    );
  }
  return groups;
}

/** Group of each place, [width]. */
export function groupIndex(groups: Groups, width: number): Int32Array {
  const index = new Int32Array(width);
  groups.forEach((group, g) => group.forEach(place => (index[place] = g)));
  return index;
}

/** Whether some place of a group is real in an object. */
export const isLive = ({ live, width }: Objects, owner: number, group: readonly number[]): boolean =>
  !live || group.some(place => live[owner * width + place] === 1);

/** Groups of an object that are not only padding. */
export const liveGroups = (objects: Objects, owner: number, groups: Groups): number[] =>
  Array.from(groups.keys()).filter(g => isLive(objects, owner, groups[g]));

/** Adds a number to the real places of a group, in even shares. */
export function shareOut(
  { live, width }: Objects,
  owner: number,
  group: readonly number[],
  value: number,
  into: Float64Array
): void {
  const real = live ? group.filter(place => live[owner * width + place] === 1) : group;
  for (const place of real) into[owner * width + place] += value / real.length;
}
