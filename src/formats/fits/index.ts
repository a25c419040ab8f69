export { readFits, type FitsFile, type ReadFitsOptions } from './file';
export type { EmptyHdu, Hdu, ImageHdu, TableHdu, UnsupportedHdu } from './hdu';
export { rowOf, type Column, type ColumnKind } from './column';
export type { Image } from './image';
export type { Header } from './header';
export type { Card, CardValue, Complex } from './card';
export { verifyChecksum, type ChecksumVerdict } from './checksum';
