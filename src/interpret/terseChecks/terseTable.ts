import { ExplanationError } from '../adapter';

type Numbers = ArrayLike<number>;

/** Terse values of objects and what is known of them; columns are by name, one value an object. */
export interface TerseTable {
  /** [count, size], row by row. */
  terse: Numbers;
  count: number;
  size: number;
  /** Group of each object (halo, star, field): objects of one group are not independent. Default each alone. */
  groups?: ArrayLike<number | string>;
}

/** Value k of each object. */
export const terseColumn = ({ terse, count, size }: TerseTable, k: number): Float64Array =>
  Float64Array.from({ length: count }, (_, s) => terse[s * size + k]);

/** All terse values as named columns: "terse 1", ... */
export const terseColumns = (table: TerseTable): Record<string, Float64Array> =>
  Object.fromEntries(Array.from({ length: table.size }, (_, k) => [`terse ${k + 1}`, terseColumn(table, k)]));

/** Group of each object; default each alone. */
export const groupsOf = ({ groups, count }: TerseTable): ArrayLike<number | string> =>
  groups ?? Uint32Array.from({ length: count }, (_, s) => s);

/** @throws ExplanationError where the table or one of the columns does not hold one value an object, or one is not finite */
export function checkTerseTable(
  what: string,
  table: TerseTable,
  columns: Readonly<Record<string, ArrayLike<number> | readonly string[]>> = {}
): void {
  const { terse, count, size, groups } = table;
  if (!(count > 0 && size > 0) || terse.length !== count * size) {
    throw new ExplanationError(
      `${what}: ${terse.length} terse values for ${count} objects of ${size}; expected ${count * size}.`
    );
  }
  for (const [name, column] of Object.entries({ ...columns, ...(groups ? { groups } : {}) })) {
    if (column.length !== count) {
      throw new ExplanationError(
        `${what}: "${name}" has ${column.length} values for ${count} objects; give one an object.`
      );
    }
  }
  for (const [name, column] of Object.entries({ 'the terse values': terse, ...columns })) {
    for (let i = 0; i < column.length; i++) {
      if (typeof column[i] === 'number' && !Number.isFinite(column[i])) {
        throw new ExplanationError(
          `${what}: ${name} holds ${column[i]} at place ${i}; leave such objects out.`
        );
      }
    }
  }
}
