import { FormatError } from '../error';
import { copyElements, sizeOf, viewAs, type NumericArray } from '../elements';
import type { BinaryColumn, BinaryTable } from './binaryFormat';
import { decodeBits, decodeLogical, decodeText, scaleComplex, storedBytes } from './cells';
import type { Column } from './column';
import { applyScaling } from './scaling';

interface Cell {
  count: number;
  /** Where the cell begins in the table's data. */
  at: number;
}

function readInteger(view: DataView, at: number, size: 4 | 8): number {
  return size === 4 ? view.getUint32(at) : Number(view.getBigUint64(at));
}

/**
 * Reads the descriptors (count, offset) of a column and checks each against the heap (FITS 4.0, section 7.3.5). Cells may
 * share bytes, but all together may not be longer than the file's data: the limit on what is allocated.
 */
function readDescriptors(table: BinaryTable, column: BinaryColumn): Cell[] {
  const { data, rows, rowBytes, header } = table;
  const size = column.descriptor!;
  const heapStart = header.count('THEAP', rowBytes * rows);
  const problem = (found: string, expected: string): FormatError =>
    new FormatError({
      code: 'layout',
      file: header.file,
      where: `${header.where}, column ${column.name}`,
      found,
      expected,
      todo: 'The table or its heap is damaged: fetch the file again.'
    });
  if (heapStart < rowBytes * rows || heapStart > data.length) {
    throw problem(
      `a heap at byte ${heapStart}`,
      `one between the table (${rowBytes * rows}) and ${data.length}`
    );
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const cells: Cell[] = new Array(rows);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const place = row * rowBytes + column.offset;
    const count = column.repeat === 0 ? 0 : readInteger(view, place, size);
    const at = count === 0 ? heapStart : heapStart + readInteger(view, place + size, size);
    const bytes = storedBytes(column, count);
    total += bytes;
    if (at + bytes > data.length) {
      throw problem(
        `row ${row} with ${count} values at byte ${at - heapStart} of the heap`,
        `cells inside the heap of ${data.length - heapStart} bytes`
      );
    }
    if (total > data.length) {
      throw problem(
        `cells of ${total} bytes and more in ${row + 1} rows, which overlap`,
        `at most the ${data.length} bytes of the table`
      );
    }
    cells[row] = { count, at };
  }
  return cells;
}

/** Elements of all cells one after the other, big-endian as stored. */
function gather(
  table: BinaryTable,
  column: BinaryColumn,
  cells: readonly Cell[],
  offsets: Uint32Array
): NumericArray {
  const { type, lanes } = column.storage;
  const bytes = new Uint8Array(offsets[cells.length] * sizeOf(type));
  cells.forEach(({ at, count }, row) => {
    bytes.set(table.data.subarray(at, at + count * lanes * sizeOf(type)), offsets[row] * sizeOf(type));
  });
  if (sizeOf(type) === 1) return viewAs(bytes.buffer, type);
  const layout = { start: 0, rows: 1, perRow: offsets[cells.length], stride: bytes.length };
  return copyElements(bytes, layout, type, false);
}

/**
 * Decodes a variable-length column (P or Q). The values of all rows lie one after the other, with `offsets`; text has
 * one string a row instead.
 */
export function readVariable(
  table: BinaryTable,
  column: BinaryColumn
): Pick<Column, 'values' | 'shape' | 'nulls' | 'offsets'> {
  const cells = readDescriptors(table, column);
  const { kind, type, lanes } = column.storage;
  const { rows } = table;
  if (kind === 'text') {
    return { values: cells.map(({ at, count }) => decodeText(table.data, at, count)), shape: [rows] };
  }
  const offsets = new Uint32Array(rows + 1);
  let longest = 0;
  cells.forEach(({ count }, row) => {
    offsets[row + 1] = offsets[row] + count * lanes;
    longest = Math.max(longest, count);
  });
  const shape = lanes === 2 ? [rows, longest, 2] : [rows, longest];
  if (kind === 'bits') {
    const values = new Uint8Array(offsets[rows]);
    cells.forEach(({ at, count }, row) => decodeBits(table.data, at, count, values, offsets[row]));
    return { values, shape, offsets };
  }
  const stored = gather(table, column, cells, offsets);
  if (kind === 'logical') return { ...decodeLogical(stored), shape, offsets };
  if (kind === 'complex') return { values: scaleComplex(stored, column), shape, offsets };
  return { ...applyScaling(stored, type, column.scaling), shape, offsets };
}
