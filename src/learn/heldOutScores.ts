import { classLabels } from './target';
import { takeRows, takeValues, type FeatureTable } from './featureTable';
import { fitLogistic, predictLogistic } from './logistic';
import type { Fold } from './split';

/**
 * Probability of the second of two classes for every row, by a logistic regression that has not seen it.
 * @param names class of each row @param classes the two names, in order
 * @param turns folds, each row in one test part
 */
export function heldOutScores(
  table: FeatureTable,
  names: readonly string[],
  classes: [string, string],
  turns: readonly Fold[]
): Float64Array {
  const scores = new Float64Array(names.length);
  for (const { train, test } of turns) {
    const model = fitLogistic(
      takeRows(table, train.rows),
      classLabels(takeValues(names, train.rows), classes)
    );
    const said = predictLogistic(model, takeRows(table, test.rows));
    test.rows.forEach((row, i) => (scores[row] = said[2 * i + 1]));
  }
  return scores;
}
