import fs from 'node:fs';
import path from 'node:path';
import {
  pairedDifference,
  rankRows,
  readBenchmark,
  readSubmission,
  readTruth,
  score,
  SubmissionError,
  VERDICTS,
  type BenchmarkEntry,
  type Placed,
  type Row,
  type Submission,
  type Truth
} from '../benchmark';
import type { Verdict } from '../trust';
import type { EntryPlace } from './entryPlace';
import { UserError } from './userError';

/** The benchmark of an entry: its key in `entry.json`, and the folder `benchmark` with truth and submissions. */
export interface BenchmarkFolder {
  entry: BenchmarkEntry;
  truth: Truth;
  /** Holds a folder for each submission. */
  submissions: string;
}

/** @throws UserError where the entry has no benchmark, or its truth is damaged */
export function openBenchmark({ slug, folder }: EntryPlace): BenchmarkFolder {
  const json = JSON.parse(fs.readFileSync(path.join(folder, 'entry.json'), 'utf8')) as { benchmark?: object };
  const file = path.join(folder, 'benchmark', 'truth.ndjson');
  if (!json.benchmark || Object.keys(json.benchmark).length === 0 || !fs.existsSync(file)) {
    throw new UserError(`${slug} has no benchmark: it wants the key "benchmark" in entry.json and ${file}.`);
  }
  try {
    const entry = readBenchmark(json.benchmark);
    return {
      entry,
      truth: readTruth(fs.readFileSync(file, 'utf8')),
      submissions: path.join(folder, 'benchmark', 'submissions')
    };
  } catch (error) {
    throw new UserError(`${slug}: ${(error as Error).message}`);
  }
}

/** Reads and checks the submission in a folder. @throws UserError that names the file or line */
export function openSubmission(folder: string, { entry, truth }: BenchmarkFolder): Submission {
  const [manifest, predictions] = ['manifest.json', 'predictions.ndjson'].map(name => {
    const file = path.join(folder, name);
    if (!fs.existsSync(file)) throw new UserError(`${folder} is no submission: there is no ${name} in it.`);
    return fs.readFileSync(file, 'utf8');
  });
  try {
    return readSubmission(manifest, predictions, entry, truth);
  } catch (error) {
    if (error instanceof SubmissionError)
      throw new UserError(`${path.basename(folder)} is refused: ${error.message}`);
    throw error;
  }
}

/** The verdict of the trust report that a submission brings as `trust.json`; without one it is unverified. */
function verdictIn(folder: string): Verdict {
  const file = path.join(folder, 'trust.json');
  if (!fs.existsSync(file)) return 'Unverified';
  const { verdict } = JSON.parse(fs.readFileSync(file, 'utf8')) as { verdict?: string };
  if (!VERDICTS.some(one => one === verdict))
    throw new UserError(`${file}: verdict is ${verdict}; expected one of ${VERDICTS.join(', ')}.`);
  return verdict as Verdict;
}

/** Scores all stored submissions anew and ranks them. @throws UserError for the first that is refused */
export function rankSubmissions(benchmark: BenchmarkFolder, by: 'trust' | 'skill'): Placed[] {
  const { entry, truth, submissions } = benchmark;
  const names = fs.existsSync(submissions) ? fs.readdirSync(submissions).sort() : [];
  const read = new Map<string, Submission>();
  const rows = names.map((name): Row => {
    const folder = path.join(submissions, name);
    const submission = openSubmission(folder, benchmark);
    read.set(name, submission);
    const { by: author } = submission.manifest;
    const submittedAt = fs.statSync(folder).mtime.toISOString();
    return {
      submission: name,
      by: author,
      submittedAt,
      score: score(truth, submission, entry),
      trust: { verdict: verdictIn(folder) },
      status: 'valid'
    };
  });
  const difference = (a: Row, b: Row) =>
    pairedDifference(truth, read.get(a.submission)!, read.get(b.submission)!, entry);
  return rankRows(rows, entry, difference, by);
}
