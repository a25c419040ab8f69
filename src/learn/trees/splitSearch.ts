import { MISSING } from './bins';
import type { NodeStatistics } from './nodeStatistics';

/** A cut of a node in two. */
export interface Split {
  /** What the cut adds to the sum of squared sums over weights. */
  gain: number;
  column: number;
  /** Rows up to this bin go left. */
  bin: number;
  /** The next bin that has rows of the node. */
  above: number;
  missingLeft: boolean;
}

export interface SearchOptions {
  /** Least number of rows of a leaf. */
  minLeaf: number;
  /** Least weight of a leaf. */
  minWeight: number;
  /** Added to weights: pulls leaves towards 0. */
  l2: number;
}

/**
 * Finds the best cut of a node, column by column. Filled bins of a column are first listed with their sums ("entries"),
 * from its histogram or, in a small node, from its rows in order; then one walk over them tries each cut.
 */
export class SplitSearch {
  private readonly entryBins = new Int32Array(256);
  private readonly entries: Float64Array;
  private readonly left: Float64Array;
  private readonly keys = new Int32Array(256);
  private count = 0;
  private found: Split | null = null;
  private most = -Infinity;
  private base = 0;

  constructor(
    private readonly stats: NodeStatistics,
    private readonly options: SearchOptions
  ) {
    this.entries = new Float64Array(256 * stats.stride);
    this.left = new Float64Array(stats.stride);
  }

  /** Begins with a node whose rows were gathered. */
  start(): void {
    this.found = null;
    this.most = -Infinity;
    this.base = this.scoreOf(this.stats.totals, 0);
  }

  /** The best cut of the columns tried, null where there is none. */
  best(): Split | null {
    if (this.found) this.found.gain = this.most - this.base;
    return this.found;
  }

  /** Tries a column by its histogram. @param missing whether it may miss values @returns whether its values differ */
  tryHistogram(column: number, hist: Float64Array, base: number, missing: boolean): boolean {
    const { stride, sumAt } = this.stats;
    if (!missing && stride - sumAt === 1) return this.walkHistogram(column, hist, base);
    const { entries, entryBins } = this;
    let count = 0;
    for (let bin = 0, at = base; bin <= MISSING; bin++, at += stride) {
      if (hist[at] === 0) continue;
      entryBins[count] = bin;
      for (let c = 0, to = count * stride; c < stride; c++) entries[to++] = hist[at + c];
      count++;
    }
    this.count = count;
    return this.walk(column);
  }

  /** Tries each cut of a column with one sum a bin and no missing values, without listing its bins. */
  private walkHistogram(column: number, hist: Float64Array, base: number): boolean {
    const { stride, weightAt, sumAt, totals } = this.stats;
    const { minLeaf, minWeight, l2 } = this.options;
    const n = totals[0];
    const w = totals[weightAt];
    const s = totals[sumAt];
    let leftN = 0;
    let leftW = 0;
    let leftS = 0;
    let most = this.most;
    let place = -1;
    let leftMost = 0;
    let differ = false;
    for (let bin = 0, at = base; bin < MISSING; bin++, at += stride) {
      const rows = hist[at];
      if (rows === 0) continue;
      leftN += rows;
      if (leftN === n) break;
      differ = true;
      leftW += hist[at + weightAt];
      leftS += hist[at + sumAt];
      if (leftN < minLeaf || leftW < minWeight) continue;
      const rightW = w - leftW;
      if (n - leftN < minLeaf || rightW < minWeight) break;
      const rightS = s - leftS;
      const score = (leftS * leftS) / (leftW + l2) + (rightS * rightS) / (rightW + l2);
      if (score > most) {
        most = score;
        place = bin;
        leftMost = leftN;
      }
    }
    if (place >= 0) {
      let above = place + 1;
      while (hist[base + above * stride] === 0) above++;
      this.most = most;
      this.found = { gain: 0, column, bin: place, above, missingLeft: 2 * leftMost >= n };
    }
    return differ;
  }

  /** Tries a column by sorting the node's rows, at most 256. @returns whether its values differ */
  tryRows(
    column: number,
    bins: Uint8Array,
    offset: number,
    order: Int32Array,
    start: number,
    end: number
  ): boolean {
    const { stats, keys, entries, entryBins } = this;
    const n = end - start;
    for (let i = 0; i < n; i++) {
      const key = (bins[offset + order[start + i]] << 8) | i;
      let j = i;
      for (; j > 0 && keys[j - 1] > key; j--) keys[j] = keys[j - 1];
      keys[j] = key;
    }
    if (keys[0] >> 8 === keys[n - 1] >> 8) return false;
    if (stats.each && keys[n - 1] >> 8 !== MISSING) {
      this.walkRows(column, n, stats.each);
      return true;
    }
    let count = 0;
    let last = -1;
    for (let i = 0; i < n; i++) {
      const bin = keys[i] >> 8;
      if (bin !== last) {
        entryBins[count] = last = bin;
        entries.fill(0, count * stats.stride, (count + 1) * stats.stride);
        count++;
      }
      stats.add(keys[i] & 255, entries, (count - 1) * stats.stride);
    }
    this.count = count;
    return this.walk(column);
  }

  /** Tries each cut between sorted rows, none of which misses its value. */
  private walkRows(column: number, rows: number, each: NonNullable<NodeStatistics['each']>): void {
    const { keys } = this;
    const { weightAt, sumAt, totals } = this.stats;
    const { minLeaf, minWeight, l2 } = this.options;
    const { count, weight, sum } = each;
    const n = totals[0];
    const w = totals[weightAt];
    const s = totals[sumAt];
    let leftN = 0;
    let leftW = 0;
    let leftS = 0;
    let most = this.most;
    let place = -1;
    let leftMost = 0;
    for (let k = 0; k + 1 < rows; k++) {
      const i = keys[k] & 255;
      leftN += count[i];
      leftW += weight[i];
      leftS += sum[i];
      if (keys[k] >> 8 === keys[k + 1] >> 8 || leftN < minLeaf || leftW < minWeight) continue;
      const rightW = w - leftW;
      if (n - leftN < minLeaf || rightW < minWeight) break;
      const rightS = s - leftS;
      const score = (leftS * leftS) / (leftW + l2) + (rightS * rightS) / (rightW + l2);
      if (score > most) {
        most = score;
        place = k;
        leftMost = leftN;
      }
    }
    if (place < 0) return;
    this.most = most;
    const missingLeft = 2 * leftMost >= n;
    this.found = { gain: 0, column, bin: keys[place] >> 8, above: keys[place + 1] >> 8, missingLeft };
  }

  private walk(column: number): boolean {
    if (this.count < 2) return false;
    const one = this.stats.stride - this.stats.sumAt === 1;
    const missing = this.entryBins[this.count - 1] === MISSING;
    if (one) this.walkOne(column, false);
    else this.walkMany(column, false);
    if (missing && this.count > 2) {
      if (one) this.walkOne(column, true);
      else this.walkMany(column, true);
    }
    return true;
  }

  /** Tries each cut of a column with one sum a bin. */
  private walkOne(column: number, missingLeft: boolean): void {
    const { entries, count } = this;
    const { stride, weightAt, sumAt, totals } = this.stats;
    const { minLeaf, minWeight, l2 } = this.options;
    const n = totals[0];
    const w = totals[weightAt];
    const s = totals[sumAt];
    let leftN = 0;
    let leftW = 0;
    let leftS = 0;
    if (missingLeft) {
      const at = (count - 1) * stride;
      [leftN, leftW, leftS] = [entries[at], entries[at + weightAt], entries[at + sumAt]];
    }
    const last = missingLeft ? count - 2 : count - 1;
    let most = this.most;
    let place = -1;
    for (let e = 0, at = 0; e < last; e++, at += stride) {
      leftN += entries[at];
      leftW += entries[at + weightAt];
      leftS += entries[at + sumAt];
      if (leftN < minLeaf || leftW < minWeight) continue;
      const rightW = w - leftW;
      if (n - leftN < minLeaf || rightW < minWeight) break;
      const rightS = s - leftS;
      const score = (leftS * leftS) / (leftW + l2) + (rightS * rightS) / (rightW + l2);
      if (score > most) {
        most = score;
        place = e;
      }
    }
    if (place >= 0) this.keep(column, place, missingLeft, most);
  }

  /** Tries each cut of a column with several sums a bin. */
  private walkMany(column: number, missingLeft: boolean): void {
    const { entries, count, left } = this;
    const { stride, sumAt, totals } = this.stats;
    const { minLeaf, l2 } = this.options;
    left.fill(0);
    const add = (at: number) => {
      for (let c = 0; c < stride; c++) left[c] += entries[at + c];
    };
    if (missingLeft) add((count - 1) * stride);
    const last = missingLeft ? count - 2 : count - 1;
    let most = this.most;
    let place = -1;
    for (let e = 0; e < last; e++) {
      add(e * stride);
      if (left[0] < minLeaf) continue;
      const right = totals[0] - left[0];
      if (right < minLeaf) break;
      let a = 0;
      let b = 0;
      for (let c = sumAt; c < stride; c++) {
        const rest = totals[c] - left[c];
        a += left[c] * left[c];
        b += rest * rest;
      }
      const score = a / (left[0] + l2) + b / (right + l2);
      if (score > most) {
        most = score;
        place = e;
      }
    }
    if (place >= 0) this.keep(column, place, missingLeft, most);
  }

  /** Keeps a cut between two filled bins. */
  private keep(column: number, place: number, missingLeft: boolean, score: number): void {
    const bin = this.entryBins[place];
    const above = this.entryBins[place + 1];
    const missing = this.entryBins[this.count - 1] === MISSING;
    this.most = score;
    this.found = { gain: 0, column, bin, above, missingLeft: missing ? missingLeft : this.largerLeft(place) };
  }

  /** Where no value was missing, a missing one will go where most rows go. */
  private largerLeft(place: number): boolean {
    let rows = 0;
    for (let e = 0; e <= place; e++) rows += this.entries[e * this.stats.stride];
    return 2 * rows >= this.stats.totals[0];
  }

  private scoreOf(sums: Float64Array, at: number): number {
    const { stride, weightAt, sumAt } = this.stats;
    let square = 0;
    for (let c = sumAt; c < stride; c++) square += sums[at + c] * sums[at + c];
    return square / (sums[at + weightAt] + this.options.l2);
  }
}
