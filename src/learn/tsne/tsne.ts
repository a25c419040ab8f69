import { checkAborted, interruptSignal, pauses, Random } from '../../math';
import { checkTable, type FeatureTable } from '../featureTable';
import { fitPca, transformPca } from '../pca';
import { rowMatrix } from '../rowMatrix';
import { affinitiesOf, type Affinities } from './affinities';
import { Quadtree } from './quadtree';

/** A map of the rows in a plane. */
export interface TsneMap {
  /** [rows x 2] */
  points: Float64Array;
  /** Kullback-Leibler divergence of the neighbours in the map from those in the table (nats): lower is a truer map. */
  divergence: number;
  steps: number;
}

export interface TsneOptions {
  /** About the number of neighbours that count; default 30, less than a third of the rows. */
  perplexity?: number;
  /** `pca` (default) lays the rows out along their first two components, `random` draws them. */
  start?: 'pca' | 'random';
  /** By what attraction is stronger in the first 250 steps; default 12. */
  earlyExaggeration?: number;
  /** Default rows / earlyExaggeration / 4, at least 50. */
  learningRate?: number;
  /** Accuracy of far forces: 0 is exact, larger is faster; default .5. */
  theta?: number;
  /** Default 1000, the first 250 of which exaggerate. */
  steps?: number;
  /** Of a random start; default 1. */
  seed?: number;
  signal?: AbortSignal;
  /** Called every 50 steps. */
  onProgress?: (step: number, steps: number, divergence: number) => void;
}

const EARLY = 250;
const EVERY = 50;
const PATIENCE = 300;
/** Steps stop where the slope is shorter than this. */
const LEAST_SLOPE = 1e-7;

/**
 * t-SNE (van der Maaten & Hinton 2008) with Barnes and Hut's sums (van der Maaten 2014): rows that are neighbours in the
 * table are neighbours in the map. Distances between groups, their sizes and their densities mean nothing.
 * @throws RangeError where a value is missing or the perplexity is too large for the rows
 */
export async function tsne(table: FeatureTable, options: TsneOptions = {}): Promise<TsneMap> {
  checkTable('tsne', table);
  const { rows } = table;
  const { perplexity = 30, steps = 1000, earlyExaggeration = 12, theta = 0.5, signal, onProgress } = options;
  checkOptions({ perplexity, steps, earlyExaggeration, theta }, rows);
  const breathe = pauses();
  const turn = async () => {
    checkAborted('tsne', signal, interruptSignal());
    await breathe();
  };
  const affinities = await affinitiesOf(rowMatrix(table), table.columns.length, perplexity, turn);
  const descent = new Descent(
    await startOf(table, options),
    affinities,
    theta,
    options.learningRate ?? Math.max(rows / earlyExaggeration / 4, 50)
  );
  let divergence = Infinity;
  let best = Infinity;
  let bestStep = 0;
  let step = 0;
  while (step < steps) {
    await turn();
    const early = step < EARLY;
    if (step === EARLY) {
      descent.rest();
      [best, bestStep] = [Infinity, step];
    }
    const slope = descent.step(early ? earlyExaggeration : 1, early ? 0.5 : 0.8);
    step++;
    if (step % EVERY !== 0 && step !== steps) continue;
    divergence = descent.divergence();
    onProgress?.(step, steps, divergence);
    if (divergence < best) [best, bestStep] = [divergence, step];
    if (!early && (step - bestStep > PATIENCE || slope <= LEAST_SLOPE)) break;
  }
  return { points: descent.y, divergence, steps: step };
}

function checkOptions(
  { perplexity, steps, earlyExaggeration, theta }: Record<string, number>,
  rows: number
): void {
  if (!(perplexity >= 1 && perplexity < rows)) {
    throw new RangeError(
      `tsne: perplexity is ${perplexity} for ${rows} rows; expected 1 or more and less than the rows.`
    );
  }
  if (!(Number.isInteger(steps) && steps >= 1)) {
    throw new RangeError(`tsne: steps is ${steps}; expected a whole number of at least 1.`);
  }
  if (!(earlyExaggeration >= 1 && theta >= 0 && theta <= 1)) {
    throw new RangeError(
      `tsne: earlyExaggeration is ${earlyExaggeration} and theta ${theta}; expected at least 1, and 0 to 1.`
    );
  }
}

/** Places so close together that the start decides only which way they part. */
async function startOf(table: FeatureTable, { start = 'pca', seed = 1 }: TsneOptions): Promise<Float64Array> {
  if (start === 'random' || table.columns.length < 2) {
    const random = new Random(seed);
    return Float64Array.from({ length: 2 * table.rows }, () => 1e-4 * random.normal());
  }
  const model = await fitPca(table, { components: 2 });
  const sd = Math.sqrt((model.variance[0] * (table.rows - 1)) / table.rows) || 1;
  return transformPca(model, table).map(v => (1e-4 * v) / sd);
}

/** Steps down the slope of the divergence, with momentum and a gain for each number (Jacobs 1988). */
class Descent {
  private readonly tree: Quadtree;
  private readonly slope: Float64Array;
  private readonly force: Float64Array;
  private readonly update: Float64Array;
  private readonly gains: Float64Array;
  private total = 1;

  constructor(
    readonly y: Float64Array,
    private readonly affinities: Affinities,
    private readonly theta: number,
    private readonly rate: number
  ) {
    this.tree = new Quadtree(y.length / 2);
    this.slope = new Float64Array(y.length);
    this.force = new Float64Array(y.length);
    this.update = new Float64Array(y.length);
    this.gains = new Float64Array(y.length).fill(1);
  }

  /** Forgets momentum and gains. */
  rest(): void {
    this.update.fill(0);
    this.gains.fill(1);
  }

  /** One step. @returns length of the slope */
  step(exaggeration: number, momentum: number): number {
    const { y, slope, force, update, gains, rate } = this;
    force.fill(0);
    this.tree.build(y);
    this.total = this.tree.repel(this.theta, force);
    this.attract(exaggeration);
    let square = 0;
    for (let j = 0; j < y.length; j++) {
      const g = 4 * (slope[j] - force[j] / this.total);
      square += g * g;
      gains[j] = update[j] * g < 0 ? gains[j] + 0.2 : Math.max(0.01, gains[j] * 0.8);
      update[j] = momentum * update[j] - rate * gains[j] * g;
      y[j] += update[j];
    }
    return Math.sqrt(square);
  }

  private attract(exaggeration: number): void {
    const { y, slope } = this;
    const { start, neighbour, p } = this.affinities;
    for (let i = 0; i + 1 < start.length; i++) {
      const x = y[2 * i];
      const z = y[2 * i + 1];
      let fx = 0;
      let fz = 0;
      for (let e = start[i]; e < start[i + 1]; e++) {
        const j = 2 * neighbour[e];
        const dx = x - y[j];
        const dz = z - y[j + 1];
        const pull = p[e] / (1 + dx * dx + dz * dz);
        fx += pull * dx;
        fz += pull * dz;
      }
      slope[2 * i] = exaggeration * fx;
      slope[2 * i + 1] = exaggeration * fz;
    }
  }

  /** Sum of p ln(p / q) at the present places. */
  divergence(): number {
    const { y } = this;
    const { start, neighbour, p } = this.affinities;
    this.tree.build(y);
    const total = this.tree.repel(this.theta, new Float64Array(y.length));
    let sum = 0;
    for (let i = 0; i + 1 < start.length; i++) {
      for (let e = start[i]; e < start[i + 1]; e++) {
        if (p[e] === 0) continue;
        const j = neighbour[e];
        const square = (y[2 * i] - y[2 * j]) ** 2 + (y[2 * i + 1] - y[2 * j + 1]) ** 2;
        sum += p[e] * Math.log(p[e] * (1 + square) * total);
      }
    }
    return sum;
  }
}
