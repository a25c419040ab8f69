/** The saliency heatmap: builder, reader, decoded form. Its payload is {@link SaliencyPayload}. */
import { quantile } from '../math/statistics';
import {
  checkArray,
  decodeArray,
  encodeQuantised,
  finiteRange,
  MAX_ELEMENTS,
  quantiseRange,
  quantiseSigned
} from './array';
import {
  buildWithin,
  encodeFields,
  encodeRows,
  headerOf,
  type FieldInput,
  type HeaderInput,
  type RowsInput
} from './columns';
import { quote, ViewError } from './errors';
import {
  decodeAxis,
  decodeFields,
  decodeRows,
  readPayload,
  type Column,
  type Places,
  type RowIds
} from './payload';
import { saliencyValidator } from './schemas/validators';
import type { Axis, SaliencyPayload } from './types';

/** What {@link saliencyView} takes. */
export interface SaliencyInput extends HeaderInput, RowsInput {
  /** Name of the attribution method: "gradient". */
  method: string;
  /** What was explained: "logit of flare". */
  score: string;
  /** What stands along a row: "cadence", "feature". */
  columns: Axis;
  /** [rows x columns], row by row; NaN is NA. */
  values: ArrayLike<number>;
  /** What the model saw, of the same shape. */
  input?: { label: string; unit?: string; values: ArrayLike<number> };
  /** One value a row: sort keys, hover text. Default none. */
  fields?: readonly FieldInput[];
  /** Where the colour scale ends. Default: see {@link colourLimit}. */
  limit?: number;
  /**
   * Storage of the values: 253 steps (`u1`) or 65,533 (`u2`) over the range, symmetric about 0. Default: `u1`, or `u2`
   * where a few outliers would leave too few steps for the rest.
   */
  precision?: 'u1' | 'u2';
  /** Seed of the sample of rows, should the view be too large. Default 1. */
  seed?: number;
}

/**
 * Build a saliency view. Too large a view keeps a seeded random sample of its rows and says so in its notes.
 * @throws ViewError with the argument at fault
 */
export function saliencyView(input: SaliencyInput): SaliencyPayload {
  const rows = input.ids.length;
  const columns = rows === 0 ? 0 : input.values.length / rows;
  if (!Number.isInteger(columns)) {
    throw new ViewError(
      `values has ${input.values.length} numbers, which ${rows} ids do not divide; give rows x columns numbers, row by row`
    );
  }
  if (input.input && input.input.values.length !== input.values.length) {
    throw new ViewError(
      `input.values has ${input.input.values.length} numbers, values has ${input.values.length}; give the same shape`
    );
  }
  const limit = input.limit ?? colourLimit(input.values);
  if (!(limit > 0)) throw new ViewError(`limit is ${quote(limit)}; expected a number above 0`);
  const { least, greatest } = finiteRange(input.values);
  const outliers = Math.max(Math.abs(least), Math.abs(greatest)) > 4 * limit;
  const header = headerOf(input);
  const payload = buildWithin(
    rows,
    input.rowNoun,
    (keep, precision): SaliencyPayload => {
      const shape = [keep.length, columns];
      const values = takeRows(input.values, columns, keep);
      const dtype = input.precision ?? (outliers ? 'u2' : 'u1');
      return {
        view: 'saliency',
        version: 1,
        ...header,
        method: input.method,
        score: input.score,
        rows: encodeRows(input, keep),
        columns: input.columns,
        values: encodeQuantised(values, shape, quantiseSigned(values, dtype)),
        limit,
        ...(input.input ? { input: encodeInput(input.input, columns, keep) } : {}),
        fields: encodeFields(input.fields ?? [], rows, keep, precision)
      };
    },
    { maxRows: columns === 0 ? rows : Math.floor(MAX_ELEMENTS / columns), seed: input.seed }
  );
  decodeSaliency(parseSaliency(payload));
  return payload;
}

function encodeInput(
  { label, unit, values }: NonNullable<SaliencyInput['input']>,
  columns: number,
  keep: Uint32Array
): SaliencyPayload['input'] {
  const taken = takeRows(values, columns, keep);
  const encoded = encodeQuantised(taken, [keep.length, columns], quantiseRange(taken, 'u2'));
  return { label, ...(unit === undefined ? {} : { unit }), values: encoded };
}

function takeRows(values: ArrayLike<number>, columns: number, keep: Uint32Array): Float64Array {
  const out = new Float64Array(keep.length * columns);
  for (let i = 0; i < keep.length; i++) {
    for (let j = 0; j < columns; j++) out[i * columns + j] = values[keep[i] * columns + j];
  }
  return out;
}

/**
 * Where a colour scale centred on 0 should end: the largest absolute value, or, where that is more than twice the 99 %
 * quantile of the absolute values, that quantile, lest one outlier turn the rest white.
 */
export function colourLimit(values: ArrayLike<number>): number {
  const sizes = new Float64Array(values.length);
  let largest = 0;
  for (let i = 0; i < sizes.length; i++) {
    sizes[i] = Math.abs(values[i]);
    if (Number.isFinite(sizes[i]) && sizes[i] > largest) largest = sizes[i];
  }
  if (largest === 0) return 1;
  const high = quantile(sizes, 0.99);
  return high > 0 && largest > 2 * high ? high : largest;
}

/** A saliency payload, decoded for drawing. */
export interface SaliencyData {
  payload: SaliencyPayload;
  rows: RowIds;
  columns: Places;
  /** Number of rows and columns. */
  shape: [number, number];
  /** Row by row; NaN is NA. */
  values: Float64Array;
  /** Where the colour scale ends. */
  limit: number;
  input?: { label: string; unit?: string; values: Float64Array };
  fields: Column[];
}

/** Read a saliency payload (object or JSON text) and check it against its schema. @throws ViewError */
export function parseSaliency(json: unknown): SaliencyPayload {
  return readPayload<SaliencyPayload>(json, { name: 'saliency', version: 1 }, saliencyValidator);
}

/** Check what a schema cannot say and decode the arrays. @throws ViewError */
export function decodeSaliency(payload: SaliencyPayload): SaliencyData {
  const [rowCount, columnCount, ...more] = payload.values.shape;
  if (columnCount === undefined || more.length > 0) {
    throw new ViewError(`values: two axes (rows, columns) expected, found ${payload.values.shape.length}`);
  }
  // Every declared size is checked before the first array is decoded.
  checkArray(payload.values, 'values');
  if (payload.input) checkArray(payload.input.values, 'input.values', [rowCount, columnCount]);
  checkArray(payload.rows.ids, 'rows.ids', [rowCount]);
  const values = decodeArray(payload.values, 'values');
  const { input } = payload;
  const { least, greatest } = finiteRange(values);
  const largest = Math.max(Math.abs(least), Math.abs(greatest));
  return {
    payload,
    rows: decodeRows(payload.rows),
    columns: decodeAxis(payload.columns, columnCount, 'columns'),
    shape: [rowCount, columnCount],
    values,
    limit: payload.limit ?? (largest > 0 ? largest : 1),
    ...(input
      ? { input: { label: input.label, unit: input.unit, values: decodeArray(input.values, 'input.values') } }
      : {}),
    fields: decodeFields(payload.fields, rowCount)
  };
}

/** Letters of the longest name of a row, for the room that names take beside a map. Looks at the first 500 rows. */
export function longestRowName({ rows, shape }: SaliencyData): number {
  let longest = 0;
  for (let i = 0; i < Math.min(shape[0], 500); i++) longest = Math.max(longest, rows.name(i).length);
  return longest;
}
