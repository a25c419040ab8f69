/** What a terse view says in words: its tables and its CSV file. */
import {
  axisTitle,
  columnText,
  counted,
  toCsv,
  type Column,
  type Interval,
  type TerseData,
  type TersePanel
} from 'terselab/dist/views';
import type { Reading, Sheet } from './plot';
import type { Selection } from './selection';
import type { TersePlot } from './tersePlot';
import { words } from './words';

/** All columns, one line a row; where rows are selected, those alone. */
export function rowsSheet(data: TerseData, selection: Selection): Sheet {
  const columns = [...data.byName.values()];
  const rows = selection.count > 0 ? selection.rows : null;
  const rowAt = (i: number) => (rows ? rows[i] : i);
  return {
    heads: [data.rows.noun, ...columns.map(column => axisTitle(column.label, column.unit))],
    rows: rows ? rows.length : data.length,
    cell: (i, column) =>
      column === 0 ? data.rows.name(rowAt(i)) : columnText(columns[column - 1], rowAt(i), false)
  };
}

const number = (value: number | null): string =>
  value === null ? 'NA' : value.toFixed(3).replace('-', '\u2212');
const range = ({ low, high }: Interval): string =>
  low === null ? 'NA' : `${number(low)} to ${number(high)}`;

/** The correlations of small multiples, one line a column. */
export function correlationSheet(panels: readonly TersePanel[]): Sheet {
  const given = panels.some(({ correlations }) => correlations.partial !== undefined);
  const heads = [
    'column',
    'Spearman',
    '95 %',
    'Pearson',
    '95 %',
    ...(given ? ['partial', '95 %'] : []),
    'rows'
  ];
  return {
    heads,
    rows: panels.length,
    cell: (i, column) => {
      const { x, correlations } = panels[i];
      const { spearman, pearson, partial, n } = correlations;
      const cells = [
        axisTitle(x.label, x.unit),
        number(spearman.value),
        range(spearman),
        number(pearson.value),
        range(pearson),
        ...(given ? [number(partial?.value ?? null), partial ? range(partial) : 'NA'] : []),
        n.toLocaleString('en')
      ];
      return cells[column];
    }
  };
}

/** All rows with all columns; where rows are selected, a column says which. */
export function terseCsv({ byName, rows, length }: TerseData, selection: Selection): string {
  const columns = [...byName.values()];
  const chosen = selection.count > 0;
  return toCsv(
    ['id', rows.noun, ...columns.map(({ name }) => name), ...(chosen ? ['selected'] : [])],
    length,
    [
      i => rows.ids[i],
      i => rows.name(i),
      ...columns.map(
        column => (i: number) => (column.kind === 'number' ? column.values[i] : columnText(column, i))
      ),
      ...(chosen ? [(i: number) => Number(selection.has(i))] : [])
    ]
  );
}

/** A point's values, those shown first. */
export function pointLines({ byName }: TerseData, row: number, first: readonly Column[]): Reading['lines'] {
  const listed = [...new Set([...first, ...byName.values()])];
  return [
    ...listed.slice(0, 9).map(column => ({ label: column.label, value: columnText(column, row) })),
    ...(listed.length > 9 ? [{ label: '', value: words.moreInTable(listed.length - 9) }] : [])
  ];
}

/** How many there are of what, and what of them is not seen. @param placed points with both values @param selected about the selection */
export function terseSubtitle(
  { data, all, panels, selection }: TersePlot,
  placed: number,
  selected: string
): string {
  const { length, terse, rows, payload } = data;
  const parts = [counted(length, rows.noun), counted(terse.length, words.terse.value)];
  if (payload.allRows !== undefined && data.density.length > 0) {
    parts[0] = words.terse.density(payload.allRows, counted(length, rows.noun));
  }
  if (length > placed && !all) parts.push(words.terse.unplaced(length - placed));
  const others = [...data.byName.values()].filter(({ kind }) => kind === 'number').length - 1;
  if (all && others > panels.length) parts.push(words.terse.strongest(panels.length, others));
  if (selection.count > 0) parts.push(selected);
  return parts.join(' \u00b7 ');
}
