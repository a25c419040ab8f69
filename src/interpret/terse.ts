import * as tf from '@tensorflow/tfjs';
import { groupBootstrap, pearson, spearman } from '../math';
import { TERSE_LAYER } from '../models';
import type { TerseCorrelation } from '../views';
import type { Inputs } from './gradient';

/** The numbers in the bottleneck, one row an object. */
export interface TerseValues {
  /** [count, width], row by row. */
  values: Float32Array;
  count: number;
  width: number;
}

/**
 * Terse values: what the declared bottleneck layer of a model holds for each object.
 * @param options layer, its name (default "terse"); maxBatch, rows at a time (default 512)
 * @throws Error where the model has no such layer (with the layers it has)
 */
export function terseValues(
  model: tf.LayersModel,
  inputs: Inputs,
  { layer = TERSE_LAYER, maxBatch = 512 }: { layer?: string; maxBatch?: number } = {}
): TerseValues {
  const found = model.layers.find(l => l.name === layer);
  if (!found) {
    throw new Error(
      `terseValues: the model has no layer "${layer}"; it has ${model.layers.map(l => l.name).join(', ')}. Declare a terse layer, or name another.`
    );
  }
  const bottleneck = tf.model({ inputs: model.inputs, outputs: found.output as tf.SymbolicTensor });
  const width = (found.outputShape as number[])[1];
  const values = new Float32Array(inputs.count * width);
  for (let start = 0; start < inputs.count; start += maxBatch) {
    const rows = Math.min(maxBatch, inputs.count - start);
    tf.tidy(() => {
      const x = tf.tensor2d(inputs.values.subarray(start * inputs.length, (start + rows) * inputs.length), [
        rows,
        inputs.length
      ]);
      values.set(
        (bottleneck.apply(x, { training: false }) as tf.Tensor).dataSync() as Float32Array,
        start * width
      );
    });
  }
  return { values, count: inputs.count, width };
}

/**
 * Correlations of every terse value with every column, with intervals from a bootstrap over groups (rows of one star or
 * one halo are not independent).
 * @param columns numbers, one a row; NaN where there is none
 * @param groups group of each row
 * @param options draws (default 300), seed (default 1)
 */
export function terseCorrelations(
  terse: TerseValues,
  columns: Record<string, ArrayLike<number>>,
  groups: ArrayLike<number>,
  { draws = 300, seed = 1 }: { draws?: number; seed?: number } = {}
): TerseCorrelation[] {
  const out: TerseCorrelation[] = [];
  for (let k = 0; k < terse.width; k++) {
    const values = Float64Array.from({ length: terse.count }, (_, i) => terse.values[i * terse.width + k]);
    for (const [field, column] of Object.entries(columns)) {
      const interval = groupBootstrap(values, column, groups, spearman, { draws, seed });
      out.push({
        terse: terseName(k),
        field,
        spearman: spearman(values, column),
        pearson: pearson(values, column),
        low: interval?.[0] ?? null,
        high: interval?.[1] ?? null,
        n: Array.from(column).filter((v, i) => Number.isFinite(v) && Number.isFinite(values[i])).length
      });
    }
  }
  return out;
}

/** Name of the k-th terse value (from 0): "terse 1". */
export const terseName = (k: number) => `terse ${k + 1}`;
