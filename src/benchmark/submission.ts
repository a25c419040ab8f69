import type { BenchmarkEntry } from './benchmarkEntry';
import type { Truth } from './truth';

/** Who predicted what, beside the predictions. */
export interface Manifest {
  /** Name of the submission. */
  name: string;
  by: string;
  /** Entry and its version: "stellar-flares@1.0.0". */
  entry: string;
  division: 'closed' | 'open';
  code?: { url: string; commit: string };
}

/** A submission that was checked: a prediction for every object, seed and domain. */
export interface Submission {
  manifest: Manifest;
  /** By domain and seed, in the order of the truth's ids. */
  predictions: Record<string, Map<number, Float64Array>>;
  seeds: number[];
}

/** A submission that is refused; the message names the line. */
export class SubmissionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SubmissionError';
  }
}

/** Longest text of predictions, characters. */
const LONGEST = 200e6;

/**
 * Reads a submission: a manifest and lines of JSON {"id", "seed", "domain", "value"}, in any order.
 * @throws SubmissionError for whatever is missing, twice, no number, of another entry, or too long
 */
export function readSubmission(
  manifestText: string,
  predictionText: string,
  entry: BenchmarkEntry,
  truth: Truth
): Submission {
  const manifest = readManifest(manifestText, entry);
  if (predictionText.length > LONGEST) {
    throw new SubmissionError(
      `predictions: ${predictionText.length} characters; at most ${LONGEST} are read.`
    );
  }
  const places = new Map(entry.domains.map(domain => [domain, placesOf(truth, domain)]));
  const predictions: Submission['predictions'] = Object.fromEntries(
    entry.domains.map(domain => [domain, new Map()])
  );
  let at = 0;
  for (const line of predictionText.split('\n')) {
    at++;
    if (line.trim() === '') continue;
    const { id, seed, domain, value } = readPrediction(line, at);
    const place = places.get(domain)?.get(id);
    if (place === undefined) throw new SubmissionError(strange(at, id, domain, entry));
    let values = predictions[domain].get(seed);
    if (!values)
      predictions[domain].set(seed, (values = new Float64Array(truth[domain].ids.length).fill(NaN)));
    if (!Number.isNaN(values[place])) {
      throw new SubmissionError(
        `line ${at}: id ${id} is predicted twice for seed ${seed} in ${domain}. Keep one.`
      );
    }
    values[place] = value;
  }
  return { manifest, predictions, seeds: wholeSeeds(predictions, entry, truth) };
}

function placesOf(truth: Truth, domain: string): Map<string, number> {
  const of = truth[domain];
  if (!of)
    throw new RangeError(`the truth has no domain "${domain}"; it has ${Object.keys(truth).join(', ')}.`);
  return new Map(of.ids.map((id, i) => [id, i]));
}

function readManifest(text: string, { id, version }: BenchmarkEntry): Manifest {
  let manifest: Partial<Manifest> | null;
  try {
    manifest = JSON.parse(text) as Partial<Manifest> | null;
  } catch (error) {
    throw new SubmissionError(`manifest.json is no JSON: ${(error as Error).message}.`);
  }
  for (const key of ['name', 'by', 'entry'] as const) {
    const value = manifest?.[key];
    if (typeof value !== 'string' || value.trim() === '' || value.length > 256) {
      throw new SubmissionError(
        `manifest.json: ${key} is ${JSON.stringify(value)?.slice(0, 100)}; expected a text of at most 256 characters.`
      );
    }
  }
  if (manifest!.entry !== `${id}@${version}`) {
    throw new SubmissionError(`manifest.json: entry is ${manifest!.entry}; expected ${id}@${version}.`);
  }
  if (!['closed', 'open'].includes(manifest!.division ?? '')) {
    throw new SubmissionError(
      `manifest.json: division is ${JSON.stringify(manifest!.division)}; expected "closed" or "open".`
    );
  }
  return manifest as Manifest;
}

function readPrediction(line: string, at: number) {
  let row: Record<string, unknown> | null;
  try {
    row = JSON.parse(line) as Record<string, unknown> | null;
  } catch {
    throw new SubmissionError(`line ${at}: no JSON: ${line.slice(0, 80)}`);
  }
  const { id, seed, domain, value } = row ?? {};
  const refuse = (key: string, found: unknown, expected: string): never => {
    throw new SubmissionError(
      `line ${at}: ${key} is ${JSON.stringify(found)?.slice(0, 80) ?? 'missing'}; expected ${expected}.`
    );
  };
  if (typeof id !== 'string') refuse('id', id, 'a text');
  if (!Number.isSafeInteger(seed)) refuse('seed', seed, 'a whole number');
  if (typeof domain !== 'string') refuse('domain', domain, 'a text');
  // JSON has no NaN: those who write it get null or a text
  if (typeof value !== 'number' || !Number.isFinite(value)) refuse('value', value, 'a finite number');
  return { id, seed, domain, value } as { id: string; seed: number; domain: string; value: number };
}

function strange(at: number, id: string, domain: string, { domains, id: entry }: BenchmarkEntry): string {
  return domains.includes(domain)
    ? `line ${at}: id ${id.slice(0, 80)} is none of ${entry}'s objects in ${domain}. Predictions are joined by id.`
    : `line ${at}: domain is ${domain.slice(0, 80)}; expected one of ${domains.join(', ')}.`;
}

/** The seeds, which must be the same and whole in every domain. */
function wholeSeeds(
  predictions: Submission['predictions'],
  { domains, seedsMin }: BenchmarkEntry,
  truth: Truth
): number[] {
  const seeds = [...predictions[domains[0]].keys()].sort((a, b) => a - b);
  if (seeds.length < seedsMin) {
    throw new SubmissionError(
      `there are ${seeds.length} seeds in ${domains[0]}; expected ${seedsMin} or more, each with every object.`
    );
  }
  for (const domain of domains) {
    const found = [...predictions[domain].keys()].sort((a, b) => a - b);
    if (found.join() !== seeds.join()) {
      throw new SubmissionError(
        `${domain} has the seeds ${found.join(', ') || 'none'}; expected ${seeds.join(', ')}, as in ${domains[0]}.`
      );
    }
    for (const seed of seeds) {
      const missing = predictions[domain].get(seed)!.findIndex(Number.isNaN);
      if (missing >= 0)
        throw new SubmissionError(
          `seed ${seed} in ${domain}: id ${truth[domain].ids[missing]} has no prediction.`
        );
    }
  }
  return seeds;
}
