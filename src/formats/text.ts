/** Text of one byte a character, Latin-1 (of which ASCII is a part), from `from` up to `to`. */
export function decodeLatin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  // Arguments to a call lie on the stack: take long texts in pieces.
  for (let at = from; at < to; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(to, at + 4096)));
  }
  return text;
}

/** UTF-8 text; undefined where the bytes are none. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
