import { FormatError } from '../error';
import { copyElements } from '../elements';
import { readBinaryColumn, type BinaryColumn, type BinaryTable } from './binaryFormat';
import { decodeBits, decodeLogical, decodeText, scaleComplex } from './cells';
import type { Column } from './column';
import type { Header } from './header';
import { readVariable } from './heap';
import { applyScaling } from './scaling';

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
