import { bocquet16, withSigma8, type MassFunction, type MatterField } from '../cosmology';
import { lowerBound, Random } from '../math';
import { cumulativeTable, type HaloBank, type MassTable } from './haloBank';
import { FEATURES, observe } from './observables';
import { Rows, joinSamples, type SampleSet } from './sampleSet';
import { meanLogLuminosity, meanTemperature, TEMPERATURE_POWER } from './scaling';
import { fieldOf, selection, type Survey } from './survey';

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
  /**
   * What b_M is a factor on. `cluster` (default): all that is seen of a cluster is that of one heavier by b_M, so that only
   * numbers and selection can tell. `proxies`: temperature and gas masses alone; the shape of the profile at fixed radii
   * keeps the true r500 and gives b_M away (.030 where the limit is .045).
   */
  massBiasOf?: 'cluster' | 'proxies';
  /** Default Bocquet16 (500c, hydro). */
  massFunction?: (field: MatterField) => MassFunction;
  signal?: AbortSignal;
  onProgress?: (done: number, count: number) => void;
}

/** Haloes of nearly the same mass among which one is chosen. */
const NEIGHBOURS = 20;

/**
 * Many universes from one simulation. For each sample sigma_8 and b_L0 are drawn, the number of clusters is Poisson with
 * the expected number of the *theory* mass function, and masses follow it; each mass is then dressed with the scatters and
 * the profile of one of the 20 bank haloes nearest in mass, chosen with the chance that it is selected. So the amplitude
 * error of the one simulation does not enter. A bank smaller than the survey lends the same halo several times, also
 * within one sample: see `haloReuse`.
 * @throws RangeError where the bank holds fewer haloes than 20 or an option makes no sense
 */
export function drawSamples(bank: HaloBank, survey: Survey, options: SampleOptions): SampleSet {
  check(bank, survey, options);
  const { count, seed, signal, onProgress } = options;
  const random = new Random(seed);
  return drawShard(bank, survey, options, random, count, done => {
    stopIfAborted(signal);
    if (done % 100 === 0 && done > 0) onProgress?.(done, count);
  });
}

/**
 * The same samples in shards, so that as many can be drawn as fit nowhere at once; between shards the event loop runs.
 * Joined, they are what {@link drawSamples} draws with the same seed.
 * @param options shard, samples in each (default 100)
 */
export async function* sampleShards(
  bank: HaloBank,
  survey: Survey,
  { shard = 100, ...options }: SampleOptions & { shard?: number }
): AsyncGenerator<SampleSet> {
  check(bank, survey, options);
  if (!(shard >= 1)) throw new RangeError(`sampleShards: shard is ${shard}; expected at least 1.`);
  const { count, seed, signal, onProgress } = options;
  const random = new Random(seed);
  for (let start = 0; start < count; start += shard) {
    stopIfAborted(signal);
    const size = Math.min(shard, count - start);
    yield drawShard(bank, survey, options, random, size);
    onProgress?.(start + size, count);
    await new Promise(resolve => setTimeout(resolve));
  }
}

/** All shards of {@link sampleShards} in one set. */
export async function drawSamplesAsync(
  bank: HaloBank,
  survey: Survey,
  options: SampleOptions & { shard?: number }
): Promise<SampleSet> {
  const shards: SampleSet[] = [];
  for await (const shard of sampleShards(bank, survey, options)) shards.push(shard);
  return joinSamples(shards);
}

function stopIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) throw new DOMException('Drawing samples was stopped.', 'AbortError');
}

/** The ranges that truths are drawn from. */
const rangesOf = ({ sigma8 = [0.7, 0.9], b = [0.8, 1.2], lnMassBias = [0, 0] }: SampleOptions) => ({
  sigma8,
  b,
  lnMassBias
});

function check(bank: HaloBank, survey: Survey, options: SampleOptions): void {
  const cut = survey.selection && 'cut' in survey.selection ? survey.selection.cut : 1;
  if (!(cut > 0 && Number.isFinite(cut))) {
    throw new RangeError(
      `drawSamples: the cut of the survey is ${cut}; expected a positive number (keV or Msun/h).`
    );
  }
  if (bank.lnMass.length < NEIGHBOURS) {
    throw new RangeError(
      `drawSamples: the bank holds ${bank.lnMass.length} haloes; expected at least ${NEIGHBOURS}. Draw a larger box.`
    );
  }
  const { count } = options;
  const { sigma8, b, lnMassBias } = rangesOf(options);
  const rising = [sigma8, b, lnMassBias].every(([low, high]) => low <= high);
  if (!(count > 0) || !(sigma8[0] > 0) || !(b[0] > 0) || !rising) {
    throw new RangeError(
      `drawSamples: count ${count}, sigma8 [${sigma8}], b [${b}], lnMassBias [${lnMassBias}]; expected a count, sigma8 and b above 0, and ranges that rise.`
    );
  }
}

function drawShard(
  bank: HaloBank,
  survey: Survey,
  options: SampleOptions,
  random: Random,
  count: number,
  onSample?: (done: number) => void
): SampleSet {
  const { sigma8, b, lnMassBias } = rangesOf(options);
  const { massFunction = bocquet16, massBiasOf = 'cluster' } = options;
  const rows = new Rows();
  const set = {
    count,
    starts: new Uint32Array(count + 1),
    sigma8: new Float32Array(count),
    lnB: new Float32Array(count),
    lnMassBias: new Float32Array(count)
  };
  for (let s = 0; s < count; s++) {
    onSample?.(s);
    const truth = {
      sigma8: random.uniform(...sigma8),
      b: random.uniform(...b),
      lnMassBias: random.uniform(...lnMassBias)
    };
    drawSample({ bank, survey, truth, massBiasOf, random, rows }, massFunction);
    set.starts[s + 1] = rows.count;
    set.sigma8[s] = truth.sigma8;
    set.lnB[s] = Math.log(truth.b);
    set.lnMassBias[s] = truth.lnMassBias;
  }
  onSample?.(count);
  return { ...set, ...rows.finish() };
}

/** One sample that is being drawn. */
interface Draw {
  bank: HaloBank;
  survey: Survey;
  truth: { sigma8: number; b: number; lnMassBias: number };
  massBiasOf: 'cluster' | 'proxies';
  random: Random;
  rows: Rows;
}

function drawSample(draw: Draw, massFunction: (field: MatterField) => MassFunction): void {
  const { survey, truth, rows } = draw;
  const n = massFunction(withSigma8(fieldOf(survey.cosmology), truth.sigma8));
  const byTransition = (survey.selection?.by ?? 'transition') === 'transition';
  const table = cumulativeTable(
    lnM => {
      const mass = Math.exp(lnM);
      const seen = byTransition ? selection(mass, survey, truth.b) : 1;
      return survey.volume * n(mass, survey.z) * seen;
    },
    byTransition ? Math.log(survey.leastMass) : lowestLogMass(draw)
  );
  const before = rows.count;
  if (byTransition) drawWeighted(draw, table);
  else drawRejected(draw, table);
  rows.sortByTemperature(before, rows.count - before);
}

/** Masses of the selected clusters, each dressed by a halo chosen with the chance that its luminosity is seen. */
function drawWeighted(draw: Draw, table: MassTable): void {
  const { bank, survey, truth, random, rows } = draw;
  const count = random.poisson(table.total);
  const first = rows.reserve(count);
  const lnTransition = Math.log(truth.b * survey.transition);
  for (let i = 0; i < count; i++) {
    const lnMass = table.invert(random.uniform());
    const mu = meanLogLuminosity(Math.exp(lnMass), survey.cosmology, survey.z, survey.relation);
    const halo = dress(bank, lnMass, mu - lnTransition, survey.relation.scatter, random);
    writeRow(draw, first + i, lnMass, mu, halo);
  }
}

/** Masses of all clusters that could be selected, each dressed by a halo, and kept where its cut takes it. */
function drawRejected(draw: Draw, table: MassTable): void {
  const { bank, survey, random, rows } = draw;
  const candidates = random.poisson(table.total);
  for (let i = 0; i < candidates; i++) {
    const lnMass = table.invert(random.uniform());
    const halo = neighbours(bank, lnMass) + random.integer(0, NEIGHBOURS - 1);
    const mu = meanLogLuminosity(Math.exp(lnMass), survey.cosmology, survey.z, survey.relation);
    if (passes(draw, lnMass, mu, halo)) writeRow(draw, rows.reserve(1), lnMass, mu, halo);
  }
}

/** Whether a sharp cut takes a dressed cluster. */
function passes({ bank, survey, truth }: Draw, lnMass: number, mu: number, halo: number): boolean {
  const kind = survey.selection!;
  if (kind.by === 'mass') return lnMass >= Math.log(kind.cut);
  if (kind.by === 'temperature') {
    const lnT = Math.log(meanTemperature(Math.exp(lnMass), survey.cosmology, survey.z));
    const observed = lnT + bank.scatter.temperature * bank.uT[halo] + truth.lnMassBias / TEMPERATURE_POWER;
    return observed >= Math.log(kind.cut);
  }
  return mu + survey.relation.scatter * bank.uL[halo] >= Math.log(truth.b * survey.transition);
}

/** ln of the mass below which fewer than one cluster in 300,000 passes a sharp cut. */
function lowestLogMass({ bank, survey, truth }: Draw): number {
  const conditions = { temperatureScatter: bank.scatter.temperature, lnMassBias: truth.lnMassBias };
  let lnM = Math.log(survey.leastMass);
  while (selection(Math.exp(lnM + 0.02), survey, truth.b, conditions) < 3e-6) lnM += 0.02;
  return lnM;
}

function writeRow(
  { bank, survey, truth, massBiasOf, random, rows }: Draw,
  row: number,
  lnMass: number,
  mu: number,
  halo: number
): void {
  rows.lnMass[row] = lnMass;
  rows.lnL[row] = mu + survey.relation.scatter * bank.uL[halo];
  rows.coolCore[row] = bank.coolCore[halo];
  rows.haloIds[row] = bank.ids[halo];
  observe(
    bank,
    halo,
    massBiasOf === 'cluster' ? lnMass + truth.lnMassBias : lnMass,
    { cosmology: survey.cosmology, z: survey.z, lnMassBias: massBiasOf === 'cluster' ? 0 : truth.lnMassBias },
    random,
    rows.features,
    row * FEATURES.length
  );
}

/** First of the haloes that are nearest in mass. */
function neighbours({ lnMass: sorted }: HaloBank, lnMass: number): number {
  const low = lowerBound(sorted, lnMass);
  return Math.min(Math.max(low - NEIGHBOURS / 2, 0), sorted.length - NEIGHBOURS);
}

const weights = new Float64Array(NEIGHBOURS);

/** One of the haloes nearest in mass, with the chance that its luminosity is seen. @param above mean ln(L / b L_0) */
function dress(bank: HaloBank, lnMass: number, above: number, scatter: number, random: Random): number {
  const from = neighbours(bank, lnMass);
  let sum = 0;
  for (let k = 0; k < NEIGHBOURS; k++) {
    const excess = above + scatter * bank.uL[from + k];
    sum += weights[k] = excess >= 0 ? 1 : Math.exp(1.5 * excess);
  }
  let target = random.uniform() * sum;
  for (let k = 0; k < NEIGHBOURS - 1; k++) {
    target -= weights[k];
    if (target < 0) return from + k;
  }
  return from + NEIGHBOURS - 1;
}

/** How often the haloes of a set of samples were used. */
export interface HaloReuse {
  rows: number;
  /** Different haloes. */
  haloes: number;
  /** Mean number of rows a halo lent its scatter to. */
  mean: number;
  /** Part of the rows whose halo is in the same sample more than once. */
  withinSample: number;
}

/** Counts the re-use of haloes, a natural channel to overspecialisation. */
export function haloReuse({
  count,
  starts,
  haloIds
}: Pick<SampleSet, 'count' | 'starts' | 'haloIds'>): HaloReuse {
  const rows = starts[count];
  const haloes = new Set(haloIds).size;
  let repeated = 0;
  for (let s = 0; s < count; s++) {
    const times = new Map<number, number>();
    for (let row = starts[s]; row < starts[s + 1]; row++)
      times.set(haloIds[row], (times.get(haloIds[row]) ?? 0) + 1);
    for (const n of times.values()) if (n > 1) repeated += n;
  }
  return { rows, haloes, mean: haloes ? rows / haloes : 0, withinSample: rows ? repeated / rows : 0 };
}
