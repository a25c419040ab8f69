/** Symmetric chances that rows are neighbours, row by row: those of row i stand at start[i] to start[i + 1]. */
export interface Affinities {
  start: Int32Array;
  neighbour: Int32Array;
  /** All together add up to 1. */
  p: Float64Array;
}

/** By how much the entropy may miss (nats). */
const TOLERANCE = 1e-5;

/**
 * Chances that fall with distance as a Gaussian, as wide at each row as makes the perplexity (2 to the entropy in bits) the
 * one asked for; over the 3 x perplexity nearest rows (van der Maaten 2014).
 * @param x [rows x width]
 * @param pause is awaited after each of some rows
 */
export async function affinitiesOf(
  x: Float64Array,
  width: number,
  perplexity: number,
  pause: () => Promise<void>
): Promise<Affinities> {
  const rows = x.length / width;
  const near = Math.min(rows - 1, Math.floor(3 * perplexity + 1));
  const neighbour = new Int32Array(rows * near);
  const p = new Float64Array(rows * near);
  const squares = new Float64Array(rows);
  const order = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    distancesFrom(i, x, width, squares);
    squares[i] = Infinity;
    for (let j = 0; j < rows; j++) order[j] = j;
    selectLeast(order, squares, near);
    neighbour.set(order.subarray(0, near), i * near);
    const own = p.subarray(i * near, (i + 1) * near);
    for (let k = 0; k < near; k++) own[k] = squares[order[k]];
    toChances(own, Math.log(perplexity));
    if (i % 64 === 0) await pause();
  }
  return symmetric(neighbour, p, rows, near);
}

function distancesFrom(i: number, x: Float64Array, width: number, squares: Float64Array): void {
  const own = x.subarray(i * width, (i + 1) * width);
  for (let j = 0, at = 0; j < squares.length; j++) {
    let sum = 0;
    for (let c = 0; c < width; c++) {
      const d = own[c] - x[at++];
      sum += d * d;
    }
    squares[j] = sum;
  }
}

/** Brings the `count` rows of least value to the front (Hoare's selection). */
function selectLeast(order: Int32Array, value: Float64Array, count: number): void {
  let low = 0;
  let high = order.length - 1;
  while (low < high) {
    const pivot = value[order[(low + high) >> 1]];
    let i = low;
    let j = high;
    while (i <= j) {
      while (value[order[i]] < pivot) i++;
      while (value[order[j]] > pivot) j--;
      if (i > j) break;
      const swap = order[i];
      order[i++] = order[j];
      order[j--] = swap;
    }
    if (count - 1 <= j) high = j;
    else if (count - 1 >= i) low = i;
    else return;
  }
}

/** Squared distances become chances of the entropy asked for, by halving the range of the Gaussian's precision. */
function toChances(squares: Float64Array, entropy: number): void {
  const least = squares.reduce((a, b) => Math.min(a, b), Infinity);
  const distances = squares.map(square => square - least);
  let beta = 1;
  let low = -Infinity;
  let high = Infinity;
  for (let step = 0; step < 100; step++) {
    let sum = 0;
    let moment = 0;
    for (let k = 0; k < squares.length; k++) {
      squares[k] = Math.exp(-distances[k] * beta);
      sum += squares[k];
      moment += distances[k] * squares[k];
    }
    for (let k = 0; k < squares.length; k++) squares[k] /= sum;
    const difference = Math.log(sum) + (beta * moment) / sum - entropy;
    if (Math.abs(difference) <= TOLERANCE) return;
    if (difference > 0) {
      low = beta;
      beta = high === Infinity ? 2 * beta : (beta + high) / 2;
    } else {
      high = beta;
      beta = low === -Infinity ? beta / 2 : (beta + low) / 2;
    }
  }
}

/** (P + its transpose) / 2 rows. */
function symmetric(neighbour: Int32Array, p: Float64Array, rows: number, near: number): Affinities {
  const incoming: number[][] = Array.from({ length: rows }, () => []);
  for (let e = 0; e < neighbour.length; e++) incoming[neighbour[e]].push(e);
  const start = new Int32Array(rows + 1);
  const [all, chances]: [number[], number[]] = [[], []];
  const place = new Int32Array(rows).fill(-1);
  for (let i = 0; i < rows; i++) {
    const from = all.length;
    for (let e = i * near; e < (i + 1) * near; e++) {
      place[neighbour[e]] = all.length;
      all.push(neighbour[e]);
      chances.push(p[e]);
    }
    for (const e of incoming[i]) {
      const j = Math.floor(e / near);
      if (place[j] >= from) chances[place[j]] += p[e];
      else {
        all.push(j);
        chances.push(p[e]);
      }
    }
    start[i + 1] = all.length;
  }
  const sum = chances.reduce((a, b) => a + b, 0);
  return { start, neighbour: Int32Array.from(all), p: Float64Array.from(chances, v => v / sum) };
}
