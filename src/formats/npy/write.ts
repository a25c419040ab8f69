import { FormatError } from '../error';
import { countOf, hostIsLittle, type NumericArray } from '../elements';

const codes: [new (n: number) => NumericArray, string][] = [
  [Int8Array, '|i1'],
  [Uint8Array, '|u1'],
  [Int16Array, '<i2'],
  [Uint16Array, '<u2'],
  [Int32Array, '<i4'],
  [Uint32Array, '<u4'],
  [BigInt64Array, '<i8'],
  [BigUint64Array, '<u8'],
  [Float32Array, '<f4'],
  [Float64Array, '<f8']
];

/** numpy leaves room to write a longer first axis in place; with the same room the bytes are numpy's own. */
const growthRoom = 21;

function refuse(found: string, expected: string): FormatError {
  return new FormatError({
    code: 'argument',
    file: 'writeNpy',
    found,
    expected,
    todo: 'Pass the typed array with the shape that it has.'
  });
}

/**
 * Writes a typed array as an NPY file (version 1.0, little-endian, C order), byte for byte what numpy's `save` writes.
 * @param values integers of 1 to 8 bytes or floats of 4 or 8
 * @param shape axis lengths, slowest first; default `[values.length]`
 * Throws FormatError where the shape does not fit the values.
 */
export function writeNpy(values: NumericArray, shape: readonly number[] = [values.length]): Uint8Array {
  const descr = codes.find(([type]) => values instanceof type)?.[1];
  if (!descr)
    throw refuse(`values of type ${Object.prototype.toString.call(values)}`, 'a typed array of numbers');
  const valid = shape.every(length => Number.isSafeInteger(length) && length >= 0);
  if (!valid || countOf(shape) !== values.length) {
    throw refuse(
      `${values.length} values for the shape [${shape.join(', ')}]`,
      'as many values as the shape holds'
    );
  }
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  let header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  if (shape.length > 0) header += ' '.repeat(growthRoom - String(shape[0]).length);
  // The data begin at a multiple of 64 bytes: 10 bytes stand before the header, a newline ends it.
  header = `${header}${' '.repeat(63 - ((10 + header.length) % 64))}\n`;
  if (header.length > 0xffff) throw refuse(`${shape.length} axes`, 'fewer');
  const out = new Uint8Array(10 + header.length + values.byteLength);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  for (let i = 0; i < header.length; i++) out[10 + i] = header.charCodeAt(i);
  const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const size = values.BYTES_PER_ELEMENT;
  if (hostIsLittle) out.set(data, 10 + header.length);
  else data.forEach((byte, i) => (out[10 + header.length + i - (i % size) + size - 1 - (i % size)] = byte));
  return out;
}
