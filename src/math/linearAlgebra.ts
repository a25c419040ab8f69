/**
 * Lower triangular factor L of a symmetric positive matrix, L L^T = A (Cholesky).
 * @throws RangeError where the matrix is not positive definite, with the row
 */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const n = matrix.length;
  const factor = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k++) sum -= factor[i][k] * factor[j][k];
      if (i !== j) factor[i][j] = sum / factor[j][j];
      else if (sum > 0) factor[i][i] = Math.sqrt(sum);
      else
        throw new RangeError(
          `cholesky: row ${i} of the matrix makes it not positive definite; check its correlations.`
        );
    }
  }
  return factor;
}

/**
 * Solution x of A x = b for a symmetric positive matrix A, by {@link cholesky}.
 * @throws RangeError where the matrix is not positive definite
 */
export function solvePositive(matrix: readonly (readonly number[])[], b: readonly number[]): number[] {
  const lower = cholesky(matrix);
  const x = [...b];
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i][k] * x[k];
    x[i] /= lower[i][i];
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i] -= lower[k][i] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}
