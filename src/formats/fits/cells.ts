import { sizeOf, type NumericArray } from '../elements';
import { decodeLatin1 } from '../text';
import type { BinaryColumn } from './binaryFormat';

/** Text from bytes: up to the first NUL, without trailing blanks; bytes beyond ASCII as Latin-1. */
export function decodeText(bytes: Uint8Array, at: number, width: number): string {
  let end = at;
  while (end < at + width && bytes[end] !== 0) end++;
  while (end > at && bytes[end - 1] === 32) end--;
  return decodeLatin1(bytes, at, end);
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
