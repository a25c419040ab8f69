import { solvePositive } from './linearAlgebra';
import { mean } from './statistics';

type Numbers = ArrayLike<number>;

/** y = intercept + the sum of weights times columns. */
export interface LinearModel {
  intercept: number;
  weights: number[];
}

/**
 * Fits a linear model by ridge regression: least squares plus `ridge` times the squares of the weights of the standardised
 * columns. It keeps what it learned, so that other rows can be predicted ({@link predictLinear}); for the residuals of one
 * set of rows take `leastSquares`.
 * @param columns of one length, none constant
 * @param options ridge, in units of the mean squared error per row (default 1e-6, which only tells apart parallel columns)
 * @throws RangeError where columns differ in length, one is constant or not finite
 */
export function fitLinear(
  columns: readonly Numbers[],
  y: Numbers,
  { ridge = 1e-6 }: { ridge?: number } = {}
): LinearModel {
  const rows = y.length;
  const centre = mean(y);
  const scaled = columns.map((column, k) => standardised(column, k, rows));
  const product = (a: Float64Array, b: (row: number) => number) =>
    a.reduce((sum, v, row) => sum + v * b(row), 0) / rows;
  const gram = scaled.map(({ values: a }, j) =>
    scaled.map(({ values: b }, k) => product(a, row => b[row]) + (j === k ? ridge : 0))
  );
  const along = scaled.map(({ values }) => product(values, row => y[row] - centre));
  const weights = solvePositive(gram, along).map((w, k) => w / scaled[k].sd);
  return { intercept: weights.reduce((left, w, k) => left - w * scaled[k].centre, centre), weights };
}

/** What a linear model says of each row. @throws RangeError where it has another number of columns */
export function predictLinear(
  { intercept, weights }: LinearModel,
  columns: readonly Numbers[]
): Float64Array {
  if (columns.length !== weights.length || columns.length === 0) {
    throw new RangeError(
      `predictLinear: ${columns.length} columns; expected ${weights.length}, those that the model was fitted on.`
    );
  }
  return Float64Array.from({ length: columns[0].length }, (_, row) =>
    weights.reduce((sum, w, k) => sum + w * columns[k][row], intercept)
  );
}

function standardised(column: Numbers, k: number, rows: number) {
  if (column.length !== rows) {
    throw new RangeError(
      `fitLinear: column ${k} has ${column.length} values and y has ${rows}; give columns of one length.`
    );
  }
  const centre = Array.prototype.reduce.call(column, (sum, v) => (sum as number) + v, 0) as number;
  const values = Float64Array.from(column, v => v - centre / rows);
  const sd = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / rows);
  if (!(sd > 0)) {
    throw new RangeError(`fitLinear: column ${k} does not vary or is not finite; leave it out.`);
  }
  return { values: values.map(v => v / sd), centre: centre / rows, sd };
}
