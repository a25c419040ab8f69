import type { Hdu } from './hdu';

/** Outcome of one check of {@link verifyChecksum}. */
export type ChecksumVerdict = 'ok' | 'bad' | 'absent';

/** Ones' complement sum of big-endian 32-bit words; bytes missing at the end count as 0. `before` goes on from a sum. */
export function onesComplementSum(bytes: Uint8Array, before = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 4);
  let sum = before;
  for (let at = 0; at < whole; at += 4) {
    sum += view.getUint32(at);
    // A carry out of 32 bits comes in again at the bottom.
    if (sum > 0xffffffff) sum -= 0xffffffff;
  }
  if (whole < bytes.length) {
    let last = 0;
    for (let k = 0; k < 4; k++) last = last * 256 + (bytes[whole + k] ?? 0);
    sum += last;
    if (sum > 0xffffffff) sum -= 0xffffffff;
  }
  return sum;
}

/**
 * Checks the keywords DATASUM (the sum of the data) and CHECKSUM (which makes the sum of the whole HDU all ones), FITS
 * 4.0, section 4.4.2.7 and appendix J.
 * @returns for each "ok", "bad", or "absent" where the keyword is missing or empty
 */
export function verifyChecksum(hdu: Hdu): { datasum: ChecksumVerdict; checksum: ChecksumVerdict } {
  const { header } = hdu;
  const dataSum = onesComplementSum(hdu.paddedBytes);
  const declared = header.has('DATASUM') ? header.text('DATASUM').trim() : '';
  const written = header.has('CHECKSUM') ? header.text('CHECKSUM').trim() : '';
  const total = onesComplementSum(hdu.headerBytes, dataSum);
  return {
    datasum: declared === '' ? 'absent' : declared === String(dataSum) ? 'ok' : 'bad',
    checksum: written === '' ? 'absent' : total === 0xffffffff || total === 0 ? 'ok' : 'bad'
  };
}
