import { checkAborted, interruptSignal, pauses, Random } from '../../math';
import { checkNames, checkTable, type FeatureTable } from '../featureTable';
import { isClasses, type Target } from '../target';
import { binColumns, type Binned } from './bins';
import type { GrownTree } from './growTree';
import { checkTreeInput, classesOf, growerOf, treeTask, type TreeOptions, type TreeTask } from './tree';
import { addTree, leafOf, type TreeNodes } from './treeModel';

/** A random forest; plain data. */
export interface ForestModel extends TreeTask {
  kind: 'forest';
  trees: TreeNodes[];
  /** How the trees do on the rows that each did not see; null where it was not asked for. */
  outOfBag: OutOfBag | null;
}

/** Predictions of each row by the trees that were grown without it. */
export interface OutOfBag {
  /** R2 of numbers, accuracy of classes, over the rows that some tree did not see. */
  score: number;
  /** Rows that every tree saw, and which are not scored. */
  unscored: number;
}

export interface ForestOptions extends TreeOptions {
  /** Default 100. */
  trees?: number;
  /** Whether to score each row by the trees that did not see it; default true. */
  outOfBag?: boolean;
  signal?: AbortSignal;
  onProgress?: (done: number, trees: number) => void;
}

/**
 * Random forest: trees on rows drawn with repetition, with columns drawn anew at each node. Defaults are the usual ones:
 * all columns for numbers, the square root of their number for classes.
 */
export async function fitForest(
  table: FeatureTable,
  target: Target,
  options: ForestOptions = {}
): Promise<ForestModel> {
  const { trees = 100, outOfBag = true, seed = 1, signal, onProgress } = options;
  checkTreeInput('fitForest', table, target, options);
  if (!(Number.isInteger(trees) && trees >= 1)) {
    throw new RangeError(`fitForest: trees is ${trees}; expected a whole number of at least 1.`);
  }
  const random = new Random(seed);
  const data = binColumns(table, options.bins);
  const drawn = new Float64Array(table.rows);
  const work = treeTask(data, target, drawn);
  const maxColumns = options.maxColumns ?? defaultColumns(table, target);
  const grower = growerOf(data, work.stats, { ...options, maxColumns }, random);
  const judge = outOfBag ? outOfBagJudge(data, target, work.outputs) : null;
  const made: TreeNodes[] = [];
  const breathe = pauses();
  for (let t = 0; t < trees; t++) {
    checkAborted('fitForest', signal, interruptSignal());
    const grown = grower.grow(drawRows(drawn, random));
    const nodes = work.nodes(grown);
    made.push(nodes);
    judge?.see(grown, nodes, drawn);
    onProgress?.(t + 1, trees);
    await breathe();
  }
  return {
    kind: 'forest',
    names: [...table.names],
    classes: classesOf(target),
    trees: made,
    outOfBag: judge?.verdict() ?? null
  };
}

const defaultColumns = ({ columns }: FeatureTable, target: Target) =>
  isClasses(target) ? Math.max(1, Math.floor(Math.sqrt(columns.length))) : columns.length;

/** Draws as many rows as there are, with repetition. @returns those drawn at least once */
function drawRows(drawn: Float64Array, random: Random): Int32Array {
  drawn.fill(0);
  for (let i = 0; i < drawn.length; i++) drawn[random.integer(0, drawn.length - 1)]++;
  const rows = new Int32Array(drawn.length);
  let n = 0;
  for (let row = 0; row < drawn.length; row++) if (drawn[row] > 0) rows[n++] = row;
  return rows.subarray(0, n);
}

/** Collects what trees say of rows that they did not see. */
function outOfBagJudge(data: Binned, target: Target, outputs: number) {
  const said = new Float64Array(data.rows * outputs);
  const trees = new Uint32Array(data.rows);
  return {
    see(grown: GrownTree, { value }: TreeNodes, drawn: Float64Array) {
      for (let row = 0; row < data.rows; row++) {
        if (drawn[row] > 0) continue;
        const from = leafOf(grown, data, row) * outputs;
        for (let c = 0; c < outputs; c++) said[row * outputs + c] += value[from + c];
        trees[row]++;
      }
    },
    verdict(): OutOfBag | null {
      const rows = Array.from(trees.keys()).filter(row => trees[row] > 0);
      if (rows.length === 0) return null;
      const score = isClasses(target)
        ? hitsOf(rows, said, target.labels, outputs)
        : r2Of(rows, said, trees, target);
      return { score, unscored: data.rows - rows.length };
    }
  };
}

function hitsOf(rows: number[], said: Float64Array, labels: ArrayLike<number>, outputs: number): number {
  const hits = rows.filter(row => {
    const own = said.subarray(row * outputs, (row + 1) * outputs);
    return own.indexOf(Math.max(...own)) === labels[row];
  });
  return hits.length / rows.length;
}

function r2Of(rows: number[], said: Float64Array, trees: Uint32Array, truth: ArrayLike<number>): number {
  const mean = rows.reduce((sum, row) => sum + truth[row] / rows.length, 0);
  const left = rows.reduce((sum, row) => sum + (truth[row] - said[row] / trees[row]) ** 2, 0);
  const total = rows.reduce((sum, row) => sum + (truth[row] - mean) ** 2, 0);
  return total > 0 ? 1 - left / total : 0;
}

/** What a forest says: a number a row, or [rows x classes] probabilities, both the mean of its trees. */
export async function predictForest(
  model: ForestModel,
  table: FeatureTable,
  { signal }: { signal?: AbortSignal } = {}
): Promise<Float64Array> {
  checkTable('predictForest', table, { missing: true });
  checkNames('predictForest', table, model.names);
  const outputs = model.classes?.length ?? 1;
  const out = new Float64Array(table.rows * outputs);
  const breathe = pauses();
  for (const tree of model.trees) {
    checkAborted('predictForest', signal, interruptSignal());
    addTree(tree, table, out, { outputs, factor: 1 / model.trees.length });
    await breathe();
  }
  return out;
}
