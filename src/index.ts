/** The face of terselab that a notebook imports: `import * as tl from 'terselab'`. */
export * from './browser';
export * from './views/node';
export { FormatError, readFits, readNpy, readNpz, verifyChecksum, writeNpy, writeNpz } from './formats';
export { fromDataFrame, textsFromDataFrame, toDataFrame } from './formats';
export type { DataFrameLike, FitsFile, NpyArray, NumberTable } from './formats';
export * from './datasets';
export * from './lightcurves';
export * from './math';
export * from './models';
export * from './models/backend';
export * from './interpret';
export * from './kernel';
export * from './trust';
