/** Checks of the optional parts of a saliency payload: further methods, images, panels. */
import { checkArray, MAX_ELEMENTS } from './array';
import { quote, ViewError } from './errors';
import type { CategoryColumn, Column } from './payload';
import type { PanelGrid, SaliencyPayload } from './types';

/** The most panels in a grid, and classes along one of its sides. */
export const MAX_PANELS = 36;

/** Sizes of all methods together, before the first is decoded; names that differ. @throws ViewError */
export function checkMethods({ method, methods = [] }: SaliencyPayload, rows: number, columns: number): void {
  if ((1 + methods.length) * rows * columns > MAX_ELEMENTS) {
    throw new ViewError(
      `methods: ${1 + methods.length} methods of [${rows}, ${columns}] values are more than the ${MAX_ELEMENTS} allowed together; send fewer rows`
    );
  }
  const names = new Set([method]);
  methods.forEach((more, i) => {
    if (names.has(more.method)) {
      throw new ViewError(`methods[${i}]: the method ${quote(more.method)} stands twice; names must differ`);
    }
    names.add(more.method);
    checkArray(more.values, `methods[${i}].values`, [rows, columns]);
  });
}

/** An image's pixels are the columns; a grid of panels is for rows that are none. @throws ViewError */
export function checkImage({ image, panels }: SaliencyPayload, columns: number): void {
  if (!image) return;
  if (image.height * image.width !== columns) {
    throw new ViewError(
      `image: ${image.height} x ${image.width} pixels found for ${columns} columns; give one column a pixel`
    );
  }
  if (panels) throw new ViewError('image and panels were both given; leave one of them out');
}

/** The columns that make a grid. @throws ViewError where a name is not that of a category field, or panels are too many */
export function decodePanels(
  grid: PanelGrid,
  fields: readonly Column[]
): { rows: CategoryColumn | null; columns: CategoryColumn | null } {
  const side = (name: string | undefined, what: string): CategoryColumn | null => {
    if (name === undefined) return null;
    const field = fields.find(field => field.name === name);
    if (field?.kind !== 'category') {
      throw new ViewError(`panels.${what}: ${quote(name)} is not the name of a field of classes`);
    }
    return field;
  };
  const out = { rows: side(grid.rows, 'rows'), columns: side(grid.columns, 'columns') };
  if (!out.rows && !out.columns) {
    throw new ViewError('panels names no field; give rows, columns or both, or leave panels out');
  }
  const count = (column: CategoryColumn | null) => (column ? column.categories.length : 1);
  if (count(out.rows) * count(out.columns) > MAX_PANELS) {
    throw new ViewError(
      `panels: ${count(out.rows)} x ${count(out.columns)} classes found; at most ${MAX_PANELS} panels are drawn`
    );
  }
  return out;
}

/** One panel of a grid: its place, its name, the rows in it. */
export interface Panel {
  row: number;
  column: number;
  title: string;
  /** Rows of the data, in the order given. */
  rows: Uint32Array;
}

/**
 * The panels of a view, row by row; one without a name that holds all rows where no grid is asked for. Rows without a
 * class are in no panel.
 * @param order all rows, as they are to stand
 */
export function splitPanels(
  panels: { rows: CategoryColumn | null; columns: CategoryColumn | null } | undefined,
  order: Uint32Array
): Panel[] {
  if (!panels) return [{ row: 0, column: 0, title: '', rows: order }];
  const { rows, columns } = panels;
  const out: Panel[] = [];
  for (let row = 0; row < (rows ? rows.categories.length : 1); row++) {
    for (let column = 0; column < (columns ? columns.categories.length : 1); column++) {
      out.push({
        row,
        column,
        title: [rows?.categories[row], columns?.categories[column]].filter(Boolean).join(' \u00b7 '),
        rows: order.filter(i => (!rows || rows.codes[i] === row) && (!columns || columns.codes[i] === column))
      });
    }
  }
  return out;
}
