import { countOf, type ElementType } from '../elements';
import type { Literal } from './literal';

/** What an element of an NPY array is. */
export type Dtype =
  | { kind: 'bool'; size: 1 }
  | { kind: 'number' | 'complex'; size: number; type: ElementType; littleEndian: boolean }
  | { kind: 'half'; size: 2; littleEndian: boolean }
  | { kind: 'bytes'; size: number }
  | { kind: 'unicode'; size: number; littleEndian: boolean }
  | { kind: 'record'; size: number; fields: RecordField[] };

/** One column of a structured dtype. */
export interface RecordField {
  name: string;
  dtype: Dtype;
  /** Shape of the field in each record; [] for one value. */
  shape: number[];
  /** Where the field begins in a record. */
  offset: number;
}

/** Says what is wrong with a dtype; the reader adds the file. */
export class DtypeProblem extends Error {
  constructor(
    readonly found: string,
    readonly expected: string,
    readonly todo: string
  ) {
    super(found);
  }
}

const refused: Record<string, string> = {
  O: 'Python objects (which are pickled: reading them would run code)',
  M: 'dates (datetime64)',
  m: 'time spans (timedelta64)',
  V: 'raw bytes (void)',
  g: 'long doubles',
  G: 'complex long doubles'
};

const expectedTypes =
  'booleans, integers, floats of 2 to 8 bytes, complex numbers, texts or records of these';

function readPlain(text: string): Dtype {
  const parts = /^([<>|])([a-zA-Z])(\d{0,9})(?:\[\w+\])?$/.exec(text);
  const code = parts?.[2] ?? '';
  const size = Number(parts?.[3] ?? 0);
  const littleEndian = parts?.[1] !== '>';
  if (parts && code in refused) {
    throw new DtypeProblem(
      `elements of type "${text}": ${refused[code]}`,
      expectedTypes,
      'Save the array in another type, for example with astype().'
    );
  }
  const type = `${code}${size}`;
  if (type === 'b1') return { kind: 'bool', size: 1 };
  if (type === 'f2') return { kind: 'half', size: 2, littleEndian };
  if (/^([iu][1248]|f[48])$/.test(type)) {
    return { kind: 'number', size, type: type as ElementType, littleEndian };
  }
  if (type === 'c8' || type === 'c16') {
    return { kind: 'complex', size, type: type === 'c8' ? 'f4' : 'f8', littleEndian };
  }
  if (code === 'S' || code === 'a') return { kind: 'bytes', size };
  if (code === 'U') return { kind: 'unicode', size: 4 * size, littleEndian };
  const todo = 'Save the array in another type, for example with astype().';
  throw new DtypeProblem(`elements of type "${text}"`, expectedTypes, todo);
}

/** A shape from a tuple of axis lengths (or one length); undefined for anything else. */
export function readShape(literal: Literal | undefined): number[] | undefined {
  if (typeof literal === 'number') return readShape({ tuple: [literal] });
  if (typeof literal !== 'object' || Array.isArray(literal) || literal instanceof Map) return undefined;
  const lengths = literal.tuple;
  return lengths.every((n): n is number => Number.isSafeInteger(n) && (n as number) >= 0)
    ? lengths
    : undefined;
}

function readField(literal: Literal, offset: number): RecordField {
  const parts =
    typeof literal === 'object' && !Array.isArray(literal) && !(literal instanceof Map) ? literal.tuple : [];
  // A field may carry a title: (title, name).
  const label = parts[0];
  const name =
    typeof label === 'object' && !Array.isArray(label) && !(label instanceof Map) ? label.tuple[1] : label;
  const shape = parts.length === 3 ? readShape(parts[2]) : [];
  if (typeof name !== 'string' || parts.length < 2 || parts.length > 3 || !shape) {
    throw new DtypeProblem(
      'a field that is not (name, type) or (name, type, shape)',
      'those',
      'Save the array again.'
    );
  }
  // numpy writes the gaps of an aligned record as nameless void fields.
  const gap = name === '' && typeof parts[1] === 'string' ? /^\|V(\d{1,9})$/.exec(parts[1]) : null;
  if (gap) return { name, dtype: { kind: 'bytes', size: Number(gap[1]) }, shape, offset };
  const dtype = readDtype(parts[1]);
  if (dtype.size === 0) {
    throw new DtypeProblem(
      `a field "${name}" of no bytes`,
      'fields that hold something',
      'Drop the field and save again.'
    );
  }
  if (dtype.kind === 'record' && shape.length > 0) {
    throw new DtypeProblem(
      `a field "${name}" of several records`,
      'one record a field',
      'Save it as its own array.'
    );
  }
  return { name, dtype, shape, offset };
}

/** Reads the `descr` of an NPY header. Throws {@link DtypeProblem} for types that are not supported. */
export function readDtype(literal: Literal | undefined): Dtype {
  if (typeof literal === 'string') return readPlain(literal);
  if (!Array.isArray(literal) || literal.length === 0) {
    throw new DtypeProblem(
      'a "descr" that is neither a text nor a list',
      expectedTypes,
      'Save the array again.'
    );
  }
  const fields: RecordField[] = [];
  const names = new Set<string>();
  let size = 0;
  for (const item of literal) {
    const field = readField(item, size);
    size += field.dtype.size * countOf(field.shape);
    if (!Number.isSafeInteger(size)) {
      throw new DtypeProblem(
        `a field "${field.name}" of ${field.shape.join(' x ')}`,
        'a record of countable size',
        'Save the array again.'
      );
    }
    if (field.name === '' && field.dtype.kind === 'bytes') continue;
    if (names.has(field.name)) {
      throw new DtypeProblem(`two fields "${field.name}"`, 'one name a field', 'Save the array again.');
    }
    names.add(field.name);
    fields.push(field);
  }
  return { kind: 'record', size, fields };
}
