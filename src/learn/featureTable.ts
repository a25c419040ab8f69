/** Columns of numbers, one row an object: what all learners take. A missing value is NaN. */
export interface FeatureTable {
  names: string[];
  columns: (Float64Array | Float32Array)[];
  rows: number;
}

/**
 * A table from named columns; typed arrays of floats are taken as they are, others copied.
 * @throws RangeError where there is no column or columns differ in length
 */
export function featureTable(columns: Record<string, ArrayLike<number>>): FeatureTable {
  const names = Object.keys(columns);
  if (names.length === 0) throw new RangeError('featureTable: no columns; give at least one.');
  const rows = columns[names[0]].length;
  const odd = names.find(name => columns[name].length !== rows);
  if (odd !== undefined) {
    throw new RangeError(
      `featureTable: column "${odd}" has ${columns[odd].length} values and "${names[0]}" has ${rows}; give columns of one length.`
    );
  }
  return { names, columns: names.map(name => floats(columns[name])), rows };
}

const floats = (values: ArrayLike<number>) =>
  values instanceof Float64Array || values instanceof Float32Array ? values : Float64Array.from(values);

/** The given rows of a table, in their order, copied. @throws RangeError where the table has no such row */
export function takeRows(table: FeatureTable, rows: ArrayLike<number>): FeatureTable {
  const odd = Array.prototype.find.call(
    rows,
    row => !(Number.isInteger(row) && row >= 0 && row < table.rows)
  );
  if (odd !== undefined) {
    throw new RangeError(`takeRows: row ${odd} of a table of ${table.rows}; give rows from 0 on.`);
  }
  return {
    names: [...table.names],
    columns: table.columns.map(column => {
      const out =
        column instanceof Float32Array ? new Float32Array(rows.length) : new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) out[i] = column[rows[i]];
      return out;
    }),
    rows: rows.length
  };
}

/** The given values in the given order: {@link takeRows} for a target or ids. */
export const takeValues = <T>(values: ArrayLike<T>, rows: ArrayLike<number>): T[] =>
  Array.from(rows, row => values[row]);

/** Throws where a table is not sound, or holds a value that is not finite though `missing` are not allowed. */
export function checkTable(
  what: string,
  table: FeatureTable,
  { missing = false }: { missing?: boolean } = {}
): void {
  if (table.columns.length === 0 || table.columns.length !== table.names.length) {
    throw new RangeError(
      `${what}: the table has ${table.columns.length} columns and ${table.names.length} names; expected one name a column, at least one.`
    );
  }
  table.columns.forEach((column, k) => {
    if (column.length !== table.rows) {
      throw new RangeError(
        `${what}: column "${table.names[k]}" has ${column.length} values; expected ${table.rows}, one a row.`
      );
    }
    if (isSound(column, missing)) return;
    const row = column.findIndex(v => (missing ? Math.abs(v) === Infinity : !Number.isFinite(v)));
    const wanted = missing
      ? 'finite numbers, or NaN where missing'
      : 'finite numbers; fill or drop missing rows first';
    throw new RangeError(
      `${what}: column "${table.names[k]}" is ${column[row]} in row ${row}; expected ${wanted}.`
    );
  });
}

/** A fast pass over a column: 0 times a number is 0, times Infinity or NaN it is NaN. */
function isSound(column: ArrayLike<number>, missing: boolean): boolean {
  let sum = 0;
  if (missing) {
    for (let i = 0; i < column.length; i++) if (column[i] === column[i]) sum += 0 * column[i];
  } else for (let i = 0; i < column.length; i++) sum += 0 * column[i];
  return sum === 0;
}

/** Throws where a table has not the columns that something was fitted on, in their order. */
export function checkNames(what: string, table: FeatureTable, names: readonly string[]): void {
  if (table.names.length === names.length && names.every((name, k) => name === table.names[k])) return;
  throw new RangeError(
    `${what}: the columns are ${table.names.join(', ')}; expected ${names.join(', ')}, as it was fitted. Put them in that order.`
  );
}
