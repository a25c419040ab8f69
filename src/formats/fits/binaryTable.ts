import { FormatError } from '../error';
import { copyElements, sizeOf, type NumericArray } from '../elements';
import { readBinaryColumn, type BinaryColumn } from './binaryFormat';
import type { Column } from './column';
import type { Header } from './header';
import { readVariable } from './heap';
import { applyScaling } from './scaling';

/** A binary table as its header lays it out. */
export interface BinaryTable {
  header: Header;
  data: Uint8Array;
  rows: number;
  rowBytes: number;
  columns: BinaryColumn[];
}

/**
 * Reads the column descriptions of a BINTABLE (FITS 4.0, section 7.3).
 * Throws FormatError where the columns do not fill NAXIS1 exactly.
 */
export function readBinaryTable(
  header: Header,
  data: Uint8Array,
  rowBytes: number,
  rows: number
): BinaryTable {
  const columns: BinaryColumn[] = [];
  const fields = header.count('TFIELDS', undefined, 999);
  let offset = 0;
  for (let index = 0; index < fields; index++) {
    const column = readBinaryColumn(header, index, offset);
    columns.push(column);
    offset += column.width;
  }
  if (offset !== rowBytes) {
    throw header.problem('NAXIS1', `${rowBytes} bytes a row`, `${offset}, the sum of the ${fields} columns`);
  }
  return { header, data, rows, rowBytes, columns };
}

/** Text from bytes: up to the first NUL, without trailing blanks; bytes beyond ASCII as Latin-1. */
export function decodeText(bytes: Uint8Array, at: number, width: number): string {
  let end = at;
  while (end < at + width && bytes[end] !== 0) end++;
  while (end > at && bytes[end - 1] === 32) end--;
  let text = '';
  // Arguments to a call lie on the stack: take long texts in pieces.
  for (let from = at; from < end; from += 4096) {
    text += String.fromCharCode(...bytes.subarray(from, Math.min(end, from + 4096)));
  }
  return text;
}

/** Logical bytes "T" and "F" to 1 and 0; a byte of 0 (or, as in real files, anything else) is undefined. */
export function decodeLogical(stored: NumericArray): { values: Uint8Array; nulls?: Uint8Array } {
  const values = new Uint8Array(stored.length);
  let nulls: Uint8Array | undefined;
  for (let i = 0; i < values.length; i++) {
    if (stored[i] === 84) values[i] = 1;
    else if (stored[i] !== 70) (nulls ??= new Uint8Array(values.length))[i] = 1;
  }
  return { values, nulls };
}

/** Bits of whole bytes to 0 and 1, the most significant first. */
export function decodeBits(bytes: Uint8Array, at: number, bits: number, out: Uint8Array, to: number): void {
  for (let k = 0; k < bits; k++) out[to + k] = (bytes[at + (k >> 3)] >> (7 - (k & 7))) & 1;
}

function decodeTexts(table: BinaryTable, column: BinaryColumn): string[] {
  const { data, rows, rowBytes } = table;
  const perRow = column.cell.reduce((product, length) => product * length, 1);
  const values: string[] = new Array(rows * perRow);
  for (let row = 0, next = 0; row < rows; row++) {
    const at = row * rowBytes + column.offset;
    for (let k = 0; k < perRow; k++)
      values[next++] = decodeText(data, at + k * column.textWidth, column.textWidth);
  }
  return values;
}

/** Decodes one column of a binary table. Throws FormatError where its cells or the heap are not valid. */
export function decodeBinaryColumn(table: BinaryTable, column: BinaryColumn): Column {
  const { data, rows, rowBytes, header } = table;
  const { name, unit, format, storage, repeat } = column;
  const described = { name, unit, format, kind: storage.kind };
  if (column.descriptor) return { ...described, ...readVariable(table, column) };
  const shape = [rows, ...column.cell];
  if (storage.kind === 'text') {
    if (column.textWidth === 0 && rows * column.cell.reduce((p, n) => p * n, 1) > data.length) {
      throw new FormatError({
        code: 'limit',
        file: header.file,
        where: `${header.where}, column ${name}`,
        found: `${rows} rows of empty text`,
        expected: `no more texts than the table has bytes (${data.length})`,
        todo: 'Such a column holds nothing: read the others.'
      });
    }
    return { ...described, values: decodeTexts(table, column), shape };
  }
  if (storage.kind === 'bits') {
    const values = new Uint8Array(rows * repeat);
    for (let row = 0; row < rows; row++) {
      decodeBits(data, row * rowBytes + column.offset, repeat, values, row * repeat);
    }
    return { ...described, values, shape };
  }
  const perRow = repeat * storage.lanes;
  const layout = { start: column.offset, rows, perRow, stride: rowBytes };
  const stored = copyElements(data, layout, storage.type, false);
  if (storage.kind === 'logical') return { ...described, ...decodeLogical(stored), shape };
  if (storage.kind === 'complex')
    return { ...described, values: scaleComplex(stored, column), shape: [...shape, 2] };
  return { ...described, ...applyScaling(stored, storage.type, column.scaling), shape };
}

/** Complex numbers are scaled as numbers: TSCAL stretches both parts, TZERO shifts the real one. */
export function scaleComplex(stored: NumericArray, column: BinaryColumn): NumericArray {
  const { scale, zero } = column.scaling;
  if (scale === 1 && zero === 0) return stored;
  const values = new Float64Array(stored.length);
  for (let i = 0; i < values.length; i++) values[i] = Number(stored[i]) * scale + (i % 2 === 0 ? zero : 0);
  return values;
}

/** Bytes of `count` values of a storage. */
export function storedBytes(column: BinaryColumn, count: number): number {
  const { kind, type, lanes } = column.storage;
  return kind === 'bits' ? Math.ceil(count / 8) : count * lanes * sizeOf(type);
}
