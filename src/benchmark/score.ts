import { bootstrapOverGroups } from '../math';
import type { BenchmarkEntry } from './benchmarkEntry';
import { metricOf, type Metric } from './metric';
import type { Submission } from './submission';
import type { DomainTruth, Truth } from './truth';

/** Version of this scorer; a change of any score changes it. */
export const SCORER = '1.0.0';

/** A figure over all seeds with its interval. */
export interface Scored {
  /** Mean over the seeds; null where the metric is not defined. */
  value: number | null;
  /** 95 % interval from a bootstrap over groups; null where there are too few groups. */
  ci95: [number, number] | null;
  perSeed: (number | null)[];
  /** Objects. */
  n: number;
}

/** What the scorer says of a submission. */
export interface Score {
  entry: string;
  scorer: string;
  seeds: number;
  /** By the entry's metrics, in the first domain. */
  metrics: Record<string, Scored>;
  /** In each other domain: the first metric, and by what part it is worse than at home. */
  crossDomain: Record<string, Scored & { gap: number | null }>;
  /** What a reader must know: a score better than possible, seeds that differ in nothing. */
  flags: string[];
}

/**
 * Scores a submission: a pure function of truth, predictions and entry. @param draws of the bootstrap, default 500
 * @throws RangeError where a metric leaves its bounds, which is a fault of the scorer
 */
export function score(truth: Truth, submission: Submission, entry: BenchmarkEntry, draws = 500): Score {
  const [home, ...others] = entry.domains;
  const metrics = entry.metrics.map(metricOf);
  const [first] = metrics;
  const of = (domain: string, metric: Metric) =>
    scoreOf(truth[domain], seedsOf(submission, domain), metric, draws);
  const scored = Object.fromEntries(metrics.map(metric => [metric.name, of(home, metric)]));
  const crossDomain = Object.fromEntries(
    others.map(domain => {
      const away = of(domain, first);
      return [domain, { ...away, gap: gapOf(first, scored[first.name].value, away.value) }];
    })
  );
  return {
    entry: `${entry.id}@${entry.version}`,
    scorer: SCORER,
    seeds: submission.seeds.length,
    metrics: scored,
    crossDomain,
    flags: flagsOf(scored[first.name], first, entry, submission)
  };
}

const seedsOf = ({ seeds, predictions }: Submission, domain: string) =>
  seeds.map(seed => predictions[domain].get(seed)!);

function scoreOf(truth: DomainTruth, predictions: Float64Array[], metric: Metric, draws: number): Scored {
  const perSeed = predictions.map(predicted => bounded(metric, metric.of(predicted, truth.values)));
  const mean = meanDefined(perSeed);
  const ci95 =
    mean === null
      ? null
      : bootstrapOverGroups(truth.groups, counts => drawnMean(counts, predictions, truth, metric), { draws });
  return { value: mean, ci95, perSeed, n: truth.ids.length };
}

/** Mean over seeds of the metric of the drawn rows. */
function drawnMean(
  counts: ArrayLike<number>,
  predictions: Float64Array[],
  { values }: DomainTruth,
  metric: Metric
): number | null {
  const rows: number[] = [];
  for (let i = 0; i < counts.length; i++) for (let k = 0; k < counts[i]; k++) rows.push(i);
  const truth = Float64Array.from(rows, i => values[i]);
  return meanDefined(
    predictions.map(predicted =>
      metric.of(
        Float64Array.from(rows, i => predicted[i]),
        truth
      )
    )
  );
}

function meanDefined(values: (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) return null;
    sum += value / values.length;
  }
  return sum;
}

function bounded({ name, bounds: [low, high] }: Metric, value: number | null): number | null {
  if (value !== null && !(value >= low - 1e-12 && value <= high + 1e-12)) {
    throw new RangeError(
      `score: ${name} is ${value}, outside ${low} to ${high}. This is a fault of the scorer.`
    );
  }
  return value;
}

/** By what part a metric is worse away; for those that are best at their upper bound, of what is above chance is not known. */
function gapOf({ direction }: Metric, home: number | null, away: number | null): number | null {
  if (home === null || away === null || home === 0) return null;
  return direction === 'min' ? (away - home) / home : (home - away) / home;
}

function flagsOf(
  primary: Scored,
  { name, direction }: Metric,
  { limit }: BenchmarkEntry,
  submission: Submission
): string[] {
  const flags: string[] = [];
  if (primary.value === null) flags.push(`${name} is not defined`);
  const beyond =
    limit !== undefined &&
    primary.ci95 !== null &&
    (direction === 'min' ? primary.ci95[1] < limit : primary.ci95[0] > limit);
  if (beyond) flags.push(`${name} is better than the limit ${limit}: too good to be true`);
  const alike = submission.seeds.length > 1 && new Set(primary.perSeed).size === 1;
  if (alike) flags.push('all seeds have the same score: were they trained?');
  return flags;
}

/**
 * 95 % interval of the first metric of one submission minus that of another, both drawn with the same groups.
 * @returns null where it is not defined
 */
export function pairedDifference(
  truth: Truth,
  a: Submission,
  b: Submission,
  entry: BenchmarkEntry,
  draws = 500
): [number, number] | null {
  const [home] = entry.domains;
  const metric = metricOf(entry.metrics[0]);
  const [of, other] = [seedsOf(a, home), seedsOf(b, home)];
  return bootstrapOverGroups(
    truth[home].groups,
    counts => {
      const [x, y] = [of, other].map(predictions => drawnMean(counts, predictions, truth[home], metric));
      return x === null || y === null ? null : x - y;
    },
    { draws }
  );
}
