import {
  bootstrapOverGroups,
  drawnCorrelation,
  pearson,
  spearman,
  type BootstrapOptions,
  type DrawnStatistic
} from '../math';
import { rowCount, type SetLayout } from '../models';
import { checkRows, setOfRows, spreadOverRows } from './setLayout';

type Numbers = ArrayLike<number>;

/** What is known of the clusters whose terse values are looked at. */
export interface TerseSetColumns {
  /** ln of the true mass, one a row: what partial correlations hold fixed. */
  lnMass: Numbers;
  /** Halo that lent each row its properties: rows of one halo are drawn together in the bootstrap. */
  haloIds: Numbers;
  /** Truth of each sample, one a set. */
  sigma8: Numbers;
  /** Further physics, one value a row: ln T, ln M_gas, ln L, a core slope. Default none. */
  physics?: Record<string, Numbers>;
  /** Further nuisances, one value a row or one a set: seed, split, bank. Default none. */
  nuisance?: Record<string, Numbers>;
}

/** Correlation of the terse value with one column. */
export interface SetCorrelation {
  field: string;
  /** A terse value should follow physics, and no nuisance at fixed mass. */
  kind: 'physics' | 'nuisance';
  /** Rows where both are finite. */
  n: number;
  pearson: number | null;
  spearman: number | null;
  /** Interval of Spearman's. */
  low: number | null;
  high: number | null;
  /** Partial rank correlation at fixed ln M; null for ln M itself. */
  partial: number | null;
  partialLow: number | null;
  partialHigh: number | null;
}

/** What {@link setTerseCorrelations} finds. */
export interface SetTerseCorrelations {
  correlations: SetCorrelation[];
  /** Correlation with the sigma_8 of the sample within bins of mass, see {@link correlationAtFixedMass}. */
  sigma8AtFixedMass: { value: number | null; low: number | null; high: number | null; bins: number };
}

/** Bins of mass of {@link correlationAtFixedMass}. */
const BINS = 40;

/**
 * Can a terse value be trusted? Its correlations with physics (ln mass and the columns given) and with nuisances that it
 * must not know: halo id, how often the halo is used, size N of the sample, place of the row in its sample, sigma_8 of the
 * sample, and those given. Ids, re-use and places follow mass by themselves (ids are given in order of mass, rows sorted by
 * temperature), so that a nuisance is to be judged by its *partial* correlation. Two of them are not 0 for an honest value
 * either: at fixed mass, luminous haloes are selected and so re-used more often, and hold more gas; and rows stand in the
 * order of a temperature that the value reads.
 * @param terse one value a row, as from `clusterTerse`; its sign is arbitrary
 * @param options bins (default 40); draws (default 300), level, seed of the bootstrap over haloes
 * @throws RangeError where a column does not fit the sets
 */
export function setTerseCorrelations(
  terse: Numbers,
  sets: SetLayout,
  columns: TerseSetColumns,
  { bins = BINS, draws = 300, ...rest }: BootstrapOptions & { bins?: number } = {}
): SetTerseCorrelations {
  const what = 'setTerseCorrelations';
  const rows = rowCount(sets, what);
  const { lnMass, haloIds, physics = {}, nuisance = {} } = columns;
  const given = { terse, lnMass, haloIds, ...physics };
  for (const [name, column] of Object.entries(given)) checkRows(what, name, column.length, rows);
  const bootstrap = { draws, ...rest };
  const sigma8 = spreadOverRows(columns.sigma8, sets);
  const among = (kind: SetCorrelation['kind'], fields: Record<string, Numbers>) =>
    Object.entries(fields).map(([field, column]) => ({
      field,
      kind,
      ...correlate(terse, column, lnMass, haloIds, bootstrap)
    }));
  const binned = binnedCorrelation(terse, sigma8, lnMass, bins);
  const [low, high] = bootstrapOverGroups(haloIds, binned, bootstrap) ?? [null, null];
  return {
    correlations: [
      ...among('physics', { 'ln mass': lnMass, ...physics }),
      ...among('nuisance', {
        ...countedNuisances(sets, haloIds),
        'sigma_8 of the sample': sigma8,
        ...Object.fromEntries(
          Object.entries(nuisance).map(([name, column]) => [name, rowColumn(name, column, sets)])
        )
      })
    ],
    sigma8AtFixedMass: { value: binned(everyRow(rows)), low, high, bins }
  };
}

/**
 * Correlation of two columns at fixed mass: Pearson's within bins of mass that hold equal numbers of rows, averaged over
 * the bins where it is defined. With the sigma_8 of each row's sample as the column it says whether a single cluster knows
 * the cosmology of its sample, which it must not.
 * @param bins default 40
 * @returns null where no bin has a correlation
 * @throws RangeError where there are fewer than three rows a bin, or a mass is not finite
 */
export function correlationAtFixedMass(
  terse: Numbers,
  column: Numbers,
  lnMass: Numbers,
  bins = BINS
): number | null {
  return binnedCorrelation(terse, column, lnMass, bins)(everyRow(terse.length));
}

/** {@link correlationAtFixedMass} of rows that are drawn again, for a bootstrap. */
export function binnedCorrelation(
  terse: Numbers,
  column: Numbers,
  lnMass: Numbers,
  bins = BINS
): DrawnStatistic {
  const rows = terse.length;
  checkRows('correlationAtFixedMass', 'column', column.length, rows);
  checkRows('correlationAtFixedMass', 'lnMass', lnMass.length, rows);
  if (!(bins >= 1) || rows < 3 * bins) {
    throw new RangeError(
      `correlationAtFixedMass: ${rows} rows in ${bins} bins; expected at least three rows a bin. Take fewer bins.`
    );
  }
  const order = Uint32Array.from({ length: rows }, (_, i) => i).sort((a, b) => lnMass[a] - lnMass[b]);
  const odd = order.find(row => !Number.isFinite(lnMass[row]));
  if (odd !== undefined) {
    throw new RangeError(
      `correlationAtFixedMass: lnMass of row ${odd} is ${lnMass[odd]}; expected numbers. Leave such rows out.`
    );
  }
  const parts = Array.from({ length: bins }, (_, bin) => {
    const members = order.slice(Math.floor((bin * rows) / bins), Math.floor(((bin + 1) * rows) / bins));
    const of = (values: Numbers) => Float64Array.from(members, row => values[row]);
    return { members, correlation: drawnCorrelation(of(terse), of(column)) };
  });
  return counts => {
    let sum = 0;
    let defined = 0;
    for (const { members, correlation } of parts) {
      const r = correlation(Float64Array.from(members, row => counts[row]));
      if (r !== null) {
        sum += r;
        defined++;
      }
    }
    return defined === 0 ? null : sum / defined;
  };
}

function correlate(
  terse: Numbers,
  column: Numbers,
  lnMass: Numbers,
  haloIds: Numbers,
  bootstrap: BootstrapOptions
): Omit<SetCorrelation, 'field' | 'kind'> {
  let n = 0;
  for (let i = 0; i < terse.length; i++) if (Number.isFinite(terse[i]) && Number.isFinite(column[i])) n++;
  const ranked = drawnCorrelation(terse, column, { ranked: true });
  const [low, high] = bootstrapOverGroups(haloIds, ranked, bootstrap) ?? [null, null];
  const plain = { n, pearson: pearson(terse, column), spearman: spearman(terse, column), low, high };
  if (column === lnMass) return { ...plain, partial: null, partialLow: null, partialHigh: null };
  const partial = drawnCorrelation(terse, column, { ranked: true, controls: [lnMass] });
  const [partialLow, partialHigh] = bootstrapOverGroups(haloIds, partial, bootstrap) ?? [null, null];
  return { ...plain, partial: partial(everyRow(terse.length)), partialLow, partialHigh };
}

/** The nuisances that follow from the sets alone. */
function countedNuisances(sets: SetLayout, haloIds: Numbers): Record<string, Float64Array> {
  const { starts } = sets;
  const uses = new Map<number, number>();
  for (let i = 0; i < haloIds.length; i++) uses.set(haloIds[i], (uses.get(haloIds[i]) ?? 0) + 1);
  const owner = setOfRows(sets);
  return {
    'halo id': Float64Array.from(haloIds),
    're-use of the halo': Float64Array.from(haloIds, id => uses.get(id) as number),
    'size of the sample': Float64Array.from(owner, s => starts[s + 1] - starts[s]),
    'row in the sample': Float64Array.from(owner, (s, row) => row - starts[s])
  };
}

/** A nuisance given by row or by set, as one value a row. */
function rowColumn(name: string, values: Numbers, sets: SetLayout): Numbers {
  const rows = sets.starts[sets.count];
  if (values.length === rows) return values;
  if (values.length === sets.count) return spreadOverRows(values, sets);
  throw new RangeError(
    `setTerseCorrelations: nuisance "${name}" has ${values.length} values; expected ${rows}, one a row, or ${sets.count}, one a set.`
  );
}

const everyRow = (rows: number) => new Uint8Array(rows).fill(1);
