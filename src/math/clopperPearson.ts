/** Exact interval of a proportion. */

/** Chance of at least `hits` of `n` where each has the chance p. */
function atLeast(hits: number, n: number, p: number): number {
  if (hits <= 0) return 1;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  let term = n * Math.log1p(-p);
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    if (k >= hits) sum += Math.exp(term);
    term += Math.log((n - k) / (k + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return Math.min(1, sum);
}

/** Chance at which a rising function crosses a level, by halving. */
function crossing(rising: (p: number) => number, level: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (rising(middle) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Exact interval of a proportion (Clopper & Pearson 1934, Biometrika 26, 404): it holds the true one at least as often as it
 * says, however few were tried.
 * @param level default .95
 * @throws RangeError where hits are not a whole number from 0 to n
 */
export function clopperPearson(hits: number, n: number, level = 0.95): [number, number] {
  if (!(Number.isInteger(hits) && Number.isInteger(n) && hits >= 0 && hits <= n)) {
    throw new RangeError(
      `clopperPearson: ${hits} of ${n}; expected whole numbers, from 0 of n to n of n. Give counts.`
    );
  }
  if (n === 0) return [0, 1];
  const tail = (1 - level) / 2;
  return [
    hits === 0 ? 0 : crossing(p => atLeast(hits, n, p), tail),
    hits === n ? 1 : crossing(p => atLeast(hits + 1, n, p), 1 - tail)
  ];
}
