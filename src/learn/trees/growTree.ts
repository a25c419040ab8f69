import type { Random } from '../../math';
import { MISSING, type Binned } from './bins';
import type { NodeStatistics } from './nodeStatistics';
import { SplitSearch, type SearchOptions, type Split } from './splitSearch';

/** Nodes of at most so many rows are searched by sorting; above, histograms are faster. */
const SMALL = 48;

/** A histogram is taken from parent less sibling where that spares so many rows. */
const SPARED = 300;

export interface GrowOptions extends SearchOptions {
  maxDepth: number;
  /** Infinity grows depth first, else the best node is cut next. */
  maxLeaves: number;
  /** A cut must gain more than this. */
  minGain: number;
  /** Columns tried at each node. */
  maxColumns: number;
  /** Draws those columns; needed where they are not all. */
  random?: Random;
}

interface Node {
  id: number;
  depth: number;
  start: number;
  end: number;
  hist: Float64Array | null;
  split: Split | null;
}

/** Nodes of a tree while it grows, and what became of the rows. */
export interface GrownTree {
  count: number;
  /** Column of each cut, -1 in a leaf. */
  column: Int32Array;
  bin: Uint8Array;
  /** Left child; the right one comes next. */
  left: Int32Array;
  missingLeft: Uint8Array;
  /** Sums of each node, [node x stride]. */
  sums: Float64Array;
  /** Rows in the order of leaves, and where each node's begin and end. */
  order: Int32Array;
  start: Int32Array;
  end: Int32Array;
}

/** Grows trees on binned columns, one after the other in the same memory. */
export class TreeGrower {
  private readonly tree: GrownTree;
  private readonly search: SplitSearch;
  private readonly spare: Int32Array;
  private readonly unused: Float64Array[] = [];
  private readonly scratch: Float64Array;
  private readonly columns: Int32Array;
  private readonly all: boolean;
  private readonly goesLeft = new Uint8Array(256);

  constructor(
    private readonly data: Binned,
    private readonly stats: NodeStatistics,
    private readonly options: GrowOptions
  ) {
    const leaves = Math.min(options.maxLeaves, data.rows, 2 ** Math.min(options.maxDepth, 30));
    const nodes = 2 * leaves;
    this.tree = {
      count: 0,
      column: new Int32Array(nodes),
      bin: new Uint8Array(nodes),
      left: new Int32Array(nodes),
      missingLeft: new Uint8Array(nodes),
      sums: new Float64Array(nodes * stats.stride),
      order: new Int32Array(data.rows),
      start: new Int32Array(nodes),
      end: new Int32Array(nodes)
    };
    this.search = new SplitSearch(stats, options);
    this.spare = new Int32Array(data.rows);
    this.scratch = new Float64Array(256 * stats.stride);
    this.columns = Int32Array.from({ length: data.width }, (_, k) => k);
    this.all = options.maxColumns >= data.width;
  }

  /** Grows a tree on the given rows. What it returns is overwritten by the next. */
  grow(rows: ArrayLike<number>): GrownTree {
    const { tree, options } = this;
    tree.order.set(rows);
    tree.count = 0;
    const root = this.node(0, 0, rows.length);
    this.evaluate(root, null);
    const open: Node[] = root.split ? [root] : [];
    let leaves = 1;
    while (open.length && leaves < options.maxLeaves) {
      const next = Number.isFinite(options.maxLeaves) ? takeBest(open) : open.pop()!;
      for (const child of this.cut(next)) if (child.split) open.push(child);
      leaves++;
    }
    for (const node of open) this.release(node);
    return tree;
  }

  private node(depth: number, start: number, end: number): Node {
    const { tree } = this;
    const id = tree.count++;
    tree.column[id] = -1;
    tree.start[id] = start;
    tree.end[id] = end;
    return { id, depth, start, end, hist: null, split: null };
  }

  private cut(node: Node): Node[] {
    const { tree } = this;
    const { column, bin, missingLeft } = node.split!;
    const middle = this.partition(node, column, bin, missingLeft);
    tree.column[node.id] = column;
    tree.bin[node.id] = bin;
    tree.missingLeft[node.id] = missingLeft ? 1 : 0;
    const left = this.node(node.depth + 1, node.start, middle);
    const right = this.node(node.depth + 1, middle, node.end);
    tree.left[node.id] = left.id;
    const [small, large] = size(left) <= size(right) ? [left, right] : [right, left];
    const parent = node.hist;
    const subtract = parent !== null && this.mayCut(large) && size(large) - size(small) > SPARED;
    const own = this.evaluate(small, null, subtract);
    if (subtract) {
      for (let i = 0; i < parent.length; i++) parent[i] -= own![i];
      this.evaluate(large, parent);
    } else {
      this.release(node);
      this.evaluate(large, null);
    }
    if (own && small.hist !== own) this.unused.push(own);
    return [left, right];
  }

  /** Rows that go left before those that go right, both in the order they had. */
  private partition({ start, end }: Node, column: number, bin: number, missingLeft: boolean): number {
    const { order } = this.tree;
    const { bins, rows } = this.data;
    const { spare, goesLeft } = this;
    const offset = column * rows;
    let left = start;
    let right = 0;
    if (end - start <= SMALL) {
      for (let i = start; i < end; i++) {
        const row = order[i];
        const at = bins[offset + row];
        if (at === MISSING ? missingLeft : at <= bin) order[left++] = row;
        else spare[right++] = row;
      }
      for (let i = 0; i < right; i++) order[left + i] = spare[i];
      return left;
    }
    for (let b = 0; b < MISSING; b++) goesLeft[b] = b <= bin ? 1 : 0;
    goesLeft[MISSING] = missingLeft ? 1 : 0;
    // both are written and one counts: a branch would be guessed wrong half of the time
    for (let i = start; i < end; i++) {
      const row = order[i];
      const goes = goesLeft[bins[offset + row]];
      order[left] = row;
      spare[right] = row;
      left += goes;
      right += 1 - goes;
    }
    order.set(spare.subarray(0, right), left);
    return left;
  }

  private mayCut(node: Node): boolean {
    return node.depth < this.options.maxDepth && size(node) >= 2;
  }

  /** Sums and best cut of a node. @param hist its histogram where known @param keep whether to make one in any case */
  private evaluate(node: Node, hist: Float64Array | null, keep = false): Float64Array | null {
    const { stats, tree, options } = this;
    const pure = stats.gather(tree.order, node.start, node.end);
    for (let c = 0, at = node.id * stats.stride; c < stats.stride; c++) tree.sums[at++] = stats.totals[c];
    const cuttable = !pure && this.mayCut(node) && stats.totals[0] >= 2 * options.minLeaf;
    const large = size(node) > SMALL;
    let own = hist;
    if (!own && this.all && (keep || (cuttable && large))) own = this.histogram(node);
    if (cuttable) this.findSplit(node, large ? own : null);
    if (node.split && own && large) node.hist = own;
    else if (own && !keep) this.unused.push(own);
    return own;
  }

  private histogram({ start }: Node): Float64Array {
    const { stats, data, tree } = this;
    const hist = this.unused.pop() ?? new Float64Array(data.width * 256 * stats.stride);
    hist.fill(0);
    let k = 0;
    const size = 256 * stats.stride;
    for (; k + 1 < data.width; k += 2) {
      stats.fillTwo(data.bins, k * data.rows, (k + 1) * data.rows, tree.order, start, hist, k * size);
    }
    if (k < data.width) stats.fill(data.bins, k * data.rows, tree.order, start, hist, k * size);
    return hist;
  }

  private findSplit(node: Node, hist: Float64Array | null): void {
    const { search, data, stats, options } = this;
    search.start();
    let tried = 0;
    let differ = 0;
    // of two rows any column that differs makes the same cut: the first will do, and not the same one each time
    const two = size(node) === 2;
    const turn = two && this.all ? node.id : 0;
    for (let k = 0; k < data.width; k++) {
      if ((two || tried >= options.maxColumns) && differ > 0) break;
      const column = this.all ? (k + turn) % data.width : this.draw(k);
      if (hist) search.tryHistogram(column, hist, column * 256 * stats.stride, data.missing[column]);
      else if (this.tryColumn(node, column)) differ++;
      tried++;
    }
    const split = search.best();
    if (!split || !(split.gain > options.minGain)) return;
    node.split = { ...split, bin: middleBin(data.edges[split.column], split) };
  }

  private tryColumn({ start, end }: Node, column: number): boolean {
    const { search, data, stats, tree, scratch } = this;
    const offset = column * data.rows;
    if (end - start <= SMALL) return search.tryRows(column, data.bins, offset, tree.order, start, end);
    scratch.fill(0);
    stats.fill(data.bins, offset, tree.order, start, scratch, 0);
    return search.tryHistogram(column, scratch, 0, data.missing[column]);
  }

  /** The k-th of the columns in random order. */
  private draw(k: number): number {
    const { columns, options } = this;
    const j = options.random!.integer(k, columns.length - 1);
    const column = columns[j];
    columns[j] = columns[k];
    columns[k] = column;
    return column;
  }

  private release(node: Node): void {
    if (node.hist) this.unused.push(node.hist);
    node.hist = null;
  }
}

/** The edge nearest to the middle of the gap between two filled bins: as far from the rows of both sides as bins allow. */
function middleBin(edges: Float64Array, { bin, above }: Split): number {
  // only missing values lie above: no number does
  if (above === MISSING) return MISSING - 1;
  const middle = edges[bin] / 2 + edges[above - 1] / 2;
  let best = bin;
  while (best + 1 < above && Math.abs(edges[best + 1] - middle) <= Math.abs(edges[best] - middle)) best++;
  return best;
}

const size = ({ start, end }: Node) => end - start;

function takeBest(open: Node[]): Node {
  let best = 0;
  for (let i = 1; i < open.length; i++) if (open[i].split!.gain > open[best].split!.gain) best = i;
  const [node] = open.splice(best, 1);
  return node;
}
