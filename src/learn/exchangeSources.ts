import { groupedSplit, type RowSubset } from './split';

/** Rows for the exchange of sources. */
export interface SourceExchange {
  /** Sources that lend the positive rows to training; the others lend the negative ones. */
  lenders: (string | number)[];
  /** Class and source go together here, as in training data that came from several places. */
  train: RowSubset;
  /** More of the same: what an ordinary hold-out judges by. */
  heldOut: RowSubset;
  /** The other way round: positives from where the negatives came, negatives from where the positives came. */
  exchanged: RowSubset;
}

export interface ExchangeOptions {
  /** Rows that belong together, such as overlapping windows; default each row alone. */
  groups?: ArrayLike<number | string>;
  /** Share of the confounded rows that is held out; default .3. */
  share?: number;
  /** Default 1. */
  seed?: number;
}

/**
 * A confounded data set, and the rows that unmask it. In training every positive row comes from some sources and every
 * negative one from the others, so a model may learn the source in place of the class. Both classes of every source must be
 * at hand. A score that holds in `heldOut` and falls below chance in `exchanged` belongs to a model that read the source
 * (DeGrave et al. 2021, 10.1038/s42256-021-00338-7).
 * @param labels truthy: positive
 * @param sources source of each row
 * @param lenders sources of the positive rows of training: some, not all
 * @throws RangeError where lengths differ, a lender is no source or all of them are, or a part would lack a class
 */
export function exchangeSources(
  labels: ArrayLike<number | boolean>,
  sources: ArrayLike<number | string>,
  lenders: readonly (number | string)[],
  { groups, share = 0.3, seed = 1 }: ExchangeOptions = {}
): SourceExchange {
  checkSources(labels, sources, lenders);
  if (!(share > 0 && share < 1)) {
    throw new RangeError(`exchangeSources: share is ${share}; expected a part between 0 and 1.`);
  }
  const rows = Array.from({ length: labels.length }, (_, row) => row);
  const together = (row: number) => Boolean(labels[row]) === lenders.includes(sources[row]);
  const confounded = rows.filter(together);
  const exchanged = rows.filter(row => !together(row));
  const parts = groupedSplit(
    confounded.map(row => (groups ? groups[row] : row)),
    {
      shares: { train: 1 - share, validation: 0, test: share },
      seed,
      stratify: confounded.map(row => Number(Boolean(labels[row])))
    }
  );
  const pick = ({ rows: places }: RowSubset) => Uint32Array.from(places, place => confounded[place]);
  const made: SourceExchange = {
    lenders: [...lenders],
    train: { name: 'train', role: 'train', rows: pick(parts.train) },
    heldOut: { name: 'held out', role: 'test', rows: pick(parts.test) },
    exchanged: { name: 'exchanged', role: 'test', rows: Uint32Array.from(exchanged) }
  };
  for (const part of [made.train, made.heldOut, made.exchanged]) checkClasses(part, labels);
  return made;
}

/** All ways to choose some of a list, each in the list's order. */
export function choices<T>(list: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return list.flatMap((first, k) => choices(list.slice(k + 1), size - 1).map(rest => [first, ...rest]));
}

function checkSources(
  labels: ArrayLike<unknown>,
  sources: ArrayLike<number | string>,
  lenders: readonly (number | string)[]
): void {
  if (sources.length !== labels.length || labels.length === 0) {
    throw new RangeError(
      `exchangeSources: ${labels.length} labels and ${sources.length} sources; expected one each a row, and at least one row.`
    );
  }
  const known = new Set(Array.from(sources));
  const odd = lenders.find(lender => !known.has(lender));
  if (odd !== undefined || lenders.length === 0 || new Set(lenders).size >= known.size) {
    throw new RangeError(
      `exchangeSources: lenders are ${lenders.join(', ') || 'none'} of the sources ${[...known].join(', ')}; expected some of them, not all.`
    );
  }
}

function checkClasses({ name, rows }: RowSubset, labels: ArrayLike<unknown>): void {
  const positive = rows.filter(row => labels[row]).length;
  if (positive > 0 && positive < rows.length) return;
  throw new RangeError(
    `exchangeSources: of ${rows.length} rows of the part "${name}" ${positive} are positive; expected both classes. Every source needs rows of both.`
  );
}
