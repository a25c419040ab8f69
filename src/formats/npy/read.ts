import { FormatError, quote, quoteBytes } from '../error';
import { countOf } from '../elements';
import { decodeLatin1, decodeUtf8 } from '../text';
import { decodeArray, toCOrder, type NpyArray } from './decode';
import { DtypeProblem, readDtype, readShape, type Dtype } from './dtype';
import { parseLiteral, type Literal } from './literal';

/** What the header of an NPY file says. */
interface NpyHeader {
  dtype: Dtype;
  shape: number[];
  fortranOrder: boolean;
  /** Where the data begin. */
  dataStart: number;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

function headerText(bytes: Uint8Array, file: string): { text: string; end: number } {
  if (!magic.every((byte, i) => bytes[i] === byte)) {
    const found =
      bytes.length === 0
        ? 'no bytes'
        : `a file of ${bytes.length} bytes that begins with ${quoteBytes(bytes)}`;
    const isLfs = quoteBytes(bytes).startsWith('"version https://git-lfs');
    const todo = isLfs
      ? 'It is a Git LFS pointer: run "git lfs pull".'
      : 'Check that this is the right file and that it was fetched whole and as binary.';
    throw new FormatError({
      code: 'not-this-format',
      file,
      found,
      expected: '"\\x93NUMPY" as every NPY file begins',
      todo
    });
  }
  const [major, minor] = [bytes[6], bytes[7]];
  if (!(major >= 1 && major <= 3) || minor !== 0) {
    throw new FormatError({
      code: 'unsupported',
      file,
      found: `version ${major}.${minor} of the NPY format`,
      expected: 'version 1.0, 2.0 or 3.0',
      todo: 'Save the array again, or fetch the file again if it should be one of these.'
    });
  }
  const start = major === 1 ? 10 : 12;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length =
    bytes.length < start ? Infinity : major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (start + length > bytes.length) {
    throw new FormatError({
      code: 'truncated',
      file,
      found: `${bytes.length} bytes`,
      expected: `a header of ${length} bytes from byte ${start}`,
      todo: 'The file is cut short or damaged: fetch it again.'
    });
  }
  const raw = bytes.subarray(start, start + length);
  const text = major === 3 ? decodeUtf8(raw) : decodeLatin1(raw, 0, length);
  if (text === undefined) {
    throw new FormatError({
      code: 'header',
      file,
      where: 'NPY header',
      found: quoteBytes(raw),
      expected: 'UTF-8 text in a file of version 3.0',
      todo: 'The file is damaged: fetch it again.'
    });
  }
  return { text, end: start + length };
}

function readHeader(bytes: Uint8Array, file: string): NpyHeader {
  const { text, end } = headerText(bytes, file);
  const problem = (found: string, expected: string): FormatError =>
    new FormatError({
      code: 'header',
      file,
      where: 'NPY header',
      found,
      expected,
      todo: 'The file is damaged or was written by a faulty program: fetch it or save the array again.'
    });
  let literal: Literal;
  try {
    literal = parseLiteral(text);
  } catch (error) {
    throw problem(quote(text), `a Python dictionary (${(error as Error).message})`);
  }
  if (!(literal instanceof Map) || [...literal.keys()].sort().join() !== 'descr,fortran_order,shape') {
    throw problem(quote(text), 'a dictionary of "descr", "fortran_order" and "shape"');
  }
  const axes = literal.get('shape');
  const shape = typeof axes === 'object' ? readShape(axes) : undefined;
  const fortranOrder = literal.get('fortran_order');
  if (!shape) throw problem(quote(text), 'a "shape" of axis lengths such as (3, 4)');
  if (typeof fortranOrder !== 'boolean') throw problem(quote(text), '"fortran_order" True or False');
  try {
    return { dtype: readDtype(literal.get('descr')), shape, fortranOrder, dataStart: end };
  } catch (error) {
    if (!(error instanceof DtypeProblem)) throw error;
    const { found, expected, todo } = error;
    throw new FormatError({ code: 'unsupported', file, where: 'NPY header', found, expected, todo });
  }
}

/**
 * Reads an NPY file, versions 1 to 3 (numpy's format description), from its bytes into arrays of their own, in C order.
 * @param options.name name for messages; default "NPY data"
 * @returns values with their shape, or columns for a structured dtype
 * Throws FormatError where the file is damaged, holds more or less than its shape needs, or Python objects.
 */
export function readNpy(bytes: Uint8Array, { name = 'NPY data' }: { name?: string } = {}): NpyArray {
  const { dtype, shape, fortranOrder, dataStart } = readHeader(bytes, name);
  const count = countOf(shape);
  const size = count * dtype.size;
  const available = bytes.length - dataStart;
  if (size !== available) {
    throw new FormatError({
      code: Number.isNaN(size) || size > available ? 'truncated' : 'layout',
      file: name,
      found: `${available} bytes of data`,
      expected: `${size} (shape ${shape.join(' x ')}, ${dtype.size} bytes each)`,
      todo: 'The file is cut short, holds more than one array or is damaged: fetch it or save the array again.'
    });
  }
  if (dtype.size === 0 && count > bytes.length) {
    throw new FormatError({
      code: 'limit',
      file: name,
      found: `${count} empty texts`,
      expected: `no more than the file has bytes (${bytes.length})`,
      todo: 'Such an array holds nothing: leave it out.'
    });
  }
  const swap = fortranOrder && shape.length > 1;
  const place = {
    bytes: swap ? toCOrder(bytes.subarray(dataStart), shape, dtype.size) : bytes,
    start: swap ? 0 : dataStart,
    stride: dtype.size,
    outer: shape,
    inner: [],
    file: name
  };
  return decodeArray(place, dtype);
}
