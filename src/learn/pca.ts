import { checkNames, checkTable, type FeatureTable } from './featureTable';
import { columnMeans, rowMatrix } from './rowMatrix';

/** Principal components; plain data. */
export interface PcaModel {
  kind: 'pca';
  names: string[];
  /** Mean of each column. */
  centre: number[];
  /** [component][column], of length 1, that of most variance first; the entry of greatest size is positive. */
  components: number[][];
  /** Variance along each component, divided by rows - 1. */
  variance: number[];
  /** Part of the variance of all columns. */
  ratio: number[];
}

/**
 * Principal components by the eigenvectors of the covariance. Columns are centred, not scaled: scale them first where
 * their units differ.
 * @param options components kept, default all
 * @throws RangeError where a value is missing or there are fewer than two rows
 */
export async function fitPca(
  table: FeatureTable,
  { components }: { components?: number } = {}
): Promise<PcaModel> {
  checkTable('fitPca', table);
  const width = table.columns.length;
  const kept = components ?? width;
  if (table.rows < 2) throw new RangeError(`fitPca: ${table.rows} rows; expected at least 2.`);
  if (!(Number.isInteger(kept) && kept >= 1 && kept <= width)) {
    throw new RangeError(`fitPca: components is ${kept}; expected 1 to ${width}, the number of columns.`);
  }
  const { centre, covariance } = covarianceOf(table);
  const { PCA } = await import('ml-pca');
  const solved = new PCA(covariance, { isCovarianceMatrix: true });
  const vectors = solved.getEigenvectors();
  // rounding can leave a variance of nothing just below 0
  const variance = solved.getEigenvalues().map(value => Math.max(value, 0));
  const order = variance.map((_, k) => k).sort((a, b) => variance[b] - variance[a]);
  const total = variance.reduce((a, b) => a + b, 0);
  return {
    kind: 'pca',
    names: [...table.names],
    centre,
    components: order.slice(0, kept).map(k => upright(vectors.getColumn(k))),
    variance: order.slice(0, kept).map(k => variance[k]),
    ratio: order.slice(0, kept).map(k => (total > 0 ? variance[k] / total : 0))
  };
}

/** Rows of a product are summed in pieces, so that both columns stay in the cache. */
const PIECE = 2048;

function covarianceOf(table: FeatureTable) {
  const { columns, rows } = table;
  const centre = columnMeans(table);
  const deviations = columns.map((column, k) => {
    const out = new Float64Array(rows);
    for (let i = 0; i < rows; i++) out[i] = column[i] - centre[k];
    return out;
  });
  const width = columns.length;
  const sums = new Float64Array(width * width);
  for (let start = 0; start < rows; start += PIECE) {
    const end = Math.min(start + PIECE, rows);
    for (let j = 0; j < width; j += 2) {
      for (let k = 0; k <= j; k += 2) addProducts(deviations, j, k, start, end, sums);
    }
  }
  const covariance = columns.map((_, j) =>
    columns.map((__, k) => sums[Math.max(j, k) * width + Math.min(j, k)] / (rows - 1))
  );
  return { centre, covariance };
}

/** Adds the products of two columns and two others: each value read serves twice, and four sums do not wait for each other. */
function addProducts(
  columns: readonly Float64Array[],
  j: number,
  k: number,
  start: number,
  end: number,
  sums: Float64Array
): void {
  const width = columns.length;
  // an odd last column stands in for the one that is not there
  const a = columns[j];
  const b = columns[Math.min(j + 1, width - 1)];
  const c = columns[k];
  const d = columns[Math.min(k + 1, width - 1)];
  let ac = 0;
  let ad = 0;
  let bc = 0;
  let bd = 0;
  for (let i = start; i < end; i++) {
    const p = a[i];
    const q = b[i];
    const r = c[i];
    const s = d[i];
    ac += p * r;
    ad += p * s;
    bc += q * r;
    bd += q * s;
  }
  sums[j * width + k] += ac;
  if (k + 1 < width) sums[j * width + k + 1] += ad;
  if (j + 1 < width) sums[(j + 1) * width + k] += bc;
  if (j + 1 < width && k + 1 < width) sums[(j + 1) * width + k + 1] += bd;
}

function upright(vector: number[]): number[] {
  const greatest = vector.reduce((most, v) => (Math.abs(v) > Math.abs(most) ? v : most), 0);
  return greatest < 0 ? vector.map(v => -v) : vector;
}

/** Places of the rows along the components, [rows x components]. */
export function transformPca(model: PcaModel, table: FeatureTable): Float64Array {
  checkTable('transformPca', table);
  checkNames('transformPca', table, model.names);
  const kept = model.components.length;
  const width = model.names.length;
  // [four components x column x component], with 0 for components that are not there
  const padded = Math.ceil(kept / 4) * 4;
  const weights = new Float64Array(padded * width);
  model.components.forEach((component, k) =>
    component.forEach((v, c) => (weights[(k & ~3) * width + 4 * c + (k & 3)] = v))
  );
  const out = new Float64Array(table.rows * kept);
  const row = new Float64Array(width);
  const x = rowMatrix(table);
  for (let i = 0; i < table.rows; i++) {
    for (let c = 0; c < width; c++) row[c] = x[i * width + c] - model.centre[c];
    for (let k = 0; k < kept; k += 4) placeAlong(row, weights, k, kept, out, i * kept);
  }
  return out;
}

/** Places of a row along four components. */
function placeAlong(
  row: Float64Array,
  weights: Float64Array,
  k: number,
  kept: number,
  out: Float64Array,
  at: number
): void {
  const width = row.length;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let j = 0, from = k * width; j < width; j++, from += 4) {
    const v = row[j];
    a += v * weights[from];
    b += v * weights[from + 1];
    c += v * weights[from + 2];
    d += v * weights[from + 3];
  }
  out[at + k] = a;
  if (k + 1 < kept) out[at + k + 1] = b;
  if (k + 2 < kept) out[at + k + 2] = c;
  if (k + 3 < kept) out[at + k + 3] = d;
}

/** The rows that lie at places [rows x components]: what the components keep of them. */
export function invertPca(model: PcaModel, places: ArrayLike<number>): FeatureTable {
  const kept = model.components.length;
  const rows = places.length / kept;
  if (!Number.isInteger(rows)) {
    throw new RangeError(
      `invertPca: ${places.length} numbers are not rows of ${kept}; give [rows x components].`
    );
  }
  const columns = model.names.map((_, c) =>
    Float64Array.from({ length: rows }, (__, i) =>
      model.components.reduce(
        (sum, component, k) => sum + component[c] * places[i * kept + k],
        model.centre[c]
      )
    )
  );
  return { names: [...model.names], columns, rows };
}
