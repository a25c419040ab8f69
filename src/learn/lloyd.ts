import type { Random } from '../math';

function squaredDistance(a: Float64Array, from: number, b: Float64Array, to: number, width: number): number {
  let sum = 0;
  for (let c = 0; c < width; c++) {
    const d = a[from + c] - b[to + c];
    sum += d * d;
  }
  return sum;
}

/** Centres in blocks of four, [block x column x 4], with Infinity for those that are not there. */
function inFours(centres: Float64Array, width: number): Float64Array {
  const count = centres.length / width;
  const out = new Float64Array(4 * width * Math.ceil(count / 4)).fill(Infinity);
  for (let k = 0; k < count; k++) {
    for (let c = 0; c < width; c++) out[(k & ~3) * width + 4 * c + (k & 3)] = centres[k * width + c];
  }
  return out;
}

/** Squared distances of a row from all centres: each value read serves four, and four sums do not wait for each other. */
function distancesFrom(
  x: Float64Array,
  at: number,
  fours: Float64Array,
  width: number,
  out: Float64Array
): void {
  for (let from = 0, k = 0; from < fours.length; k += 4) {
    let p = 0;
    let q = 0;
    let r = 0;
    let s = 0;
    for (let c = at; c < at + width; c++, from += 4) {
      const v = x[c];
      const a = v - fours[from];
      const b = v - fours[from + 1];
      const d = v - fours[from + 2];
      const e = v - fours[from + 3];
      p += a * a;
      q += b * b;
      r += d * d;
      s += e * e;
    }
    out[k] = p;
    out[k + 1] = q;
    out[k + 2] = r;
    out[k + 3] = s;
  }
}

/**
 * Centres to start from: each is drawn among the rows with a chance that grows with its squared distance from those
 * before; of a few draws the one that leaves least is kept.
 * @param x [rows x width]
 * @returns [clusters x width]
 */
export function seedCentres(x: Float64Array, width: number, clusters: number, random: Random): Float64Array {
  const rows = x.length / width;
  const trials = 2 + Math.floor(Math.log(clusters));
  const centres = new Float64Array(clusters * width);
  const take = (k: number, row: number) => centres.set(x.subarray(row * width, (row + 1) * width), k * width);
  take(0, random.integer(0, rows - 1));
  const nearest = new Float64Array(rows);
  for (let i = 0; i < rows; i++) nearest[i] = squaredDistance(x, i * width, centres, 0, width);
  for (let k = 1; k < clusters; k++) {
    const total = nearest.reduce((a, b) => a + b, 0);
    if (!(total > 0)) {
      throw new RangeError(`kMeans: clusters is ${clusters} and only ${k} rows are distinct; ask for fewer.`);
    }
    const candidates = Array.from({ length: trials }, () => drawFrom(nearest, random.uniform(0, total)));
    take(k, candidates[leastLeft(x, width, candidates, nearest)]);
    for (let i = 0; i < rows; i++) {
      nearest[i] = Math.min(nearest[i], squaredDistance(x, i * width, centres, k * width, width));
    }
  }
  return centres;
}

/** Place of the candidate row that, as a centre, leaves the least sum of squared distances. */
function leastLeft(x: Float64Array, width: number, candidates: number[], nearest: Float64Array): number {
  const rows = candidates.map(row => x.subarray(row * width, (row + 1) * width));
  const fours = inFours(Float64Array.from(rows.flatMap(row => [...row])), width);
  const squares = new Float64Array(fours.length / width);
  const left = new Float64Array(squares.length);
  for (let i = 0; i < nearest.length; i++) {
    distancesFrom(x, i * width, fours, width, squares);
    for (let t = 0; t < squares.length; t++) left[t] += squares[t] < nearest[i] ? squares[t] : nearest[i];
  }
  return left.subarray(0, candidates.length).indexOf(Math.min(...left.subarray(0, candidates.length)));
}

function drawFrom(weights: Float64Array, at: number): number {
  let last = 0;
  for (let i = 0, sum = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    last = i;
    sum += weights[i];
    if (sum > at) return i;
  }
  return last;
}

/** Where the steps stand. */
interface Clustering {
  /** [rows x width] */
  x: Float64Array;
  width: number;
  /** [clusters x width] */
  centres: Float64Array;
  labels: Int32Array;
  /** A row's own centre is at most so far away. */
  upper: Float64Array;
  /** No other centre is nearer to a row. */
  lower: Float64Array;
  sums: Float64Array;
  counts: Int32Array;
}

/** Lloyd's steps until nothing changes any more, or centres move less than the tolerance. */
export function lloyd(
  x: Float64Array,
  width: number,
  centres: Float64Array,
  { maxSteps, tolerance }: { maxSteps: number; tolerance: number }
) {
  const rows = x.length / width;
  const clusters = centres.length / width;
  const state: Clustering = {
    x,
    width,
    centres,
    labels: new Int32Array(rows).fill(-1),
    upper: new Float64Array(rows).fill(Infinity),
    lower: new Float64Array(rows),
    sums: new Float64Array(clusters * width),
    counts: new Int32Array(clusters)
  };
  const { labels, sums, counts } = state;
  const moves = new Float64Array(clusters);
  let steps = 0;
  for (; steps < maxSteps; steps++) {
    const changed = assign(state);
    if (changed === 0 && steps > 0) break;
    fillEmpty(state);
    let square = 0;
    for (let k = 0; k < clusters; k++) square += move(centres, sums, counts[k], k, width, moves);
    loosen(state, moves);
    if (square <= tolerance) {
      steps++;
      assign(state);
      break;
    }
  }
  let inertia = 0;
  for (let i = 0; i < rows; i++) inertia += squaredDistance(x, i * width, centres, labels[i] * width, width);
  return { centres, labels, inertia, steps };
}

/** Brings each row to its nearest centre and keeps the sums of the clusters. @returns rows that changed */
function assign(state: Clustering): number {
  const { x, width, centres, labels, upper, lower, counts } = state;
  const clusters = counts.length;
  const half = halfGaps(centres, width, clusters);
  const fours = inFours(centres, width);
  const squares = new Float64Array(fours.length / width);
  let changed = 0;
  for (let i = 0; i < labels.length; i++) {
    const own = labels[i];
    const enough = own < 0 ? 0 : Math.max(half[own], lower[i]);
    if (upper[i] <= enough) continue;
    if (own >= 0) {
      upper[i] = Math.sqrt(squaredDistance(x, i * width, centres, own * width, width));
      if (upper[i] <= enough) continue;
    }
    distancesFrom(x, i * width, fours, width, squares);
    let best = 0;
    let first = Infinity;
    let second = Infinity;
    for (let k = 0; k < clusters; k++) {
      const square = squares[k];
      if (square < first) {
        second = first;
        first = square;
        best = k;
      } else if (square < second) second = square;
    }
    upper[i] = Math.sqrt(first);
    lower[i] = Math.sqrt(second);
    if (best === own) continue;
    transferRow(state, i, own, best);
    labels[i] = best;
    changed++;
  }
  return changed;
}

function transferRow({ x, width, sums, counts }: Clustering, i: number, from: number, to: number): void {
  counts[to]++;
  for (let c = 0; c < width; c++) sums[to * width + c] += x[i * width + c];
  if (from < 0) return;
  counts[from]--;
  for (let c = 0; c < width; c++) sums[from * width + c] -= x[i * width + c];
}

/** Half the distance from each centre to the nearest other: a row closer than that has no nearer one. */
function halfGaps(centres: Float64Array, width: number, clusters: number): Float64Array {
  const least = new Float64Array(clusters).fill(Infinity);
  for (let j = 0; j < clusters; j++) {
    for (let k = 0; k < j; k++) {
      const square = squaredDistance(centres, j * width, centres, k * width, width);
      least[j] = Math.min(least[j], square);
      least[k] = Math.min(least[k], square);
    }
  }
  return least.map(square => Math.sqrt(square) / 2);
}

/** A cluster that lost all its rows gets the row that lies farthest from its centre. */
function fillEmpty(state: Clustering): void {
  const { x, width, centres, labels, upper, lower, counts } = state;
  counts.forEach((count, k) => {
    if (count > 0) return;
    let far = -1;
    let most = -1;
    for (let i = 0; i < labels.length; i++) {
      if (counts[labels[i]] < 2) continue;
      const square = squaredDistance(x, i * width, centres, labels[i] * width, width);
      if (square > most) [far, most] = [i, square];
    }
    transferRow(state, far, labels[far], k);
    labels[far] = k;
    upper[far] = Infinity;
    lower[far] = 0;
  });
}

/** Moves a centre to the mean of its rows. @returns the square of the move */
function move(
  centres: Float64Array,
  sums: Float64Array,
  count: number,
  k: number,
  width: number,
  moves: Float64Array
): number {
  let square = 0;
  for (let c = k * width; c < (k + 1) * width; c++) {
    const next = sums[c] / count;
    square += (next - centres[c]) ** 2;
    centres[c] = next;
  }
  moves[k] = Math.sqrt(square);
  return square;
}

/** Widens the bounds by what the centres moved. */
function loosen({ labels, upper, lower }: Clustering, moves: Float64Array): void {
  let most = 0;
  let next = 0;
  let who = -1;
  moves.forEach((move, k) => {
    if (move > most) [most, next, who] = [move, most, k];
    else if (move > next) next = move;
  });
  for (let i = 0; i < labels.length; i++) {
    upper[i] += moves[labels[i]];
    lower[i] -= labels[i] === who ? next : most;
  }
}
