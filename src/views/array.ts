/**
 * Arrays as they travel: see {@link EncodedArray}. Encoding rounds by floor(x + .5) so that other languages give the same
 * bytes; decoding checks the size before it takes memory.
 */
import { base64Length, decodeBase64, encodeBase64 } from './base64';
import { ViewError } from './errors';
import type { EncodedArray, EncodedDtype } from './types';

/** The most elements an array of a payload may hold. */
export const MAX_ELEMENTS = 4_000_000;

/** Bytes of one element. */
export const ELEMENT_SIZE: Record<EncodedDtype, number> = { u1: 1, u2: 2, u4: 4, f4: 4 };

/**
 * The largest scale or offset: differences and ratios of values up to 1e300 stay finite, whatever a picture does with them.
 */
export const MAX_SIZE = 1e290;

/** The code that stands for NA; `f4` uses NaN. */
export const NA_CODE: Record<'u1' | 'u2' | 'u4', number> = { u1: 255, u2: 65535, u4: 4294967295 };

/** Stored integers or floats of a decoded array, before scale and offset. */
export type Codes = Uint8Array | Uint16Array | Uint32Array | Float32Array;

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Number of elements of a shape, or NaN where the shape is not a list of lengths. */
export function elementsOf(shape: readonly number[]): number {
  return shape.every(length => Number.isInteger(length) && length >= 0)
    ? shape.reduce((product, length) => product * length, 1)
    : NaN;
}

/**
 * Check the sizes of an encoded array without decoding it.
 * @param what what the array holds, for the message: "values"
 * @param shape the shape it must have, where it is known
 * @throws ViewError
 */
export function checkArray(array: EncodedArray, what: string, shape?: readonly number[]): void {
  const found = `[${array.shape.join(', ')}]`;
  const elements = elementsOf(array.shape);
  if (!(elements <= MAX_ELEMENTS)) {
    throw new ViewError(`${what}: shape ${found} asks for more than the ${MAX_ELEMENTS} elements allowed`);
  }
  if (
    shape &&
    (shape.length !== array.shape.length || shape.some((length, i) => length !== array.shape[i]))
  ) {
    throw new ViewError(`${what}: shape ${found} found, [${shape.join(', ')}] expected`);
  }
  const byteLength = elements * ELEMENT_SIZE[array.dtype];
  if (array.data.length !== base64Length(byteLength)) {
    throw new ViewError(
      `${what}: the data has ${array.data.length} base64 characters, but shape ${found} of ${array.dtype} needs ${base64Length(byteLength)}: the payload is cut short or damaged`
    );
  }
  const { scale = 1, offset = 0 } = array;
  if (!(Math.abs(scale) <= MAX_SIZE) || !(Math.abs(offset) <= MAX_SIZE) || scale === 0) {
    throw new ViewError(
      `${what}: scale ${scale} and offset ${offset} must lie within \u00b1${MAX_SIZE}, and scale not be 0`
    );
  }
  if (array.dtype === 'f4' && (scale !== 1 || offset !== 0)) {
    throw new ViewError(`${what}: dtype f4 takes scale 1 and offset 0, found ${scale} and ${offset}`);
  }
}

/** The stored codes of an array (ids, categories), or its floats for `f4`. @throws ViewError */
export function decodeCodes(array: EncodedArray, what = 'array'): Codes {
  checkArray(array, what);
  const elements = elementsOf(array.shape);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = decodeBase64(array.data, elements * ELEMENT_SIZE[array.dtype]);
  } catch (error) {
    throw new ViewError(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!littleEndian) swapBytes(bytes, ELEMENT_SIZE[array.dtype]);
  switch (array.dtype) {
    case 'u1':
      return bytes;
    case 'u2':
      return new Uint16Array(bytes.buffer);
    case 'u4':
      return new Uint32Array(bytes.buffer);
    case 'f4':
      return new Float32Array(bytes.buffer);
  }
}

/** The numbers of an array, row by row; NA becomes NaN. @throws ViewError */
export function decodeArray(array: EncodedArray, what = 'array'): Float64Array {
  const codes = decodeCodes(array, what);
  const out = new Float64Array(codes.length);
  if (array.dtype === 'f4') {
    // A float array has no room for infinities in its meaning: they are NA like NaN.
    for (let i = 0; i < out.length; i++) out[i] = Number.isFinite(codes[i]) ? codes[i] : NaN;
    return out;
  }
  const { scale = 1, offset = 0 } = array;
  const missing = NA_CODE[array.dtype];
  for (let i = 0; i < out.length; i++) out[i] = codes[i] === missing ? NaN : offset + scale * codes[i];
  return out;
}

/** Encode stored codes as they are: ids, category codes, ready-made quantised values. */
export function encodeCodes(
  codes: Codes,
  shape: readonly number[],
  quantisation: { scale?: number; offset?: number } = {}
): EncodedArray {
  if (elementsOf(shape) !== codes.length) {
    throw new ViewError(`shape [${shape.join(', ')}] does not hold ${codes.length} elements`);
  }
  if (codes.length > MAX_ELEMENTS) {
    throw new ViewError(
      `${codes.length} elements are more than the ${MAX_ELEMENTS} a view may hold: bin or sample them first`
    );
  }
  const dtype: EncodedDtype =
    codes instanceof Float32Array ? 'f4' : (`u${codes.BYTES_PER_ELEMENT}` as 'u1' | 'u2' | 'u4');
  let bytes = new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength);
  if (!littleEndian) {
    bytes = bytes.slice();
    swapBytes(bytes, codes.BYTES_PER_ELEMENT);
  }
  return { dtype, shape: [...shape], ...quantisation, data: encodeBase64(bytes) };
}

/** How to store real numbers in integers: the value of code 0 and the step. */
export interface Quantisation {
  dtype: 'u1' | 'u2' | 'u4';
  scale: number;
  offset: number;
}

/** Quantisation over the range of the finite values: the codes 0 .. top - 1 run from the least to the greatest. */
export function quantiseRange(values: ArrayLike<number>, dtype: 'u1' | 'u2' | 'u4'): Quantisation {
  const { least, greatest } = finiteRange(values);
  // Divide before subtracting: the difference of two huge values may overflow, each share of it does not.
  const steps = NA_CODE[dtype] - 1;
  const scale = greatest / steps - least / steps;
  return greatest > least && scale > 0
    ? { dtype, scale: Math.max(scale, LEAST_STEP), offset: least }
    : { dtype, scale: 1, offset: Number.isFinite(least) ? least : 0 };
}

/** Least step that is a normal number: a subnormal one is rounded so coarsely that its multiples miss by more than a step. */
const LEAST_STEP = 2 ** -1022;

/** Quantisation symmetric about 0, which is stored exactly: for signed values such as saliency. */
export function quantiseSigned(values: ArrayLike<number>, dtype: 'u1' | 'u2'): Quantisation {
  const { least, greatest } = finiteRange(values);
  const largest = Math.max(Math.abs(least), Math.abs(greatest));
  const middle = (NA_CODE[dtype] - 1) / 2;
  const scale = largest > 0 ? Math.max(largest / middle, LEAST_STEP) : 0;
  return scale > 0 && Number.isFinite(scale)
    ? { dtype, scale, offset: -(middle * scale) }
    : { dtype, scale: 1, offset: -middle };
}

/** Encode numbers by a quantisation; what is not finite becomes NA. */
export function encodeQuantised(
  values: ArrayLike<number>,
  shape: readonly number[],
  { dtype, scale, offset }: Quantisation
): EncodedArray {
  const codes = new { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array }[dtype](values.length);
  const missing = NA_CODE[dtype];
  for (let i = 0; i < codes.length; i++) {
    const value = values[i];
    codes[i] = Number.isFinite(value)
      ? Math.min(Math.max(Math.floor((value - offset) / scale + 0.5), 0), missing - 1)
      : missing;
  }
  return encodeCodes(codes, shape, { scale, offset });
}

/** Encode numbers as 4-byte floats; what is not finite, or too large for one, becomes NA. */
export function encodeFloats(values: ArrayLike<number>, shape: readonly number[]): EncodedArray {
  const floats = new Float32Array(values.length);
  for (let i = 0; i < floats.length; i++) {
    const value = Math.fround(values[i]);
    floats[i] = Number.isFinite(value) ? value : NaN;
  }
  return encodeCodes(floats, shape);
}

/**
 * Encode a column in the smallest type that keeps it:
 * - whole numbers whose range fits 1, 2 or 4 bytes: exactly;
 * - values far from zero for their range (dates), or too large for a 4-byte float: 4,294,967,294 steps of their range;
 * - others: 4-byte floats.
 * @param precision `screen` stores 65,534 steps of the range (finer than any screen) where the exact form takes 4 bytes
 */
export function encodeNumbers(
  values: ArrayLike<number>,
  shape: readonly number[],
  precision: 'full' | 'screen' = 'full'
): EncodedArray {
  const { least, greatest, smallest, whole } = finiteRange(values);
  const range = greatest - least;
  if (whole && Number.isSafeInteger(least) && Number.isSafeInteger(greatest)) {
    for (const dtype of ['u1', 'u2', 'u4'] as const) {
      if (range >= NA_CODE[dtype] || (dtype === 'u4' && precision === 'screen')) continue;
      return encodeQuantised(values, shape, { dtype, scale: 1, offset: least });
    }
  }
  if (precision === 'screen') return encodeQuantised(values, shape, quantiseRange(values, 'u2'));
  const tooLarge = Math.max(Math.abs(least), Math.abs(greatest)) > 3.4e38;
  return tooLarge || (smallest > range && range > 0)
    ? encodeQuantised(values, shape, quantiseRange(values, 'u4'))
    : encodeFloats(values, shape);
}

interface FiniteRange {
  least: number;
  greatest: number;
  /** Least absolute value. */
  smallest: number;
  /** Whether every finite value is an integer (and there is one). */
  whole: boolean;
}

/** Range of the finite values; NaN where there are none. */
export function finiteRange(values: ArrayLike<number>): FiniteRange {
  let [least, greatest, smallest, whole] = [Infinity, -Infinity, Infinity, true];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (Math.abs(value) < smallest) smallest = Math.abs(value);
    if (whole && !Number.isInteger(value)) whole = false;
  }
  return least <= greatest
    ? { least, greatest, smallest, whole }
    : { least: NaN, greatest: NaN, smallest: NaN, whole: false };
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size) bytes.subarray(start, start + size).reverse();
}
