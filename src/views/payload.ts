/** What the readers of all views share: JSON or object in, schema checked, version understood, columns decoded. */
import { checkArray, decodeArray, decodeCodes, MAX_SIZE, NA_CODE } from './array';
import { quote, ViewError } from './errors';
import type { Axis, Field, Label, Rows } from './types';
import type { Validator, ValidatorError } from './validator';

/** The most fields a view may carry. */
export const MAX_FIELDS = 200;

/** The most UTF-16 units that a payload given as text may have: 4 M elements of 4 bytes in each of a few arrays. */
const MAX_TEXT = 100_000_000;

/**
 * Read a payload: an object, or the JSON text of one (a kernel may send either).
 * @param view name and newest version that this code understands
 * @throws ViewError, with code `newer` for a version that is not known yet
 */
export function readPayload<T>(
  json: unknown,
  view: { name: string; version: number },
  validate: Validator
): T {
  const payload = typeof json === 'string' ? parseText(json) : json;
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new ViewError(
      `a ${view.name} view is a JSON object; found ${payload === null ? 'null' : typeOf(payload)}`
    );
  }
  const { view: name, version } = payload as { view?: unknown; version?: unknown };
  if (name === view.name && typeof version === 'number' && version > view.version) {
    throw new ViewError(
      `this view was made by a newer terselab (${view.name} version ${version}; version ${view.version} is understood here)`,
      'newer'
    );
  }
  if (!validate(payload)) throw new ViewError(explain(validate.errors?.[0], payload));
  return payload as T;
}

function parseText(text: string): unknown {
  if (text.length > MAX_TEXT) {
    throw new ViewError(`the payload has ${text.length} characters; at most ${MAX_TEXT} are read`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ViewError(
      `the payload is not JSON (${error instanceof Error ? quote(error.message) : 'unreadable'})`
    );
  }
}

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'an array' : `a ${typeof value}`);

/** A fault of the schema in a reader's words. */
function explain(error: ValidatorError | undefined, payload: unknown): string {
  if (!error) return 'the payload does not have the form of its type';
  const where = error.instancePath.slice(1).replaceAll('/', '.').slice(0, 120) || 'the payload';
  if (error.keyword === 'additionalProperties') {
    return `${where} has a property ${quote(error.params.additionalProperty)} that this version does not know: a newer terselab, or a misspelt name`;
  }
  if (error.keyword === 'required')
    return `${where} lacks the property ${quote(error.params.missingProperty)}`;
  if (error.keyword === 'const')
    return `${where} must be ${quote(error.params.allowedValue)}, found ${quote(valueAt(payload, error))}`;
  if (error.keyword === 'enum') {
    const allowed = (error.params.allowedValues as unknown[]).map(quote).join(', ');
    return `${where} must be one of ${allowed}, found ${quote(valueAt(payload, error))}`;
  }
  return `${where} ${error.message ?? 'is not valid'}`;
}

function valueAt(payload: unknown, error: ValidatorError): unknown {
  let value = payload;
  for (const key of error.instancePath.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value;
}

/** Rows of a view, decoded. */
export interface RowIds {
  noun: string;
  ids: Uint32Array;
  /** What to call row i: its name in the table, or its id. */
  name(i: number): string;
}

/** Check and decode the row ids: unsigned, unique, known to the table. @throws ViewError */
export function decodeRows(rows: Rows): RowIds {
  if (rows.ids.dtype !== 'u4' || rows.ids.shape.length !== 1) {
    throw new ViewError(
      `rows.ids: dtype u4 and one axis expected, found ${rows.ids.dtype} and ${rows.ids.shape.length}`
    );
  }
  requirePlain(rows.ids, 'rows.ids');
  const ids = decodeCodes(rows.ids, 'rows.ids') as Uint32Array;
  const { table } = rows;
  const seen = new Set<number>();
  for (const id of ids) {
    if (id === NA_CODE.u4)
      throw new ViewError('rows.ids: a row without an id (NA) was found; number the rows');
    if (seen.has(id)) throw new ViewError(`rows.ids: the id ${id} stands twice; ids must be unique`);
    if (table && id >= table.length) {
      throw new ViewError(`rows.ids: id ${id} points outside the table of ${table.length} names`);
    }
    seen.add(id);
  }
  return { noun: rows.noun, ids, name: i => (table ? table[ids[i]] : String(ids[i])) };
}

/** A column of numbers, decoded; NaN is NA. */
export interface NumberColumn {
  kind: 'number';
  name: string;
  label: string;
  unit?: string;
  values: Float64Array;
}

/** A column of classes, decoded; codes index `categories`, -1 is NA. */
export interface CategoryColumn {
  kind: 'category';
  name: string;
  label: string;
  unit?: undefined;
  categories: string[];
  codes: Int32Array;
}

export type Column = NumberColumn | CategoryColumn;

/** Check and decode fields: lengths agree, names unique, codes inside the categories. @throws ViewError */
export function decodeFields(fields: Field[], rows: number): Column[] {
  const names = new Set<string>();
  return fields.map((field, i) => {
    const what = `fields[${i}] (${quote(field.name)})`;
    if (names.has(field.name)) throw new ViewError(`${what}: the name stands twice; names must be unique`);
    names.add(field.name);
    checkArray(field.values, what, [rows]);
    if (field.kind === 'number') {
      const { name, label, unit } = field;
      return { kind: 'number', name, label, unit, values: decodeArray(field.values, what) };
    }
    return {
      kind: 'category',
      name: field.name,
      label: field.label,
      categories: field.categories,
      codes: decodeCategories(field, what)
    };
  });
}

function decodeCategories(field: Extract<Field, { kind: 'category' }>, what: string): Int32Array {
  const { dtype } = field.values;
  if (dtype !== 'u1' && dtype !== 'u2')
    throw new ViewError(`${what}: categories take dtype u1 or u2, found ${dtype}`);
  requirePlain(field.values, what);
  const stored = decodeCodes(field.values, what);
  const out = new Int32Array(stored.length);
  for (let i = 0; i < out.length; i++) {
    if (stored[i] === NA_CODE[dtype]) out[i] = -1;
    else if (stored[i] < field.categories.length) out[i] = stored[i];
    else
      throw new ViewError(
        `${what}: code ${stored[i]} points outside the ${field.categories.length} categories`
      );
  }
  return out;
}

function requirePlain(array: Rows['ids'], what: string): void {
  if ((array.scale ?? 1) !== 1 || (array.offset ?? 0) !== 0) {
    throw new ViewError(`${what}: ids and categories take scale 1 and offset 0`);
  }
}

/** An axis of a picture: what stands at place i, as a number and in words. */
export interface Places {
  label: Label;
  unit?: Label;
  start: number;
  step: number;
  names?: string[];
}

/** Check an axis against the number of places along it. @throws ViewError */
export function decodeAxis(axis: Axis, length: number, what: string): Places {
  const { label, unit, start = 0, step = 1, names } = axis;
  if (!(Math.abs(start) <= MAX_SIZE) || !(Math.abs(step) <= MAX_SIZE) || Math.abs(step) < 1 / MAX_SIZE) {
    throw new ViewError(
      `${what}: start ${start} and step ${step} found; expected sizes up to ${MAX_SIZE}, and a step other than 0`
    );
  }
  if (names && names.length !== length) {
    throw new ViewError(`${what}.names: ${names.length} names found for ${length} places`);
  }
  return { label, unit, start, step, names };
}
