import type { RowSets } from '../models';

/** Which rows belong to which set: set s holds the rows `starts[s]` to `starts[s + 1]`. */
export type SetLayout = Pick<RowSets, 'count' | 'starts'>;

/** Number of rows of some sets. @throws RangeError where `starts` does not rise from 0, with the place */
export function rowCount({ count, starts }: SetLayout, what: string): number {
  if (starts.length !== count + 1 || starts[0] !== 0) {
    throw new RangeError(
      `${what}: starts has ${starts.length} numbers from ${starts[0]}; expected ${count + 1} for ${count} sets, from 0.`
    );
  }
  for (let s = 0; s < count; s++) {
    if (starts[s + 1] < starts[s]) {
      throw new RangeError(
        `${what}: starts falls from ${starts[s]} to ${starts[s + 1]} at set ${s}; it must rise.`
      );
    }
  }
  return starts[count];
}

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
