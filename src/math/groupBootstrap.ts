import { drawnCorrelation, type DrawnStatistic } from './drawnCorrelation';
import { jackknifeValues } from './groupJackknife';
import { normalCumulative, normalQuantile } from './normal';
import { Random } from './random';
import { pearson, quantile, spearman, type PairStatistic } from './statistics';

type Numbers = ArrayLike<number>;

/** How a bootstrap is drawn. */
export interface BootstrapOptions {
  /** Default 500. */
  draws?: number;
  /** Part of the draws inside the interval; default .95. */
  level?: number;
  /** Default 1. */
  seed?: number;
}

/**
 * Percentile interval of any statistic of rows from the bootstrap over groups: whole groups are drawn, never single rows,
 * because rows of one group are not independent.
 * @param groups group of each row
 * @param statistic of the draw, told how often each row stands in it
 * @returns the interval, or null where fewer than three groups or too few defined draws
 */
export function bootstrapOverGroups(
  groups: ArrayLike<number | string>,
  statistic: DrawnStatistic,
  { draws = 500, level = 0.95, seed = 1 }: BootstrapOptions = {}
): [number, number] | null {
  const found = drawnStatistics(groups, statistic, draws, seed);
  if (!found || found.length < draws / 2) return null;
  return [quantile(found, (1 - level) / 2), quantile(found, (1 + level) / 2)];
}

/**
 * The same, corrected for bias and for how the spread changes with the value (BCa; Efron 1987, JASA 82, 171): the ends are
 * quantiles of the draws shifted by the share of draws below the value, and by the skewness of a jackknife over groups.
 * @returns the interval, or null where the percentile interval or the jackknife is undefined
 */
export function bcaOverGroups(
  groups: ArrayLike<number | string>,
  statistic: DrawnStatistic,
  { draws = 500, level = 0.95, seed = 1 }: BootstrapOptions = {}
): [number, number] | null {
  const value = statistic(new Uint8Array(groups.length).fill(1));
  const found = drawnStatistics(groups, statistic, draws, seed);
  const left = jackknifeValues(groups, statistic);
  if (value === null || !found || found.length < draws / 2 || !left) return null;
  const below = found.filter(v => v < value).length + found.filter(v => v === value).length / 2;
  const bias = normalQuantile((below + 0.5) / (found.length + 1));
  const centre = left.reduce((sum, v) => sum + v, 0) / left.length;
  const [square, cube] = [2, 3].map(power => left.reduce((sum, v) => sum + (centre - v) ** power, 0));
  const acceleration = square > 0 ? cube / (6 * square ** 1.5) : 0;
  const end = (p: number) => {
    const z = bias + normalQuantile(p);
    return quantile(found, normalCumulative(bias + z / (1 - acceleration * z)));
  };
  return [end((1 - level) / 2), end((1 + level) / 2)];
}

/** The statistic in each draw of groups where it is defined; null for fewer than three groups. */
function drawnStatistics(
  groups: ArrayLike<number | string>,
  statistic: DrawnStatistic,
  draws: number,
  seed: number
): number[] | null {
  const { groupOf, count } = numberGroups(groups);
  if (count < 3) return null;
  const random = new Random(seed);
  const times = new Uint32Array(count);
  const counts = new Uint32Array(groups.length);
  const found: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    times.fill(0);
    for (let g = 0; g < times.length; g++) times[random.integer(0, times.length - 1)]++;
    for (let i = 0; i < counts.length; i++) counts[i] = times[groupOf[i]];
    const value = statistic(counts);
    if (value !== null) found.push(value);
  }
  return found;
}

function numberGroups(groups: ArrayLike<number | string>): { groupOf: Uint32Array; count: number } {
  const indices = new Map<number | string, number>();
  const groupOf = new Uint32Array(groups.length);
  for (let i = 0; i < groups.length; i++) {
    let index = indices.get(groups[i]);
    if (index === undefined) indices.set(groups[i], (index = indices.size));
    groupOf[i] = index;
  }
  return { groupOf, count: indices.size };
}

/**
 * The same for a statistic of a pair of columns. Pearson's and Spearman's correlations are worked out without copying or
 * sorting the rows of a draw; any other statistic is given them.
 */
export function groupBootstrap(
  x: Numbers,
  y: Numbers,
  groups: ArrayLike<number | string>,
  statistic: PairStatistic,
  options: BootstrapOptions = {}
): [number, number] | null {
  const known = statistic === pearson || statistic === spearman;
  return bootstrapOverGroups(
    groups,
    known ? drawnCorrelation(x, y, { ranked: statistic === spearman }) : ofDrawnRows(x, y, statistic),
    options
  );
}

function ofDrawnRows(x: Numbers, y: Numbers, statistic: PairStatistic): DrawnStatistic {
  return counts => {
    const rows: number[] = [];
    for (let i = 0; i < counts.length; i++) for (let k = 0; k < counts[i]; k++) rows.push(i);
    return statistic(
      rows.map(i => x[i]),
      rows.map(i => y[i])
    );
  };
}
