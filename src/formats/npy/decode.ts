import { FormatError } from '../error';
import { copyElements, countOf, type NumericArray } from '../elements';
import { decodeLatin1 } from '../text';
import type { Dtype } from './dtype';

/** An array of numbers, booleans or texts. */
export interface NpyValues {
  kind: 'bool' | 'number' | 'complex' | 'text';
  /** The element type as numpy writes it, such as "<f4". */
  dtype: string;
  /** Axis lengths in C order; complex arrays end in an axis of 2 (re, im). 0-d arrays have []. */
  shape: number[];
  /** Values in C order: booleans as 0 and 1, half floats as Float32Array, 64-bit integers as bigints. */
  values: NumericArray | string[];
}

/** An array of records, by column. */
export interface NpyRecord {
  kind: 'record';
  dtype: string;
  shape: number[];
  /** One array a field, in order; its shape begins with that of the record array. */
  fields: Map<string, NpyArray>;
}

export type NpyArray = NpyValues | NpyRecord;

/** Where elements of one dtype lie, in C order: `outer` records a `stride` apart, `inner` elements in each. */
export interface Place {
  bytes: Uint8Array;
  start: number;
  stride: number;
  outer: number[];
  inner: number[];
  file: string;
}

/** IEEE half precision to a number. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Copies the elements of `size` bytes of an array in Fortran order into C order. */
export function toCOrder(bytes: Uint8Array, shape: readonly number[], size: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  const strides: number[] = [];
  shape.reduce((stride, length) => (strides.push(stride), stride * length), size);
  const index = shape.map(() => 0);
  for (let to = 0, from = 0; to < out.length;) {
    for (let k = 0; k < size; k++) out[to++] = bytes[from + k];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return out;
}

function decodeBytes(bytes: Uint8Array, at: number, size: number): string {
  let end = at + size;
  while (end > at && bytes[end - 1] === 0) end--;
  return decodeLatin1(bytes, at, end);
}

function decodeUnicode(
  view: DataView,
  at: number,
  size: number,
  littleEndian: boolean,
  file: string
): string {
  let end = at + size;
  while (end > at && view.getUint32(end - 4, littleEndian) === 0) end -= 4;
  const points: string[] = [];
  for (let from = at; from < end; from += 4) {
    const code = view.getUint32(from, littleEndian);
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
      throw new FormatError({
        code: 'corrupt',
        file,
        found: `character code ${code} in a text`,
        expected: 'Unicode characters (0 to 1114111 without surrogates)',
        todo: 'The file is damaged: fetch it again.'
      });
    }
    points.push(String.fromCodePoint(code));
  }
  return points.join('');
}

function decodeTexts(place: Place, dtype: Dtype & { kind: 'bytes' | 'unicode' }): string[] {
  const { bytes, start, stride, file } = place;
  const rows = countOf(place.outer);
  const perRow = countOf(place.inner);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: string[] = new Array(rows * perRow);
  for (let row = 0, next = 0; row < rows; row++) {
    for (let k = 0; k < perRow; k++) {
      const at = start + row * stride + k * dtype.size;
      values[next++] =
        dtype.kind === 'bytes'
          ? decodeBytes(bytes, at, dtype.size)
          : decodeUnicode(view, at, dtype.size, dtype.littleEndian, file);
    }
  }
  return values;
}

function describe(dtype: Dtype): string {
  if (dtype.kind === 'record')
    return `{${dtype.fields.map(f => `${f.name}: ${describe(f.dtype)}`).join(', ')}}`;
  if (dtype.kind === 'bool') return '|b1';
  if (dtype.kind === 'bytes') return `|S${dtype.size}`;
  const order = dtype.size === 1 ? '|' : dtype.littleEndian ? '<' : '>';
  if (dtype.kind === 'unicode') return `${order}U${dtype.size / 4}`;
  if (dtype.kind === 'half') return `${order}f2`;
  return `${order}${dtype.kind === 'complex' ? 'c' : dtype.type[0]}${dtype.size}`;
}

function decodeNumbers(
  place: Place,
  dtype: Dtype & { kind: 'bool' | 'half' | 'number' | 'complex' }
): NumericArray {
  const lanes = dtype.kind === 'complex' ? 2 : 1;
  const type = dtype.kind === 'bool' ? 'u1' : dtype.kind === 'half' ? 'u2' : dtype.type;
  const littleEndian = dtype.kind === 'bool' || dtype.littleEndian;
  const perRow = countOf(place.inner) * lanes;
  const layout = { start: place.start, rows: countOf(place.outer), perRow, stride: place.stride };
  const stored = copyElements(place.bytes, layout, type, littleEndian);
  if (dtype.kind === 'half') return Float32Array.from(stored as Uint16Array, fromHalf);
  if (dtype.kind === 'bool') for (let i = 0; i < stored.length; i++) stored[i] = stored[i] ? 1 : 0;
  return stored;
}

/** Decodes all elements of one dtype. The caller has checked that they lie within the bytes. */
export function decodeArray(place: Place, dtype: Dtype): NpyArray {
  const shape = [...place.outer, ...place.inner];
  if (dtype.kind === 'record') {
    const fields = new Map<string, NpyArray>();
    for (const field of dtype.fields) {
      const within = { ...place, start: place.start + field.offset, outer: shape, inner: field.shape };
      fields.set(field.name, decodeArray(within, field.dtype));
    }
    return { kind: 'record', dtype: describe(dtype), shape, fields };
  }
  if (dtype.kind === 'bytes' || dtype.kind === 'unicode') {
    return { kind: 'text', dtype: describe(dtype), shape, values: decodeTexts(place, dtype) };
  }
  const values = decodeNumbers(place, dtype);
  if (dtype.kind === 'complex')
    return { kind: 'complex', dtype: describe(dtype), shape: [...shape, 2], values };
  return { kind: dtype.kind === 'bool' ? 'bool' : 'number', dtype: describe(dtype), shape, values };
}
