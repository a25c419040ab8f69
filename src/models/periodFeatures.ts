import type { FeatureTable } from '../learn';
import {
  autocorrelation,
  autocorrelationPeak,
  lombScargle,
  periodGrid,
  pointToPointNoise
} from '../lightcurves';
import { checkAborted, interruptSignal, pauses } from '../math';

/** Light curves that share their times. */
export interface CurveSet {
  rows: number;
  /** Measurements a row. */
  length: number;
  /** [rows x length], relative flux - 1. */
  flux: Float32Array;
  sampling: {
    /** Days. */
    time: Float64Array;
    /** Place on a regular grid of bins. */
    place: Uint32Array;
    binMinutes: number;
  };
}

export interface PeriodFeatureOptions {
  /** Shortest and longest period (days) of the spectrum; default .8 to 100. */
  range?: readonly [number, number];
  /** Periods tried, on an even grid of the logarithm; default 448. */
  tried?: number;
  /** Columns of the spectrum: each holds the greatest power of its stretch of periods; default 64. */
  columns?: number;
  signal?: AbortSignal;
  onProgress?: (row: number, rows: number) => void;
}

/** What two old methods say of each curve, and what a network learns from. */
export interface PeriodFeatures {
  /** Power by stretches of period, autocorrelation by lag, and six numbers that sum them up. */
  table: FeatureTable;
  /** Period of the highest peak of the Lomb-Scargle periodogram (days). */
  peak: Float64Array;
  /** Its power, 0 to 1. */
  power: Float64Array;
  /** Period by the autocorrelation (days); NaN where it has no maximum. */
  lag: Float64Array;
}

/**
 * Columns for learning a rotation period: square root of the Lomb-Scargle power (the greatest of each stretch of periods, so
 * that no narrow peak falls between two columns), the autocorrelation at as many lags, and the peaks of both, the scatter
 * and the noise. All of it is worked out from one curve at a time: nothing is learned.
 * @throws RangeError where shapes do not match or a flux is not finite
 */
export async function periodFeatures(
  curves: CurveSet,
  options: PeriodFeatureOptions = {}
): Promise<PeriodFeatures> {
  const { rows, length, flux, sampling } = curves;
  const { range = [0.8, 100], tried = 448, columns = 64, signal, onProgress } = options;
  if (flux.length !== rows * length || sampling.time.length !== length) {
    throw new RangeError(
      `periodFeatures: ${flux.length} fluxes and ${sampling.time.length} times for ${rows} rows of ${length}; expected one flux each, one time a place of a row.`
    );
  }
  const periods = periodGrid(...range, tried);
  const step = sampling.binMinutes / 1440;
  const spectrum = lombScargle(sampling.time, periods);
  const correlate = autocorrelation(sampling.place, Math.floor((0.75 * spanOf(sampling.place)) | 0));
  const lags = Uint32Array.from(periodGrid(1, 0.74 * spanOf(sampling.place), columns), Math.round);
  const out = emptyFeatures(rows, periods, lags, step, columns);
  const breathe = pauses();
  for (let row = 0; row < rows; row++) {
    checkAborted('periodFeatures', signal, interruptSignal());
    const curve = flux.subarray(row * length, (row + 1) * length);
    fillRow(out, row, curve, spectrum(curve), correlate(curve), { periods, lags, step, columns });
    onProgress?.(row + 1, rows);
    await breathe();
  }
  return out;
}

const spanOf = (place: Uint32Array) => place[place.length - 1] - place[0] + 1;

function emptyFeatures(
  rows: number,
  periods: Float64Array,
  lags: Uint32Array,
  step: number,
  columns: number
): PeriodFeatures {
  const stretch = periods.length / columns;
  const names = [
    ...Array.from(
      { length: columns },
      (_, k) => `power near ${days(periods[Math.floor((k + 0.5) * stretch)])}`
    ),
    ...Array.from(lags, lag => `correlation at ${days(lag * step)}`).map(unique()),
    'ln period of the peak',
    'root of its power',
    'ln period of the autocorrelation',
    'its height',
    'ln scatter',
    'ln noise'
  ];
  return {
    table: { names, columns: names.map(() => new Float64Array(rows)), rows },
    peak: new Float64Array(rows),
    power: new Float64Array(rows),
    lag: new Float64Array(rows)
  };
}

const days = (period: number) => `${period.toPrecision(3)} d`;

/** Short lags fall on the same bin: their names are counted, so that columns stay apart. */
function unique(): (name: string) => string {
  const seen = new Map<string, number>();
  return name => {
    const n = (seen.get(name) ?? 0) + 1;
    seen.set(name, n);
    return n === 1 ? name : `${name} (${n})`;
  };
}

function fillRow(
  out: PeriodFeatures,
  row: number,
  curve: Float32Array,
  power: Float64Array,
  correlation: Float64Array,
  at: { periods: Float64Array; lags: Uint32Array; step: number; columns: number }
): void {
  const { columns: to } = out.table;
  const stretch = at.periods.length / at.columns;
  let best = 0;
  for (let k = 0; k < power.length; k++) {
    const column = to[Math.floor(k / stretch)];
    column[row] = Math.max(column[row], Math.sqrt(Math.max(0, power[k])));
    if (power[k] > power[best]) best = k;
  }
  at.lags.forEach((lag, k) => (to[at.columns + k][row] = correlation[lag]));
  const found = autocorrelationPeak(correlation);
  out.peak[row] = at.periods[best];
  out.power[row] = power[best];
  out.lag[row] = found ? found.lag * at.step : NaN;
  const scatter = Math.sqrt(curve.reduce((sum, v) => sum + v * v, 0) / curve.length);
  const last = at.columns + at.lags.length;
  [
    Math.log(at.periods[best]),
    Math.sqrt(power[best]),
    // a curve without a maximum gets the longest lag and a height of 0
    Math.log(found ? found.lag * at.step : at.lags[at.lags.length - 1] * at.step),
    found ? found.height : 0,
    Math.log(scatter + 1e-9),
    Math.log(pointToPointNoise(curve) + 1e-9)
  ].forEach((value, k) => (to[last + k][row] = value));
}
