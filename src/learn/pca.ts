import { checkNames, checkTable, type FeatureTable } from './featureTable';
import { columnMeans } from './rowMatrix';

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
  const covariance = columns.map(() => new Array<number>(columns.length).fill(0));
  for (let start = 0; start < rows; start += PIECE) {
    const end = Math.min(start + PIECE, rows);
    for (let j = 0; j < columns.length; j++) {
      for (let k = 0; k <= j; k++) covariance[j][k] += product(deviations[j], deviations[k], start, end);
    }
  }
  for (let j = 0; j < columns.length; j++) {
    for (let k = 0; k <= j; k++) covariance[j][k] = covariance[k][j] = covariance[j][k] / (rows - 1);
  }
  return { centre, covariance };
}

/** Four sums at a time do not wait for each other. */
function product(a: Float64Array, b: Float64Array, start: number, end: number): number {
  let [w, x, y, z] = [0, 0, 0, 0];
  let i = start;
  for (; i + 3 < end; i += 4) {
    w += a[i] * b[i];
    x += a[i + 1] * b[i + 1];
    y += a[i + 2] * b[i + 2];
    z += a[i + 3] * b[i + 3];
  }
  for (; i < end; i++) w += a[i] * b[i];
  return w + x + y + z;
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
  const out = new Float64Array(table.rows * kept);
  model.components.forEach((component, k) => {
    const shift = component.reduce((sum, v, c) => sum + v * model.centre[c], 0);
    for (let i = 0; i < table.rows; i++) out[i * kept + k] = -shift;
    table.columns.forEach((column, c) => {
      for (let i = 0, at = k; i < table.rows; i++, at += kept) out[at] += component[c] * column[i];
    });
  });
  return out;
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
