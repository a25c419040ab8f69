import { MISSING, type Binned } from './bins';
import type { FeatureTable } from '../featureTable';
import type { GrownTree } from './growTree';

/** A tree as plain data: node 0 is the root; lists are node by node. */
export interface TreeNodes {
  /** Column that the node is cut at; -1 in a leaf. */
  column: number[];
  /** Rows up to this value go left. */
  threshold: number[];
  /** Left child; the right one is the next node. */
  left: number[];
  /** 1 where missing values go left. */
  missingLeft: number[];
  /** What the node says, [node x outputs]. */
  value: number[];
}

/** A grown tree as plain data. @param valueOf writes what a node says, from its sums */
export function toNodes(
  tree: GrownTree,
  edges: readonly Float64Array[],
  outputs: number,
  valueOf: (sumsAt: number, into: Float64Array, at: number) => void,
  stride: number
): TreeNodes {
  const { count } = tree;
  const [column, threshold, left, missingLeft] = [0, 1, 2, 3].map(() => new Array<number>(count));
  const sums = new Float64Array(outputs);
  const value = new Array<number>(count * outputs);
  for (let node = 0; node < count; node++) {
    valueOf(node * stride, sums, 0);
    for (let c = 0; c < outputs; c++) value[node * outputs + c] = sums[c];
    column[node] = tree.column[node];
    const leaf = column[node] < 0;
    threshold[node] = leaf ? 0 : thresholdOf(edges[column[node]], tree.bin[node]);
    left[node] = leaf ? 0 : tree.left[node];
    missingLeft[node] = leaf ? 0 : tree.missingLeft[node];
  }
  return { column, threshold, left, missingLeft, value };
}

/** The edge above a bin; above all numbers, where only missing values go right (Infinity is no JSON). */
const thresholdOf = (edges: Float64Array, bin: number) =>
  bin < edges.length ? edges[bin] : Number.MAX_VALUE;

/** Adds what the tree says of each row times a factor to [rows x stride], from a place on. */
export function addTree(
  tree: TreeNodes,
  { columns, rows }: FeatureTable,
  into: Float64Array,
  {
    outputs,
    stride = outputs,
    offset = 0,
    factor = 1
  }: { outputs: number; stride?: number; offset?: number; factor?: number }
): void {
  const [column, left] = [Int32Array.from(tree.column), Int32Array.from(tree.left)];
  const [threshold, value] = [Float64Array.from(tree.threshold), Float64Array.from(tree.value)];
  const missingLeft = Uint8Array.from(tree.missingLeft);
  for (let row = 0; row < rows; row++) {
    let node = 0;
    for (let k = column[0]; k >= 0; k = column[node]) {
      const x = columns[k][row];
      if (x <= threshold[node]) node = left[node];
      else if (x !== x && missingLeft[node]) node = left[node];
      else node = left[node] + 1;
    }
    for (let c = 0; c < outputs; c++) into[row * stride + offset + c] += factor * value[node * outputs + c];
  }
}

/** Leaf that a binned row falls into. */
export function leafOf(tree: GrownTree, { bins, rows }: Binned, row: number): number {
  const { column, bin, left, missingLeft } = tree;
  let node = 0;
  while (column[node] >= 0) {
    const at = bins[column[node] * rows + row];
    const goesLeft = at === MISSING ? missingLeft[node] === 1 : at <= bin[node];
    node = goesLeft ? left[node] : left[node] + 1;
  }
  return node;
}

/** Number of leaves. */
export const leavesOf = ({ column }: TreeNodes): number => column.filter(k => k < 0).length;

/** Greatest number of cuts from the root to a leaf. */
export function depthOf({ column, left }: TreeNodes): number {
  const depth = new Array<number>(column.length).fill(0);
  // children have higher numbers than their parents
  column.forEach((k, node) => {
    if (k < 0) return;
    depth[left[node]] = depth[left[node] + 1] = depth[node] + 1;
  });
  return depth.reduce((most, d) => Math.max(most, d), 0);
}
