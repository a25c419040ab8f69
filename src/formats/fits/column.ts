import { FormatError } from '../error';
import type { NumericArray } from '../elements';

/** What the values of a column are. */
export type ColumnKind = 'logical' | 'bits' | 'number' | 'complex' | 'text';

/** One decoded column of a table. */
export interface Column {
  name: string;
  /** TUNIT as written; undefined where there is none. */
  unit?: string;
  /** TFORM as written. */
  format: string;
  kind: ColumnKind;
  /**
   * All rows one after the other. Logical values and bits are 0 and 1 in a Uint8Array; complex numbers are pairs
   * (re, im); text is a string each, without NULs and trailing blanks.
   */
  values: NumericArray | string[];
  /**
   * `[rows]`, or `[rows, ...cell]` for vectors, slowest first (TDIM turned round); complex columns end in 2.
   * Of a variable-length column `[rows, longest]`: see {@link Column.offsets}.
   */
  shape: number[];
  /** 1 where a value is undefined (TNULL, logical 0 byte, ASCII TNULL); left out where none is. */
  nulls?: Uint8Array;
  /** Variable-length columns: row i is `values[offsets[i]]` to `values[offsets[i + 1]]`. */
  offsets?: Uint32Array;
}

/** What TTYPE, TUNIT and the like say of one column. */
export interface ColumnDescription {
  /** Place from 0; keyword numbers are one more. */
  index: number;
  name: string;
  unit?: string;
  format: string;
}

/** Place of a column by name (exact, else without regard to case) or by number from 0. */
export function findColumn(
  columns: readonly { name: string }[],
  wanted: string | number,
  file: string,
  where: string
): number {
  if (typeof wanted === 'number') {
    if (Number.isInteger(wanted) && wanted >= 0 && wanted < columns.length) return wanted;
  } else {
    const exact = columns.findIndex(column => column.name === wanted);
    if (exact >= 0) return exact;
    const lower = wanted.trim().toLowerCase();
    const loose = columns.findIndex(column => column.name.toLowerCase() === lower);
    if (loose >= 0) return loose;
  }
  throw new FormatError({
    code: 'missing',
    file,
    where,
    found: `no column ${JSON.stringify(wanted)}`,
    expected: columns.length
      ? `one of ${columns.map(column => column.name).join(', ')}`
      : 'a table with columns',
    todo: 'Check the name, or print `names` of the table.'
  });
}

/**
 * The values of one row of a column, of fixed or variable length: a view for numbers, a new array for text.
 */
export function rowOf(column: Column, row: number): NumericArray | string[] {
  const { values, offsets, shape } = column;
  const perRow = offsets ? 0 : shape.slice(1).reduce((product, length) => product * length, 1);
  const from = offsets ? offsets[row] : row * perRow;
  const to = offsets ? offsets[row + 1] : from + perRow;
  return Array.isArray(values) ? values.slice(from, to) : values.subarray(from, to);
}

/** Refuses a column for {@link Column}-wide conversions. */
export function columnProblem(
  column: { name: string; format: string },
  file: string,
  where: string,
  expected: string,
  todo: string
): FormatError {
  return new FormatError({
    code: 'argument',
    file,
    where: `${where}, column ${column.name}`,
    found: `format ${column.format}`,
    expected,
    todo
  });
}
