import { Gunzip, Inflate } from 'fflate';
import { FormatError } from './error';

/** Most bytes that unpacking may yield unless the caller says otherwise: 256 MiB. */
export const defaultMaxBytes = 256 * 1024 * 1024;

/**
 * Bytes given to fflate at a time. Deflate yields at most 1032 bytes for one, so a piece oversteps a limit by 16 times the
 * limit or 2 MB at the most; larger pieces where much may come, because each costs a copy of the window.
 */
const pieceLength = (maxBytes: number): number => Math.min(65536, Math.max(2048, Math.floor(maxBytes / 64)));

/** Table of the CRC-32 of gzip and zip (reflected polynomial 0xEDB88320). */
const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 of the bytes; pass an earlier result to go on from it. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** True where the bytes begin as gzip does. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Collects unpacked pieces and stops as soon as they pass the limit. */
class Unpacked {
  readonly pieces: Uint8Array[] = [];
  total = 0;
  crc = 0;
  constructor(
    readonly file: string,
    readonly maxBytes: number
  ) {}

  add(piece: Uint8Array): void {
    this.total += piece.length;
    if (this.total > this.maxBytes) {
      throw new FormatError({
        code: 'limit',
        file: this.file,
        found: `compressed data that unpacks to more than ${this.maxBytes} bytes`,
        expected: 'no more than that',
        todo: 'If you trust the file, raise the option maxBytes, or unpack it first.'
      });
    }
    this.crc = crc32(piece, this.crc);
    // fflate's pieces are views of its growing window: kept as they are, they would keep the whole window alive.
    this.pieces.push(piece.byteLength === piece.buffer.byteLength ? piece : Uint8Array.from(piece));
  }

  join(): Uint8Array {
    if (this.pieces.length === 1) return this.pieces[0];
    const out = new Uint8Array(this.total);
    let at = 0;
    for (const piece of this.pieces) {
      out.set(piece, at);
      at += piece.length;
    }
    return out;
  }
}

const corrupt = (file: string, found: string): FormatError =>
  new FormatError({
    code: 'corrupt',
    file,
    found,
    expected: 'whole compressed data',
    todo: 'The file is damaged or cut short: fetch it again.'
  });

const doesNotUnpack = (file: string, error: unknown): FormatError =>
  corrupt(file, `compressed data that does not unpack (${(error as Error).message})`);

/** Feeds a stream of fflate piece by piece; whatever it throws becomes a FormatError. */
function feed(stream: Inflate | Gunzip, bytes: Uint8Array, file: string, maxBytes: number): void {
  const length = pieceLength(maxBytes);
  try {
    for (let at = 0; at === 0 || at < bytes.length; at += length) {
      stream.push(bytes.subarray(at, at + length), at + length >= bytes.length);
    }
  } catch (error) {
    throw error instanceof FormatError ? error : doesNotUnpack(file, error);
  }
}

/**
 * Unpacks raw deflate data of a known size and checksum, as in a zip entry.
 * Throws FormatError where size or CRC-32 differ, or beyond `maxBytes`.
 */
export function inflate(
  bytes: Uint8Array,
  { file, size, crc }: { file: string; size: number; crc: number }
): Uint8Array {
  // One byte of room tells "too long" from "right".
  const out = new Unpacked(file, size + 1);
  // Not inflateSync: given an array, it goes on past its end to the last byte of a bomb.
  feed(new Inflate(piece => out.add(piece)), bytes, file, size);
  if (out.total !== size || out.crc !== crc) {
    const found = `${out.total} unpacked bytes with CRC-32 ${out.crc}, against a declared ${size} with ${crc}`;
    throw corrupt(file, found);
  }
  return out.join();
}

/**
 * Unpacks gzip data of one or more members and checks size and CRC-32 of each.
 * Throws FormatError where the data is damaged or yields more than `maxBytes` (default 256 MiB).
 */
export function gunzip(bytes: Uint8Array, file: string, maxBytes = defaultMaxBytes): Uint8Array {
  const out = new Unpacked(file, maxBytes);
  let memberStart = 0;
  const checkMember = (end: number): void => {
    const trailer = end - 8;
    if (trailer < 10) throw corrupt(file, `${bytes.length} bytes of gzip`);
    const view = new DataView(bytes.buffer, bytes.byteOffset + trailer, 8);
    const size = (out.total - memberStart) >>> 0;
    if (view.getUint32(0, true) !== out.crc || view.getUint32(4, true) !== size) {
      throw corrupt(file, 'unpacked bytes that differ from the size or CRC-32 at the end of the gzip data');
    }
    memberStart = out.total;
    out.crc = 0;
  };
  const stream = new Gunzip(piece => out.add(piece));
  stream.onmember = checkMember;
  feed(stream, bytes, file, maxBytes);
  checkMember(bytes.length);
  return out.join();
}
