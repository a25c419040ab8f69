/**
 * Numbers in files, turned into typed arrays of this machine. Both FITS (big-endian, strided rows) and NPY (either
 * order) pass through {@link copyElements}.
 */

/** Any typed array that a reader returns. */
export type NumericArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Type of one number: i signed, u unsigned, f floating, and its bytes. */
export type ElementType = 'i1' | 'u1' | 'i2' | 'u2' | 'i4' | 'u4' | 'i8' | 'u8' | 'f4' | 'f8';

/** True where this machine stores the low byte first. */
export const hostIsLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Bytes of one element. */
export const sizeOf = (type: ElementType): number => Number(type[1]);

/** Where elements lie: `rows` rows of `perRow` elements, the rows `stride` bytes apart. */
export interface Layout {
  start: number;
  rows: number;
  perRow: number;
  stride: number;
}

/** Looks at a buffer as numbers of one type. */
export function viewAs(buffer: ArrayBufferLike, type: ElementType): NumericArray {
  switch (type) {
    case 'i1':
      return new Int8Array(buffer);
    case 'u1':
      return new Uint8Array(buffer);
    case 'i2':
      return new Int16Array(buffer);
    case 'u2':
      return new Uint16Array(buffer);
    case 'i4':
      return new Int32Array(buffer);
    case 'u4':
      return new Uint32Array(buffer);
    case 'i8':
      return new BigInt64Array(buffer);
    case 'u8':
      return new BigUint64Array(buffer);
    case 'f4':
      return new Float32Array(buffer);
    case 'f8':
      return new Float64Array(buffer);
  }
}

/**
 * Copies elements out of a file into a typed array of their own. The caller has checked that the layout lies within
 * `bytes`. Words are swapped as unsigned integers, whatever they stand for, so that the bits of NaNs survive and each
 * loop stays on one array type (3x the speed of one loop over all).
 */
export function copyElements(
  bytes: Uint8Array,
  layout: Layout,
  type: ElementType,
  littleEndian: boolean
): NumericArray {
  const { start, rows, perRow, stride } = layout;
  const size = sizeOf(type);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let next = 0;
  if (size === 1) {
    const out = new Uint8Array(rows * perRow);
    for (let row = 0; row < rows; row++) {
      const at = start + row * stride;
      for (let k = 0; k < perRow; k++) out[next++] = bytes[at + k];
    }
    return type === 'u1' ? out : viewAs(out.buffer, type);
  }
  if (size === 2) {
    const out = new Uint16Array(rows * perRow);
    for (let row = 0; row < rows; row++) {
      const at = start + row * stride;
      for (let k = 0; k < perRow; k++) out[next++] = view.getUint16(at + 2 * k, littleEndian);
    }
    return viewAs(out.buffer, type);
  }
  if (size === 4) {
    const out = new Uint32Array(rows * perRow);
    for (let row = 0; row < rows; row++) {
      const at = start + row * stride;
      for (let k = 0; k < perRow; k++) out[next++] = view.getUint32(at + 4 * k, littleEndian);
    }
    return viewAs(out.buffer, type);
  }
  const out = new Uint32Array(2 * rows * perRow);
  const first = littleEndian === hostIsLittle ? 0 : 4;
  for (let row = 0; row < rows; row++) {
    const at = start + row * stride;
    for (let k = 0; k < perRow; k++) {
      out[next++] = view.getUint32(at + 8 * k + first, littleEndian);
      out[next++] = view.getUint32(at + 8 * k + 4 - first, littleEndian);
    }
  }
  return viewAs(out.buffer, type);
}

/** Flips the top bit of every integer in place: signed and unsigned numbers half a range apart share their bits. */
export function flipSign(values: NumericArray, type: ElementType): NumericArray {
  const { buffer } = values;
  const size = sizeOf(type);
  if (size === 1) {
    const words = new Uint8Array(buffer);
    for (let i = 0; i < words.length; i++) words[i] ^= 0x80;
  } else if (size === 2) {
    const words = new Uint16Array(buffer);
    for (let i = 0; i < words.length; i++) words[i] ^= 0x8000;
  } else {
    const words = new Uint32Array(buffer);
    const step = size / 4;
    for (let i = size === 8 && hostIsLittle ? 1 : 0; i < words.length; i += step) words[i] ^= 0x80000000;
  }
  return viewAs(buffer, type);
}

/**
 * The values as doubles, NaN where `nulls` is set. 64-bit integers beyond 2^53 are rounded to the nearest double.
 */
export function toFloat64(values: NumericArray, nulls?: Uint8Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = nulls?.[i] ? NaN : Number(values[i]);
  return out;
}

/** Marks the elements equal to `marker`; undefined where there are none. */
export function findNulls(values: NumericArray, marker: bigint): Uint8Array | undefined {
  const big = values instanceof BigInt64Array || values instanceof BigUint64Array;
  const wanted = big ? marker : Number(marker);
  const mask = new Uint8Array(values.length);
  let any = false;
  for (let i = 0; i < mask.length; i++) {
    if (values[i] === wanted) {
      mask[i] = 1;
      any = true;
    }
  }
  return any ? mask : undefined;
}

/** Product of the axis lengths; NaN where it is beyond what a double counts exactly. */
export function countOf(shape: readonly number[]): number {
  if (shape.includes(0)) return 0;
  const count = shape.reduce((product, length) => product * length, 1);
  return Number.isSafeInteger(count) ? count : NaN;
}
