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
  type CategoryColumn,
  type Column,
  type Places,
  type RowIds
} from './payload';
import { saliencyValidator } from './schemas/validators';
import { checkImage, checkMethods, decodePanels } from './saliencyParts';
import type { Axis, ImageShape, PanelGrid, SaliencyMethod, SaliencyPayload, SaliencyStart } from './types';

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
  /** The same by other methods: [rows x columns] each. Default none. */
  methods?: readonly { method: string; score?: string; values: ArrayLike<number>; limit?: number }[];
  /** Each row is an image of height x width pixels, line by line. Default: rows are no images. */
  image?: { height: number; width: number };
  /** Names of the category fields whose classes make the rows and columns of a grid of panels. Default: one panel. */
  panels?: PanelGrid;
  /** What is shown first. */
  start?: SaliencyStart;
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
        fields: encodeFields(input.fields ?? [], rows, keep, precision),
        ...(input.methods ? { methods: encodeMethods(input, columns, keep) } : {}),
        ...(input.image ? { image: { height: input.image.height, width: input.image.width } } : {}),
        ...(input.panels ? { panels: { ...input.panels } } : {}),
        ...(input.start ? { start: { ...input.start } } : {})
      };
    },
    { maxRows: columns === 0 ? rows : Math.floor(MAX_ELEMENTS / columns), seed: input.seed }
  );
  decodeSaliency(parseSaliency(payload));
  return payload;
}

function encodeMethods(input: SaliencyInput, columns: number, keep: Uint32Array): SaliencyMethod[] {
  return (input.methods ?? []).map(({ method, score, values, limit }, i) => {
    if (values.length !== input.values.length) {
      throw new ViewError(
        `methods[${i}].values has ${values.length} numbers, values has ${input.values.length}; give the same shape`
      );
    }
    const taken = takeRows(values, columns, keep);
    return {
      method,
      ...(score === undefined ? {} : { score }),
      values: encodeQuantised(taken, [keep.length, columns], quantiseSigned(taken, input.precision ?? 'u1')),
      limit: limit ?? colourLimit(values)
    };
  });
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
  /** Every method's values and scale; the first is the payload's own (`values`, `limit`). */
  methods: MethodValues[];
  image?: ImageShape;
  /** The classes that make a grid of panels; null along a side that has none. */
  panels?: { rows: CategoryColumn | null; columns: CategoryColumn | null };
}

/** The attributions by one method. */
export interface MethodValues {
  method: string;
  score: string;
  values: Float64Array;
  limit: number;
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
  checkMethods(payload, rowCount, columnCount);
  const { input, image } = payload;
  const fields = decodeFields(payload.fields, rowCount);
  const panels = payload.panels && decodePanels(payload.panels, fields);
  checkImage(payload, columnCount);
  const values = decodeArray(payload.values, 'values');
  const limit = payload.limit ?? largestOf(values);
  const methods = (payload.methods ?? []).map((more, i): MethodValues => {
    const its = decodeArray(more.values, `methods[${i}].values`);
    return {
      method: more.method,
      score: more.score ?? payload.score,
      values: its,
      limit: more.limit ?? largestOf(its)
    };
  });
  return {
    payload,
    rows: decodeRows(payload.rows),
    columns: decodeAxis(payload.columns, columnCount, 'columns'),
    shape: [rowCount, columnCount],
    values,
    limit,
    ...(input
      ? { input: { label: input.label, unit: input.unit, values: decodeArray(input.values, 'input.values') } }
      : {}),
    fields,
    methods: [{ method: payload.method, score: payload.score, values, limit }, ...methods],
    ...(image ? { image } : {}),
    ...(panels ? { panels } : {})
  };
}

/** Largest absolute value; 1 where all are 0 or NA. */
function largestOf(values: Float64Array): number {
  const { least, greatest } = finiteRange(values);
  const largest = Math.max(Math.abs(least), Math.abs(greatest));
  return largest > 0 ? largest : 1;
}

/** Letters of the longest name of a row, for the room that names take beside a map. Looks at the first 500 rows. */
export function longestRowName({ rows, shape }: SaliencyData): number {
  let longest = 0;
  for (let i = 0; i < Math.min(shape[0], 500); i++) longest = Math.max(longest, rows.name(i).length);
  return longest;
}
