import { checkPairs } from './pairs';

/** How often each true class was called each class. */
export interface ConfusionMatrix {
  classes: string[];
  /** counts[t][p]: rows whose true class is t and predicted class p. */
  counts: number[][];
}

/** Scores of one class. Null where the class does not occur, or is never predicted. */
export interface ClassScore {
  name: string;
  /** Of those called so, the part that is so. */
  precision: number | null;
  /** Of those that are so, the part called so. */
  recall: number | null;
  /** Harmonic mean of both: 2 TP / (2 TP + FP + FN). */
  f1: number | null;
  /** Rows that are of the class. */
  support: number;
}

/**
 * Confusion matrix. Arguments are named, because a matrix the wrong way round looks just as good.
 * @param of truth and predicted, a place in `classes` a row; classes, their names
 * @throws RangeError where lengths differ or a label is no place of a class
 */
export function confusionMatrix({
  truth,
  predicted,
  classes
}: {
  truth: ArrayLike<number>;
  predicted: ArrayLike<number>;
  classes: readonly string[];
}): ConfusionMatrix {
  checkPairs('confusionMatrix', { name: 'truth', values: truth }, { name: 'predicted', values: predicted });
  const counts = classes.map(() => new Array<number>(classes.length).fill(0));
  const place = (name: string, values: ArrayLike<number>, row: number) => {
    if (Number.isInteger(values[row]) && values[row] >= 0 && values[row] < classes.length) return values[row];
    throw new RangeError(
      `confusionMatrix: ${name} is ${values[row]} in row ${row}; expected a place in ${classes.length} classes.`
    );
  };
  for (let row = 0; row < truth.length; row++) {
    counts[place('truth', truth, row)][place('predicted', predicted, row)]++;
  }
  return { classes: [...classes], counts };
}

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : null);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Precision, recall and F1 of each class. */
export function classScores({ classes, counts }: ConfusionMatrix): ClassScore[] {
  return classes.map((name, k) => {
    const hits = counts[k][k];
    const support = sum(counts[k]);
    const called = sum(counts.map(row => row[k]));
    return {
      name,
      precision: ratio(hits, called),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, support + called),
      support
    };
  });
}

/** Part of the rows that were called right. */
export const accuracy = ({ counts }: ConfusionMatrix): number =>
  sum(counts.map((row, k) => row[k])) / sum(counts.map(sum));

/** Mean recall of the classes that occur: what guessing one class cannot raise above 1 / classes. */
export function balancedAccuracy(matrix: ConfusionMatrix): number {
  const recalls = classScores(matrix)
    .map(score => score.recall)
    .filter(recall => recall !== null);
  return sum(recalls) / recalls.length;
}

/** Accuracy of always saying the commonest class: the floor that a score must beat. */
export const majorityAccuracy = ({ counts }: ConfusionMatrix): number =>
  Math.max(...counts.map(sum)) / sum(counts.map(sum));
