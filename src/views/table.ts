/** A table as an output: HTML without script, plain text, and CSV. */
import type { MimeBundle } from './bundle';
import { quote, ViewError } from './errors';
import { escapeXml } from './pictures/svg';
import { axisTitle, formatNumber } from './ticks';

/** A column of a table. */
export interface TableColumn {
  label: string;
  unit?: string;
  /** Numbers (NaN is NA) or texts, one a row. */
  values: ArrayLike<number | string | null>;
  /** Significant digits of numbers. Default 4. */
  digits?: number;
}

/** What {@link tableView} takes. */
export interface TableInput {
  title: string;
  /** What the table says. */
  caption?: string;
  columns: readonly TableColumn[];
  /** The most rows shown; the rest is counted under the table and is in the CSV. Default 200. */
  maxRows?: number;
}

/** Build a table's output; `csv` holds all rows in full precision. @throws ViewError where columns differ in length */
export function tableView({
  title,
  caption = '',
  columns,
  maxRows = 200
}: TableInput): MimeBundle & { csv: string } {
  const rows = columns.length === 0 ? 0 : columns[0].values.length;
  for (const column of columns) {
    if (column.values.length !== rows) {
      throw new ViewError(
        `column ${quote(column.label)} has ${column.values.length} values, the first column ${rows}; give one value a row`
      );
    }
  }
  const heads = columns.map(({ label, unit }) => axisTitle(label, unit));
  const shown = Math.min(rows, maxRows);
  const left = rows - shown;
  const more = left > 0 ? `${left} more row${left === 1 ? '' : 's'} not shown` : '';
  const cells = Array.from({ length: shown }, (_, i) => columns.map(column => cellText(column, i)));
  const numeric = columns.map(({ values }) =>
    Array.prototype.every.call(values, v => v === null || typeof v === 'number')
  );
  return {
    data: {
      'text/html': htmlTable(title, [caption, more].filter(Boolean).join(' '), heads, cells, numeric),
      'text/plain': [title, plainTable(heads, cells, numeric), more, caption].filter(Boolean).join('\n')
    },
    metadata: {},
    csv: toCsv(
      heads,
      rows,
      columns.map(
        ({ values }) =>
          i =>
            values[i]
      )
    )
  };
}

function cellText({ values, digits }: TableColumn, i: number): string {
  const value = values[i];
  return value === null ? 'NA' : typeof value === 'number' ? formatNumber(value, digits) : value;
}

function htmlTable(
  title: string,
  caption: string,
  heads: string[],
  cells: string[][],
  numeric: boolean[]
): string {
  const align = (j: number) => ` style="text-align:${numeric[j] ? 'right' : 'left'}"`;
  const head = heads.map((text, j) => `<th scope="col"${align(j)}>${escapeXml(text)}</th>`).join('');
  const body = cells
    .map(row => `<tr>${row.map((text, j) => `<td${align(j)}>${escapeXml(text)}</td>`).join('')}</tr>`)
    .join('\n');
  const words = caption === '' ? '' : `\n<p>${escapeXml(caption)}</p>`;
  return `<table>\n<caption>${escapeXml(title)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>${words}`;
}

function plainTable(heads: string[], cells: string[][], numeric: boolean[]): string {
  const widths = heads.map((head, j) => Math.max(head.length, ...cells.map(row => row[j].length)));
  const line = (row: string[]) =>
    row
      .map((text, j) => (numeric[j] ? text.padStart(widths[j]) : text.padEnd(widths[j])))
      .join('  ')
      .trimEnd();
  return [line(heads), ...cells.map(line)].join('\n');
}

/**
 * CSV text (RFC 4180, line feeds) in full precision; NA is an empty cell. A text that a spreadsheet would run as a formula
 * gets an apostrophe before it.
 */
export function toCsv(
  heads: readonly string[],
  rows: number,
  columns: readonly ((i: number) => number | string | null)[]
): string {
  const lines = [heads.map(csvCell).join(',')];
  for (let i = 0; i < rows; i++) lines.push(columns.map(column => csvCell(column(i))).join(','));
  return `${lines.join('\n')}\n`;
}

function csvCell(value: number | string | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
