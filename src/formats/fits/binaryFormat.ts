import type { ElementType } from '../elements';
import type { Header } from './header';
import type { ColumnDescription, ColumnKind } from './column';
import { nullMarker, scalingOf, type Scaling } from './scaling';

/** How one kind of cell is stored: elements of a type, `lanes` of them a value (two for complex numbers). */
export interface Storage {
  kind: ColumnKind;
  type: ElementType;
  lanes: number;
}

/** TFORM codes of values (FITS 4.0, table 18). */
const storages: Record<string, Storage> = {
  L: { kind: 'logical', type: 'u1', lanes: 1 },
  X: { kind: 'bits', type: 'u1', lanes: 1 },
  B: { kind: 'number', type: 'u1', lanes: 1 },
  I: { kind: 'number', type: 'i2', lanes: 1 },
  J: { kind: 'number', type: 'i4', lanes: 1 },
  K: { kind: 'number', type: 'i8', lanes: 1 },
  A: { kind: 'text', type: 'u1', lanes: 1 },
  E: { kind: 'number', type: 'f4', lanes: 1 },
  D: { kind: 'number', type: 'f8', lanes: 1 },
  C: { kind: 'complex', type: 'f4', lanes: 2 },
  M: { kind: 'complex', type: 'f8', lanes: 2 }
};

/** A column of a binary table as its header describes it. */
export interface BinaryColumn extends ColumnDescription {
  storage: Storage;
  /** Values a row; characters for text, bits for X. */
  repeat: number;
  /** Where the cell begins in a row, and its bytes. */
  offset: number;
  width: number;
  /** Length of each text in a cell: TFORM rAw or the first axis of TDIM, else the whole cell. */
  textWidth: number;
  /** Shape of a cell, slowest axis first; [] for one value. */
  cell: number[];
  scaling: Scaling;
  /** Variable-length columns: bytes of one of the two integers of a descriptor (P 4, Q 8). */
  descriptor?: 4 | 8;
}

/** A binary table as its header lays it out. */
export interface BinaryTable {
  header: Header;
  data: Uint8Array;
  rows: number;
  rowBytes: number;
  columns: BinaryColumn[];
}

const tform = /^(\d*)([LXBIJKAEDCMPQ])(.*)$/;
const variable = /^([LXBIJKAEDCM])(\(\d*\))?$/;

function bytesOf(storage: Storage, repeat: number): number {
  return storage.kind === 'bits' ? Math.ceil(repeat / 8) : repeat * storage.lanes * Number(storage.type[1]);
}

/** TDIM, slowest axis first; undefined where there is none. Throws FormatError where it does not fit `repeat`. */
function readDimensions(header: Header, keyword: string, repeat: number): number[] | undefined {
  const text = header.text(keyword).trim();
  if (text === '') return undefined;
  const axes = /^\(\s*\d+\s*(,\s*\d+\s*)*\)$/.test(text) ? text.slice(1, -1).split(',').map(Number) : [];
  const product = axes.reduce((p, n) => p * n, 1);
  if (axes.length === 0 || product !== repeat) {
    throw header.problem(
      keyword,
      text,
      `axis lengths such as (4,3) whose product is the repeat count ${repeat}`
    );
  }
  return axes.reverse();
}

/** Texts in a cell: by TDIM the first axis is the length of each, by "rAw" it is w. */
function textLayout(
  header: Header,
  n: number,
  repeat: number,
  option: string,
  dimensions: number[] | undefined
): { textWidth: number; cell: number[] } {
  if (dimensions) return { textWidth: dimensions.at(-1)!, cell: dimensions.slice(0, -1) };
  const width = /^\d+$/.test(option) ? Number(option) : repeat;
  if (width === repeat) return { textWidth: repeat, cell: [] };
  if (width === 0 || repeat % width !== 0) {
    throw header.problem(`TFORM${n}`, `${repeat}A${option}`, 'a text length that divides the repeat count');
  }
  return { textWidth: width, cell: [repeat / width] };
}

/** Reads the keywords of column `index` of a binary table; `offset` is where its cells begin in a row. */
export function readBinaryColumn(header: Header, index: number, offset: number): BinaryColumn {
  const n = index + 1;
  const format = header.text(`TFORM${n}`).trim();
  const parts = tform.exec(format);
  const repeat = parts && parts[1] !== '' ? Number(parts[1]) : 1;
  const isVariable = parts?.[2] === 'P' || parts?.[2] === 'Q';
  const inner = isVariable ? variable.exec(parts[3].trim()) : undefined;
  if (!parts || !Number.isSafeInteger(repeat) || (isVariable && (!inner || repeat > 1))) {
    throw header.problem(`TFORM${n}`, `"${format}"`, 'a format such as E, 12A, 3J or PE(20)');
  }
  const storage = storages[inner ? inner[1] : parts[2]];
  const descriptor = isVariable ? (parts[2] === 'P' ? 4 : 8) : undefined;
  const dimensions = isVariable ? undefined : readDimensions(header, `TDIM${n}`, repeat);
  const { textWidth, cell } =
    storage.kind === 'text' && !isVariable
      ? textLayout(header, n, repeat, parts[3].trim(), dimensions)
      : { textWidth: 0, cell: dimensions ?? (repeat === 1 ? [] : [repeat]) };
  const isNumber = storage.kind === 'number' || storage.kind === 'complex';
  return {
    index,
    name: header.text(`TTYPE${n}`) || `col${n}`,
    unit: header.text(`TUNIT${n}`) || undefined,
    format,
    storage,
    repeat,
    offset,
    width: descriptor ? 2 * descriptor * repeat : bytesOf(storage, repeat),
    textWidth,
    cell,
    scaling: scalingOf(
      storage.type,
      isNumber ? header.number(`TSCAL${n}`, 1) : 1,
      isNumber ? header.number(`TZERO${n}`, 0) : 0,
      storage.kind === 'number' ? nullMarker(header, `TNULL${n}`) : undefined
    ),
    descriptor
  };
}
