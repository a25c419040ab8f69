import fs from 'node:fs';
import path from 'node:path';
import type { Exercise } from '../kernel';
import { UserError } from './userError';

/** The part of `entry.json` that the pages and the checks read. */
export interface EntryPage {
  title: string;
  slug: string;
  paragraph: string;
  notebook: string;
  solutions?: string;
  status: string;
  released: string;
  updated: string;
  authors: string[];
  tags: string[];
  datasets: string[];
  group: string;
  exercises: Record<string, Exercise>;
  expected: Record<string, { value: number; tolerance: number }>;
  minutes?: number;
  megabytes?: number;
  /** Whether its cells may print. */
  prints?: boolean;
}

/** Reads an entry's page. @throws UserError where the file is no JSON or has no page */
export function readEntryPage(folder: string): Partial<EntryPage> {
  const file = path.join(folder, 'entry.json');
  let json: { page?: Partial<EntryPage> };
  try {
    json = JSON.parse(fs.readFileSync(file, 'utf8')) as typeof json;
  } catch (error) {
    throw new UserError(
      `${file} is no JSON: ${(error as Error).message}. Mend it or copy that of another entry.`
    );
  }
  if (typeof json.page !== 'object' || json.page === null) {
    throw new UserError(`${file} has no "page". Copy that of another entry, or make a new one: terselab new`);
  }
  return json.page;
}
