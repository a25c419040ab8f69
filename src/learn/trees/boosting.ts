import { checkAborted, interruptSignal, pauses } from '../../math';
import { checkNames, checkTable, type FeatureTable } from '../featureTable';
import { probabilitiesOf } from '../logistic';
import { checkTarget, isClasses, type Target } from '../target';
import { binColumns, fillBins, type Binned } from './bins';
import { binaryLoss, softmaxLoss, squaredLoss, type BoostingLoss } from './boostingLoss';
import { TreeGrower, type GrownTree } from './growTree';
import { SlopeStatistics, SumStatistics } from './nodeStatistics';
import { checkTreeInput, classesOf, type TreeOptions, type TreeTask } from './tree';
import { addTree, leafOf, toNodes, type TreeNodes } from './treeModel';

/** Boosted trees; plain data. */
export interface BoostingModel extends TreeTask {
  kind: 'boosting';
  /** Score of every row before the first tree, one an output. */
  start: number[];
  /** Round by round, one tree an output (one for numbers and two classes). */
  trees: TreeNodes[];
  /** Mean loss on the validation rows after each round; empty without them. */
  validationLoss: number[];
}

export interface BoostingOptions extends Pick<TreeOptions, 'maxDepth' | 'bins'> {
  /** At most; default 100. */
  rounds?: number;
  /** Part of each tree's step that is taken; default .1. */
  learningRate?: number;
  /** Default 31. */
  maxLeaves?: number;
  /** Default 20. */
  minLeaf?: number;
  /** Pulls leaves towards 0; default 0. */
  l2?: number;
  /** Rows that no tree learns from. Rounds stop where their loss has not fallen for `patience` rounds, and the best is kept. */
  validation?: { table: FeatureTable; target: Target };
  /** Default 10. */
  patience?: number;
  signal?: AbortSignal;
  onProgress?: (round: number, rounds: number, validationLoss: number | null) => void;
}

/**
 * Gradient boosting on histograms: squared error of numbers, log loss of classes, with Newton's steps in the leaves.
 * Nothing is drawn, so it needs no seed.
 */
export async function fitBoosting(
  table: FeatureTable,
  target: Target,
  options: BoostingOptions = {}
): Promise<BoostingModel> {
  const { rounds = 100, patience = 10, validation, signal, onProgress } = options;
  checkTreeInput('fitBoosting', table, target, options);
  checkBoosting(table, target, options);
  const loss = lossOf(target);
  const run = booster(binColumns(table, options.bins), loss, options);
  const watch = validation ? watcher(run.data, loss, validation, table.names) : null;
  const trees: TreeNodes[] = [];
  const losses: number[] = [];
  let best = 0;
  const breathe = pauses();
  for (let round = 0; round < rounds; round++) {
    checkAborted('fitBoosting', signal, interruptSignal());
    run.round((grown, nodes, output) => {
      trees.push(nodes);
      watch?.see(grown, nodes, output);
    });
    if (watch) {
      losses.push(watch.loss());
      if (losses[round] < losses[best]) best = round;
    }
    onProgress?.(round + 1, rounds, watch ? losses[round] : null);
    if (watch && round - best >= patience) break;
    await breathe();
  }
  return {
    kind: 'boosting',
    names: [...table.names],
    classes: classesOf(target),
    start: loss.start,
    trees: watch ? trees.slice(0, (best + 1) * loss.outputs) : trees,
    validationLoss: losses
  };
}

function checkBoosting(table: FeatureTable, target: Target, options: BoostingOptions): void {
  const { rounds = 100, learningRate = 0.1, l2 = 0, validation } = options;
  if (!(Number.isInteger(rounds) && rounds >= 1)) {
    throw new RangeError(`fitBoosting: rounds is ${rounds}; expected a whole number of at least 1.`);
  }
  if (!(learningRate > 0 && l2 >= 0)) {
    throw new RangeError(
      `fitBoosting: learningRate is ${learningRate} and l2 ${l2}; expected above 0 and at least 0.`
    );
  }
  if (isClasses(target)) {
    const seen = new Set(target.labels);
    const absent = target.classes.find((_, k) => !seen.has(k));
    if (absent !== undefined || seen.size < 2) {
      throw new RangeError(
        `fitBoosting: ${seen.size} of ${target.classes.length} classes occur in the rows; expected every class and at least two.`
      );
    }
  }
  if (!validation) return;
  checkTable('fitBoosting: validation', validation.table, { missing: true });
  checkNames('fitBoosting: validation', validation.table, table.names);
  checkTarget('fitBoosting: validation', validation.target, validation.table.rows);
  if (classesOf(validation.target)?.join() === classesOf(target)?.join()) return;
  throw new RangeError(
    `fitBoosting: validation has the classes ${classesOf(validation.target)}; expected ${classesOf(target)}.`
  );
}

function lossOf(target: Target): BoostingLoss {
  if (!isClasses(target)) return squaredLoss(target);
  return target.classes.length === 2
    ? binaryLoss(target.labels)
    : softmaxLoss(target.labels, target.classes.length);
}

/** Adds trees round by round and keeps the scores of the training rows. */
function booster(data: Binned, loss: BoostingLoss, options: BoostingOptions) {
  const { learningRate = 0.1, maxLeaves = 31, minLeaf = 20, l2 = 0, maxDepth = Infinity } = options;
  const [slope, curvature] = [new Float64Array(data.rows), new Float64Array(data.rows)];
  const stats = loss.flat ? new SumStatistics(slope, null, false) : new SlopeStatistics(slope, curvature);
  const grower = new TreeGrower(data, stats, {
    maxLeaves,
    minLeaf,
    l2,
    maxDepth,
    maxColumns: data.width,
    minWeight: loss.flat ? 0 : 1e-3,
    minGain: 0
  });
  const scores = startScores(data.rows, loss);
  const rows = Int32Array.from({ length: data.rows }, (_, i) => i);
  const step = (sums: Float64Array, at: number) =>
    (learningRate * sums[at + stats.sumAt]) / (sums[at + stats.weightAt] + l2);
  return {
    data,
    round(made: (grown: GrownTree, nodes: TreeNodes, output: number) => void) {
      loss.prepare(scores);
      for (let output = 0; output < loss.outputs; output++) {
        loss.slopes(scores, output, slope, curvature);
        const grown = grower.grow(rows);
        const nodes = toNodes(
          grown,
          data.edges,
          1,
          (at, into, to) => (into[to] = step(grown.sums, at)),
          stats.stride
        );
        addLeaves(grown, nodes, scores, loss.outputs, output);
        made(grown, nodes, output);
      }
    }
  };
}

function startScores(rows: number, { outputs, start }: BoostingLoss): Float64Array {
  const scores = new Float64Array(rows * outputs);
  for (let i = 0; i < scores.length; i++) scores[i] = start[i % outputs];
  return scores;
}

/** Adds what the leaves say to the scores of the rows that lie in them. */
function addLeaves(
  { column, order, start, end, count }: GrownTree,
  { value }: TreeNodes,
  scores: Float64Array,
  outputs: number,
  output: number
): void {
  for (let node = 0; node < count; node++) {
    if (column[node] >= 0) continue;
    const add = value[node];
    for (let i = start[node]; i < end[node]; i++) scores[order[i] * outputs + output] += add;
  }
}

/** Keeps the scores of the validation rows. */
function watcher(
  { edges }: Binned,
  loss: BoostingLoss,
  { table, target }: { table: FeatureTable; target: Target },
  names: readonly string[]
) {
  checkNames('fitBoosting: validation', table, names);
  const data = fillBins(table, edges);
  const scores = startScores(table.rows, loss);
  const truth = isClasses(target) ? target.labels : target;
  return {
    see(grown: GrownTree, { value }: TreeNodes, output: number) {
      for (let row = 0; row < data.rows; row++) {
        scores[row * loss.outputs + output] += value[leafOf(grown, data, row)];
      }
    },
    loss: () => loss.mean(scores, truth)
  };
}

/** What boosted trees say: a number a row, or [rows x classes] probabilities. */
export async function predictBoosting(
  model: BoostingModel,
  table: FeatureTable,
  { signal }: { signal?: AbortSignal } = {}
): Promise<Float64Array> {
  checkTable('predictBoosting', table, { missing: true });
  checkNames('predictBoosting', table, model.names);
  const outputs = model.start.length;
  const scores = new Float64Array(table.rows * outputs);
  for (let i = 0; i < scores.length; i++) scores[i] = model.start[i % outputs];
  const breathe = pauses();
  for (let t = 0; t < model.trees.length; t++) {
    checkAborted('predictBoosting', signal, interruptSignal());
    addTree(model.trees[t], table, scores, { outputs: 1, stride: outputs, offset: t % outputs });
    await breathe();
  }
  return model.classes ? probabilitiesOf(scores, outputs) : scores;
}
