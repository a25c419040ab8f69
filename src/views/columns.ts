/** Builders of the parts that views share: row ids, fields, notes, and what is dropped to stay within the budget. */
import { Random } from '../math/random';
import { encodeCodes, encodeNumbers } from './array';
import { quote, ViewError } from './errors';
import type { Field, Rows, ViewHeader } from './types';

/** Bytes that one output may add to a notebook. */
export const OUTPUT_BUDGET = 2_000_000;

/** Title, caption, alt text and identity of a view, as given to its builder. */
export type HeaderInput = Pick<
  ViewHeader,
  'viewId' | 'group' | 'title' | 'caption' | 'alt' | 'theme' | 'notes'
>;

/** A column given to a builder: numbers (NaN is NA), or classes as names or as indexes into `categories`. */
export type FieldInput =
  | {
      name: string;
      /** Default: the name. */
      label?: string;
      unit?: string;
      values: ArrayLike<number>;
      categories?: undefined;
    }
  | {
      name: string;
      /** Default: the name. */
      label?: string;
      categories: readonly string[];
      /** A category's name or index; null, NaN and -1 are NA. */
      values: ArrayLike<number | string | null>;
    };

/** The ids of the rows, given to a builder. */
export interface RowsInput {
  /** What a row is, in the singular: "window". */
  rowNoun: string;
  /** One unsigned 32-bit number a row, unique. */
  ids: ArrayLike<number>;
  /** Names that the ids index, where rows have names. */
  table?: string[];
}

/** Header without the keys that were not given. */
export function headerOf(input: HeaderInput): HeaderInput {
  const { viewId, group, title, caption, alt, theme, notes } = input;
  return {
    viewId,
    ...(group === undefined ? {} : { group }),
    title,
    caption,
    alt,
    ...(theme === undefined ? {} : { theme }),
    ...(notes === undefined || notes.length === 0 ? {} : { notes: [...notes] })
  };
}

/** Encode the row ids. @param keep rows to take, in order */
export function encodeRows(input: RowsInput, keep: Uint32Array): Rows {
  const ids = new Uint32Array(keep.length);
  for (let i = 0; i < keep.length; i++) {
    const id = input.ids[keep[i]];
    if (!Number.isInteger(id) || id < 0 || id > 4294967294) {
      throw new ViewError(`ids[${keep[i]}] is ${quote(id)}; expected a whole number from 0 to 4294967294`);
    }
    ids[i] = id;
  }
  return {
    noun: input.rowNoun,
    ids: encodeCodes(ids, [ids.length]),
    ...(input.table ? { table: [...input.table] } : {})
  };
}

/** Encode fields. @param precision see {@link encodeNumbers} */
export function encodeFields(
  fields: readonly FieldInput[],
  rows: number,
  keep: Uint32Array,
  precision: 'full' | 'screen'
): Field[] {
  return fields.map(field => {
    if (field.values.length !== rows) {
      throw new ViewError(
        `field ${quote(field.name)} has ${field.values.length} values for ${rows} rows; give one value a row (NaN where there is none)`
      );
    }
    const common = { name: field.name, label: field.label ?? field.name };
    if (field.categories === undefined) {
      const { values } = field;
      return {
        kind: 'number',
        ...common,
        ...(field.unit === undefined ? {} : { unit: field.unit }),
        values: encodeNumbers(
          Float64Array.from(keep, i => values[i]),
          [keep.length],
          precision
        )
      };
    }
    return {
      kind: 'category',
      ...common,
      categories: [...field.categories],
      values: encodeClasses(field, keep)
    };
  });
}

function encodeClasses(field: Extract<FieldInput, { categories: readonly string[] }>, keep: Uint32Array) {
  const { categories, values } = field;
  const indexOf = new Map(categories.map((category, i) => [category, i]));
  const codes = new (categories.length < 255 ? Uint8Array : Uint16Array)(keep.length);
  const missing = categories.length < 255 ? 255 : 65535;
  for (let i = 0; i < keep.length; i++) {
    const value = values[keep[i]];
    if (value === null || value === undefined || value === -1 || Number.isNaN(value)) {
      codes[i] = missing;
      continue;
    }
    const code = typeof value === 'string' ? indexOf.get(value) : value;
    if (code === undefined || !Number.isInteger(code) || code < 0 || code >= categories.length) {
      throw new ViewError(
        `field ${quote(field.name)}: value ${quote(value)} of row ${keep[i]} is not one of its ${categories.length} categories`
      );
    }
    codes[i] = code;
  }
  return encodeCodes(codes, [codes.length]);
}

/** Bytes that a payload adds to a notebook. */
export function payloadBytes(payload: object): number {
  return JSON.stringify(payload).length;
}

/**
 * Build a view within the budget: first as given, then with fields rounded to the screen, then with a seeded random sample
 * of the rows in their order; what was done is said in the view's notes.
 * @param build makes the payload of the kept rows
 * @param limits most rows to send (default: as many as the budget holds), seed of the sample (default 1)
 */
export function buildWithin<T extends ViewHeader>(
  rows: number,
  noun: string,
  build: (keep: Uint32Array, precision: 'full' | 'screen') => T,
  { maxRows = Infinity, seed = 1 }: { maxRows?: number; seed?: number } = {}
): T {
  const all = Uint32Array.from({ length: rows }, (_, i) => i);
  if (rows <= maxRows) {
    const full = build(all, 'full');
    if (payloadBytes(full) <= OUTPUT_BUDGET) return full;
    const screen = build(all, 'screen');
    if (payloadBytes(screen) <= OUTPUT_BUDGET) {
      return withNote(screen, 'Numbers are rounded to 1/65,534 of their range, to keep the notebook small.');
    }
  }
  const order = new Random(seed).permutation(rows);
  for (let kept = Math.min(rows - 1, maxRows); kept >= 1;) {
    const payload = withNote(
      build(order.slice(0, kept).sort(), 'screen'),
      `${kept.toLocaleString('en')} of ${rows.toLocaleString('en')} rows (${noun}) are shown, a random sample drawn with seed ${seed}; numbers are rounded to 1/65,534 of their range. The rest was left out to keep the notebook small.`
    );
    const bytes = payloadBytes(payload);
    if (bytes <= OUTPUT_BUDGET) return payload;
    kept = Math.floor(Math.min(kept - 1, (kept * OUTPUT_BUDGET * 0.98) / bytes));
  }
  throw new ViewError(
    `not even one ${noun} fits into the ${OUTPUT_BUDGET} bytes of an output: bin the columns, or send fewer fields`
  );
}

function withNote<T extends ViewHeader>(payload: T, note: string): T {
  return { ...payload, notes: [...(payload.notes ?? []), note] };
}
