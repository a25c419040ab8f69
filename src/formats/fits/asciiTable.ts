import { FormatError, quote } from '../error';
import type { NumericArray } from '../elements';
import { decodeLatin1 } from '../text';
import type { Column, ColumnDescription } from './column';
import type { Header } from './header';
import { decodeText } from './cells';

/** A column of an ASCII table as its header describes it. */
export interface AsciiColumn extends ColumnDescription {
  code: 'A' | 'I' | 'F' | 'E' | 'D';
  width: number;
  decimals: number;
  /** Where the field begins in a row, from 0. */
  offset: number;
  scale: number;
  zero: number;
  /** Text that stands for "undefined", without trailing blanks; undefined where there is none. */
  nullText?: string;
}

/** An ASCII table as its header lays it out. */
export interface AsciiTable {
  header: Header;
  data: Uint8Array;
  rows: number;
  rowBytes: number;
  columns: AsciiColumn[];
}

const tform = /^(?:(A|I)(\d+)|(F|E|D)(\d+)\.(\d+))$/;

function readAsciiColumn(header: Header, index: number, rowBytes: number): AsciiColumn {
  const n = index + 1;
  const format = header.text(`TFORM${n}`).trim();
  const parts = tform.exec(format);
  if (!parts)
    throw header.problem(`TFORM${n}`, quote(format), 'a format such as A10, I6, F8.3, E15.7 or D25.17');
  const code = (parts[1] ?? parts[3]) as AsciiColumn['code'];
  const width = Number(parts[2] ?? parts[4]);
  const offset = header.count(`TBCOL${n}`) - 1;
  if (offset < 0 || width === 0 || offset + width > rowBytes) {
    throw header.problem(
      `TBCOL${n}`,
      `a field of ${width} from column ${offset + 1}`,
      `one inside 1 to ${rowBytes}`
    );
  }
  const nullText = header.has(`TNULL${n}`) ? header.text(`TNULL${n}`).trim() : undefined;
  return {
    index,
    name: header.text(`TTYPE${n}`) || `col${n}`,
    unit: header.text(`TUNIT${n}`) || undefined,
    format,
    code,
    width,
    decimals: Number(parts[5] ?? 0),
    offset,
    scale: code === 'A' ? 1 : header.number(`TSCAL${n}`, 1),
    zero: code === 'A' ? 0 : header.number(`TZERO${n}`, 0),
    nullText
  };
}

/** Reads the column descriptions of a TABLE (FITS 4.0, section 7.2). Throws FormatError where a field leaves its row. */
export function readAsciiTable(header: Header, data: Uint8Array, rowBytes: number, rows: number): AsciiTable {
  const fields = header.count('TFIELDS', undefined, 999);
  const columns = Array.from({ length: fields }, (_, index) => readAsciiColumn(header, index, rowBytes));
  return { header, data, rows, rowBytes, columns };
}

/** A field of numbers is taken whole: a NUL in it is damage, where in text it is the end. */
function numberFields(table: AsciiTable, column: AsciiColumn): string[] {
  return Array.from({ length: table.rows }, (_, row) => {
    const at = row * table.rowBytes + column.offset;
    return decodeLatin1(table.data, at, at + column.width);
  });
}

/** The fields of a column as texts without trailing blanks, whatever its format. */
export function asciiTexts(table: AsciiTable, column: AsciiColumn): string[] {
  return Array.from({ length: table.rows }, (_, row) =>
    decodeText(table.data, row * table.rowBytes + column.offset, column.width)
  );
}

const integer = /^[+-]?\d+$/;
const real = /^[+-]?(\d+\.?\d*|\.\d+)(?:[ED]?[+-]?\d+)?$/i;
const special = /^([+-]?)(nan|inf|infinity)$/i;

function parseReal(text: string): number {
  const word = special.exec(text);
  if (word) return /nan/i.test(word[2]) ? NaN : word[1] === '-' ? -Infinity : Infinity;
  return Number(text.replace(/d/i, 'e'));
}

/** Integers beyond 15 digits need 64 bits; the type follows the width, never the values. */
function integerArray(column: AsciiColumn, rows: number): NumericArray {
  if (column.width <= 9) return new Int32Array(rows);
  return column.width <= 15 ? new Float64Array(rows) : new BigInt64Array(rows);
}

/**
 * Decodes one column: A to texts; I to Int32Array up to 9 digits, Float64Array up to 15, BigInt64Array beyond; F, E, D
 * to Float64Array, as is everything with TSCAL or TZERO. Undefined numbers are NaN or, as integers, 0 with a mask; a blank
 * field counts as undefined too, as astropy has it. Throws FormatError where a field is not a number, or its F, E or D number has no
 * decimal point although decimals are declared: programs differ by powers of ten there.
 */
export function decodeAsciiColumn(table: AsciiTable, column: AsciiColumn): Column {
  const { rows, header } = table;
  const { name, unit, format, code } = column;
  const isNull = (text: string): boolean => column.nullText !== undefined && text.trim() === column.nullText;
  let nulls: Uint8Array | undefined;
  const markNull = (row: number): void => {
    (nulls ??= new Uint8Array(rows))[row] = 1;
  };
  if (code === 'A') {
    const texts = asciiTexts(table, column);
    texts.forEach((text, row) => isNull(text) && markNull(row));
    return { name, unit, format, kind: 'text', values: texts, shape: [rows], nulls };
  }
  const scaled = column.scale !== 1 || column.zero !== 0;
  const isInteger = code === 'I' && !scaled;
  const values = isInteger ? integerArray(column, rows) : new Float64Array(rows);
  numberFields(table, column).forEach((field, row) => {
    const text = field.replace(/^ +| +$/g, '');
    if (text === '' || isNull(text)) {
      if (isInteger) markNull(row);
      else values[row] = NaN;
      return;
    }
    const match = (code === 'I' ? integer : real).exec(text);
    const ambiguous = code !== 'I' && column.decimals > 0 && match && !match[1].includes('.');
    if ((!match && (code === 'I' || !special.test(text))) || ambiguous) {
      throw new FormatError({
        code: 'value',
        file: header.file,
        where: `${header.where}, column ${name}, row ${row}`,
        found: quote(text),
        expected: ambiguous ? `a decimal point in format ${format}` : `a number in format ${format}`,
        todo: 'Read the fields as they stand with texts().'
      });
    }
    if (values instanceof BigInt64Array) values[row] = BigInt(text.replace(/^\+/, ''));
    else values[row] = parseReal(text) * column.scale + column.zero;
  });
  return { name, unit, format, kind: 'number', values, shape: [rows], nulls };
}
