import type { Baseline } from './attribution';
import { baselineRow, baselineRows } from './baseline';
import { isLive } from './groups';
import { scoresAtObjects, sweep, type Problem } from './sweep';

/** What the score loses when places take the numbers of a baseline. */
export interface Ablation {
  /** f(x) - f(x with the places of a cell from the baseline), [count, cells]; 0 for cells of padding. */
  drop: Float64Array;
  /** f(x), [count]. */
  scores: Float64Array;
}

/**
 * Asks for the score with each cell of places in turn taken from the baseline; the mean over several rows of a baseline.
 * Padding keeps its numbers, and a cell of nothing but padding is not asked about.
 * @param cells places within a flattened object; they may overlap
 */
export async function ablate(
  problem: Problem,
  baseline: Baseline,
  cells: readonly (readonly number[])[]
): Promise<Ablation> {
  const { objects } = problem;
  const { count, width, x } = objects;
  const rows = baselineRows(objects, baseline);
  const scores = await scoresAtObjects(problem);
  const drop = new Float64Array(count * cells.length);
  const asked = askedPairs(problem, cells);
  await sweep(problem, {
    total: asked.length * rows,
    point: (k, into) => {
      const pair = asked[Math.floor(k / rows)];
      const s = Math.floor(pair / cells.length);
      const from = baselineRow(objects, baseline, s, k % rows);
      into.set(x.subarray(s * width, (s + 1) * width) as Float64Array);
      for (const i of cells[pair % cells.length]) into[i] = from(i);
      return s;
    },
    value: (k, score, s) => (drop[asked[Math.floor(k / rows)]] += (scores[s] - score) / rows)
  });
  return { drop, scores };
}

/** Object and cell of each question, as object x cells + cell. */
function askedPairs({ objects }: Problem, cells: readonly (readonly number[])[]): Uint32Array {
  const pairs: number[] = [];
  for (let s = 0; s < objects.count; s++) {
    cells.forEach((cell, c) => {
      if (isLive(objects, s, cell)) pairs.push(s * cells.length + c);
    });
  }
  return Uint32Array.from(pairs);
}
