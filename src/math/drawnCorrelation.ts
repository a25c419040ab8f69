type Numbers = ArrayLike<number>;

/** A statistic of rows that were drawn again: row i stands `counts[i]` times in the draw. Null where it is undefined. */
export type DrawnStatistic = (counts: Numbers) => number | null;

/** What is left of a variance of 1 below this is rounding. */
const NOTHING_LEFT = 1e-10;

/**
 * Correlation of x and y as a function of how often each row is drawn: Pearson's, Spearman's (ranked) or partial. Sorting
 * is done once here, so that a draw takes time proportional to the rows.
 * @param options controls, columns held fixed (default none); ranked: of ranks, ties sharing their mean (default false)
 * @throws RangeError where columns differ in length
 */
export function drawnCorrelation(
  x: Numbers,
  y: Numbers,
  { controls = [], ranked = false }: { controls?: readonly Numbers[]; ranked?: boolean } = {}
): DrawnStatistic {
  const given = [...controls, x, y];
  const wrong = given.findIndex(column => column.length !== x.length);
  if (wrong >= 0) {
    const name = wrong < controls.length ? `control ${wrong}` : 'y';
    throw new RangeError(
      `correlation: x has ${x.length} values and ${name} has ${given[wrong].length}; give columns of one length.`
    );
  }
  const rows = finiteRows(given);
  const columns = given.map(column => Float64Array.from(rows, i => column[i]));
  const orders = ranked ? columns.map(risingOrder) : [];
  const work = ranked ? columns.map(column => new Float64Array(column.length)) : columns;
  const drawn = new Float64Array(rows.length);
  return counts => {
    let n = 0;
    for (let i = 0; i < rows.length; i++) n += drawn[i] = counts[rows[i]];
    if (n < controls.length + 3) return null;
    if (ranked) columns.forEach((column, k) => drawnRanks(column, orders[k], drawn, work[k]));
    return lastPartial(correlationMatrix(work, drawn, n));
  };
}

function finiteRows(columns: readonly Numbers[]): Uint32Array {
  const rows: number[] = [];
  for (let i = 0; i < columns[0].length; i++)
    if (columns.every(column => Number.isFinite(column[i]))) rows.push(i);
  return Uint32Array.from(rows);
}

const risingOrder = (column: Float64Array) =>
  Uint32Array.from(column.keys()).sort((a, b) => column[a] - column[b]);

/** Ranks 1..n within the draw; equal values share their mean rank. */
function drawnRanks(
  values: Float64Array,
  order: Uint32Array,
  drawn: Float64Array,
  ranks: Float64Array
): void {
  let below = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    let tied = 0;
    for (; end < order.length && values[order[end]] === values[order[start]]; end++)
      tied += drawn[order[end]];
    for (let i = start; i < end; i++) ranks[order[i]] = below + (tied + 1) / 2;
    below += tied;
    start = end;
  }
}

/** Correlations of all pairs of columns; 0 throughout, on the diagonal too, for a column that does not vary. */
function correlationMatrix(columns: readonly Float64Array[], drawn: Float64Array, n: number): number[][] {
  const first = Math.max(
    0,
    drawn.findIndex(times => times > 0)
  );
  const deviations = columns.map(column => {
    // sums of differences from one drawn value: those of a constant are exactly 0
    const start = column[first];
    let sum = 0;
    for (let i = 0; i < column.length; i++) sum += drawn[i] * (column[i] - start);
    const centre = start + sum / n;
    let square = 0;
    for (let i = 0; i < column.length; i++) square += drawn[i] * (column[i] - centre) ** 2;
    return { centre, sd: Math.sqrt(square) };
  });
  return columns.map((a, j) =>
    columns.map((b, k) => {
      const [left, right] = [deviations[j], deviations[k]];
      if (left.sd === 0 || right.sd === 0) return 0;
      if (j === k) return 1;
      let sum = 0;
      for (let i = 0; i < a.length; i++) sum += drawn[i] * (a[i] - left.centre) * (b[i] - right.centre);
      return sum / (left.sd * right.sd);
    })
  );
}

/** Correlation of the last two variables at fixed others, by taking these out of the matrix one after the other. */
function lastPartial(matrix: number[][]): number | null {
  const size = matrix.length;
  const left = matrix.map(row => [...row]);
  for (let c = 0; c < size - 2; c++) {
    const pivot = left[c][c];
    // a control that those before it determine adds nothing
    if (pivot < NOTHING_LEFT) continue;
    const taken = [...left[c]];
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) left[i][j] -= (taken[i] * taken[j]) / pivot;
  }
  const [x, y] = [size - 2, size - 1];
  if (left[x][x] < NOTHING_LEFT || left[y][y] < NOTHING_LEFT) return null;
  return Math.max(-1, Math.min(1, left[x][y] / Math.sqrt(left[x][x] * left[y][y])));
}
