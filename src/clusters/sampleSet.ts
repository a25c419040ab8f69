import { bocquet16, withSigma8 } from '../cosmology';
import { Random } from '../math';
import { cumulativeTable, type HaloBank } from './haloBank';
import { FEATURES, observe } from './observables';
import { meanLogLuminosity } from './scaling';
import { fieldOf, selection, type Survey } from './survey';

/**
 * Samples of clusters, one after the other without padding: sample s holds the rows `starts[s]` to `starts[s + 1]`, sorted
 * by temperature, the hottest first.
 */
export interface SampleSet {
  count: number;
  starts: Uint32Array;
  /** [rows, 21], see FEATURES. */
  features: Float32Array;
  /** ln of the true mass (Msun/h) of each row. */
  lnMass: Float32Array;
  /** ln L (erg/s) of each row; not a feature. */
  lnL: Float32Array;
  coolCore: Float32Array;
  /** Halo of the bank that lent its scatter. */
  haloIds: Uint32Array;
  /** Truth of each sample. */
  sigma8: Float32Array;
  lnB: Float32Array;
  lnMassBias: Float32Array;
}

/** What {@link drawSamples} takes. */
export interface SampleOptions {
  count: number;
  seed: number;
  /** Range of sigma_8; default .7 to .9. */
  sigma8?: [number, number];
  /** Range of b_L0; default .8 to 1.2. */
  b?: [number, number];
  /** Range of ln b_M; default 0 to 0. */
  lnMassBias?: [number, number];
  signal?: AbortSignal;
  onProgress?: (done: number, count: number) => void;
}

/** Haloes of nearly the same mass among which one is chosen. */
const NEIGHBOURS = 20;

/**
 * Many universes from one simulation. For each sample sigma_8 and b_L0 are drawn, the number of clusters is Poisson with
 * the expected number of the *theory* mass function, and masses follow it; each mass is then dressed with the scatters and
 * the profile of one of the 20 bank haloes nearest in mass, chosen with the chance that its luminosity is seen. So the
 * amplitude error of the one simulation does not enter.
 * @throws RangeError where the bank holds fewer haloes than 20 or an option makes no sense
 */
export function drawSamples(bank: HaloBank, survey: Survey, options: SampleOptions): SampleSet {
  const {
    count,
    seed,
    sigma8 = [0.7, 0.9],
    b = [0.8, 1.2],
    lnMassBias = [0, 0],
    signal,
    onProgress
  } = options;
  if (bank.lnMass.length < NEIGHBOURS) {
    throw new RangeError(
      `drawSamples: the bank holds ${bank.lnMass.length} haloes; expected at least ${NEIGHBOURS}. Draw a larger box.`
    );
  }
  if (!(count > 0) || !(sigma8[0] > 0) || !(b[0] > 0)) {
    throw new RangeError(
      `drawSamples: count ${count}, sigma8 from ${sigma8[0]}, b from ${b[0]}; expected all above 0.`
    );
  }
  const random = new Random(seed);
  const rows = new Rows();
  const set = {
    count,
    starts: new Uint32Array(count + 1),
    sigma8: new Float32Array(count),
    lnB: new Float32Array(count),
    lnMassBias: new Float32Array(count)
  };
  for (let s = 0; s < count; s++) {
    if (signal?.aborted) throw new DOMException('Drawing samples was stopped.', 'AbortError');
    const truth = {
      sigma8: random.uniform(...sigma8),
      b: random.uniform(...b),
      lnMassBias: random.uniform(...lnMassBias)
    };
    drawSample(bank, survey, truth, random, rows);
    set.starts[s + 1] = rows.count;
    set.sigma8[s] = truth.sigma8;
    set.lnB[s] = Math.log(truth.b);
    set.lnMassBias[s] = truth.lnMassBias;
    if (onProgress && s % 100 === 99) onProgress(s + 1, count);
  }
  return { ...set, ...rows.finish() };
}

function drawSample(
  bank: HaloBank,
  survey: Survey,
  truth: { sigma8: number; b: number; lnMassBias: number },
  random: Random,
  rows: Rows
): void {
  const n = bocquet16(withSigma8(fieldOf(survey.cosmology), truth.sigma8));
  const table = cumulativeTable(lnM => {
    const mass = Math.exp(lnM);
    return survey.volume * n(mass, survey.z) * selection(mass, survey, truth.b);
  }, Math.log(survey.leastMass));
  const count = random.poisson(table.total);
  const first = rows.reserve(count);
  const lnTransition = Math.log(truth.b * survey.transition);
  for (let i = 0; i < count; i++) {
    const lnMass = table.invert(random.uniform());
    const mu = meanLogLuminosity(Math.exp(lnMass), survey.cosmology, survey.z, survey.relation);
    const halo = dress(bank, lnMass, mu - lnTransition, survey.relation.scatter, random);
    const row = first + i;
    rows.lnMass[row] = lnMass;
    rows.lnL[row] = mu + survey.relation.scatter * bank.uL[halo];
    rows.coolCore[row] = bank.coolCore[halo];
    rows.haloIds[row] = bank.ids[halo];
    observe(
      bank,
      halo,
      lnMass,
      { ...survey, lnMassBias: truth.lnMassBias },
      random,
      rows.features,
      row * FEATURES.length
    );
  }
  rows.sortByTemperature(first, count);
}

const weights = new Float64Array(NEIGHBOURS);

/** One of the haloes nearest in mass, with the chance that its luminosity is seen. @param above mean ln(L / b L_0) */
function dress(bank: HaloBank, lnMass: number, above: number, scatter: number, random: Random): number {
  const { lnMass: sorted, uL } = bank;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < lnMass) low = middle + 1;
    else high = middle;
  }
  const from = Math.min(Math.max(low - NEIGHBOURS / 2, 0), sorted.length - NEIGHBOURS);
  let sum = 0;
  for (let k = 0; k < NEIGHBOURS; k++) {
    const excess = above + scatter * uL[from + k];
    sum += weights[k] = excess >= 0 ? 1 : Math.exp(1.5 * excess);
  }
  let target = random.uniform() * sum;
  for (let k = 0; k < NEIGHBOURS - 1; k++) {
    target -= weights[k];
    if (target < 0) return from + k;
  }
  return from + NEIGHBOURS - 1;
}

/** Growing columns of rows. */
class Rows {
  count = 0;
  features = new Float32Array(1024 * FEATURES.length);
  lnMass = new Float32Array(1024);
  lnL = new Float32Array(1024);
  coolCore = new Float32Array(1024);
  haloIds = new Uint32Array(1024);

  /** Makes room for more rows. @returns the first of them */
  reserve(more: number): number {
    const first = this.count;
    this.count += more;
    if (this.count > this.lnMass.length)
      this.resize(Math.max(this.count, Math.ceil(1.5 * this.lnMass.length)));
    return first;
  }

  private resize(rows: number): void {
    const grow = <A extends Float32Array | Uint32Array>(old: A, length: number): A => {
      const larger = new (old.constructor as new (n: number) => A)(length);
      larger.set(old.subarray(0, Math.min(old.length, length)) as never);
      return larger;
    };
    this.features = grow(this.features, rows * FEATURES.length);
    this.lnMass = grow(this.lnMass, rows);
    this.lnL = grow(this.lnL, rows);
    this.coolCore = grow(this.coolCore, rows);
    this.haloIds = grow(this.haloIds, rows);
  }

  /** Sorts rows by their first feature, ln T, the hottest first: an observable, never the true mass. */
  sortByTemperature(first: number, count: number): void {
    const width = FEATURES.length;
    const order = Array.from({ length: count }, (_, i) => first + i).sort(
      (a, b) => this.features[b * width] - this.features[a * width]
    );
    const features = new Float32Array(count * width);
    order.forEach((row, i) =>
      features.set(this.features.subarray(row * width, (row + 1) * width), i * width)
    );
    this.features.set(features, first * width);
    for (const column of [this.lnMass, this.lnL, this.coolCore, this.haloIds]) {
      const sorted = order.map(row => column[row]);
      column.set(sorted, first);
    }
  }

  finish(): Pick<SampleSet, 'features' | 'lnMass' | 'lnL' | 'coolCore' | 'haloIds'> {
    this.resize(this.count);
    const { features, lnMass, lnL, coolCore, haloIds } = this;
    return { features, lnMass, lnL, coolCore, haloIds };
  }
}
