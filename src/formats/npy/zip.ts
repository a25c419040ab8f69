import { crc32, inflate } from '../compression';
import { FormatError, quoteBytes } from '../error';
import { decodeUtf8 } from '../text';

/** One file in a zip archive, still packed. */
export interface ZipEntry {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  packedSize: number;
  size: number;
  crc: number;
  /** Where its local header begins. */
  at: number;
}

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;

class Zip {
  readonly view: DataView;
  constructor(
    readonly bytes: Uint8Array,
    readonly file: string
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  damaged(
    found: string,
    expected: string,
    code: 'corrupt' | 'truncated' | 'unsupported' = 'corrupt'
  ): FormatError {
    const todo =
      code === 'unsupported'
        ? 'Save the archive again with numpy.savez or savez_compressed.'
        : 'The archive is damaged or cut short: fetch it again.';
    return new FormatError({ code, file: this.file, found, expected, todo });
  }

  u16(at: number): number {
    return this.view.getUint16(at, true);
  }

  u32(at: number): number {
    return this.view.getUint32(at, true);
  }

  /** Names are ASCII, or UTF-8 where the flags say so; the DOS code page is not decoded. */
  name(at: number, length: number, flags: number): string {
    const raw = this.bytes.subarray(at, at + length);
    const text = flags & 0x800 || raw.every(byte => byte < 128) ? decodeUtf8(raw) : undefined;
    if (text === undefined)
      throw this.damaged('an entry name in an unknown encoding', 'ASCII or UTF-8', 'unsupported');
    return text;
  }

  /** The end record lies last, before a comment that fills the file. */
  findEnd(): number {
    const last = this.bytes.length - 22;
    for (let at = last; at >= 0 && at >= last - 0xffff; at--) {
      if (this.u32(at) === endSignature && at + 22 + this.u16(at + 20) === this.bytes.length) return at;
    }
    throw this.damaged(
      `${this.bytes.length} bytes without a table of contents`,
      'a zip archive with one',
      'truncated'
    );
  }
}

function readEntry(zip: Zip, at: number, end: number): { entry: ZipEntry; next: number } {
  if (at + 46 > end || zip.u32(at) !== centralSignature) {
    throw zip.damaged(`no entry at byte ${at} of the table of contents`, 'as many as it declares');
  }
  const nameLength = zip.u16(at + 28);
  const next = at + 46 + nameLength + zip.u16(at + 30) + zip.u16(at + 32);
  if (next > end) throw zip.damaged(`an entry that ends at byte ${next}`, `one before byte ${end}`);
  const entry = {
    name: zip.name(at + 46, nameLength, zip.u16(at + 8)),
    method: zip.u16(at + 10),
    crc: zip.u32(at + 16),
    packedSize: zip.u32(at + 20),
    size: zip.u32(at + 24),
    at: zip.u32(at + 42)
  };
  // Flags: encrypted, patched, strongly encrypted.
  if (zip.u16(at + 8) & 0x61)
    throw zip.damaged(`the encrypted or patched entry "${entry.name}"`, 'open ones', 'unsupported');
  // Python's zipfile knows version 6.3 of the format, the last.
  if (zip.u16(at + 6) > 63)
    throw zip.damaged(`an entry "${entry.name}" of a later zip`, '6.3 or less', 'unsupported');
  if (entry.method !== 0 && entry.method !== 8) {
    const found = `compression method ${entry.method} in the entry "${entry.name}"`;
    throw zip.damaged(found, '0 (stored) or 8 (deflated)', 'unsupported');
  }
  if ([entry.size, entry.packedSize, entry.at].includes(0xffffffff)) {
    throw zip.damaged(`an entry "${entry.name}" beyond 4 GB`, 'smaller ones', 'unsupported');
  }
  return { entry, next };
}

/** Where the packed bytes of an entry begin; its local header must agree with the table of contents. */
function dataStart(zip: Zip, entry: ZipEntry, contents: number): number {
  const { at, name } = entry;
  const headed = at + 30 <= contents && zip.u32(at) === localSignature;
  if (
    !headed ||
    zip.name(at + 30, zip.u16(at + 26), zip.u16(at + 6)) !== name ||
    zip.u16(at + 8) !== entry.method
  ) {
    throw zip.damaged(`no entry "${name}" at byte ${at}`, 'one, as the table of contents says');
  }
  const start = at + 30 + zip.u16(at + 26) + zip.u16(at + 28);
  if (start + entry.packedSize > contents) {
    throw zip.damaged(
      `the entry "${name}" of ${entry.packedSize} bytes at byte ${start}`,
      'one inside the archive'
    );
  }
  return start;
}

function unpack(zip: Zip, entry: ZipEntry, start: number): Uint8Array {
  const packed = zip.bytes.subarray(start, start + entry.packedSize);
  const file = `${zip.file}/${entry.name}`;
  if (entry.method === 8) return inflate(packed, { file, size: entry.size, crc: entry.crc });
  const crc = crc32(packed);
  if (entry.size === entry.packedSize && crc === entry.crc) return packed;
  throw zip.damaged(`an entry "${entry.name}" with CRC-32 ${crc}`, `${entry.crc}, as the archive declares`);
}

/**
 * Reads a zip archive (PKWARE APPNOTE 4.3) of stored and deflated files: stored ones are views, deflated ones copies.
 * Sizes are added up before anything is unpacked, entries may not overlap, and each is checked by its CRC-32.
 * Throws FormatError where the archive is damaged or would yield more than `maxBytes`.
 */
export function* readZip(
  bytes: Uint8Array,
  file: string,
  maxBytes: number
): Generator<{ name: string; content: Uint8Array }> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
    throw new FormatError({
      code: 'not-this-format',
      file,
      found:
        bytes.length === 0
          ? 'no bytes'
          : `a file of ${bytes.length} bytes that begins with ${quoteBytes(bytes)}`,
      expected: '"PK" as every NPZ (zip) file begins',
      todo: 'Check that this is the right file and that it was fetched whole and as binary.'
    });
  }
  const zip = new Zip(bytes, file);
  const end = zip.findEnd();
  const count = zip.u16(end + 10);
  const contents = zip.u32(end + 16);
  if (contents + zip.u32(end + 12) !== end || count !== zip.u16(end + 8)) {
    throw zip.damaged('a table of contents in the wrong place', 'one right before the end record');
  }
  const entries: ZipEntry[] = [];
  let at = contents;
  for (let i = 0; i < count; i++) {
    const { entry, next } = readEntry(zip, at, end);
    if (entries.some(({ name }) => name === entry.name)) {
      throw zip.damaged(`two entries "${entry.name}"`, 'one of each name');
    }
    entries.push(entry);
    at = next;
  }
  if (at !== end)
    throw zip.damaged(`${end - at} bytes after ${count} entries of the table of contents`, 'none');
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  const packed = entries.reduce((sum, { packedSize }) => sum + packedSize, 0);
  if (total > maxBytes || packed > contents) {
    throw new FormatError({
      code: 'limit',
      file,
      found: `entries of ${packed} bytes that unpack to ${total}`,
      expected: `at most ${contents} and ${maxBytes}`,
      todo: 'If you trust the file, raise the option maxBytes, or unpack it first.'
    });
  }
  for (const entry of entries) {
    yield { name: entry.name, content: unpack(zip, entry, dataStart(zip, entry, contents)) };
  }
}
