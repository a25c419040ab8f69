/** What our readers return, in the one form that tests/fixtures/formats/canonical.py builds from astropy and numpy. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Card, CardValue, Column, Hdu, Header, NpyArray, NumericArray } from '../../src/formats';

export const fixtures = path.join(__dirname, '..', 'fixtures', 'formats');
export const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(fixtures, name)));

/** The form: an array with its kind and storage type. */
export interface Canonical {
  kind: string;
  dtype: string;
  shape: number[];
  values: NumericArray | string[];
  nulls?: number[];
  offsets?: number[];
}

const dtypes: [string, string][] = [
  ['Int8Array', 'i1'],
  ['Uint8Array', 'u1'],
  ['Int16Array', 'i2'],
  ['Uint16Array', 'u2'],
  ['Int32Array', 'i4'],
  ['Uint32Array', 'u4'],
  ['BigInt64Array', 'i8'],
  ['BigUint64Array', 'u8'],
  ['Float32Array', 'f4'],
  ['Float64Array', 'f8']
];

type Arrayish = Pick<Column, 'values' | 'shape'> & Partial<Pick<Column, 'kind' | 'nulls' | 'offsets'>>;

export function canonical(array: Arrayish | (NpyArray & { values: NumericArray | string[] })): Canonical {
  const { values, shape } = array;
  const { nulls, offsets } = array as Arrayish;
  const dtype = Array.isArray(values)
    ? 'text'
    : dtypes.find(([name]) => Object.prototype.toString.call(values) === `[object ${name}]`)![1];
  const marked = nulls ? [...nulls.keys()].filter(i => nulls[i]) : [];
  return {
    kind: array.kind ?? 'number',
    dtype,
    shape,
    values,
    ...(marked.length > 0 ? { nulls: marked } : {}),
    ...(offsets ? { offsets: [...offsets] } : {})
  };
}

const numberJson = (x: number): unknown => (Number.isFinite(x) ? (Object.is(x, -0) ? '-0' : x) : String(x));

/** As expected.json has it; -0 is told from 0. */
export function asJson(array: Canonical): unknown {
  const values = Array.from(array.values as ArrayLike<unknown>, value =>
    typeof value === 'bigint' ? String(value) : typeof value === 'number' ? numberJson(value) : value
  );
  return { ...array, values };
}

/** Brings the values of expected.json, where JSON.parse has kept -0, to the form of {@link asJson}. */
export function fromExpected(array: Canonical): unknown {
  const values = (array.values as unknown[]).map(value =>
    typeof value === 'number' ? numberJson(value) : value
  );
  return { ...array, values };
}

const short = (hash: ReturnType<typeof createHash>): string => hash.digest('hex').slice(0, 12);

export function digest(array: Canonical): string {
  const hash = createHash('sha256');
  hash.update(`${array.kind}|${array.dtype}|${array.shape.join(',')}\n`);
  const { values } = array;
  if (Array.isArray(values)) {
    for (const text of values) {
      const raw = Buffer.from(text, 'utf8');
      hash.update(`${raw.length}:`).update(raw);
    }
  } else {
    // NaN has many bit patterns; arithmetic may choose another, so all count as one.
    const own = values.slice();
    if (own instanceof Float32Array || own instanceof Float64Array) {
      for (let i = 0; i < own.length; i++) if (Number.isNaN(own[i])) own[i] = NaN;
    }
    hash.update(new Uint8Array(own.buffer, own.byteOffset, own.byteLength));
  }
  if (array.nulls) hash.update(`|nulls:${array.nulls.join(',')}`);
  if (array.offsets) hash.update(`|offsets:${array.offsets.join(',')}`);
  return short(hash);
}

export type ExpectedValue = null | boolean | number | string | Record<string, unknown>;

/** A header value as expected.json has it: floats are told from integers by the text of the card. */
export function cardJson(value: CardValue, malformed: boolean): ExpectedValue {
  if (malformed) return { malformed: true };
  if (typeof value === 'bigint') return { big: String(value) };
  if (value !== null && typeof value === 'object') return { re: value.re, im: value.im };
  return value;
}

const hexOf = (...numbers: number[]): string => {
  const view = new DataView(new ArrayBuffer(8 * numbers.length));
  numbers.forEach((x, i) => view.setFloat64(8 * i, x));
  return Buffer.from(view.buffer).toString('hex');
};

/** Integers and floats are one type here: both are written as doubles, on both sides. */
function showCard(value: CardValue, malformed: boolean): string {
  if (malformed) return '?';
  if (value === null) return 'u';
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (typeof value === 'bigint') return `i${value}`;
  if (typeof value === 'number') return `f${hexOf(value)}`;
  if (typeof value === 'string') return `s${value}`;
  return `c${hexOf(value.re, value.im)}`;
}

/** Cards without a value have their text as value in astropy. */
/** astropy puts EXTEND into headers that lack it: left out on both sides. */
const comparable = (header: Header): Card[] => header.cards.filter(({ keyword }) => keyword !== 'EXTEND');

export function cardsJson(header: Header): [string, ExpectedValue][] {
  return comparable(header).map(({ keyword, value, comment, malformed, isText }) => [
    keyword,
    isText ? comment : cardJson(value, malformed !== undefined)
  ]);
}

export function cardsDigest(header: Header): string {
  const lines = comparable(header).map(({ keyword, value, comment, malformed, isText }) =>
    isText ? `${keyword}=s${comment}` : `${keyword}=${showCard(value, malformed !== undefined)}`
  );
  return short(createHash('sha256').update(lines.join('\n')));
}

/** Digest of the data of an HDU: "-" where there are none. Throws what the reader throws. */
export function dataDigest(hdu: Hdu): string {
  if (hdu.kind === 'image') return digest(canonical(hdu.read()));
  if (hdu.kind === 'table') {
    const all = hdu.names.map((_, index) => digest(canonical(hdu.column(index))));
    return short(createHash('sha256').update(all.join(' ')));
  }
  return hdu.kind === 'empty' ? '-' : '!';
}

export function npyJson(array: NpyArray): unknown {
  if (array.kind !== 'record') return asJson(canonical(array));
  return {
    kind: 'record',
    shape: array.shape,
    fields: [...array.fields].map(([name, field]) => [name, npyJson(field)])
  };
}

export function npyDigest(array: NpyArray): string {
  if (array.kind !== 'record') return digest(canonical(array));
  const fields = [...array.fields].map(([name, field]) => `${name}=${npyDigest(field)}`);
  return short(createHash('sha256').update(`record|${array.shape.join(',')}\n${fields.join('\n')}`));
}

/** The same for what expected.json says of an NPY array. */
export function npyExpected(array: { kind: string; fields?: [string, never][] }): unknown {
  if (array.kind !== 'record') return fromExpected(array as unknown as Canonical);
  return { ...array, fields: array.fields!.map(([name, field]) => [name, npyExpected(field)]) };
}
