import { rowCount, type SetLayout } from '../models';

/** Set of every row: [rows]. */
export function setOfRows(sets: SetLayout): Uint32Array {
  const owner = new Uint32Array(rowCount(sets, 'setOfRows'));
  for (let s = 0; s < sets.count; s++) owner.fill(s, sets.starts[s], sets.starts[s + 1]);
  return owner;
}

/** One value a row from one value a set: [rows]. @throws RangeError where there is not one value a set */
export function spreadOverRows(values: ArrayLike<number>, sets: SetLayout): Float64Array {
  if (values.length !== sets.count) {
    throw new RangeError(
      `spreadOverRows: ${values.length} values for ${sets.count} sets; give one value a set.`
    );
  }
  return Float64Array.from(setOfRows(sets), s => values[s]);
}

/** Throws where a column does not hold one value a row. */
export function checkRows(what: string, name: string, found: number, rows: number): void {
  if (found !== rows) {
    throw new RangeError(`${what}: ${name} has ${found} values for ${rows} rows; give one value a row.`);
  }
}
