import type { Verdict } from '../trust/types';
import type { BenchmarkEntry } from './benchmarkEntry';
import { metricOf } from './metric';
import { SCORER, type Score } from './score';

/** One line of a leaderboard, as it is stored. */
export interface Row {
  submission: string;
  by: string;
  submittedAt: string;
  score: Score;
  trust: { verdict: Verdict; reportSha?: string };
  /** `withdrawn` rows are kept and shown. */
  status: 'valid' | 'invalid' | 'withdrawn';
  statusReason?: string;
}

/** A row with its place. */
export interface Placed extends Row {
  /** Rows that cannot be told apart share it; null for rows that do not rank. */
  rank: number | null;
  /** `stale`: scored by another scorer or version of the entry. */
  shelf: 'ranked' | 'stale' | 'unranked';
  /** Shown struck through. */
  struck: boolean;
}

/** All verdicts, the best first. */
export const VERDICTS: readonly Verdict[] = [
  'Trusted within scope',
  'Provisional',
  'Unverified',
  'Overspecialized',
  'Compromised'
];

/**
 * Ranks rows: trusted first, then skill; rows whose difference from the first of their place cannot be told from zero share
 * it. A score that is no number never ranks, stale rows stand apart, a compromised row is struck and has no place.
 * @param difference interval of the first metric of one row minus another's, null where it is not known
 * @param by `trust` (default) or `skill`: whether the verdict comes first
 */
export function rankRows(
  rows: readonly Row[],
  entry: BenchmarkEntry,
  difference: (a: Row, b: Row) => [number, number] | null,
  by: 'trust' | 'skill' = 'trust'
): Placed[] {
  const metric = metricOf(entry.metrics[0]);
  const valueOf = (row: Row) => row.score.metrics[metric.name]?.value;
  const shelfOf = (row: Row): Placed['shelf'] => {
    if (row.status !== 'valid' || !Number.isFinite(valueOf(row))) return 'unranked';
    return row.score.scorer === SCORER && row.score.entry === `${entry.id}@${entry.version}`
      ? 'ranked'
      : 'stale';
  };
  const class_ = (row: Row) => {
    const place = VERDICTS.indexOf(row.trust.verdict);
    // by skill only the compromised stand behind
    return by === 'trust' ? place : Number(row.trust.verdict === 'Compromised');
  };
  const sign = metric.direction === 'min' ? 1 : -1;
  const order = (a: Row, b: Row) =>
    class_(a) - class_(b) || sign * (valueOf(a)! - valueOf(b)!) || a.submission.localeCompare(b.submission);
  const ranked = rows.filter(row => shelfOf(row) === 'ranked').sort(order);
  const placed: Placed[] = [];
  let leader: Row | null = null;
  let rank = 0;
  ranked.forEach((row, i) => {
    if (!leader || class_(leader) !== class_(row) || !tied(difference(leader, row)))
      [leader, rank] = [row, i + 1];
    const struck = row.trust.verdict === 'Compromised';
    placed.push({ ...row, rank: struck ? null : rank, shelf: 'ranked', struck });
  });
  const rest = rows
    .filter(row => shelfOf(row) !== 'ranked')
    .sort((a, b) => a.submission.localeCompare(b.submission));
  return [
    ...placed,
    ...rest.map(row => ({
      ...row,
      rank: null,
      shelf: shelfOf(row),
      struck: row.trust.verdict === 'Compromised'
    }))
  ];
}

/** Only a known interval that leaves out zero tells two rows apart. */
const tied = (interval: [number, number] | null) =>
  interval === null || (interval[0] <= 0 && interval[1] >= 0);
