import { pearson, spearman } from '../../math';
import type { Objects } from '../objects';
import { gridOf, sumChannels, type Grid } from './grid';
import { livePlaces, rowOf, type Maps } from './metric';

/** How alike two maps are; each in [-1, 1]. */
export type SimilarityName = 'spearman' | 'absSpearman' | 'pearson' | 'ssim';

/**
 * Similarity of two sets of maps of the same objects, [count]; two constant maps are alike (1), one constant map and another
 * are not (0).
 * @param name `spearman` of the signed maps (default), of their sizes, `pearson`, or structural similarity of the sizes
 *   (Wang et al. 2004, windows of 7, each map divided by its largest size)
 */
export function similarityOfMaps(
  objects: Objects,
  a: Maps,
  b: Maps,
  name: SimilarityName = 'spearman'
): Float64Array {
  const grid = name === 'ssim' ? gridOf(objects, 'ssim') : null;
  return Float64Array.from({ length: objects.count }, (_, s) => {
    const places = livePlaces(objects, s);
    const [p, q] = [a, b].map(maps => {
      const row = rowOf(maps, objects.width, s);
      return Float64Array.from(places, i => (name === 'absSpearman' ? Math.abs(row[i]) : row[i]));
    });
    if (grid) return structuralSimilarity(p, q, grid);
    const r = name === 'pearson' ? pearson(p, q) : spearman(p, q);
    return r ?? (isConstant(p) && isConstant(q) ? 1 : 0);
  });
}

const isConstant = (values: Float64Array) => values.every(v => v === values[0]);

/** Mean structural similarity over windows of 7 points a side, stride 1. */
function structuralSimilarity(a: Float64Array, b: Float64Array, grid: Grid): number {
  const sizes = [a, b].map(map => {
    const sums = sumChannels(map.map(Math.abs), grid);
    const top = sums.reduce((m, v) => Math.max(m, v), 0);
    return top > 0 ? sums.map(v => v / top) : sums;
  });
  const [height, width] = grid.space.length === 2 ? grid.space : [1, grid.space[0]];
  const [tall, wide] = [Math.min(7, height), Math.min(7, width)];
  const [c1, c2] = [0.01 ** 2, 0.03 ** 2];
  let sum = 0;
  let windows = 0;
  for (let y = 0; y + tall <= height; y++) {
    for (let x = 0; x + wide <= width; x++) {
      let [p, q, pp, qq, pq] = [0, 0, 0, 0, 0];
      for (let dy = 0; dy < tall; dy++) {
        for (let dx = 0; dx < wide; dx++) {
          const at = (y + dy) * width + x + dx;
          const [u, v] = [sizes[0][at], sizes[1][at]];
          p += u;
          q += v;
          pp += u * u;
          qq += v * v;
          pq += u * v;
        }
      }
      const n = tall * wide;
      [p, q] = [p / n, q / n];
      const [varP, varQ, cov] = [pp / n - p * p, qq / n - q * q, pq / n - p * q];
      sum += ((2 * p * q + c1) * (2 * cov + c2)) / ((p * p + q * q + c1) * (varP + varQ + c2));
      windows++;
    }
  }
  return sum / windows;
}
