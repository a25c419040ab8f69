/** Files to columns and arrays: FITS and NPY/NPZ from bytes, free of Node. */
export { FormatError, type FormatErrorCode, type FormatProblem } from './error';
export { toFloat64, type NumericArray } from './elements';
export * from './fits';
export * from './npy';
export * from './danfo';
export { readHdf5Columns } from './hdf5';
