import { Random } from '../../math';
import { checkNames, checkTable, type FeatureTable } from '../featureTable';
import { checkTarget, isClasses, type Target } from '../target';
import { binColumns, type Binned } from './bins';
import { TreeGrower, type GrownTree } from './growTree';
import { ClassStatistics, SumStatistics, type NodeStatistics } from './nodeStatistics';
import { addTree, toNodes, type TreeNodes } from './treeModel';

/** What trees of a regression or classification share; plain data. */
export interface TreeTask {
  names: string[];
  /** Names of the classes; null where numbers are predicted. */
  classes: string[] | null;
}

/** A decision tree; plain data. */
export interface TreeModel extends TreeTask {
  kind: 'tree';
  nodes: TreeNodes;
}

export interface TreeOptions {
  /** Most cuts from the root to a leaf; default no limit. */
  maxDepth?: number;
  /** Least number of rows in a leaf; default 1. */
  minLeaf?: number;
  /** Most leaves; with it the cut that gains most comes first. Default no limit. */
  maxLeaves?: number;
  /** Columns tried at each node, drawn anew; default all. */
  maxColumns?: number;
  /** Of that draw; default 1. */
  seed?: number;
  /** Bins of a column, 2 to 255; default 255. */
  bins?: number;
}

/**
 * Decision tree on histograms: each column is cut into at most 255 bins of about as many rows, and cuts lie between bins.
 * Numbers are predicted by the mean of a leaf (cuts by squared error), classes by their shares (cuts by Gini's index).
 * Missing values go to the side where they help most.
 * @param target one number a row, or classes
 * @throws RangeError where the table and the target do not fit or an option is out of range
 */
export function fitTree(table: FeatureTable, target: Target, options: TreeOptions = {}): TreeModel {
  checkTreeInput('fitTree', table, target, options);
  const data = binColumns(table, options.bins);
  const work = treeTask(data, target, null);
  const grower = growerOf(data, work.stats, options, new Random(options.seed ?? 1));
  const rows = Int32Array.from({ length: table.rows }, (_, i) => i);
  const nodes = work.nodes(grower.grow(rows));
  return { kind: 'tree', names: [...table.names], classes: classesOf(target), nodes };
}

/** What a tree says: a number a row, or [rows x classes] probabilities. */
export function predictTree(model: TreeModel, table: FeatureTable): Float64Array {
  checkTable('predictTree', table, { missing: true });
  checkNames('predictTree', table, model.names);
  const outputs = model.classes?.length ?? 1;
  const out = new Float64Array(table.rows * outputs);
  addTree(model.nodes, table, out, { outputs });
  return out;
}

export const classesOf = (target: Target): string[] | null =>
  isClasses(target) ? [...target.classes] : null;

/** Throws where trees cannot be grown on this. */
export function checkTreeInput(
  what: string,
  table: FeatureTable,
  target: Target,
  options: Pick<TreeOptions, 'maxDepth' | 'minLeaf' | 'maxLeaves' | 'maxColumns' | 'bins'>
): void {
  checkTable(what, table, { missing: true });
  checkTarget(what, target, table.rows);
  const least = { maxDepth: 1, minLeaf: 1, maxLeaves: 2, maxColumns: 1, bins: 2 };
  for (const [name, low] of Object.entries(least)) {
    const value = options[name as keyof typeof least];
    const high = name === 'bins' ? 255 : Infinity;
    if (value === undefined || value === Infinity) continue;
    if (Number.isInteger(value) && value >= low && value <= high) continue;
    throw new RangeError(
      `${what}: ${name} is ${value}; expected a whole number of at least ${low}${name === 'bins' ? ' and at most 255' : ''}.`
    );
  }
}

/** A grower of whole trees, cut as long as nodes are not pure. */
export const growerOf = (
  data: Binned,
  stats: NodeStatistics,
  { maxDepth = Infinity, minLeaf = 1, maxLeaves = Infinity, maxColumns = Infinity }: TreeOptions,
  random: Random
): TreeGrower =>
  new TreeGrower(data, stats, {
    maxDepth,
    minLeaf,
    maxLeaves,
    maxColumns: Math.min(maxColumns, data.width),
    random,
    minWeight: 0,
    l2: 0,
    // a cut that gains nothing yet may make the next one possible
    minGain: -Infinity
  });

/** What is summed in nodes for a target, and how grown trees become plain data. */
export function treeTask(data: Binned, target: Target, weights: Float64Array | null) {
  if (isClasses(target)) {
    const outputs = target.classes.length;
    const stats = new ClassStatistics(Uint16Array.from(target.labels), outputs, weights);
    const nodes = (tree: GrownTree) =>
      toNodes(
        tree,
        data.edges,
        outputs,
        (at, into, to) => {
          for (let k = 0; k < outputs; k++) into[to + k] = tree.sums[at + 1 + k] / tree.sums[at];
        },
        stats.stride
      );
    return { stats, outputs, nodes };
  }
  // sums of deviations from the mean lose fewer digits
  let centre = 0;
  for (let i = 0; i < data.rows; i++) centre += target[i] / data.rows;
  const stats = new SumStatistics(
    Float64Array.from(target, y => y - centre),
    weights,
    true
  );
  const nodes = (tree: GrownTree) =>
    toNodes(
      tree,
      data.edges,
      1,
      (at, into, to) => (into[to] = centre + tree.sums[at + 1] / tree.sums[at]),
      2
    );
  return { stats, outputs: 1, nodes };
}
