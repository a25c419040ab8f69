/** Does what a network learned hold in another domain? Errors there, and what its terse value says about it. */
import {
  bootstrapOverGroups,
  drawnMean,
  groupJackknife,
  ranks,
  type BootstrapOptions,
  type DrawnStatistic,
  type JackknifeEstimate
} from '../math';
import { equalEdges, matchRows, rowsInBins } from './matchedRows';

type Numbers = ArrayLike<number>;

/** Errors of a network on the samples of a domain. */
export interface TransferError {
  /** Root mean square error and mean error (predicted less true), with errors over samples. */
  rms: JackknifeEstimate;
  bias: JackknifeEstimate;
  /** The same with errors over parts of the haloes: they hold what all samples of one bank share by chance. */
  rmsOverHaloes: JackknifeEstimate;
  biasOverHaloes: JackknifeEstimate;
}

/**
 * Errors of predictions in a domain.
 * @param parts which part of the haloes each sample was made of; at least three, with no halo in common
 * @throws RangeError where columns differ in length or there are fewer than three samples or parts
 */
export function transferError(predicted: Numbers, truth: Numbers, parts: Numbers): TransferError {
  if (predicted.length !== truth.length || parts.length !== truth.length) {
    throw new RangeError(
      `transferError: ${predicted.length} predictions, ${truth.length} truths, ${parts.length} parts; expected one of each a sample.`
    );
  }
  const residual = Float64Array.from(predicted, (p, s) => p - truth[s]);
  const bias = drawnMean(residual);
  const square = drawnMean(residual.map(r => r * r));
  const rms: DrawnStatistic = counts => Math.sqrt(square(counts) ?? NaN);
  const over = (groups: Numbers, what: string, statistic: DrawnStatistic) => {
    const estimate = groupJackknife(groups, statistic);
    if (!estimate) {
      throw new RangeError(`transferError: fewer than three ${what}; draw more of them.`);
    }
    return estimate;
  };
  const own = residual.map((_, s) => s);
  return {
    rms: over(own, 'samples', rms),
    bias: over(own, 'samples', bias),
    rmsOverHaloes: over(parts, 'parts', rms),
    biasOverHaloes: over(parts, 'parts', bias)
  };
}

/** Terse values of the clusters of a domain, one a row. */
export interface TerseRows {
  terse: Numbers;
  lnMass: Numbers;
  /** Halo that lent each row its properties: rows of one halo are not independent. */
  haloIds: Numbers;
}

/**
 * Rows of two domains with the same numbers in bins of mass. A terse value that is not straight in ln mass has another
 * slope wherever masses are others, though nothing about a cluster of a mass has changed.
 * @param options bins between the extremes of both domains (default 40); of each bin rows are taken evenly spaced
 * @throws RangeError where columns differ in length or no bin holds rows of both
 */
export function matchMasses(
  home: TerseRows,
  away: TerseRows,
  { bins = 40 }: { bins?: number } = {}
): [home: TerseRows, away: TerseRows] {
  [home, away].forEach(rows => checkTerse('matchMasses', rows));
  const chosen = matchRows(home.lnMass, away.lnMass, bins);
  if (chosen[0].length === 0) {
    throw new RangeError('matchMasses: no bin of mass holds clusters of both domains; take fewer bins.');
  }
  return [pickRows(home, chosen[0]), pickRows(away, chosen[1])];
}

function pickRows({ terse, lnMass, haloIds }: TerseRows, rows: number[]): TerseRows {
  const pick = (values: Numbers) => Float64Array.from(rows, row => values[row]);
  return { terse: pick(terse), lnMass: pick(lnMass), haloIds: pick(haloIds) };
}

/** What {@link slopeTransfer} finds. */
export interface SlopeTransfer {
  /** Slope of the terse value against ln mass at home and away, with standard errors over haloes. */
  home: { slope: number; error: number };
  away: { slope: number; error: number };
  /** |b_home - b_away| / sqrt(s_home^2 + s_away^2). */
  sigmas: number;
  /** (b_away - b_home) / b_home. With many clusters a change that matters to nobody has many sigmas. */
  change: number;
  /** Whether the slope has the other sign: the terse value then says the opposite. */
  flipped: boolean;
}

/**
 * Whether the terse value follows mass in another domain as it does at home. Give it rows of {@link matchMasses}.
 * @param options of the bootstrap over haloes; default 200 draws
 * @throws RangeError where columns differ in length or a slope is not defined
 */
export function slopeTransfer(
  home: TerseRows,
  away: TerseRows,
  options: BootstrapOptions = {}
): SlopeTransfer {
  const [a, b] = [home, away].map(rows => slopeOf(rows, { draws: 200, ...options }));
  return {
    home: a,
    away: b,
    sigmas: Math.abs(a.slope - b.slope) / Math.hypot(a.error, b.error),
    change: b.slope / a.slope - 1,
    flipped: a.slope * b.slope < 0
  };
}

function slopeOf(rows: TerseRows, options: BootstrapOptions): { slope: number; error: number } {
  checkTerse('slopeTransfer', rows);
  const { terse, lnMass, haloIds } = rows;
  const statistic: DrawnStatistic = counts => {
    let [n, x, y, xx, xy] = [0, 0, 0, 0, 0];
    for (let i = 0; i < terse.length; i++) {
      n += counts[i];
      x += counts[i] * lnMass[i];
      y += counts[i] * terse[i];
    }
    for (let i = 0; i < terse.length; i++) {
      const dx = lnMass[i] - x / n;
      xx += counts[i] * dx * dx;
      xy += counts[i] * dx * (terse[i] - y / n);
    }
    return xx > 0 ? xy / xx : null;
  };
  const slope = statistic(new Uint8Array(terse.length).fill(1));
  const interval = bootstrapOverGroups(haloIds, statistic, { ...options, level: 0.6827 });
  if (slope === null || !interval) {
    throw new RangeError(
      `slopeTransfer: ${terse.length} rows have no slope with an error; expected several masses and haloes.`
    );
  }
  return { slope, error: (interval[1] - interval[0]) / 2 };
}

/** What {@link domainSeparability} finds. */
export interface DomainSeparability {
  /** Chance that the classifier ranks a cluster of the other domain above one of home of the same mass; .5 knows nothing. */
  auc: number;
  /** Rows that could be compared. */
  n: number;
}

/** Rows of each domain that a half of a bin of mass must hold. */
const LEAST_ROWS = 20;

/**
 * Can a classifier tell from the terse value of a cluster, at matched mass, which domain it is of? In bins of mass the value
 * less a line in ln mass is taken as normal in either domain; mean and width are fitted on half of the haloes, and
 * the other half is ranked by the ratio of the two likelihoods. It sees a shift as well as another scatter.
 * @param options bins of mass with equal numbers of rows (default 20)
 * @throws RangeError where columns differ in length or no bin holds enough rows of both
 */
export function domainSeparability(
  home: TerseRows,
  away: TerseRows,
  { bins = 20 }: { bins?: number } = {}
): DomainSeparability {
  [home, away].forEach(rows => checkTerse('domainSeparability', rows));
  const edges = equalEdges(home.lnMass, bins);
  const [ofHome, ofAway] = [home, away].map(rows => rowsInBins(rows.lnMass, edges));
  let sum = 0;
  let n = 0;
  for (let bin = 0; bin < bins; bin++) {
    for (const fold of [0, 1]) {
      const [a, b] = [halves(home, ofHome[bin], fold), halves(away, ofAway[bin], fold)];
      if ([...a, ...b].some(rows => rows.length < LEAST_ROWS)) continue;
      const tested = a[1].length + b[1].length;
      sum += tested * foldAuc(home, away, a, b);
      n += tested;
    }
  }
  if (n === 0) {
    throw new RangeError(
      `domainSeparability: no bin of mass holds ${LEAST_ROWS} clusters of each half of both domains; take fewer bins or more clusters.`
    );
  }
  return { auc: sum / n, n };
}

/** Rows to fit on and rows to test on, split by halo. */
const halves = ({ haloIds }: TerseRows, rows: number[], fold: number): [number[], number[]] => [
  rows.filter(row => haloIds[row] % 2 === fold),
  rows.filter(row => haloIds[row] % 2 !== fold)
];

function foldAuc(
  home: TerseRows,
  away: TerseRows,
  [homeFit, homeTest]: [number[], number[]],
  [awayFit, awayTest]: [number[], number[]]
): number {
  const line = lineOf(home, homeFit);
  const residuals = (domain: TerseRows, rows: number[]) =>
    rows.map(row => domain.terse[row] - line(domain.lnMass[row]));
  const logRatio = logLikelihoodRatio(residuals(home, homeFit), residuals(away, awayFit));
  const scores = [...residuals(home, homeTest), ...residuals(away, awayTest)].map(logRatio);
  const placed = ranks(scores).subarray(homeTest.length);
  const m = awayTest.length;
  return (placed.reduce((sum, rank) => sum + rank, 0) - (m * (m + 1)) / 2) / (m * homeTest.length);
}

function lineOf({ lnMass, terse }: TerseRows, rows: number[]): (lnM: number) => number {
  const mean = (values: Numbers) => rows.reduce((sum, row) => sum + values[row], 0) / rows.length;
  const [x, y] = [mean(lnMass), mean(terse)];
  let [xx, xy] = [0, 0];
  for (const row of rows) {
    xx += (lnMass[row] - x) ** 2;
    xy += (lnMass[row] - x) * (terse[row] - y);
  }
  const slope = xx > 0 ? xy / xx : 0;
  return lnM => y + slope * (lnM - x);
}

/** ln of the density of the second normal law over the first, both fitted. */
function logLikelihoodRatio(first: number[], second: number[]): (value: number) => number {
  const [a, b] = [first, second].map(values => {
    const centre = values.reduce((sum, v) => sum + v, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / values.length;
    // a terse value that does not vary at fixed mass still has a likelihood
    return { centre, variance: Math.max(variance, 1e-30) };
  });
  const logDensity = (law: typeof a, v: number) =>
    -0.5 * ((v - law.centre) ** 2 / law.variance + Math.log(law.variance));
  return v => logDensity(b, v) - logDensity(a, v);
}

function checkTerse(what: string, { terse, lnMass, haloIds }: TerseRows): void {
  if (lnMass.length !== terse.length || haloIds.length !== terse.length) {
    throw new RangeError(
      `${what}: ${terse.length} terse values, ${lnMass.length} masses, ${haloIds.length} halo ids; expected one of each a row.`
    );
  }
}
