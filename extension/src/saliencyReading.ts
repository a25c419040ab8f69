/** What a saliency view says in words: of a cell, in its table, in its CSV file. */
import {
  axisTitle,
  columnText,
  formatNumber,
  placeName,
  toCsv,
  type SaliencyData
} from 'terselab/dist/views';
import type { Reading, Sheet } from './plot';
import type { SaliencyState } from './saliencyState';
import { words } from './words';

/** Lines about a value. @param column of the row; in an image a pixel */
export function readingLines(state: SaliencyState, row: number, column: number): Reading['lines'] {
  const { payload, rows, shape, input, fields, methods } = state.data;
  const at = row * shape[1] + column;
  return [
    // By which method is said where there are several.
    ...methods.map(({ method, values }) => ({
      label: methods.length === 1 ? words.saliency.name : method,
      value: formatNumber(values[at], 3)
    })),
    ...placeLines(state.data, column),
    ...(input
      ? [
          {
            label: axisTitle(input.label),
            value: `${formatNumber(input.values[at])}${input.unit ? ` ${input.unit}` : ''}`
          }
        ]
      : []),
    ...fields.slice(0, 8).map(field => ({ label: field.label, value: columnText(field, row) })),
    ...(fields.length > 8 ? [{ label: '', value: words.moreInTable(fields.length - 8) }] : []),
    ...(payload.rows.table ? [{ label: words.saliency.id, value: String(rows.ids[row]) }] : [])
  ];
}

function placeLines({ columns, image }: SaliencyData, column: number): Reading['lines'] {
  if (image) {
    const [line, pixel] = [Math.floor(column / image.width), column % image.width];
    return [{ label: words.image.place, value: `${line}, ${pixel}` }];
  }
  const unit = columns.unit && !columns.names ? ` ${columns.unit}` : '';
  return [{ label: columns.label, value: `${placeName(columns, column)}${unit}` }];
}

/** One line a row: its fields, its strongest value and where that stands. */
export function saliencySheet(state: SaliencyState): Sheet {
  const { rows, columns, shape, fields } = state.data;
  const heads = [
    rows.noun,
    ...fields.map(field => axisTitle(field.label, field.unit)),
    words.saliency.strongest,
    words.saliency.at(axisTitle(columns.label, columns.unit))
  ];
  return {
    heads,
    rows: shape[1] === 0 ? 0 : shape[0],
    cell: (place, column) => {
      const row = state.order[place];
      if (column === 0) return rows.name(row);
      if (column <= fields.length) return columnText(fields[column - 1], row, false);
      const peak = state.strongestColumn(row);
      return column === fields.length + 1
        ? formatNumber(state.shown.values[row * shape[1] + peak], 3)
        : state.data.image
          ? placeLines(state.data, peak)[0].value
          : placeName(columns, peak);
    }
  };
}

/** All values of the method shown, one line a row, in the order shown. */
export function saliencyCsv(state: SaliencyState): string {
  const { rows, columns, shape, fields } = state.data;
  const { values } = state.shown;
  const places = Array.from({ length: shape[1] }, (_, j) => j);
  const rowAt = (i: number) => state.order[i];
  return toCsv(
    [
      'id',
      rows.noun,
      ...fields.map(({ name }) => name),
      ...places.map(j => `saliency ${placeName(columns, j)}`)
    ],
    shape[0],
    [
      i => rows.ids[rowAt(i)],
      i => rows.name(rowAt(i)),
      ...fields.map(
        field => (i: number) =>
          field.kind === 'number' ? field.values[rowAt(i)] : columnText(field, rowAt(i))
      ),
      ...places.map(j => (i: number) => values[rowAt(i) * shape[1] + j])
    ]
  );
}
