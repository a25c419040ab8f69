/** Depth of the finest cells: 16 halvings of both sides make a code of 32 bits. */
const LEVELS = 16;

/**
 * Quadtree over points of a plane, for sums over all points in which far cells count as one point (Barnes & Hut 1986).
 * Points are sorted along a Z curve, so that a cell is a run of them, and cells are listed in the order of a walk, each
 * with the place where the walk goes on if its inside is left out: no stack is needed.
 */
export class Quadtree {
  private readonly codes: Uint32Array;
  private readonly order: Int32Array;
  private readonly spareCodes: Uint32Array;
  private readonly spareOrder: Int32Array;
  /** Of each cell: mean x, mean y, points, squared width. */
  private readonly cells: Float64Array;
  private readonly skip: Int32Array;
  private readonly xs: Float64Array;
  private readonly ys: Float64Array;
  private count = 0;
  private side = 0;

  constructor(private readonly points: number) {
    this.codes = new Uint32Array(points);
    this.order = new Int32Array(points);
    this.spareCodes = new Uint32Array(points);
    this.spareOrder = new Int32Array(points);
    this.cells = new Float64Array(8 * points);
    this.skip = new Int32Array(2 * points);
    this.xs = new Float64Array(points);
    this.ys = new Float64Array(points);
  }

  /** Builds the tree anew. @param y [points x 2] */
  build(y: Float64Array): void {
    this.encode(y);
    this.sort();
    for (let k = 0; k < this.points; k++) {
      this.xs[k] = y[2 * this.order[k]];
      this.ys[k] = y[2 * this.order[k] + 1];
    }
    this.count = 0;
    this.cell(0, this.points);
  }

  /**
   * Adds for each point the sum over others of q^2 (y_i - y_j), q = 1 / (1 + distance^2), to `force`.
   * @param theta a cell counts as one point where its width is less than theta x its distance
   * @returns the sum of q over all pairs
   */
  repel(theta: number, force: Float64Array): number {
    const { cells, skip, order, xs, ys, count, points } = this;
    const square = theta * theta;
    let total = 0;
    for (let k = 0; k < points; k++) {
      const x = xs[k];
      const y = ys[k];
      let fx = 0;
      let fy = 0;
      for (let cell = 0, at = 0; cell < count; at = cell << 2) {
        const dx = x - cells[at];
        const dy = y - cells[at + 1];
        const distance = dx * dx + dy * dy;
        if (cells[at + 3] < square * distance || skip[cell] === cell + 1) {
          const q = 1 / (1 + distance);
          const mass = cells[at + 2] * q;
          total += mass;
          fx += mass * q * dx;
          fy += mass * q * dy;
          cell = skip[cell];
        } else cell++;
      }
      const i = order[k];
      force[2 * i] += fx;
      force[2 * i + 1] += fy;
    }
    // each point met itself, at distance 0
    return total - points;
  }

  private encode(y: Float64Array): void {
    let left = Infinity;
    let right = -Infinity;
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < y.length; i += 2) {
      left = Math.min(left, y[i]);
      right = Math.max(right, y[i]);
      low = Math.min(low, y[i + 1]);
      high = Math.max(high, y[i + 1]);
    }
    // a little wider, so that the outermost points lie inside
    this.side = Math.max(right - left, high - low) * (1 + 1e-9) || 1;
    const scale = 2 ** LEVELS / this.side;
    for (let i = 0; i < this.points; i++) {
      const a = (y[2 * i] - left) * scale;
      const b = (y[2 * i + 1] - low) * scale;
      this.codes[i] = spread(a) | (spread(b) << 1);
      this.order[i] = i;
    }
  }

  /** Sorts codes and order by four passes over bytes. */
  private sort(): void {
    let codes = this.codes;
    let order = this.order;
    let toCodes = this.spareCodes;
    let toOrder = this.spareOrder;
    const places = new Int32Array(257);
    for (let shift = 0; shift < 32; shift += 8) {
      places.fill(0);
      for (let i = 0; i < codes.length; i++) places[((codes[i] >>> shift) & 255) + 1]++;
      for (let b = 0; b < 256; b++) places[b + 1] += places[b];
      for (let i = 0; i < codes.length; i++) {
        const to = places[(codes[i] >>> shift) & 255]++;
        toCodes[to] = codes[i];
        toOrder[to] = order[i];
      }
      [codes, order, toCodes, toOrder] = [toCodes, toOrder, codes, order];
    }
  }

  /** Lists the smallest cell that holds points low to high, and those inside. */
  private cell(low: number, high: number): void {
    const { codes, cells, skip } = this;
    const id = this.count++;
    const at = 4 * id;
    const differing = codes[low] ^ codes[high - 1];
    if (differing === 0) {
      let x = 0;
      let y = 0;
      for (let k = low; k < high; k++) {
        x += this.xs[k];
        y += this.ys[k];
      }
      cells[at] = x / (high - low);
      cells[at + 1] = y / (high - low);
      cells[at + 2] = high - low;
      cells[at + 3] = 0;
      skip[id] = this.count;
      return;
    }
    // both bits of the first level at which the points part
    const bit = (31 - Math.clz32(differing)) & ~1;
    const width = this.side * 2 ** (bit / 2 + 1 - LEVELS);
    let x = 0;
    let y = 0;
    for (let start = low; start < high;) {
      const quadrant = (codes[start] >>> bit) & 3;
      const end = this.endOf(start, high, bit, quadrant);
      const child = 4 * this.count;
      this.cell(start, end);
      x += cells[child] * cells[child + 2];
      y += cells[child + 1] * cells[child + 2];
      start = end;
    }
    cells[at] = x / (high - low);
    cells[at + 1] = y / (high - low);
    cells[at + 2] = high - low;
    cells[at + 3] = width * width;
    skip[id] = this.count;
  }

  private endOf(start: number, high: number, bit: number, quadrant: number): number {
    let low = start;
    let end = high;
    while (low < end) {
      const middle = (low + end) >> 1;
      if (((this.codes[middle] >>> bit) & 3) <= quadrant) low = middle + 1;
      else end = middle;
    }
    return low;
  }
}

/** The 16 bits of a number, each followed by a 0. */
function spread(value: number): number {
  let v = Math.min(value, 0xffff) | 0;
  v = (v | (v << 8)) & 0x00ff00ff;
  v = (v | (v << 4)) & 0x0f0f0f0f;
  v = (v | (v << 2)) & 0x33333333;
  return (v | (v << 1)) & 0x55555555;
}
