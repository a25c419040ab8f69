/** Checks that two sides did the same work. */

/** A check that a number is at most a bar. NaN does not hold. */
export const atMost = (what, value, bar) => ({ what, value, bar, holds: value <= bar });

/** Greatest |a / b - 1|; NaN where there is one, because Math.max keeps it. */
export function greatestRelative(a, b) {
  sameLength(a, b);
  let greatest = 0;
  for (let i = 0; i < a.length; i++) greatest = Math.max(greatest, Math.abs(a[i] / b[i] - 1));
  return greatest;
}

/** Greatest |a - b| over the greatest |b|. */
export function greatestOfMax(a, b) {
  sameLength(a, b);
  let difference = 0;
  let size = 0;
  for (let i = 0; i < a.length; i++) {
    difference = Math.max(difference, Math.abs(a[i] - b[i]));
    size = Math.max(size, Math.abs(b[i]));
  }
  return difference / size;
}

function sameLength(a, b) {
  if (a.length !== b.length || a.length === 0) {
    throw new RangeError(
      `bench: ${a.length} of our numbers and ${b.length} of theirs; expected as many of both.`
    );
  }
}
