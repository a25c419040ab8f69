/** Views without Node: payloads, builders, readers, and what their pictures share. */
export * from './types';
export { ViewError } from './errors';
export * from './mimeTypes';
export * from './array';
export { OUTPUT_BUDGET, type FieldInput, type HeaderInput, type RowsInput } from './columns';
export type { CategoryColumn, Column, NumberColumn, Places, RowIds } from './payload';
export * from './saliency';
export * from './terse';
export * from './colours';
export * from './shapes';
export * from './ticks';
export * from './decadeAxis';
export * from './scatter';
export { toCsv } from './table';
export { heatmapIndexes, NA_INDEX, type HeatmapWindow } from './pictures/heatmap';
export { saliencySvg, strongestRow, subtitle } from './pictures/saliencySvg';
export { terseSvg } from './pictures/terseSvg';
export { cut } from './pictures/svg';
