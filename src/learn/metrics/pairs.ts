/** Throws where two lists that belong together row by row do not. */
export function checkPairs(
  what: string,
  a: { name: string; values: ArrayLike<unknown> },
  b: { name: string; values: ArrayLike<unknown> }
): void {
  if (a.values.length === b.values.length && a.values.length > 0) return;
  throw new RangeError(
    `${what}: ${a.values.length} of ${a.name} and ${b.values.length} of ${b.name}; expected one each a row, and at least one row.`
  );
}

/** Throws where a value is not finite. */
export function checkFinite(what: string, name: string, values: ArrayLike<number>): void {
  for (let row = 0; row < values.length; row++) {
    if (!Number.isFinite(values[row])) {
      throw new RangeError(`${what}: ${name} is ${values[row]} in row ${row}; expected finite numbers.`);
    }
  }
}
