import { checkAborted, interruptSignal, pauses, Random } from '../math';
import { checkNames, checkTable, type FeatureTable } from './featureTable';
import { lloyd, seedCentres } from './lloyd';
import { columnMeans, rowMatrix } from './rowMatrix';

/** Clusters around their means; plain data. */
export interface KMeansModel {
  kind: 'kMeans';
  names: string[];
  /** [cluster][column] */
  centres: number[][];
  /** Cluster of each row of the fit. */
  labels: number[];
  /** Sum of squared distances of the rows from their centres. */
  inertia: number;
  /** Steps of the best start. */
  steps: number;
}

export interface KMeansOptions {
  clusters: number;
  /** Starts, of which the best is kept; default 10. */
  starts?: number;
  /** Of each start; default 300. */
  maxSteps?: number;
  /** Stops where the squared moves of the centres add up to less than this x the mean variance of the columns; default 1e-4. */
  tolerance?: number;
  /** Default 1. */
  seed?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, starts: number) => void;
}

/**
 * k-means from several starts, each drawn far apart (greedy k-means++: Arthur & Vassilvitskii 2007). Steps are Lloyd's, with
 * Hamerly's bounds (2010) to spare distances that cannot matter: they change nothing but the time.
 * @throws RangeError where a value is missing or there are fewer distinct rows than clusters
 */
export async function kMeans(table: FeatureTable, options: KMeansOptions): Promise<KMeansModel> {
  const { clusters, starts = 10, maxSteps = 300, tolerance = 1e-4, seed = 1, signal, onProgress } = options;
  checkTable('kMeans', table);
  for (const [name, value, high] of [
    ['clusters', clusters, table.rows],
    ['starts', starts, Infinity],
    ['maxSteps', maxSteps, Infinity]
  ] as const) {
    if (Number.isInteger(value) && value >= 1 && value <= high) continue;
    throw new RangeError(
      `kMeans: ${name} is ${value}; expected a whole number from 1 on${high < Infinity ? ` to ${high}, the rows` : ''}.`
    );
  }
  const { x, centre, variance } = centred(table);
  const width = table.columns.length;
  const random = new Random(seed);
  const breathe = pauses();
  let best: ReturnType<typeof lloyd> | null = null;
  for (let start = 0; start < starts; start++) {
    checkAborted('kMeans', signal, interruptSignal());
    const run = lloyd(x, width, seedCentres(x, width, clusters, random), {
      maxSteps,
      tolerance: tolerance * variance
    });
    if (!best || run.inertia < best.inertia) best = run;
    onProgress?.(start + 1, starts);
    await breathe();
  }
  const { centres, labels, inertia, steps } = best!;
  return {
    kind: 'kMeans',
    names: [...table.names],
    centres: Array.from({ length: clusters }, (_, k) => centre.map((c, j) => centres[k * width + j] + c)),
    labels: Array.from(labels),
    inertia,
    steps
  };
}

/** Rows about their mean, where squares lose no digits. */
function centred(table: FeatureTable) {
  const x = rowMatrix(table);
  const width = table.columns.length;
  const centre = columnMeans(table);
  let square = 0;
  for (let j = 0; j < x.length; j++) {
    x[j] -= centre[j % width];
    square += x[j] * x[j];
  }
  return { x, centre, variance: square / x.length };
}

/** Nearest cluster of each row. */
export function predictKMeans(model: KMeansModel, table: FeatureTable): Uint32Array {
  checkTable('predictKMeans', table);
  checkNames('predictKMeans', table, model.names);
  return Uint32Array.from({ length: table.rows }, (_, i) => {
    let [best, least] = [0, Infinity];
    model.centres.forEach((centre, k) => {
      const square = centre.reduce((sum, v, c) => sum + (table.columns[c][i] - v) ** 2, 0);
      if (square < least) [best, least] = [k, square];
    });
    return best;
  });
}
