/** Views without Node: payloads, builders, readers, and what their pictures share. */
export * from './types';
export * from './modelTypes';
export * from './trainingTypes';
export { ViewError } from './errors';
export * from './mimeTypes';
export * from './array';
export { OUTPUT_BUDGET, type FieldInput, type HeaderInput, type RowsInput } from './columns';
export type { CategoryColumn, Column, NumberColumn, Places, RowIds } from './payload';
export * from './saliency';
export { MAX_PANELS, splitPanels, type Panel } from './saliencyParts';
export * from './terse';
export * from './training';
export * from './model';
export * from './colours';
export * from './shapes';
export * from './ticks';
export { counted, pluralOf } from './nouns';
export * from './decadeAxis';
export * from './scatter';
export {
  fitLine,
  signed as signedNumber,
  intervalText,
  moreCorrelations,
  pairCorrelations,
  rankedColumns,
  titleOf,
  type Interval,
  type PairCorrelations,
  type RankedColumn
} from './correlation';
export { densityAt, type Density } from './density';
export { MAX_MULTIPLES, tersePanels, wholeRange, type TersePanel } from './tersePanels';
export { toCsv } from './table';
export { heatmapIndexes, markContour, NA_INDEX, type HeatmapWindow } from './pictures/heatmap';
export { blendOverImage, imageGrey } from './pictures/imageOverlay';
export { saliencySvg, strongestRow, subtitle } from './pictures/saliencySvg';
export { terseSvg } from './pictures/terseSvg';
export { LINE_DASHES, lastEpoch, lastNumber, lossRange, trainingSvg } from './pictures/trainingSvg';
export { answerScale, modelSvg } from './pictures/modelSvg';
export { cut } from './pictures/svg';
