/** The terse-layer scatter: builder, reader, decoded form. Its payload is {@link TersePayload}. */
import { checkArray, decodeArray, encodeNumbers, MAX_ELEMENTS } from './array';
import {
  buildWithin,
  encodeFields,
  encodeRows,
  headerOf,
  type FieldInput,
  type HeaderInput,
  type RowsInput
} from './columns';
import { countDensity, decodeDensities, MAX_DENSITIES, type Density } from './density';
import { quote, ViewError } from './errors';
import {
  decodeFields,
  decodeRows,
  readPayload,
  type CategoryColumn,
  type Column,
  type NumberColumn,
  type RowIds
} from './payload';
import { terseValidator } from './schemas/validators';
import type { TerseCorrelation, TerseDensity, TersePayload, TerseStart } from './types';

/** The most points that are sent; more are sampled. */
export const MAX_POINTS = 50_000;

/** What {@link terseView} takes. */
export interface TerseInput extends HeaderInput, RowsInput {
  /** [rows x terse values], row by row; NaN is NA. */
  terse: ArrayLike<number>;
  /** Names of the terse values: "terse 1", "terse 2". */
  terseNames: readonly string[];
  /** Physics and nuisance columns. */
  fields: readonly FieldInput[];
  /** Name of the field or terse value first shown on each axis. Default: the first numeric field, the first terse value. */
  x?: string;
  y?: string;
  /** Name of the field or terse value that first sets colour and shape. Default none. */
  colour?: string;
  /** Correlations over all rows, computed where the rows are. Default none: the view then works out Spearman's itself. */
  correlations?: readonly TerseCorrelation[];
  /** Seed of the sample above {@link MAX_POINTS} rows. Default 1. */
  seed?: number;
  /**
   * Above {@link MAX_POINTS} rows, also send how all rows lie over the terse values and each number, counted on a grid; the
   * sample is then for picking. Default false.
   */
  density?: boolean;
  /** Name of the category field whose classes stand side by side. Default none. */
  arms?: string;
  /** What is shown first. */
  start?: TerseStart;
}

/**
 * Build a terse-layer view. Above {@link MAX_POINTS} rows, or the budget, it keeps a seeded random sample of the rows and
 * says so in its notes.
 * @throws ViewError with the argument at fault
 */
export function terseView(input: TerseInput): TersePayload {
  const rows = input.ids.length;
  const k = input.terseNames.length;
  if (k === 0) throw new ViewError('terseNames is empty; name at least one terse value');
  if (input.terse.length !== rows * k) {
    throw new ViewError(
      `terse has ${input.terse.length} numbers; expected ${rows} ids x ${k} terse values = ${rows * k}, row by row`
    );
  }
  const firstNumber = input.fields.find(field => field.categories === undefined);
  const header = headerOf(input);
  const density = input.density && rows > MAX_POINTS ? densitiesOf(input, rows, k) : [];
  if (density.length > 0) {
    header.notes = [
      ...(header.notes ?? []),
      `The density counts all ${rows.toLocaleString('en')} rows; the points to pick from are a sample of them.`
    ];
  }
  const payload = buildWithin(
    rows,
    input.rowNoun,
    (keep, precision): TersePayload => ({
      view: 'terse',
      version: 1,
      ...header,
      rows: encodeRows(input, keep),
      terseNames: [...input.terseNames],
      terse: encodeNumbers(
        Float64Array.from(
          { length: keep.length * k },
          (_, i) => input.terse[keep[Math.floor(i / k)] * k + (i % k)]
        ),
        [keep.length, k],
        precision
      ),
      fields: encodeFields(input.fields, rows, keep, precision),
      x: input.x ?? firstNumber?.name ?? input.terseNames[0],
      y: input.y ?? input.terseNames[0],
      ...(input.colour === undefined ? {} : { colour: input.colour }),
      correlations: (input.correlations ?? []).map(pick),
      ...(input.arms === undefined ? {} : { arms: input.arms }),
      ...(density.length > 0 ? { density, allRows: rows } : {}),
      ...(input.start === undefined ? {} : { start: { ...input.start } })
    }),
    { maxRows: Math.min(MAX_POINTS, Math.floor(MAX_ELEMENTS / k)), seed: input.seed }
  );
  decodeTerse(parseTerse(payload));
  return payload;
}

/** Densities of every terse value against every number, as many as the budget has room for. */
function densitiesOf(input: TerseInput, rows: number, k: number): TerseDensity[] {
  const terse = input.terseNames.map((name, j) => ({
    name,
    values: Float64Array.from({ length: rows }, (_, i) => input.terse[i * k + j])
  }));
  const numbers = [...input.fields.filter(field => field.categories === undefined), ...terse];
  const out: TerseDensity[] = [];
  for (const [j, y] of terse.entries()) {
    for (const x of numbers) {
      if (out.length === MAX_DENSITIES) return out;
      // Of two terse values the later one is x, once.
      if (terse.indexOf(x as (typeof terse)[number]) >= 0 && terse.indexOf(x as (typeof terse)[number]) <= j)
        continue;
      out.push(countDensity({ name: x.name, values: x.values as ArrayLike<number> }, y));
    }
  }
  return out;
}

/** A correlation without keys that the payload does not know. */
const pick = (given: TerseCorrelation): TerseCorrelation => {
  const { terse, field, spearman, pearson, low, high, n, pearsonLow, pearsonHigh, partial } = given;
  return {
    terse,
    field,
    spearman,
    pearson,
    low,
    high,
    n,
    ...(pearsonLow === undefined ? {} : { pearsonLow }),
    ...(pearsonHigh === undefined ? {} : { pearsonHigh }),
    ...(partial === undefined
      ? {}
      : { partial: { given: [...partial.given], rho: partial.rho, low: partial.low, high: partial.high } })
  };
};

/** A terse payload, decoded for drawing. */
export interface TerseData {
  payload: TersePayload;
  rows: RowIds;
  /** Number of rows. */
  length: number;
  /** The terse values as columns, in order. */
  terse: NumberColumn[];
  fields: Column[];
  /** All columns by name: terse values, then fields. */
  byName: Map<string, Column>;
  /** The classes that stand side by side; null where there are none. */
  arms: CategoryColumn | null;
  density: Density[];
  /** The column held fixed at first. */
  given?: NumberColumn;
}

/** Read a terse payload (object or JSON text) and check it against its schema. @throws ViewError */
export function parseTerse(json: unknown): TersePayload {
  return readPayload<TersePayload>(json, { name: 'terse', version: 1 }, terseValidator);
}

/** Check what a schema cannot say and decode the arrays. @throws ViewError */
export function decodeTerse(payload: TersePayload): TerseData {
  const k = payload.terseNames.length;
  const length = payload.terse.shape[0];
  // Every declared size is checked before the first array is decoded.
  checkArray(payload.terse, 'terse', [length, k]);
  checkArray(payload.rows.ids, 'rows.ids', [length]);
  const flat = decodeArray(payload.terse, 'terse');
  const terse = payload.terseNames.map((name, j): NumberColumn => {
    const values = new Float64Array(length);
    for (let i = 0; i < length; i++) values[i] = flat[i * k + j];
    return { kind: 'number', name, label: name, values };
  });
  const fields = decodeFields(payload.fields, length);
  const byName = new Map<string, Column>();
  for (const column of [...terse, ...fields]) {
    if (byName.has(column.name)) {
      throw new ViewError(
        `the name ${quote(column.name)} stands twice among terse values and fields; names must be unique`
      );
    }
    byName.set(column.name, column);
  }
  for (const axis of ['x', 'y'] as const) {
    if (byName.get(payload[axis])?.kind !== 'number') {
      throw new ViewError(
        `${axis}: ${quote(payload[axis])} is not the name of a numeric field or terse value`
      );
    }
  }
  if (payload.colour !== undefined && !byName.has(payload.colour)) {
    throw new ViewError(`colour: ${quote(payload.colour)} is not the name of a field or terse value`);
  }
  const given = payload.start?.given;
  const held = given === undefined ? undefined : byName.get(given);
  if (given !== undefined && held?.kind !== 'number') {
    throw new ViewError(`start.given: ${quote(given)} is not the name of a numeric field or terse value`);
  }
  return {
    payload,
    rows: decodeRows(payload.rows),
    length,
    terse,
    fields,
    byName,
    arms: armsOf(payload, byName),
    density: decodeDensities(payload.density ?? [], byName),
    ...(held?.kind === 'number' ? { given: held } : {})
  };
}

/** The most arms side by side. */
export const MAX_ARMS = 4;

function armsOf({ arms }: TersePayload, byName: Map<string, Column>): CategoryColumn | null {
  if (arms === undefined) return null;
  const column = byName.get(arms);
  if (column?.kind !== 'category')
    throw new ViewError(`arms: ${quote(arms)} is not the name of a field of classes`);
  if (column.categories.length > MAX_ARMS) {
    throw new ViewError(
      `arms: ${quote(arms)} has ${column.categories.length} classes; at most ${MAX_ARMS} stand side by side`
    );
  }
  return column;
}

/** The stored correlation of two columns, whichever is the terse value; undefined where none was sent. */
export function correlationOf(payload: TersePayload, a: string, b: string): TerseCorrelation | undefined {
  return payload.correlations.find(c => (c.terse === a && c.field === b) || (c.terse === b && c.field === a));
}
