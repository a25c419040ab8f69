/** Finding the strategies of a model by clustering its maps (SpRAy), and what they go together with. */
import type { Matrix } from 'ml-matrix';
import { featureTable, kMeans } from '../../learn';
import { Random, ranks } from '../../math';
import { ExplanationError } from '../adapter';
import type { Attribution } from '../attribution';
import { gridOfShape, sumChannels, type Grid } from './grid';

export interface StrategyOptions {
  /** Neighbours of each map in the graph; default 10. */
  neighbours?: number;
  /** Side that maps are sampled down to; default 16 for images, 64 for curves. */
  side?: number;
  /**
   * What of a map is compared: `ranks` of its points (default), so that no single point counts for much; or `shares` of the
   * map's summed size, so that a few strong points do: what a small mark needs.
   */
  weigh?: 'ranks' | 'shares';
  /** Clusters; default by the largest gap between the eigenvalues. */
  clusters?: number;
  /** Eigenvalues that are looked at; default 10. */
  eigenvalues?: number;
  /** Default 1. */
  seed?: number;
}

/** Groups of maps that look alike. */
export interface Strategies {
  /** Cluster of each object, from 0, the largest first. */
  labels: Uint32Array;
  clusters: number;
  /** Smallest eigenvalues of the graph's Laplacian, rising: as many near 0 as there are separate strategies. */
  eigenvalues: Float64Array;
  /** Coordinates of each object in the space of the eigenvectors, [count, clusters]. */
  embedding: Float64Array;
}

/**
 * Spectral clustering of relevance maps (Lapuschkin et al. 2019, 10.1038/s41467-019-08987-4): channels summed, each map
 * ranked, sampled down, joined to its nearest neighbours, and the normalised Laplacian's smallest eigenvectors clustered.
 * Cost: eigenvectors of a [count, count] matrix, 1 s for 400 maps.
 * @param attribution of objects of one class with one input, a curve or an image
 * @throws ExplanationError for fewer maps than neighbours or several inputs
 */
export async function findStrategies(
  attribution: Attribution,
  { neighbours = 10, side, weigh = 'ranks', clusters, eigenvalues = 10, seed = 1 }: StrategyOptions = {}
): Promise<Strategies> {
  const names = Object.keys(attribution.inputs);
  const count = attribution.ids.length;
  if (names.length !== 1) {
    throw new ExplanationError(`findStrategies: the maps have ${names.length} inputs; give those of one.`);
  }
  if (count <= neighbours + 1) {
    throw new ExplanationError(
      `findStrategies: ${count} maps and ${neighbours} neighbours; expected at least ${neighbours + 2} maps. Give more objects or fewer neighbours.`
    );
  }
  const { values, shape, axes } = attribution.inputs[names[0]];
  const grid = gridOfShape(shape, axes, 'findStrategies');
  const features = Array.from({ length: count }, (_, s) =>
    describeMap(
      values.subarray(s * (values.length / count), (s + 1) * (values.length / count)),
      grid,
      weigh,
      side
    )
  );
  const { vectors, found } = await smallestEigenvectors(
    neighbourGraph(features, neighbours),
    Math.min(eigenvalues, count - 1)
  );
  const number = clusters ?? widestGap(found);
  const embedding = Array.from({ length: count }, (_, s) => {
    const row = Array.from({ length: number }, (__, k) => vectors.get(s, k));
    const size = Math.hypot(...row);
    return size > 0 ? row.map(v => v / size) : row;
  });
  const places = Object.fromEntries(
    Array.from({ length: number }, (_, k) => [String(k), Float64Array.from(embedding, row => row[k])])
  );
  const { labels } = await kMeans(featureTable(places), { clusters: number, seed });
  return {
    labels: largestFirst(labels, number),
    clusters: number,
    eigenvalues: Float64Array.from(found),
    embedding: Float64Array.from(embedding.flat())
  };
}

/** A map weighed and sampled down: ranks in [0, 1], or parts of its summed size with their signs. */
function describeMap(
  map: ArrayLike<number>,
  grid: Grid,
  weigh: 'ranks' | 'shares',
  side?: number
): Float64Array {
  const image = grid.space.length === 2;
  const [height, width] = image ? grid.space : [1, grid.space[0]];
  const summed = sumChannels(map, grid);
  const total = summed.reduce((sum, v) => sum + Math.abs(v), 0) || 1;
  const weighed = weigh === 'ranks' ? ranks(summed).map(r => r / grid.points) : summed.map(v => v / total);
  const to = side ?? (image ? 16 : 64);
  const [tall, wide] = [image ? Math.min(to, height) : 1, Math.min(to, width)];
  const out = new Float64Array(tall * wide);
  const hits = new Float64Array(tall * wide);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = Math.floor((y * tall) / height) * wide + Math.floor((x * wide) / width);
      out[at] += weighed[y * width + x];
      hits[at]++;
    }
  }
  return out.map((v, i) => v / hits[i]);
}

/** Symmetric graph: 1 where either is among the nearest of the other. */
function neighbourGraph(features: Float64Array[], neighbours: number): Float64Array[] {
  const n = features.length;
  const weights = features.map(() => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    const distances = features.map(other => other.reduce((sum, v, k) => sum + (v - features[i][k]) ** 2, 0));
    const nearest = Array.from({ length: n }, (_, j) => j)
      .filter(j => j !== i)
      .sort((a, b) => distances[a] - distances[b] || a - b);
    for (const j of nearest.slice(0, neighbours)) {
      weights[i][j] = 1;
      weights[j][i] = 1;
    }
  }
  return weights;
}

/** Loads its library when first asked: it takes 0.1 s that other cells need not wait for. */
async function smallestEigenvectors(
  weights: Float64Array[],
  wanted: number
): Promise<{ vectors: Matrix; found: number[] }> {
  const { EigenvalueDecomposition, Matrix } = await import('ml-matrix');
  const degrees = weights.map(row => Math.sqrt(row.reduce((a, b) => a + b, 0)));
  const laplacian = new Matrix(
    weights.map((row, i) => Array.from(row, (w, j) => (i === j ? 1 : 0) - w / (degrees[i] * degrees[j])))
  );
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(laplacian, {
    assumeSymmetric: true
  });
  const order = Array.from(realEigenvalues.keys())
    .sort((a, b) => realEigenvalues[a] - realEigenvalues[b])
    .slice(0, wanted);
  return {
    vectors: eigenvectorMatrix.subMatrixColumn(order),
    found: order.map(i => Math.max(0, realEigenvalues[i]))
  };
}

/** Number of eigenvalues before the widest gap. */
function widestGap(eigenvalues: number[]): number {
  let best = 1;
  for (let k = 1; k < eigenvalues.length; k++) {
    if (eigenvalues[k] - eigenvalues[k - 1] > eigenvalues[best] - eigenvalues[best - 1]) best = k;
  }
  return best;
}

function largestFirst(labels: number[], clusters: number): Uint32Array {
  const sizes = Array.from({ length: clusters }, (_, k) => labels.filter(label => label === k).length);
  const order = Array.from(sizes.keys()).sort((a, b) => sizes[b] - sizes[a] || a - b);
  return Uint32Array.from(labels, label => order.indexOf(label));
}

/** How strongly clusters go together with one thing that is known of the objects. */
export interface Association {
  field: string;
  /** Cramer's V for names, eta (root of the explained share of variance) for numbers; 0 none, 1 full. */
  strength: number;
  kind: 'cramerV' | 'eta';
  /** Share of permutations of the field with at least this strength. */
  p: number;
}

/**
 * Association of clusters with each nuisance field, by permutation. A strategy that follows a nuisance is a Clever Hans.
 * @param fields one value an object: names (strings) or numbers
 * @param options permutations (default 999), seed
 */
export function associateStrategies(
  labels: ArrayLike<number>,
  fields: Readonly<Record<string, ArrayLike<number> | readonly string[]>>,
  { permutations = 999, seed = 1 }: { permutations?: number; seed?: number } = {}
): Association[] {
  return Object.entries(fields).map(([field, values]) => {
    if (values.length !== labels.length) {
      throw new ExplanationError(
        `associateStrategies: "${field}" has ${values.length} values for ${labels.length} objects; give one an object.`
      );
    }
    const kind = typeof values[0] === 'string' ? ('cramerV' as const) : ('eta' as const);
    const strengthOf = (order: ArrayLike<number>) =>
      kind === 'cramerV'
        ? cramerV(
            labels,
            Array.from(order, i => values[i] as string)
          )
        : correlationRatio(
            labels,
            Float64Array.from(order, i => values[i] as number)
          );
    const random = new Random(seed);
    const strength = strengthOf(Uint32Array.from({ length: values.length }, (_, i) => i));
    let reached = 0;
    for (let draw = 0; draw < permutations; draw++) {
      if (strengthOf(random.permutation(values.length)) >= strength - 1e-12) reached++;
    }
    return { field, strength, kind, p: (reached + 1) / (permutations + 1) };
  });
}

function cramerV(labels: ArrayLike<number>, names: string[]): number {
  const rows = [...new Set(Array.from(labels))];
  const columns = [...new Set(names)];
  if (rows.length < 2 || columns.length < 2) return 0;
  const table = rows.map(() => new Float64Array(columns.length));
  names.forEach((name, i) => table[rows.indexOf(labels[i])][columns.indexOf(name)]++);
  const rowSums = table.map(row => row.reduce((a, b) => a + b, 0));
  const columnSums = columns.map((_, c) => table.reduce((sum, row) => sum + row[c], 0));
  let chi2 = 0;
  table.forEach((row, r) =>
    row.forEach((n, c) => {
      const expected = (rowSums[r] * columnSums[c]) / names.length;
      chi2 += (n - expected) ** 2 / expected;
    })
  );
  return Math.sqrt(chi2 / (names.length * Math.min(rows.length - 1, columns.length - 1)));
}

function correlationRatio(labels: ArrayLike<number>, values: Float64Array): number {
  const sums = new Map<number, { sum: number; n: number }>();
  values.forEach((v, i) => {
    const group = sums.get(labels[i]) ?? { sum: 0, n: 0 };
    sums.set(labels[i], { sum: group.sum + v, n: group.n + 1 });
  });
  const centre = values.reduce((a, b) => a + b, 0) / values.length;
  const total = values.reduce((sum, v) => sum + (v - centre) ** 2, 0);
  const between = [...sums.values()].reduce((sum, g) => sum + g.n * (g.sum / g.n - centre) ** 2, 0);
  return total > 0 ? Math.sqrt(between / total) : 0;
}
