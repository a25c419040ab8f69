import { assignment } from './assignment';
import { checkPairs } from './pairs';

type Labels = ArrayLike<number | string>;

/** Table of how often each pair of labels occurs together. */
function contingency(what: string, a: Labels, b: Labels) {
  checkPairs(what, { name: 'the first', values: a }, { name: 'the second', values: b });
  const [first, second] = [a, b].map(labels => [...new Set(Array.from(labels))]);
  const [rowOf, columnOf] = [first, second].map(names => new Map(names.map((name, k) => [name, k])));
  const counts = first.map(() => new Array<number>(second.length).fill(0));
  for (let i = 0; i < a.length; i++) counts[rowOf.get(a[i])!][columnOf.get(b[i])!]++;
  const sums = (rows: number[][]) => rows.map(row => row.reduce((x, y) => x + y, 0));
  const turned = second.map((_, k) => counts.map(row => row[k]));
  return { first, second, counts, rows: sums(counts), columns: sums(turned), total: a.length };
}

const pairsOf = (n: number) => (n * (n - 1)) / 2;

/**
 * Adjusted Rand index (Hubert & Arabie 1985): pairs put together by both, 0 expected by chance, 1 where the partitions are
 * the same. Names of clusters do not count.
 */
export function adjustedRandIndex(a: Labels, b: Labels): number {
  const { counts, rows, columns, total } = contingency('adjustedRandIndex', a, b);
  const together = counts.flat().reduce((sum, n) => sum + pairsOf(n), 0);
  const [inA, inB] = [rows, columns].map(list => list.reduce((sum, n) => sum + pairsOf(n), 0));
  const expected = total > 1 ? (inA * inB) / pairsOf(total) : 0;
  const most = (inA + inB) / 2;
  // both have one cluster, or both only single rows
  if (most === expected) return 1;
  return (together - expected) / (most - expected);
}

/** Mutual information over the arithmetic mean of both entropies: 0 to 1. */
export function normalizedMutualInformation(a: Labels, b: Labels): number {
  const { counts, rows, columns, total } = contingency('normalizedMutualInformation', a, b);
  const entropy = (list: number[]) => list.reduce((sum, n) => sum - (n / total) * Math.log(n / total), 0);
  const mean = (entropy(rows) + entropy(columns)) / 2;
  if (mean === 0) return 1;
  let mutual = 0;
  counts.forEach((row, i) =>
    row.forEach((n, j) => {
      if (n > 0) mutual += (n / total) * Math.log((n * total) / (rows[i] * columns[j]));
    })
  );
  return Math.max(0, mutual / mean);
}

export interface MatchedAccuracy {
  accuracy: number;
  /** Class that each cluster was matched with; a cluster that is left over has none. */
  classOf: Map<number | string, number | string>;
}

/**
 * Accuracy after clusters are matched with classes one to one so that most rows agree (Hungarian method): the names that a
 * clustering gives mean nothing, so they are not compared.
 */
export function matchedAccuracy(clusters: Labels, truth: Labels): MatchedAccuracy {
  const { first, second, counts, total } = contingency('matchedAccuracy', clusters, truth);
  const columnOf = assignment(counts.map(row => row.map(n => -n)));
  let agree = 0;
  const classOf = new Map<number | string, number | string>();
  columnOf.forEach((column, row) => {
    if (column < 0) return;
    agree += counts[row][column];
    classOf.set(first[row], second[column]);
  });
  return { accuracy: agree / total, classOf };
}
