import { Random } from '../../math';
import { checkTable, takeRows, type FeatureTable } from '../featureTable';
import { rowMatrix } from '../rowMatrix';
import { checkPairs } from './pairs';

/**
 * Mean silhouette (Rousseeuw 1987): of each row (b - a) / max(a, b), a the mean distance to the rows of its own cluster, b
 * to those of the nearest other; 1 is well apart, 0 on the border. A row alone in its cluster counts 0.
 * @param options sample, rows drawn where there are more (the work grows as its square), default 2000; seed, default 1
 * @throws RangeError where a value is missing or the rows drawn lie in one cluster
 */
export function silhouette(
  table: FeatureTable,
  labels: ArrayLike<number>,
  { sample = 2000, seed = 1 }: { sample?: number; seed?: number } = {}
): number {
  checkTable('silhouette', table);
  checkPairs('silhouette', { name: 'labels', values: labels }, { name: 'rows', values: table.columns[0] });
  const drawn = new Random(seed).permutation(table.rows).slice(0, sample);
  const names = [...new Set(Array.from(drawn, row => labels[row]))];
  if (names.length < 2) throw new RangeError('silhouette: one cluster; expected at least two.');
  const place = new Map(names.map((name, k) => [name, k]));
  const cluster = Array.from(drawn, row => place.get(labels[row])!);
  const sizes = names.map((_, k) => cluster.filter(c => c === k).length);
  const x = rowMatrix(takeRows(table, drawn));
  let sum = 0;
  cluster.forEach((own, row) => {
    if (sizes[own] === 1) return;
    const means = summedDistances(x, table.columns.length, row, cluster, names.length).map(
      (total, k) => total / (k === own ? sizes[k] - 1 : sizes[k])
    );
    const near = Math.min(...means.filter((_, k) => k !== own));
    const widest = Math.max(means[own], near);
    if (widest > 0) sum += (near - means[own]) / widest;
  });
  return sum / cluster.length;
}

/** Sum of the distances of a row from the rows of each cluster. */
function summedDistances(x: Float64Array, width: number, row: number, cluster: number[], clusters: number) {
  const sums = new Array<number>(clusters).fill(0);
  for (let other = 0; other < cluster.length; other++) {
    let square = 0;
    for (let c = 0; c < width; c++) square += (x[row * width + c] - x[other * width + c]) ** 2;
    sums[cluster[other]] += Math.sqrt(square);
  }
  return sums;
}
