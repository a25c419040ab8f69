/** Files that are wrong in a way someone will meet, or made to do harm: one FormatError each, and nothing allocated first. */
import { gzipSync, zipSync } from 'fflate';
import type * as Formats from '../../src/formats';
import { countAllocations } from './allocation';

const { counter, restore } = countAllocations();
// After the counter, so that they and fflate allocate through it.
const { FormatError, readFits, readNpy, readNpz, writeNpy, writeNpz } =
  require('../../src/formats') as typeof Formats;
const { fixture } = require('./canonical') as typeof import('./canonical');
afterAll(restore);

const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** A FITS file of one or more headers without data. */
function headers(...hdus: string[][]): Uint8Array {
  return ascii(
    hdus
      .map(cards => [...cards, 'END'].map(card => card.padEnd(80)).join(''))
      .map(text => text.padEnd(Math.ceil(text.length / 2880) * 2880))
      .join('')
  );
}

const card = (keyword: string, value: string | number): string =>
  `${keyword.padEnd(8)}= ${typeof value === 'number' ? String(value).padStart(20) : value}`;

/** Reading a file that is built before anything is counted. */
const fitsOf = (...hdus: string[][]): (() => unknown) => {
  const bytes = headers(...hdus);
  return () => readFits(bytes, { name: 'big.fits' });
};

const primary = [card('SIMPLE', 'T'), card('BITPIX', 8), card('NAXIS', 0)];

function errorOf(run: () => unknown): InstanceType<typeof FormatError> {
  try {
    run();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The error, after checking that hardly anything was allocated on the way to it. */
function cheapErrorOf(run: () => unknown, most = 1000): InstanceType<typeof FormatError> {
  counter.bytes = 0;
  counter.exceeded = false;
  counter.most = 100 * most;
  const error = errorOf(run);
  counter.most = Infinity;
  expect(counter.bytes).toBeLessThanOrEqual(most);
  return error;
}

describe('files that are no FITS files', () => {
  const cases: [string, Uint8Array, string][] = [
    [
      'a web page',
      ascii('<!DOCTYPE html><title>404</title>'),
      'lc.fits: found a file of 33 bytes that begins with "<!DOCTYPE html><title>404</tit...", expected "SIMPLE  =" as every FITS file begins. It looks like a web page, perhaps an error page: fetch the file again.'
    ],
    [
      'no bytes',
      new Uint8Array(0),
      'lc.fits: found no bytes, expected "SIMPLE  =" as every FITS file begins. The file is empty: fetch it again.'
    ],
    [
      'text',
      ascii('time,flux\n1,2\n'),
      'lc.fits: found a file of 14 bytes that begins with "time,flux?1,2?", expected "SIMPLE  =" as every FITS file begins. Check that this is the right file and that it was fetched whole and as binary.'
    ]
  ];
  test.each(cases)('%s', (_, bytes, message) => {
    const error = errorOf(() => readFits(bytes, { name: 'lc.fits' }));
    expect(error.message).toBe(message);
    expect([error.code, error.file, error.name]).toEqual(['not-this-format', 'lc.fits', 'FormatError']);
  });

  test('archives and LFS pointers are told apart', () => {
    expect(errorOf(() => readFits(ascii('PK\x03\x04....'))).message).toMatch(/unpack it first/);
    expect(errorOf(() => readFits(ascii('version https://git-lfs.x/spec/v1'))).message).toMatch(
      /git lfs pull/
    );
    expect(errorOf(() => readNpy(ascii('version https://git-lfs.x/spec/v1'))).message).toMatch(
      /git lfs pull/
    );
  });

  test('NPY and NPZ say the same of theirs', () => {
    expect(errorOf(() => readNpy(ascii('hello'), { name: 'a.npy' })).message).toMatch(
      /^a\.npy: found a file of 5 bytes that begins with "hello", expected "\\x93NUMPY"/
    );
    expect(errorOf(() => readNpz(ascii('hello'), { name: 'a.npz' })).message).toMatch(
      /^a\.npz: found a file of 5 bytes that begins with "hello", expected "PK"/
    );
    expect(errorOf(() => readNpz(new Uint8Array(0))).message).toMatch(/found no bytes/);
  });
});

describe('FITS headers that ask for more than the file holds', () => {
  const image = (...axes: number[]): string[] => [
    card('SIMPLE', 'T'),
    card('BITPIX', -64),
    card('NAXIS', axes.length),
    ...axes.map((length, i) => card(`NAXIS${i + 1}`, length))
  ];
  const table = (rowBytes: number, rows: number, ...more: string[]): string[] => [
    card('XTENSION', "'BINTABLE'"),
    card('BITPIX', 8),
    card('NAXIS', 2),
    card('NAXIS1', rowBytes),
    card('NAXIS2', rows),
    card('PCOUNT', 0),
    card('GCOUNT', 1),
    ...more
  ];

  test('an image of 8 TB', () => {
    const error = cheapErrorOf(fitsOf(image(1e6, 1e6)));
    expect(error.message).toBe(
      'big.fits: primary HDU: found 0 bytes of data, expected 8000000000000 (BITPIX -64, axes 1000000 x 1000000, PCOUNT 0). The file is cut short or its header is damaged: fetch it again.'
    );
    expect(error.code).toBe('truncated');
  });

  test('axes whose product overflows every integer', () => {
    const axes = Array<number>(999).fill(4e15);
    expect(cheapErrorOf(fitsOf(image(...axes))).code).toBe('truncated');
  });

  test('more axes than there may be', () => {
    const text = [card('SIMPLE', 'T'), card('BITPIX', 8), card('NAXIS', 1000000000)];
    expect(cheapErrorOf(fitsOf(text)).message).toMatch(
      /keyword NAXIS: found 1000000000, expected an integer from 0 to 999/
    );
  });

  test('rows without bytes: a billion empty texts', () => {
    const text = table(0, 1e9, card('TFIELDS', 1), card('TFORM1', "'0A'"));
    const file = readFits(headers(primary, text));
    expect(file.table().rows).toBe(1e9);
    expect(cheapErrorOf(() => file.table().column(0)).code).toBe('limit');
  });

  test('a million columns', () => {
    const text = table(4, 0, card('TFIELDS', 1000000));
    expect(cheapErrorOf(fitsOf(primary, text)).message).toMatch(/keyword TFIELDS.*0 to 999/);
  });

  test('descriptors that point at the same bytes over and over', () => {
    const rows = 400;
    const size = 8 * rows + 40000;
    const head = table(8, rows, card('TFIELDS', 1), card('TFORM1', "'PD(5000)'"));
    head[5] = card('PCOUNT', 40000);
    const data = new Uint8Array(Math.ceil(size / 2880) * 2880);
    const view = new DataView(data.buffer);
    for (let row = 0; row < rows; row++) view.setUint32(8 * row, 5000);
    const column = readFits(Buffer.concat([headers(primary, head), data])).table();
    // All at once they would take 16 MB of a file of 50 kB.
    const error = cheapErrorOf(() => column.column(0), 10 * size);
    expect(error.message).toMatch(
      /found cells of 80000 bytes and more in 2 rows, which overlap, expected at most/
    );
  });
});

describe('mandatory keywords', () => {
  const broken = (keyword: string, text: string): Uint8Array =>
    headers(primary.map(line => (line.startsWith(keyword) ? text : line)));

  test.each([
    [
      'SIMPLE',
      card('SIMPLE', 'F'),
      /keyword SIMPLE: found the logical F, expected T, for a file that follows/
    ],
    ['BITPIX', card('BITPIX', 7), /keyword BITPIX: found 7, expected one of 8, 16, 32, 64, -32, -64/],
    ['BITPIX', card('BITPIX', '8.0'), /keyword BITPIX: found 8, expected one of/],
    ['NAXIS', card('NAXIS', "'two'"), /keyword NAXIS: found "two", expected an integer from 0 to 999/],
    ['NAXIS', card('NAXIS', -1), /keyword NAXIS: found -1, expected an integer/],
    ['NAXIS', card('NAXIS', '1E0'), /keyword NAXIS: found 1, expected an integer/],
    [
      'NAXIS',
      card('WHAT', 1),
      /keyword NAXIS: found no such keyword, expected the keyword, which is mandatory here/
    ]
  ])('%s as "%s"', (keyword, text, message) => {
    expect(errorOf(() => readFits(broken(keyword, text))).message).toMatch(message);
  });

  test('a header that never ends', () => {
    const bytes = headers(primary).fill(32, 240);
    expect(errorOf(() => readFits(bytes)).message).toMatch(/2880 bytes of header without END/);
  });

  test('a header cut short in the fill behind END', () => {
    const bytes = headers(primary).subarray(0, 2879);
    expect(errorOf(() => readFits(bytes)).message).toMatch(/without END or without the fill behind it/);
  });

  test.each(['(2,3)', '(4,3)', '(6', '(0)', '()'])('TDIM %s for 8 values', dimensions => {
    const head = [
      ...[card('XTENSION', "'BINTABLE'"), card('BITPIX', 8), card('NAXIS', 2), card('NAXIS1', 16)],
      ...[card('NAXIS2', 0), card('PCOUNT', 0), card('GCOUNT', 1), card('TFIELDS', 1)],
      ...[card('TFORM1', "'8I'"), card('TDIM1', `'${dimensions}'`)]
    ];
    expect(errorOf(fitsOf(primary, head)).message).toMatch(
      /keyword TDIM1: found \(.*, expected axis lengths such as \(4,3\) whose product is the repeat count 8/
    );
  });

  test('bytes between the HDUs', () => {
    const bytes = Buffer.concat([headers(primary), ascii('x'.repeat(2880))]);
    expect(errorOf(() => readFits(bytes)).message).toMatch(
      /byte 2880, after 1 HDU: found "x+\.\.\.", expected "XTENSION=" or the end of the file/
    );
  });

  test('zeros and blanks behind the last HDU are fill', () => {
    expect(readFits(Buffer.concat([headers(primary), new Uint8Array(512)])).hdus).toHaveLength(1);
  });
});

describe('gzip', () => {
  test('a bomb is stopped at the limit, long before its end', () => {
    const bomb = gzipSync(new Uint8Array(64 << 20), { level: 9 });
    expect(bomb.length).toBeLessThan(70000);
    const most = 20e6;
    const error = cheapErrorOf(() => readFits(bomb, { maxBytes: 1e6 }), most);
    expect(error.code).toBe('limit');
    expect(error.message).toMatch(/unpacks to more than 1000000 bytes.*raise the option maxBytes/s);
  });

  test('the limit is inclusive', () => {
    const plain = fixture('ascii.fits');
    const packed = gzipSync(plain);
    expect(readFits(packed, { maxBytes: plain.length }).hdus).toHaveLength(2);
    expect(errorOf(() => readFits(packed, { maxBytes: plain.length - 1 })).code).toBe('limit');
  });

  test('a damaged member, a wrong sum, a cut', () => {
    const packed = gzipSync(fixture('ascii.fits'));
    const flip = (at: number): Uint8Array => packed.map((byte, i) => (i === at ? byte ^ 1 : byte));
    expect(errorOf(() => readFits(flip(packed.length - 5))).message).toMatch(
      /differ from the size or CRC-32/
    );
    expect(errorOf(() => readFits(flip(packed.length - 1))).message).toMatch(
      /differ from the size or CRC-32/
    );
    expect(errorOf(() => readFits(packed.subarray(0, 500))).code).toBe('corrupt');
    expect(errorOf(() => readFits(packed.subarray(0, 5))).code).toBe('corrupt');
  });
});

describe('NPY', () => {
  const npy = (header: string, version = 1): Uint8Array => {
    const text = `${header}\n`;
    const bytes = ascii(
      `\x93NUMPY${String.fromCharCode(version)}\0\0\0${version === 1 ? '' : '\0\0'}${text}`
    );
    new DataView(bytes.buffer).setUint16(8, text.length, true);
    return bytes;
  };
  const dict = (descr: string, shape: string): string =>
    `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`;

  test.each([
    [
      "'<f8'",
      '(1000000, 1000000)',
      /found 0 bytes of data, expected 8000000000000 \(shape 1000000 x 1000000/
    ],
    ["'<f8'", '(9007199254740993,)', /a "shape" of axis lengths/],
    ["'<f8'", '(9007199254740991, 9007199254740991)', /found 0 bytes of data, expected NaN/],
    ["'<U0'", '(1000000000,)', /found 1000000000 empty texts/],
    ["'<f8'", '(-1,)', /a "shape" of axis lengths/],
    ["'<f8'", '5', /a "shape" of axis lengths/],
    ["'f8'", '(0,)', /elements of type "f8"/],
    ["'<f16'", '(0,)', /elements of type "<f16"/],
    ["[('a', '<f8'), ('a', '<i4')]", '(0,)', /two fields "a"/],
    ["[('a', '<U0')]", '(0,)', /a field "a" of no bytes/],
    ["[('a', [('b', '<i4')], (2,))]", '(0,)', /a field "a" of several records/],
    ["[('a', '<i4', (9007199254740991,))]", '(0,)', /expected a record of countable size/],
    ['[]', '(0,)', /neither a text nor a list/],
    ["'<f8', 'more': 1", '(0,)', /a dictionary of "descr", "fortran_order" and "shape"/],
    ["__import__('os')", '(0,)', /a Python dictionary \(a value at character/],
    ["'<f8', 'descr': '<f4'", '(0,)', /a new key/]
  ])('descr %s, shape %s', (descr, shape, message) => {
    const bytes = npy(dict(descr, shape));
    expect(cheapErrorOf(() => readNpy(bytes)).message).toMatch(message);
  });

  test('a header of brackets does not exhaust the stack', () => {
    const bytes = npy(dict('('.repeat(60000), '(0,)'));
    expect(cheapErrorOf(() => readNpy(bytes)).message).toMatch(/at most 32 levels of brackets/);
  });

  test('versions', () => {
    expect(errorOf(() => readNpy(npy(dict("'<f8'", '(0,)'), 4))).message).toMatch(
      /version 4\.0 of the NPY format/
    );
    expect(errorOf(() => readNpy(fixture('f8.npy').subarray(0, 9))).code).toBe('truncated');
    expect(errorOf(() => readNpy(fixture('f8.npy').subarray(0, 100))).message).toMatch(
      /a header of 118 bytes/
    );
  });

  test.each([0xd800, 0xdfff, 0x110000])('character %i is none', code => {
    const bytes = npy(dict("'<U1'", '(1,)'));
    const whole = Buffer.concat([bytes, Buffer.from(Uint32Array.of(code).buffer)]);
    expect(errorOf(() => readNpy(whole)).message).toMatch(`found character code ${code} in a text`);
  });

  test('a header in version 3 must be UTF-8', () => {
    const bytes = fixture('version3.npy');
    bytes[20] = 0xff;
    expect(errorOf(() => readNpy(bytes)).message).toMatch(/expected UTF-8 text/);
  });
});

describe('NPZ', () => {
  const at = (bytes: Uint8Array, signature: string): number =>
    Buffer.from(bytes).lastIndexOf(signature, undefined, 'latin1');

  test('a bomb that tells its size is refused before anything is unpacked', () => {
    const bomb = zipSync({ 'a.npy': new Uint8Array(64 << 20) });
    const error = cheapErrorOf(() => readNpz(bomb, { maxBytes: 1e6, name: 'bomb.npz' }), 5000);
    expect(error.message).toMatch(/^bomb\.npz: found entries of \d+ bytes that unpack to 67108864, expected/);
  });

  test('a bomb that lies about its size is stopped at what it told', () => {
    const bomb = zipSync({ 'a.npy': new Uint8Array(64 << 20) });
    new DataView(bomb.buffer, bomb.byteOffset).setUint32(at(bomb, 'PK\x01\x02') + 24, 1000, true);
    const error = cheapErrorOf(() => readNpz(bomb, { maxBytes: 1e6 }), 5e6);
    expect(error.code).toMatch(/limit|corrupt/);
  });

  test('an entry that claims more than it holds takes no memory for the claim', () => {
    const archive = zipSync({ 'a.npy': writeNpy(new Float64Array(4)) });
    new DataView(archive.buffer, archive.byteOffset).setUint32(at(archive, 'PK\x01\x02') + 24, 2e8, true);
    expect(cheapErrorOf(() => readNpz(archive), 1e6).code).toBe('corrupt');
  });

  test('entries that overlap are refused before any is read', () => {
    const archive = writeNpz({ a: new Int8Array(50), b: new Int8Array(50) });
    const view = new DataView(archive.buffer, archive.byteOffset);
    view.setUint32(at(archive, 'PK\x01\x02') + 20, 400, true);
    expect(errorOf(() => readNpz(archive)).message).toMatch(/found entries of \d+ bytes that unpack/);
  });

  test('what is no array is named, and two arrays of one name are refused', () => {
    const text = zipSync({ 'notes.txt': ascii('hello') });
    expect(errorOf(() => readNpz(text, { name: 'n.npz' })).message).toMatch(
      /^n\.npz\/notes\.txt: found a file of 5/
    );
    const twice = zipSync({ 'a.npy': writeNpy(new Int8Array(1)), a: writeNpy(new Int8Array(1)) });
    expect(errorOf(() => readNpz(twice)).message).toMatch(/found two arrays "a"/);
  });

  test('an encrypted entry and an unknown method', () => {
    const archive = writeNpz({ a: new Int8Array(1) });
    const central = at(archive, 'PK\x01\x02');
    archive[central + 8] |= 1;
    expect(errorOf(() => readNpz(archive)).message).toMatch(/encrypted/);
    archive[central + 8] &= ~1;
    archive[central + 10] = 12;
    expect(errorOf(() => readNpz(archive)).message).toMatch(/compression method 12/);
  });
});
