/**
 * The cheapest one-to-one choice of a column for each row (Hungarian method, shortest augmenting paths: Jonker & Volgenant
 * 1987), in O(n^3).
 * @param costs [row][column], finite; not necessarily square
 * @returns column of each row, -1 for rows that are left over where there are more rows than columns
 */
export function assignment(costs: readonly (readonly number[])[]): number[] {
  const rows = costs.length;
  const columns = rows === 0 ? 0 : costs[0].length;
  costs.forEach((row, i) => {
    if (row.length === columns && row.every(Number.isFinite)) return;
    throw new RangeError(`assignment: row ${i} of the costs is not ${columns} finite numbers.`);
  });
  if (rows > columns) {
    const rowOf = assignment(Array.from({ length: columns }, (_, j) => costs.map(row => row[j])));
    const out = new Array<number>(rows).fill(-1);
    rowOf.forEach((row, column) => (out[row] = column));
    return out;
  }
  const rowPrice = new Float64Array(rows + 1);
  const columnPrice = new Float64Array(columns + 1);
  // row of each column, counted from 1; 0 is none
  const taken = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) augment(row, costs, rowPrice, columnPrice, taken);
  const out = new Array<number>(rows).fill(-1);
  for (let column = 1; column <= columns; column++) if (taken[column]) out[taken[column] - 1] = column - 1;
  return out;
}

/** Finds a place for one more row along the cheapest path of exchanges. */
function augment(
  row: number,
  costs: readonly (readonly number[])[],
  rowPrice: Float64Array,
  columnPrice: Float64Array,
  taken: Int32Array
): void {
  const columns = taken.length - 1;
  const cheapest = new Float64Array(columns + 1).fill(Infinity);
  const before = new Int32Array(columns + 1);
  const seen = new Uint8Array(columns + 1);
  taken[0] = row;
  let column = 0;
  do {
    seen[column] = 1;
    const from = taken[column];
    let [step, next] = [Infinity, 0];
    for (let j = 1; j <= columns; j++) {
      if (seen[j]) continue;
      const cost = costs[from - 1][j - 1] - rowPrice[from] - columnPrice[j];
      if (cost < cheapest[j]) [cheapest[j], before[j]] = [cost, column];
      if (cheapest[j] < step) [step, next] = [cheapest[j], j];
    }
    for (let j = 0; j <= columns; j++) {
      if (seen[j]) {
        rowPrice[taken[j]] += step;
        columnPrice[j] -= step;
      } else cheapest[j] -= step;
    }
    column = next;
  } while (taken[column] !== 0);
  for (; column !== 0; column = before[column]) taken[column] = taken[before[column]];
}
