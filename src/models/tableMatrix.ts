import * as tf from '@tensorflow/tfjs';
import { checkTable, type FeatureTable } from '../learn/featureTable';
import { rowMatrix } from '../learn/rowMatrix';

/** A table as a network takes it. */
export interface TableMatrix {
  /** [rows x width] */
  values: Float32Array;
  rows: number;
  width: number;
}

/**
 * The rows of a table for a network of one input.
 * @throws RangeError where the table is not of the network's width, a value is not finite or targets are not one a row
 */
export function tableMatrix(
  what: string,
  model: tf.LayersModel,
  table: FeatureTable,
  targets?: ArrayLike<number>
): TableMatrix {
  checkTable(what, table);
  const width = model.inputs[0].shape[1]!;
  if (table.columns.length !== width) {
    throw new RangeError(
      `${what}: the table has ${table.columns.length} columns; the network takes ${width}. Give the columns it was made for.`
    );
  }
  if (targets && targets.length !== table.rows) {
    throw new RangeError(`${what}: ${targets.length} targets for ${table.rows} rows; expected one a row.`);
  }
  return { values: Float32Array.from(rowMatrix(table)), rows: table.rows, width };
}

/** All rows as a tensor, or those given. */
export function rowsTensor({ values, rows, width }: TableMatrix, of?: Uint32Array): tf.Tensor2D {
  if (!of) return tf.tensor2d(values, [rows, width]);
  const batch = new Float32Array(of.length * width);
  of.forEach((row, i) => batch.set(values.subarray(row * width, (row + 1) * width), i * width));
  return tf.tensor2d(batch, [of.length, width]);
}
