/**
 * Base64 of RFC 4648 (standard alphabet, padded), the same code in Node and browser. A table walk: `atob` would build a
 * second string of the whole array first.
 */
import { ViewError } from './errors';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 61; // '='
const codes = new Uint8Array(64);
const values = new Uint8Array(128).fill(255);
for (let i = 0; i < 64; i++) {
  codes[i] = ALPHABET.charCodeAt(i);
  values[codes[i]] = i;
}

/** Bytes turned into one string at a time: short enough for the argument list of `fromCharCode`. */
const CHUNK = 12288;

/** Base64 text of bytes. */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += CHUNK) {
    const end = Math.min(start + CHUNK, bytes.length);
    const out = new Uint8Array(4 * Math.ceil((end - start) / 3));
    for (let i = start, j = 0; i < end; i += 3, j += 4) {
      const a = bytes[i];
      const b = i + 1 < end ? bytes[i + 1] : 0;
      const c = i + 2 < end ? bytes[i + 2] : 0;
      out[j] = codes[a >> 2];
      out[j + 1] = codes[((a & 3) << 4) | (b >> 4)];
      out[j + 2] = i + 1 < end ? codes[((b & 15) << 2) | (c >> 6)] : PAD;
      out[j + 3] = i + 2 < end ? codes[c & 63] : PAD;
    }
    parts.push(String.fromCharCode(...out));
  }
  return parts.join('');
}

/** Characters of the base64 text of `byteLength` bytes. */
export function base64Length(byteLength: number): number {
  return 4 * Math.ceil(byteLength / 3);
}

/**
 * Bytes of base64 text.
 * @param byteLength how many bytes are expected; checked before memory is taken
 * @throws ViewError on another length or a character outside the alphabet
 */
export function decodeBase64(text: string, byteLength: number): Uint8Array<ArrayBuffer> {
  if (text.length !== base64Length(byteLength)) {
    throw new ViewError(
      `the base64 text has ${text.length} characters, but ${byteLength} bytes need ${base64Length(byteLength)}: the data is cut short or the shape is wrong`
    );
  }
  const out = new Uint8Array(byteLength);
  const at = (i: number): number => {
    const code = text.charCodeAt(i);
    const value = code < 128 ? values[code] : 255;
    if (value === 255) throw new ViewError(`character ${i} of the base64 text is not in its alphabet`);
    return value;
  };
  const whole = Math.floor(byteLength / 3) * 3;
  let i = 0;
  for (let j = 0; j < whole; i += 4, j += 3) {
    const word = (at(i) << 18) | (at(i + 1) << 12) | (at(i + 2) << 6) | at(i + 3);
    out[j] = word >> 16;
    out[j + 1] = (word >> 8) & 255;
    out[j + 2] = word & 255;
  }
  const rest = byteLength - whole;
  if (rest > 0) {
    const word = (at(i) << 18) | (at(i + 1) << 12) | (rest === 2 ? at(i + 2) << 6 : 0);
    out[whole] = word >> 16;
    if (rest === 2) out[whole + 1] = (word >> 8) & 255;
    if (text.charCodeAt(i + 3) !== PAD || (rest === 1 && text.charCodeAt(i + 2) !== PAD)) {
      throw new ViewError('the base64 text does not end with the padding its length asks for');
    }
  }
  return out;
}
