import { metricOf } from './metric';

/** The key `benchmark` of an `entry.json`: what is predicted, and how it is judged. */
export interface BenchmarkEntry {
  /** Name of the entry's folder. */
  id: string;
  /** Of the task and its rules; a new one makes older rows stale. */
  version: string;
  task: { kind: 'regression' | 'classification'; target: string; unit?: string };
  /** The first is the one that ranks. */
  metrics: string[];
  /** Domains to be predicted; the first is that of the training data. */
  domains: string[];
  /** Least number of seeds. */
  seedsMin: number;
  /** Error that no honest method can undercut, in the first metric. */
  limit?: number;
}

/** Reads and checks the key `benchmark`. @throws RangeError that names the key, what was found and what was expected */
export function readBenchmark(value: unknown): BenchmarkEntry {
  const entry = (typeof value === 'object' && value !== null ? value : {}) as Partial<BenchmarkEntry>;
  const refuse = (key: string, found: unknown, expected: string): never => {
    throw new RangeError(`benchmark.${key} is ${JSON.stringify(found)}; expected ${expected}.`);
  };
  const texts = (list: unknown) =>
    Array.isArray(list) && list.length > 0 && list.every(t => typeof t === 'string' && t !== '');
  if (typeof entry.id !== 'string' || entry.id === '')
    refuse('id', entry.id, "the name of the entry's folder");
  if (!/^\d+\.\d+\.\d+$/.test(entry.version ?? '')) refuse('version', entry.version, 'a version as 1.0.0');
  if (!['regression', 'classification'].includes(entry.task?.kind ?? ''))
    refuse('task.kind', entry.task?.kind, 'regression or classification');
  if (typeof entry.task?.target !== 'string')
    refuse('task.target', entry.task?.target, 'the name of what is predicted');
  if (!texts(entry.metrics)) refuse('metrics', entry.metrics, 'a list of names');
  entry.metrics!.forEach(metricOf);
  if (!texts(entry.domains)) refuse('domains', entry.domains, 'a list of names');
  if (!(Number.isInteger(entry.seedsMin) && entry.seedsMin! >= 1))
    refuse('seedsMin', entry.seedsMin, 'a whole number from 1');
  if (entry.limit !== undefined && !(entry.limit > 0)) refuse('limit', entry.limit, 'a number above 0');
  return entry as BenchmarkEntry;
}
