import type { MimeBundle } from '../views/node';
import { tableView } from '../views/node';
import { show } from './show';

/** MIME type of the values that a notebook reports; tests compare them with `entry.json`. */
export const RESULTS_MIME = 'application/vnd.terselab.results.v1+json';

/** Shows Markdown whose numbers come from the run, so that prose and results cannot part. */
export function say(markdown: string): void {
  show({ data: { 'text/markdown': markdown, 'text/plain': markdown }, metadata: {} });
}

/** One reported value. */
export interface Result {
  /** What it is, in words. */
  label: string;
  value: number;
  unit?: string;
}

/**
 * Shows the results of a notebook as a table; tests read them from the same output.
 * @param results by name, as in `entry.json`
 */
export function reportResults(title: string, results: Record<string, Result>): void {
  const rows = Object.entries(results);
  const table = tableView({
    title,
    columns: [
      { label: 'result', values: rows.map(([, r]) => r.label) },
      { label: 'value', values: rows.map(([, r]) => r.value) },
      { label: 'unit', values: rows.map(([, r]) => r.unit ?? '') }
    ]
  });
  const values = Object.fromEntries(rows.map(([name, r]) => [name, r.value]));
  const bundle: MimeBundle = { data: { ...table.data, [RESULTS_MIME]: values }, metadata: table.metadata };
  show(bundle);
}
