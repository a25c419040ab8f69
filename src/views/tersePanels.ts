/** The panels of a terse view: one pair of columns, its arms side by side, or small multiples against every number. */
import { pairCorrelations, rankedColumns, type PairCorrelations } from './correlation';
import { paddedRange } from './scatter';
import type { NumberColumn } from './payload';
import type { TerseData } from './terse';

/** The most small multiples that are drawn. */
export const MAX_MULTIPLES = 24;

/** One panel: which rows over which columns. */
export interface TersePanel {
  x: NumberColumn;
  y: NumberColumn;
  /** Name of its arm; empty where there is none. */
  title: string;
  rows: Uint32Array;
  correlations: PairCorrelations;
}

/** What the panels are to be. */
export interface PanelChoice {
  x: NumberColumn;
  y: NumberColumn;
  /** Small multiples of y against every number. */
  all: boolean;
  /** A column held fixed for partial correlations. */
  given?: NumberColumn;
}

/** The panels of a choice. Arms stand beside each other where there is one pair. */
export function tersePanels(data: TerseData, { x, y, all, given }: PanelChoice): TersePanel[] {
  const rows = Uint32Array.from({ length: data.length }, (_, i) => i);
  if (all) {
    return rankedColumns(data, y, given)
      .slice(0, MAX_MULTIPLES)
      .map(({ column, correlations }) => ({ x: column, y, title: '', rows, correlations }));
  }
  const { arms } = data;
  if (!arms) return [{ x, y, title: '', rows, correlations: pairCorrelations(data, x, y, { given }) }];
  return arms.categories.map((title, code) => {
    const own = rows.filter(row => arms.codes[row] === code);
    return { x, y, title, rows: own, correlations: pairCorrelations(data, x, y, { rows: own, given }) };
  });
}

/** The whole range of a column with a margin: that of all rows, where a density knows it. */
export function wholeRange(data: TerseData, column: NumberColumn): [number, number] {
  const own = paddedRange(column.values);
  const density = data.density.find(({ x, y }) => x === column.name || y === column.name);
  if (!density) return own;
  return paddedRange([...own, ...(density.x === column.name ? density.xRange : density.yRange)]);
}
