import { lowerBound } from '../math';

type Numbers = ArrayLike<number>;

/** Inner edges of bins with about equal numbers of rows: between two rows, so that none lies on an edge. */
export function equalEdges(values: Numbers, bins: number): Float64Array {
  const sorted = Float64Array.from(values).sort();
  return Float64Array.from({ length: bins - 1 }, (_, i) => {
    const above = Math.floor(((i + 1) * sorted.length) / bins);
    return (sorted[Math.max(0, above - 1)] + sorted[above]) / 2;
  });
}

/** Rows in each bin between inner edges. */
export function rowsInBins(values: Numbers, edges: Float64Array): number[][] {
  const members = Array.from({ length: edges.length + 1 }, (): number[] => []);
  for (let row = 0; row < values.length; row++) members[lowerBound(edges, values[row])].push(row);
  return members;
}

/**
 * Rows of two domains so that each bin of a quantity holds as many of both; of the larger side rows are taken evenly spaced.
 * Empty where no bin holds rows of both.
 * @param bins with about equal numbers of the rows of both together
 */
export function matchRows(home: Numbers, away: Numbers, bins: number): [home: number[], away: number[]] {
  const edges = equalEdges([...Array.from(home), ...Array.from(away)], bins);
  const members = [home, away].map(values => rowsInBins(values, edges));
  const chosen: [number[], number[]] = [[], []];
  for (let bin = 0; bin < bins; bin++) {
    const n = Math.min(members[0][bin].length, members[1][bin].length);
    members.forEach((domain, d) => {
      for (let k = 0; k < n; k++) chosen[d].push(domain[bin][Math.floor((k * domain[bin].length) / n)]);
    });
  }
  return chosen;
}
