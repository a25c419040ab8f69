/** Small learners that ask what can be read from some columns: each judged on groups it has not seen. */
import {
  balancedAccuracy,
  classLabels,
  confusionMatrix,
  featureTable,
  fitLogistic,
  fitTree,
  groupedKFold,
  mostLikely,
  predictLogistic,
  predictTree,
  takeRows,
  takeValues,
  type FeatureTable
} from '../../learn';
import { fitLinear, mean, predictLinear } from '../../math';

type Numbers = ArrayLike<number>;
/** What is to be read: numbers, or names of classes. */
export type Answer = Numbers | readonly string[];

/** `linear`: ridge or logistic regression. `tree`: depth 4, at least 10 rows a leaf. */
export type ProbeKind = 'linear' | 'tree';

export interface ProbeOptions {
  /** Default 5. */
  folds?: number;
  /** Default 1. */
  seed?: number;
}

const isNames = (answer: Answer): answer is readonly string[] => typeof answer[0] === 'string';

/**
 * How well an answer is read from columns on groups that were not learned from: R^2 for numbers (below 0 where the probe is
 * worse than the mean), for classes balanced accuracy scaled so that 0 is chance and 1 perfect.
 */
export function probeSkill(
  kind: ProbeKind,
  columns: Readonly<Record<string, Numbers>>,
  answer: Answer,
  groups: ArrayLike<number | string>,
  { folds = 5, seed = 1 }: ProbeOptions = {}
): number {
  const table = featureTable(columns as Record<string, Numbers>);
  const parts = groupedKFold(groups, {
    folds,
    seed,
    ...(isNames(answer) ? { stratify: answer as string[] } : {})
  });
  return isNames(answer)
    ? classSkill(kind, table, answer, parts)
    : numberSkill(kind, table, Float64Array.from(answer), parts);
}

type Parts = ReturnType<typeof groupedKFold>;
const TREE = { maxDepth: 4, minLeaf: 10 };

function numberSkill(kind: ProbeKind, table: FeatureTable, y: Float64Array, parts: Parts): number {
  let [miss, spread] = [0, 0];
  for (const { train, test } of parts) {
    const known = takeRows(table, train.rows);
    const asked = takeRows(table, test.rows);
    const target = Float64Array.from(takeValues(y, train.rows));
    const said =
      kind === 'tree' ? predictTree(fitTree(known, target, TREE), asked) : ridge(known, target, asked);
    const centre = mean(target);
    test.rows.forEach((row, i) => {
      miss += (y[row] - said[i]) ** 2;
      spread += (y[row] - centre) ** 2;
    });
  }
  return spread > 0 ? 1 - miss / spread : 0;
}

/** Ridge regression on the columns that vary in the training part. */
function ridge(known: FeatureTable, target: Float64Array, asked: FeatureTable): Float64Array {
  const varying = known.columns.flatMap((column, k) => (column.some(v => v !== column[0]) ? [k] : []));
  if (varying.length === 0) return new Float64Array(asked.rows).fill(mean(target));
  const model = fitLinear(
    varying.map(k => known.columns[k]),
    target,
    { ridge: 1e-4 }
  );
  return predictLinear(
    model,
    varying.map(k => asked.columns[k])
  );
}

function classSkill(kind: ProbeKind, table: FeatureTable, names: readonly string[], parts: Parts): number {
  const classes = [...new Set(names)].sort();
  if (classes.length < 2) return 0;
  const predicted = new Uint16Array(names.length);
  for (const { train, test } of parts) {
    const target = classLabels(takeValues(names, train.rows), classes);
    const known = takeRows(table, train.rows);
    const asked = takeRows(table, test.rows);
    const shares =
      kind === 'tree'
        ? predictTree(fitTree(known, target, TREE), asked)
        : predictLogistic(fitLogistic(known, target), asked);
    mostLikely(shares, classes.length).forEach((label, i) => (predicted[test.rows[i]] = label));
  }
  const truth = names.map(name => classes.indexOf(name));
  const chance = 1 / classes.length;
  return (balancedAccuracy(confusionMatrix({ truth, predicted, classes })) - chance) / (1 - chance);
}
