/**
 * Sums over the rows of a node, in all and bin by bin. A bin has `stride` sums: first the number of rows; then, where it
 * is another number, their weight; then what the gain is made of.
 */
export interface NodeStatistics {
  stride: number;
  /** Place of the weight among the sums of a bin. */
  weightAt: number;
  /** Place of the first sum. */
  sumAt: number;
  /** Number, weight and sum of each gathered row, where there is one sum. */
  each: { count: Float64Array; weight: Float64Array; sum: Float64Array } | null;
  /** Sums over all rows of the last {@link gather}. */
  totals: Float64Array;
  /** Reads the rows of a node. @returns whether their targets are all the same */
  gather(order: Int32Array, start: number, end: number): boolean;
  /** Adds the gathered rows to a column's histogram, which begins at `base`. */
  fill(
    bins: Uint8Array,
    offset: number,
    order: Int32Array,
    start: number,
    hist: Float64Array,
    base: number
  ): void;
  /** The same for two columns whose histograms follow each other: rows are read once. */
  fillTwo(
    bins: Uint8Array,
    offset: number,
    offsetNext: number,
    order: Int32Array,
    start: number,
    hist: Float64Array,
    base: number
  ): void;
  /** Adds gathered row i to the sums that begin at `at`. */
  add(i: number, into: Float64Array, at: number): void;
}

/** Weight and weighted sum of a number; the weight is a number of rows too (how often each was drawn). */
export class SumStatistics implements NodeStatistics {
  readonly stride = 2;
  readonly weightAt = 0;
  readonly sumAt = 1;
  readonly totals = new Float64Array(2);
  readonly each: NodeStatistics['each'];
  private count = 0;
  private readonly w: Float64Array;
  private readonly s: Float64Array;

  /** @param weights default 1 each @param pure whether to look for nodes of one target */
  constructor(
    private readonly target: Float64Array,
    private readonly weights: Float64Array | null,
    private readonly pure: boolean
  ) {
    this.w = new Float64Array(target.length).fill(1);
    this.s = new Float64Array(target.length);
    this.each = { count: this.w, weight: this.w, sum: this.s };
  }

  gather(order: Int32Array, start: number, end: number): boolean {
    const { target, weights, w, s } = this;
    const n = end - start;
    let weight = 0;
    let sum = 0;
    if (weights) {
      for (let i = 0; i < n; i++) {
        const row = order[start + i];
        weight += w[i] = weights[row];
        sum += s[i] = weights[row] * target[row];
      }
    } else {
      for (let i = 0; i < n; i++) sum += s[i] = target[order[start + i]];
      weight = n;
    }
    this.count = n;
    this.totals[0] = weight;
    this.totals[1] = sum;
    if (!this.pure) return false;
    const first = target[order[start]];
    for (let i = start + 1; i < end; i++) if (target[order[i]] !== first) return false;
    return true;
  }

  fill(bins: Uint8Array, offset: number, order: Int32Array, start: number, hist: Float64Array, base: number) {
    const { w, s, count } = this;
    if (this.weights) {
      for (let i = 0; i < count; i++) {
        const at = base + (bins[offset + order[start + i]] << 1);
        hist[at] += w[i];
        hist[at + 1] += s[i];
      }
      return;
    }
    for (let i = 0; i < count; i++) {
      const at = base + (bins[offset + order[start + i]] << 1);
      hist[at] += 1;
      hist[at + 1] += s[i];
    }
  }

  fillTwo(
    bins: Uint8Array,
    offset: number,
    offsetNext: number,
    order: Int32Array,
    start: number,
    hist: Float64Array,
    base: number
  ) {
    const { w, s, count } = this;
    if (this.weights) {
      for (let i = 0; i < count; i++) {
        const row = order[start + i];
        const a = base + (bins[offset + row] << 1);
        const b = base + 512 + (bins[offsetNext + row] << 1);
        hist[a] += w[i];
        hist[a + 1] += s[i];
        hist[b] += w[i];
        hist[b + 1] += s[i];
      }
      return;
    }
    for (let i = 0; i < count; i++) {
      const row = order[start + i];
      const a = base + (bins[offset + row] << 1);
      const b = base + 512 + (bins[offsetNext + row] << 1);
      hist[a] += 1;
      hist[a + 1] += s[i];
      hist[b] += 1;
      hist[b + 1] += s[i];
    }
  }

  add(i: number, into: Float64Array, at: number): void {
    into[at] += this.w[i];
    into[at + 1] += this.s[i];
  }
}

/** Number of rows, curvature and slope of a loss: what a boosted tree is grown on. */
export class SlopeStatistics implements NodeStatistics {
  readonly stride = 3;
  readonly weightAt = 1;
  readonly sumAt = 2;
  readonly totals = new Float64Array(3);
  readonly each: NodeStatistics['each'];
  private count = 0;
  private readonly h: Float64Array;
  private readonly g: Float64Array;

  constructor(
    private readonly slope: Float64Array,
    private readonly curvature: Float64Array
  ) {
    this.h = new Float64Array(slope.length);
    this.g = new Float64Array(slope.length);
    this.each = { count: new Float64Array(slope.length).fill(1), weight: this.h, sum: this.g };
  }

  gather(order: Int32Array, start: number, end: number): boolean {
    const { slope, curvature, h, g } = this;
    const n = end - start;
    let weight = 0;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const row = order[start + i];
      weight += h[i] = curvature[row];
      sum += g[i] = slope[row];
    }
    this.count = n;
    this.totals.set([n, weight, sum]);
    return false;
  }

  fill(bins: Uint8Array, offset: number, order: Int32Array, start: number, hist: Float64Array, base: number) {
    const { h, g, count } = this;
    for (let i = 0; i < count; i++) {
      const at = base + 3 * bins[offset + order[start + i]];
      hist[at] += 1;
      hist[at + 1] += h[i];
      hist[at + 2] += g[i];
    }
  }

  fillTwo(
    bins: Uint8Array,
    offset: number,
    offsetNext: number,
    order: Int32Array,
    start: number,
    hist: Float64Array,
    base: number
  ) {
    const { h, g, count } = this;
    for (let i = 0; i < count; i++) {
      const row = order[start + i];
      const a = base + 3 * bins[offset + row];
      const b = base + 768 + 3 * bins[offsetNext + row];
      hist[a] += 1;
      hist[a + 1] += h[i];
      hist[a + 2] += g[i];
      hist[b] += 1;
      hist[b + 1] += h[i];
      hist[b + 2] += g[i];
    }
  }

  add(i: number, into: Float64Array, at: number): void {
    into[at] += 1;
    into[at + 1] += this.h[i];
    into[at + 2] += this.g[i];
  }
}

/** Weight in all and of each class. */
export class ClassStatistics implements NodeStatistics {
  readonly stride: number;
  readonly weightAt = 0;
  readonly sumAt = 1;
  readonly totals: Float64Array;
  readonly each = null;
  private count = 0;
  private readonly w: Float64Array;
  private readonly k: Uint16Array;

  constructor(
    private readonly labels: Uint16Array,
    classes: number,
    private readonly weights: Float64Array | null
  ) {
    this.stride = 1 + classes;
    this.totals = new Float64Array(1 + classes);
    this.w = new Float64Array(labels.length).fill(1);
    this.k = new Uint16Array(labels.length);
  }

  gather(order: Int32Array, start: number, end: number): boolean {
    const { labels, weights, totals, w, k } = this;
    const n = end - start;
    totals.fill(0);
    let pure = true;
    for (let i = 0; i < n; i++) {
      const row = order[start + i];
      if (weights) w[i] = weights[row];
      k[i] = labels[row];
      if (k[i] !== k[0]) pure = false;
      totals[0] += w[i];
      totals[1 + k[i]] += w[i];
    }
    this.count = n;
    return pure;
  }

  fill(bins: Uint8Array, offset: number, order: Int32Array, start: number, hist: Float64Array, base: number) {
    const { stride, w, k, count } = this;
    for (let i = 0; i < count; i++) {
      const at = base + stride * bins[offset + order[start + i]];
      hist[at] += w[i];
      hist[at + 1 + k[i]] += w[i];
    }
  }

  fillTwo(
    bins: Uint8Array,
    offset: number,
    offsetNext: number,
    order: Int32Array,
    start: number,
    hist: Float64Array,
    base: number
  ) {
    this.fill(bins, offset, order, start, hist, base);
    this.fill(bins, offsetNext, order, start, hist, base + 256 * this.stride);
  }

  add(i: number, into: Float64Array, at: number): void {
    into[at] += this.w[i];
    into[at + 1 + this.k[i]] += this.w[i];
  }
}
