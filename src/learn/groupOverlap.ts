/**
 * Part of the test rows whose group has rows in training too: 0 in an honest split.
 * @param groups group of each row of the table
 * @param train places of the training rows
 * @param test places of the test rows, at least one
 */
export function groupOverlap(
  groups: ArrayLike<number | string>,
  train: ArrayLike<number>,
  test: ArrayLike<number>
): number {
  if (test.length === 0) throw new RangeError('groupOverlap: there are no test rows; give at least one.');
  const known = new Set(Array.from(train, row => groups[row]));
  return Array.from(test).filter(row => known.has(groups[row])).length / test.length;
}
