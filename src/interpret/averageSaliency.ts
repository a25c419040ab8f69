import { bootstrapOverGroups, type BootstrapOptions } from '../math';
import { rowCount, type SetLayout } from '../models';
import { checkRows, setOfRows } from './setLayout';

type Numbers = ArrayLike<number>;
type Interval = [number, number] | null;

/** Average saliency of one feature over rows and samples. */
export interface FeatureSaliency {
  feature: string;
  /** Mean of |d prediction / d x|. */
  size: number;
  sizeInterval: Interval;
  /** Mean of d prediction / d x, with its sign. */
  signed: number;
  signedInterval: Interval;
}

/**
 * Which features matter: mean absolute and mean signed gradient of each, over all rows, with intervals from a bootstrap
 * over samples (rows of one sample share its prediction). It cannot see the number of rows, which has no gradient.
 * @param gradient [rows x features], row by row, in prediction per standard deviation of the feature, as from `sigma8Gradient`
 * @param features names, in order
 * @param options draws (default 300), level, seed; fewer than three samples give no interval
 * @throws RangeError where there are no rows, or a gradient is not finite
 */
export function averageSaliency(
  gradient: Numbers,
  sets: SetLayout,
  features: readonly string[],
  { draws = 300, ...rest }: BootstrapOptions = {}
): FeatureSaliency[] {
  const rows = rowCount(sets, 'averageSaliency');
  if (rows === 0) throw new RangeError('averageSaliency: the sets hold no rows; expected at least one.');
  const width = features.length;
  checkGradient('averageSaliency', gradient, rows, width);
  const owner = setOfRows(sets);
  const sizes = Float64Array.from({ length: sets.count }, (_, s) => sets.starts[s + 1] - sets.starts[s]);
  return features.map((feature, f) => {
    const [absolute, signed] = [Math.abs, (v: number) => v].map(of => {
      const sums = new Float64Array(sets.count);
      for (let row = 0; row < rows; row++) sums[owner[row]] += of(gradient[row * width + f]);
      return meanBySample(sums, sizes, { draws, ...rest });
    });
    return {
      feature,
      size: absolute.mean as number,
      sizeInterval: absolute.interval,
      signed: signed.mean as number,
      signedInterval: signed.interval
    };
  });
}

/** Average saliency of the clusters of one panel in one bin of mass. */
export interface SaliencyBin {
  panel: number;
  /** Edges and middle of the bin, ln M. */
  low: number;
  high: number;
  centre: number;
  /** Clusters in it. */
  n: number;
  /** Mean gradient of each feature; null where n is 0. */
  features: Float64Array | null;
  /** Mean over clusters of g_i, the sum of the gradients of the chosen features; null where n is 0. */
  perCluster: number | null;
  /** Its interval from a bootstrap over samples; null where fewer than three samples reach the bin. */
  interval: Interval;
}

/** What {@link binSaliency} takes. */
export interface BinSaliencyOptions extends BootstrapOptions {
  /** Features per row. */
  width: number;
  /** Edges of the bins in ln M, rising; a bin holds its lower edge. */
  edges: Numbers;
  /** Features that g_i sums; default all. */
  columns?: readonly number[];
  /** Panel (slice of sigma_8, arm, survey) of each set, from 0; default all in panel 0. */
  panels?: Numbers;
}

/**
 * Which clusters matter: gradients averaged *per cluster* in bins of mass. Never summed: a sum peaks where clusters are
 * most frequent, for any model.
 * @param gradient [rows x width], as for {@link averageSaliency}
 * @param lnMass one a row
 * @returns panel after panel, bin after bin; clusters outside the edges are in none
 * @throws RangeError where columns, edges or panels make no sense
 */
export function binSaliency(
  gradient: Numbers,
  sets: SetLayout,
  lnMass: Numbers,
  { width, edges, columns, panels, draws = 300, ...rest }: BinSaliencyOptions
): SaliencyBin[] {
  const rows = rowCount(sets, 'binSaliency');
  checkGradient('binSaliency', gradient, rows, width);
  checkRows('binSaliency', 'lnMass', lnMass.length, rows);
  const chosen = columns ?? Array.from({ length: width }, (_, f) => f);
  checkBins({ width, edges, columns: chosen, panels }, sets.count);
  const binOf = new Int32Array(rows);
  for (let row = 0; row < rows; row++) binOf[row] = findBin(edges, lnMass[row]);
  const panelOf = panels ?? new Uint8Array(sets.count);
  const out: SaliencyBin[] = [];
  const lastPanel = Array.from(panelOf).reduce((a, b) => Math.max(a, b), 0);
  for (let panel = 0; panel <= lastPanel; panel++) {
    const members = Array.from({ length: sets.count }, (_, s) => s).filter(s => panelOf[s] === panel);
    for (let bin = 0; bin < edges.length - 1; bin++) {
      const sum = sumBin(gradient, sets, members, width, chosen, row => binOf[row] === bin);
      const { mean, interval } = meanBySample(sum.perSample, sum.counts, { draws, ...rest });
      out.push({
        panel,
        low: edges[bin],
        high: edges[bin + 1],
        centre: (edges[bin] + edges[bin + 1]) / 2,
        n: sum.n,
        features: sum.n === 0 ? null : sum.features.map(v => v / sum.n),
        perCluster: mean,
        interval
      });
    }
  }
  return out;
}

function sumBin(
  gradient: Numbers,
  { starts }: SetLayout,
  members: number[],
  width: number,
  columns: readonly number[],
  inside: (row: number) => boolean
) {
  const features = new Float64Array(width);
  const perSample = new Float64Array(members.length);
  const counts = new Float64Array(members.length);
  members.forEach((s, k) => {
    for (let row = starts[s]; row < starts[s + 1]; row++) {
      if (!inside(row)) continue;
      counts[k]++;
      for (let f = 0; f < width; f++) features[f] += gradient[row * width + f];
      for (const f of columns) perSample[k] += gradient[row * width + f];
    }
  });
  return { features, perSample, counts, n: counts.reduce((a, b) => a + b, 0) };
}

/** Sum over count, and its interval over the samples that have any; the mean is null where none has. */
function meanBySample(
  sums: Float64Array,
  counts: Float64Array,
  bootstrap: BootstrapOptions
): { mean: number | null; interval: Interval } {
  const used = Array.from(sums.keys()).filter(s => counts[s] > 0);
  const ratio = (times: (k: number) => number) => {
    let [sum, n] = [0, 0];
    used.forEach((s, k) => {
      sum += times(k) * sums[s];
      n += times(k) * counts[s];
    });
    return n === 0 ? null : sum / n;
  };
  return {
    mean: ratio(() => 1),
    interval: bootstrapOverGroups(used, drawn => ratio(k => drawn[k]), bootstrap)
  };
}

/** Bin that holds a value; -1 where none does. */
function findBin(edges: Numbers, value: number): number {
  for (let bin = 0; bin < edges.length - 1; bin++)
    if (value >= edges[bin] && value < edges[bin + 1]) return bin;
  return -1;
}

function checkGradient(what: string, gradient: Numbers, rows: number, width: number): void {
  if (gradient.length !== rows * width) {
    throw new RangeError(
      `${what}: gradient has ${gradient.length} numbers; expected ${rows} rows x ${width} features.`
    );
  }
  for (let i = 0; i < gradient.length; i++) {
    if (!Number.isFinite(gradient[i])) {
      throw new RangeError(
        `${what}: the gradient of row ${Math.floor(i / width)}, feature ${i % width}, is ${gradient[i]}; expected numbers.`
      );
    }
  }
}

function checkBins(
  {
    width,
    edges,
    columns,
    panels
  }: Pick<BinSaliencyOptions, 'width' | 'edges' | 'panels'> & {
    columns: readonly number[];
  },
  sets: number
): void {
  const rising = Array.from(edges).every((edge, i) => i === 0 || edge > edges[i - 1]);
  if (edges.length < 2 || !rising) {
    throw new RangeError(
      `binSaliency: edges are ${Array.from(edges).join(', ') || 'none'}; expected at least two, rising.`
    );
  }
  const strange = columns.find(f => !(Number.isInteger(f) && f >= 0 && f < width));
  if (columns.length === 0 || strange !== undefined) {
    throw new RangeError(
      `binSaliency: columns holds ${strange ?? 'nothing'}; expected features from 0 to ${width - 1}.`
    );
  }
  const whole = panels === undefined || Array.from(panels).every(p => Number.isInteger(p) && p >= 0);
  if (panels !== undefined && (panels.length !== sets || !whole)) {
    throw new RangeError(
      `binSaliency: panels has ${panels.length} entries; expected a whole number from 0 for each of ${sets} sets.`
    );
  }
}
