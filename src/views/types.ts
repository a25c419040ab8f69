/**
 * The contract between kernel and browser: what a view's payload holds. The JSON schemas in `schemas/` are generated from
 * these types (`npm run schemas`); builder and renderer use the same compiled validators.
 *
 * A payload is a plain JSON object. It is complete without a kernel and holds no markup: every string in it is text.
 */

/** Storage type of an {@link EncodedArray}, little-endian: unsigned integers of 1, 2, 4 bytes or a 4-byte float. */
export type EncodedDtype = 'u1' | 'u2' | 'u4' | 'f4';

/**
 * Number of elements along an axis.
 * @asType integer
 * @minimum 0
 * @maximum 4000000
 */
export type AxisLength = number;

/**
 * An array in base64. A stored integer q stands for `offset + scale * q`; its top code (255, 65535, 4294967295) is NA.
 * For `f4` NaN is NA and scale and offset are 1 and 0. Ids and category codes use scale 1 and offset 0.
 */
export interface EncodedArray {
  dtype: EncodedDtype;
  /**
   * Length of each axis, slowest first (C order).
   * @minItems 1
   * @maxItems 4
   */
  shape: AxisLength[];
  /** Step of the quantisation, not 0; default 1. */
  scale?: number;
  /** Value of code 0; default 0. */
  offset?: number;
  /** Base64 (standard alphabet, padded) of exactly product(shape) x size bytes. */
  data: string;
}

/**
 * A short piece of plain text.
 * @maxLength 256
 */
export type Label = string;

/**
 * A longer piece of plain text.
 * @maxLength 4000
 */
export type Prose = string;

/** Identity of the rows of a view; views of one group share hover and selection through these ids. */
export interface Rows {
  /** What a row is, in the singular: "window", "cluster". */
  noun: Label;
  /** dtype `u4`, shape [rows]: the row ids, or indexes into `table` where that is given. */
  ids: EncodedArray;
  /**
   * Optional names of the ids.
   * @maxItems 1000000
   */
  table?: Label[];
}

/** A number for each row. */
export interface NumberField {
  kind: 'number';
  name: Label;
  label: Label;
  unit?: Label;
  /** shape [rows] */
  values: EncodedArray;
}

/** A class for each row. */
export interface CategoryField {
  kind: 'category';
  name: Label;
  label: Label;
  /** @maxItems 65534 */
  categories: Label[];
  /** dtype `u1` or `u2`, shape [rows]: indexes into `categories`; the top code is NA. */
  values: EncodedArray;
}

/**
 * A column beside the picture: sort key, colour, hover text.
 * @discriminator kind
 */
export type Field = NumberField | CategoryField;

/** An axis of evenly spaced numbers (`start + step * i`; default 0, 1, 2 ...) or of named places. */
export interface Axis {
  label: Label;
  unit?: Label;
  start?: number;
  step?: number;
  /**
   * Names of the places, one each, in place of numbers.
   * @maxItems 100000
   */
  names?: Label[];
}

/** What every view carries. */
export interface ViewHeader {
  /** Stable name of this view inside its notebook. */
  viewId: Label;
  /** Views of one group share hover and selection. */
  group?: Label;
  title: Label;
  /** Shown under the picture: type, axes, range and meaning. */
  caption: Prose;
  /** Text alternative of the picture. */
  alt: Prose;
  /** Default `auto`: follow JupyterLab. */
  theme?: 'light' | 'dark' | 'auto';
  /**
   * What was binned, sampled or dropped, in full sentences.
   * @maxItems 50
   */
  notes?: Prose[];
}

/**
 * Saliency heatmap: one row an object, one column a place in the input (a cadence, a feature); signed values.
 * MIME type `application/vnd.terselab.saliency.v1+json`.
 */
export interface SaliencyPayload extends ViewHeader {
  view: 'saliency';
  version: 1;
  /** Name of the attribution method: "gradient". */
  method: Label;
  /** What was explained: "logit of flare". */
  score: Label;
  rows: Rows;
  columns: Axis;
  /** shape [rows, columns]: attribution, signed, in units of the score per unit of the input. */
  values: EncodedArray;
  /**
   * Where the colour scale ends; stronger values are drawn in its last colour. Default: the largest absolute value.
   * @exclusiveMinimum 0
   */
  limit?: number;
  /** What the model saw, drawn under the heatmap for the row in hand; shape as `values`. */
  input?: { label: Label; unit?: Label; values: EncodedArray };
  /**
   * One value a row: sort keys and hover text.
   * @maxItems 200
   */
  fields: Field[];
  /**
   * The same rows and columns by other methods; the reader switches between them.
   * @maxItems 16
   */
  methods?: SaliencyMethod[];
  /** Each row is an image: its columns are the pixels, line by line from the upper left corner. */
  image?: ImageShape;
  /** Rows are spread over a grid of panels that share columns and colour scale. */
  panels?: PanelGrid;
  /** What the view shows first. */
  start?: SaliencyStart;
}

/** Attributions of the same rows and columns by one more method. */
export interface SaliencyMethod {
  /** Name of the method; differs from all others of the view. */
  method: Label;
  /** What was explained. Default: as the view says. */
  score?: Label;
  /** shape [rows, columns] */
  values: EncodedArray;
  /**
   * Where the colour scale ends. Default: the largest absolute value.
   * @exclusiveMinimum 0
   */
  limit?: number;
}

/** Lines and pixels a line; their product is the number of columns. */
export interface ImageShape {
  height: AxisLength;
  width: AxisLength;
}

/** Names of the category fields whose classes make the rows and the columns of the grid; at least one of the two. */
export interface PanelGrid {
  rows?: Label;
  columns?: Label;
}

/** What a saliency view shows before its reader has chosen anything. */
export interface SaliencyStart {
  /** Sizes without signs. Default false. */
  absolute?: boolean;
  /** Mean sizes beside the map, per row and per column. Default false. */
  profiles?: boolean;
  /**
   * Outline of the cells whose size reaches this share of the colour scale. Default none.
   * @exclusiveMinimum 0
   * @maximum 1
   */
  contour?: number;
  /**
   * Weight of the map over an image. Default 0.7.
   * @minimum 0
   * @maximum 1
   */
  opacity?: number;
}

/** Correlation of one terse value with one field over the rows, with its bootstrap interval. */
export interface TerseCorrelation {
  terse: Label;
  field: Label;
  /**
   * Spearman's rank correlation; null where it is undefined.
   * @minimum -1
   * @maximum 1
   */
  spearman: number | null;
  /**
   * Pearson's correlation; null where it is undefined.
   * @minimum -1
   * @maximum 1
   */
  pearson: number | null;
  /** Lower end of the 95 % interval of `spearman` from the bootstrap over groups; null where too few rows. */
  low: number | null;
  /** Upper end of that interval. */
  high: number | null;
  /**
   * Rows with both values.
   * @asType integer
   * @minimum 0
   */
  n: number;
  /** Lower end of the 95 % interval of `pearson`; null where too few rows. */
  pearsonLow?: number | null;
  /** Upper end of that interval. */
  pearsonHigh?: number | null;
  /** Spearman's correlation with other columns held fixed. */
  partial?: PartialCorrelation;
}

/** A rank correlation with other columns held fixed, and its 95 % interval. */
export interface PartialCorrelation {
  /**
   * Names of the columns held fixed.
   * @minItems 1
   * @maxItems 20
   */
  given: Label[];
  /**
   * Null where it is undefined.
   * @minimum -1
   * @maximum 1
   */
  rho: number | null;
  low: number | null;
  high: number | null;
}

/** How all rows of a large set lie over two columns, where only a sample of the rows is sent. */
export interface TerseDensity {
  /** Names of two numeric columns: fields or terse values. */
  x: Label;
  y: Label;
  /**
   * Where the grid begins and ends along x.
   * @minItems 2
   * @maxItems 2
   */
  xRange: number[];
  /**
   * Where the grid begins and ends along y.
   * @minItems 2
   * @maxItems 2
   */
  yRange: number[];
  /** shape [cells along y, cells along x], from the low ends: ln(1 + number of rows in the cell) */
  logCounts: EncodedArray;
}

/** What a terse view shows before its reader has chosen anything. */
export interface TerseStart {
  /** Small multiples of y against every number, the strongest rank correlation first. Default false. */
  all?: boolean;
  /** A straight line by least squares. Default false. */
  fit?: boolean;
  /** Name of the numeric column that is held fixed for the partial correlation. Default none. */
  given?: Label;
}

/**
 * Terse-layer scatter: the terse values (the numbers in the bottleneck) of each object against physics and nuisances.
 * MIME type `application/vnd.terselab.terse.v1+json`.
 */
export interface TersePayload extends ViewHeader {
  view: 'terse';
  version: 1;
  rows: Rows;
  /**
   * Names of the terse values: "terse 1", "terse 2".
   * @minItems 1
   * @maxItems 64
   */
  terseNames: Label[];
  /** shape [rows, terse values] */
  terse: EncodedArray;
  /**
   * Physics and nuisance columns.
   * @maxItems 200
   */
  fields: Field[];
  /** Name of the field or terse value first shown on the horizontal axis. */
  x: Label;
  /** Name of the field or terse value first shown on the vertical axis. */
  y: Label;
  /** Name of the field or terse value that first sets colour and shape. */
  colour?: Label;
  /** @maxItems 2000 */
  correlations: TerseCorrelation[];
  /** Name of the category field whose classes stand side by side: "trustworthy" and "suspicious". */
  arms?: Label;
  /**
   * Densities of all rows, where the rows sent are a sample of them.
   * @maxItems 64
   */
  density?: TerseDensity[];
  /**
   * Number of rows that `density` counts.
   * @asType integer
   * @minimum 0
   */
  allRows?: number;
  /** What the view shows first. */
  start?: TerseStart;
}
