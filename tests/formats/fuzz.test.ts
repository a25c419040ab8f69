/**
 * Damaged copies of the fixtures: each must give a FormatError or the values that astropy or numpy reads (their verdicts
 * were recorded by tests/fixtures/formats/fuzz.py), and take no more memory than ten times the file.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type * as Formats from '../../src/formats';
import type { Hdu, NpyArray } from '../../src/formats';
import { countAllocations, textBytes } from './allocation';

type Operation =
  | ['flip', number, number]
  | ['drop', number, number]
  | ['twice', number, number]
  | ['put', number, string]
  | ['cut', number]
  | ['fill', number]
  | ['add', string];

type Part = [string, string];

interface Row {
  file: string;
  do: Operation[];
  error?: string;
  hdus?: (Part | 1)[];
  arrays?: (Part | 1)[];
}

const { counter, restore } = countAllocations();
// After the counter, so that they and fflate allocate through it.
const formats = require('../../src/formats') as typeof Formats;
const { cardsDigest, dataDigest, fixture, fixtures, npyDigest } =
  require('./canonical') as typeof import('./canonical');
afterAll(restore);

const rows = JSON.parse(readFileSync(path.join(fixtures, 'fuzz.json'), 'utf8')) as Row[];
const pristine = new Map(rows.filter(row => row.do.length === 0).map(row => [row.file, row]));
const originals = new Map([...pristine.keys()].map(name => [name, fixture(name)]));

function mutate(bytes: Uint8Array, operations: readonly Operation[]): Uint8Array {
  let out: Buffer = Buffer.from(bytes);
  for (const operation of operations) {
    const [kind, at] = operation;
    if (kind === 'add') out = Buffer.concat([out, Buffer.from(at, 'latin1')]);
    else if (kind === 'fill') out = Buffer.concat([out, Buffer.alloc(at, ' ')]);
    else if (kind === 'cut') out = out.subarray(0, at);
    else if (kind === 'flip') out[at] ^= operation[2];
    else if (kind === 'put') {
      const text = Buffer.from(operation[2], 'latin1');
      out = Buffer.concat([out.subarray(0, at), text, out.subarray(at + text.length)]);
    } else {
      const to = at + operation[2];
      const middle = kind === 'twice' ? [out.subarray(at, to), out.subarray(at, to)] : [];
      out = Buffer.concat([out.subarray(0, at), ...middle, out.subarray(to)]);
    }
  }
  return Uint8Array.from(out);
}

/** A part that the reader refused, with its message. */
interface Refused {
  refused: string;
}

type Read = { refused: string } | { parts: (Part | [string, Refused])[] };

const messageOf = (error: unknown): string => {
  if (error instanceof formats.FormatError) return `[${error.code}] ${error.message}`;
  throw error;
};

function hduPart(hdu: Hdu): Part | [string, Refused] {
  const head = cardsDigest(hdu.header);
  if (hdu.kind === 'unsupported') return [head, { refused: `[unsupported] ${hdu.reason}` }];
  try {
    return [head, dataDigest(hdu)];
  } catch (error) {
    return [head, { refused: messageOf(error) }];
  }
}

const textsOf = (array: NpyArray): number =>
  array.kind === 'record'
    ? [...array.fields.values()].reduce((sum, field) => sum + textsOf(field), 0)
    : Array.isArray(array.values)
      ? textBytes(array.values)
      : 0;

/** Ten times what the file holds unpacked; on top, for each deflate stream, fflate's window and its first buffers. */
function limitOf(name: string, bytes: Uint8Array): number {
  const unpacked = originals.get(name.replace('.gz', ''))!.length;
  const streams = name === 'deflated.npz' ? 7 : name.endsWith('.gz') ? 2 : 0;
  return 10 * Math.max(unpacked, bytes.length) + streams * 2 ** 19;
}

/** Decodes everything; what a column refuses is left for the digests to find again. */
function decodeAll(hdus: readonly Hdu[]): number {
  let texts = 0;
  for (const hdu of hdus) {
    if (hdu.kind === 'image') hdu.read();
    if (hdu.kind !== 'table') continue;
    for (const index of hdu.names.keys()) {
      try {
        const { values } = hdu.column(index);
        if (Array.isArray(values)) texts += textBytes(values);
      } catch (error) {
        messageOf(error);
      }
    }
  }
  return texts;
}

/** Reads everything that a file holds, and counts what that takes; digests are made outside the count. */
function read(name: string, bytes: Uint8Array): { read: Read; allocated: number } {
  counter.bytes = 0;
  counter.exceeded = false;
  counter.most = limitOf(name, bytes);
  try {
    if (name.endsWith('.npy') || name.endsWith('.npz')) {
      const arrays: [string, NpyArray][] = name.endsWith('.npz')
        ? [...formats.readNpz(bytes, { name })]
        : [['', formats.readNpy(bytes, { name })]];
      const allocated = counter.bytes + arrays.reduce((sum, [, array]) => sum + textsOf(array), 0);
      counter.most = Infinity;
      return { read: { parts: arrays.map(([key, array]) => [key, npyDigest(array)]) }, allocated };
    }
    const { hdus } = formats.readFits(bytes, { name });
    const allocated = decodeAll(hdus) + counter.bytes;
    counter.most = Infinity;
    return { read: { parts: hdus.map(hduPart) }, allocated };
  } catch (error) {
    return { read: { refused: messageOf(error) }, allocated: counter.bytes };
  } finally {
    counter.most = Infinity;
  }
}

/**
 * Where we refuse what the peers read: each reason with why. A refusal that matches none fails the test, and so does a
 * reason that no row needs.
 */
const stricter: { message: RegExp; why: string }[] = [
  {
    message: /^\[truncated\].*found \d+ bytes of (data|header)/,
    why: 'astropy warns and leaves out the last HDU, or reads what is there: a file cut short must not pass for whole'
  },
  {
    message: /^\[layout\] [a-z]+\.fits: byte \d+/,
    why: 'astropy warns and drops all HDUs from there on: after a wrong size the rest of the file would be silently gone'
  },
  {
    message:
      /^\[header\].*keyword (SIMPLE|XTENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT|TFIELDS)(: found (?!\d+ bytes a row))/,
    why: 'mandatory keywords: astropy guesses (T is 1, Undefined is none), skips the HDU, or takes it for another kind'
  },
  {
    message: /^\[header\].*keyword NAXIS1: found \d+ bytes a row, expected \d+, the sum of the \d+ columns/,
    why: 'astropy reads rows at the wrong places, so that values of one column turn up in another'
  },
  {
    message: /^\[header\].*keyword (TFORM|TDIM|TBCOL)\d+: found/,
    why: 'astropy warns and leaves out the column or ignores the keyword: nobody reads the warning'
  },
  {
    message: /^\[header\].*keyword (TSCAL|TZERO|TNULL)\d+: found/,
    why: 'astropy warns and goes on without the keyword: the values would be stored integers for physical ones'
  },
  {
    message: /^\[header\].*keyword (BSCALE|BZERO|BLANK): found/,
    why: 'the same for images'
  },
  {
    message: /^\[header\].*keyword (TTYPE\d+|TUNIT\d+|BUNIT|EXTNAME|EXTVER): found/,
    why: 'astropy mends or forgets the name: what is asked for by name would be another thing or missing'
  },
  {
    message:
      /^\[layout\] \S+\.fits: .* expected (cells inside the heap|at most the \d+ bytes|one between the table)/,
    why: 'astropy hands out what it finds, fewer values than the row declares'
  },
  {
    message: /^\[corrupt\] \S+: found character code/,
    why: 'there is no such character: numpy shows part of the code as another one'
  },
  {
    message: /^\[value\] ascii\.fits: .* expected a decimal point in format/,
    why: 'the standard puts the point by the format, astropy at the end: powers of ten apart'
  },
  {
    message: /^\[header\] \S+\.np[yz]\S*: NPY header/,
    why: 'Python takes other blanks and forms of literals than numpy ever writes'
  },
  {
    message: /^\[layout\] \S+\.npy: found \d+ bytes of data, expected \d+/,
    why: 'numpy leaves bytes behind the shape unread: a wrong shape would pass for a right one'
  },
  {
    message: /^\[corrupt\] deflated\.npz\/\S+: found (\d+ unpacked bytes|compressed data)/,
    why: 'numpy stops at the bytes that the shape needs, before zipfile compares size and CRC at the end of the entry'
  },
  {
    message: /^\[(corrupt|truncated|limit|unsupported)\] (stored|deflated)\.npz: found/,
    why: "zipfile searches for parts of a damaged archive and ignores half of the declarations; a zip's two lists must agree"
  }
];

/** Where we read what the peers refuse: the start of what the peer said, and why. */
const looser: { peer: RegExp; why: string }[] = [
  {
    peer: /^OSError: (Empty or corrupt FITS file|Header missing END card)/,
    why: 'a bad card that nothing depends on, such as EXTEND: asking for it throws; or blanks behind the last HDU, old fill'
  },
  {
    peer: /^UnboundLocalError: cannot access local varia/,
    why: 'a fault of astropy 8.0.2: 64-bit columns whose TZERO is not 2^63'
  },
  {
    peer: /^UFuncTypeError: Cannot cast ufunc 'multiply/,
    why: 'a fault of astropy 8.0.2: a scale other than 1 with the offset of unsigned integers'
  },
  {
    peer: /^AssertionError: astropy's NaNs/,
    why: 'a fault of astropy 8.0.2: BLANK = 0 in scaled images goes unheeded, so that its values differ from the standard'
  },
  {
    peer: /^ValueError: field names must be strings/,
    why: 'a column that lost its name among named ones is "coln" here'
  },
  {
    peer: /^TypeError: buffer is too small for requested/,
    why: 'only fill is missing at the end: the heap is whole'
  },
  {
    peer: /^KeyError: "Keyword '[PG]COUNT' not found/,
    why: 'PCOUNT and GCOUNT left out are 0 and 1, which all have but heaps, and those do not fit then'
  }
];

/**
 * Headers in which a card differs are excused where that card throws here when asked for (astropy mends it), or has
 * letters that no keyword has (astropy glues it to the text before).
 */
const headerExcused = (bytes: Uint8Array, part: number): boolean =>
  formats
    .readFits(bytes)
    .hdus[part].header.cards.some(
      ({ keyword, malformed }) => malformed !== undefined || /[^-A-Z0-9_ a-z]/.test(keyword)
    );

/** Compares one row; each string returned is a failure. */
function compare(row: Row, bytes: Uint8Array, ours: Read, used: Set<unknown>): string[] {
  const failures: string[] = [];
  const refuse = (message: string): void => {
    const reason = stricter.find(({ message: pattern }) => pattern.test(message));
    if (reason) used.add(reason);
    else failures.push(`refused without a listed reason: ${message}`);
  };
  const accept = (what: string): void => {
    const reason = looser.find(({ peer }) => peer.test(what));
    if (reason) used.add(reason);
    else failures.push(`read what the peer refuses: ${what}`);
  };
  if ('refused' in ours) {
    if (!row.error) refuse(ours.refused);
    return failures;
  }
  if (row.error) {
    accept(row.error);
    return failures;
  }
  const whole = pristine.get(row.file)!;
  const known = (whole.hdus ?? whole.arrays) as Part[];
  const theirs = (row.hdus ?? row.arrays)!.map((part, i) => (part === 1 ? known[i] : part));
  if (ours.parts.length !== theirs.length) failures.push(`${ours.parts.length} parts, not ${theirs.length}`);
  for (const [i, [head, data]] of ours.parts.entries()) {
    const [peerHead, peerData] = theirs[i] ?? [];
    if (head !== peerHead && !(row.hdus && headerExcused(bytes, i)))
      failures.push(`part ${i}: header or name differs`);
    if (typeof data !== 'string') {
      if (!peerData?.startsWith('!')) refuse(data.refused);
    } else if (peerData?.startsWith('!')) accept(peerData.slice(1));
    else if (data !== peerData) failures.push(`part ${i}: values differ`);
  }
  return failures;
}

describe('damaged files', () => {
  const used = new Set<unknown>();
  const compared = { refused: 0, read: 0 };

  test.each([...pristine.keys()])('%s', name => {
    const failures: unknown[] = [];
    for (const row of rows.filter(({ file }) => file === name)) {
      const bytes = mutate(originals.get(name)!, row.do);
      const { read: ours, allocated } = read(name, bytes);
      compared['refused' in ours ? 'refused' : 'read']++;
      const limit = limitOf(name, bytes);
      const problems = compare(row, bytes, ours, used);
      if (counter.exceeded || allocated > limit) problems.push(`took ${allocated} bytes, more than ${limit}`);
      if (problems.length > 0) failures.push({ do: row.do, problems });
    }
    expect(failures).toEqual([]);
  });

  test('at least 500 files, of which many are read and many refused', () => {
    expect(rows.length).toBeGreaterThanOrEqual(500);
    expect(compared.read).toBeGreaterThan(300);
    expect(compared.refused).toBeGreaterThan(300);
    if (process.env.SHOW) console.log(compared);
  });

  test('every reason listed above is needed', () => {
    expect([...stricter, ...looser].filter(reason => !used.has(reason)).map(({ why }) => why)).toEqual([]);
  });
});
