type Numbers = ArrayLike<number>;

/** What {@link leastSquares} gives. */
export interface LeastSquaresFit {
  /** Fitted value of each row. */
  fitted: Float64Array;
  /** Root mean square of what is left, over rows less fitted parameters. */
  scatter: number;
  /** Columns that were used; those that the others determine add nothing. */
  rank: number;
}

/** Of a column that lies in the span of those before it, this part of its length is left by rounding. */
const NOTHING_LEFT = 1e-10;

/**
 * Linear least squares of y on columns and a constant, by Gram and Schmidt's orthogonalisation, done twice for each column
 * so that nearly parallel columns do no harm.
 * @throws RangeError where columns differ in length, a value is not finite, or there are no more rows than columns + 1
 */
export function leastSquares(columns: readonly Numbers[], y: Numbers): LeastSquaresFit {
  const rows = y.length;
  checkColumns(columns, y);
  const basis: Float64Array[] = [new Float64Array(rows).fill(1 / Math.sqrt(rows))];
  for (const column of columns) {
    const left = Float64Array.from(column);
    takeOut(basis.slice(0, 1), left);
    const length = norm(left);
    takeOut(basis, left);
    takeOut(basis, left);
    const rest = norm(left);
    if (rest > NOTHING_LEFT * length) basis.push(left.map(v => v / rest));
  }
  const residual = Float64Array.from(y);
  takeOut(basis, residual);
  takeOut(basis, residual);
  return {
    fitted: residual.map((v, i) => y[i] - v),
    scatter: norm(residual) / Math.sqrt(rows - basis.length),
    rank: basis.length - 1
  };
}

/** The columns, their squares and the products of their pairs: what a quadratic fit takes. */
export function withProducts(columns: readonly Numbers[]): Numbers[] {
  const products = columns.flatMap((a, i) =>
    columns.slice(i).map(b => Float64Array.from({ length: a.length }, (_, row) => a[row] * b[row]))
  );
  return [...columns, ...products];
}

function checkColumns(columns: readonly Numbers[], y: Numbers): void {
  if (y.length <= columns.length + 1) {
    throw new RangeError(
      `leastSquares: ${y.length} rows for ${columns.length} columns and a constant; give more rows than ${columns.length + 1}.`
    );
  }
  [...columns, y].forEach((column, k) => {
    const name = k < columns.length ? `column ${k}` : 'y';
    if (column.length !== y.length) {
      throw new RangeError(
        `leastSquares: ${name} has ${column.length} values and y has ${y.length}; give columns of one length.`
      );
    }
    const bad = Array.prototype.findIndex.call(column, v => !Number.isFinite(v));
    if (bad >= 0) {
      throw new RangeError(
        `leastSquares: row ${bad} of ${name} is ${column[bad]}; expected numbers. Leave such rows out.`
      );
    }
  });
}

/** Takes the parts along orthonormal vectors out of a vector. */
function takeOut(basis: readonly Float64Array[], vector: Float64Array): void {
  for (const unit of basis) {
    let along = 0;
    for (let i = 0; i < unit.length; i++) along += unit[i] * vector[i];
    for (let i = 0; i < unit.length; i++) vector[i] -= along * unit[i];
  }
}

function norm(vector: Float64Array): number {
  let sum = 0;
  for (const v of vector) sum += v * v;
  return Math.sqrt(sum);
}
