import { drawnCorrelation } from './drawnCorrelation';

type Numbers = ArrayLike<number>;

/**
 * Partial correlation: Pearson's between what is left of x and of y after linear regression (with a constant) on the
 * controls. Rows where any column is not finite are left out; a control that the others determine adds nothing.
 * @param controls one or several columns as long as x; none gives Pearson's correlation itself
 * @returns null where it is undefined: fewer than controls + 3 rows, or x or y determined by the controls
 * @throws RangeError where columns differ in length
 */
export function partialPearson(x: Numbers, y: Numbers, controls: readonly Numbers[]): number | null {
  return drawnCorrelation(x, y, { controls })(once(x));
}

/**
 * Partial rank correlation: as {@link partialPearson}, of the ranks of all columns (ties share their mean rank). With one
 * control it is (r_xy - r_xz r_yz) / sqrt((1 - r_xz^2)(1 - r_yz^2)) of Spearman's correlations.
 */
export function partialSpearman(x: Numbers, y: Numbers, controls: readonly Numbers[]): number | null {
  return drawnCorrelation(x, y, { controls, ranked: true })(once(x));
}

/**
 * Interval of a correlation of independent rows by Fisher's z: tanh(atanh r -+ z / sqrt(n - 3 - controls)).
 * @param n rows
 * @param options controls, number of columns held fixed (default 0); z, half-width in standard deviations (default 1.96, 95 %)
 * @throws RangeError where n leaves no freedom or r is not a correlation
 */
export function fisherInterval(
  r: number,
  n: number,
  { controls = 0, z = 1.959963984540054 }: { controls?: number; z?: number } = {}
): [number, number] {
  if (!(r >= -1 && r <= 1))
    throw new RangeError(`fisherInterval: r is ${r}; expected -1 to 1. Give a correlation.`);
  const freedom = n - 3 - controls;
  if (!(freedom > 0)) {
    throw new RangeError(
      `fisherInterval: n is ${n} with ${controls} controls; expected more than ${3 + controls} rows.`
    );
  }
  const half = z / Math.sqrt(freedom);
  return [Math.tanh(Math.atanh(r) - half), Math.tanh(Math.atanh(r) + half)];
}

const once = (x: Numbers) => new Float64Array(x.length).fill(1);
