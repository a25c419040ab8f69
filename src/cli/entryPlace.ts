import fs from 'node:fs';
import path from 'node:path';
import { UserError } from './userError';

/** An entry on disk. */
export interface EntryPlace {
  /** Name of its folder. */
  slug: string;
  /** The folder, absolute. */
  folder: string;
}

const FILE = 'entry.json';

/** Folders that may hold entries: the present one, and its `notebooks`. */
const shelves = (cwd: string) => [cwd, path.join(cwd, 'notebooks')];

/** All entries below a folder or its `notebooks`, by name. */
export function listEntries(cwd: string): EntryPlace[] {
  const found = new Map<string, EntryPlace>();
  for (const shelf of shelves(cwd)) {
    if (!fs.existsSync(shelf)) continue;
    for (const slug of fs.readdirSync(shelf)) {
      const folder = path.join(shelf, slug);
      if (fs.existsSync(path.join(folder, FILE))) found.set(folder, { slug, folder });
    }
  }
  return [...found.values()].sort((a, b) => a.slug.localeCompare(b.slug));
}

/** The entry of a name, or in a folder that is given by its path. @throws UserError that lists what there is */
export function findEntry(name: string, cwd: string): EntryPlace {
  const folders = [path.resolve(cwd, name), path.join(cwd, 'notebooks', name)];
  const folder = folders.find(candidate => fs.existsSync(path.join(candidate, FILE)));
  if (folder) return { slug: path.basename(folder), folder };
  const there = listEntries(cwd).map(entry => entry.slug);
  const known = there.length
    ? `There are: ${there.join(', ')}.`
    : 'There are none: go to the folder that holds them.';
  throw new UserError(
    `${name} is no entry: there is no ${FILE} in ${folders.join(' or ')}. ${known} A new one: terselab new ${path.basename(name)}`
  );
}

/** The folder in which new entries are made: `notebooks` where there is one, else the present one. */
export function newEntryShelf(cwd: string): string {
  const notebooks = path.join(cwd, 'notebooks');
  return fs.existsSync(notebooks) ? notebooks : cwd;
}

/** Where the package stands that holds this code: kernel and data sets are beside it. */
export const packageRoot = path.resolve(__dirname, '..', '..');
