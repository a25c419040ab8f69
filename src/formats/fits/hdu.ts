import { FormatError } from '../error';
import { showValue, type Header } from './header';
import type { Column } from './column';
import type { Image } from './image';

/** What every header-data unit has. */
export interface HduBase {
  /** Place in the file, the primary HDU being 0. */
  index: number;
  /** EXTNAME, or "PRIMARY" for an unnamed first HDU, or "". */
  name: string;
  /** EXTVER, default 1. */
  version: number;
  header: Header;
  /** The header as it stands in the file: a view, not a copy. */
  headerBytes: Uint8Array;
  /** The data without the fill at the end: a view, not a copy. */
  dataBytes: Uint8Array;
  /** The data with the fill up to a whole block, as far as the file holds it: what the checksums cover. */
  paddedBytes: Uint8Array;
}

/** A primary HDU or IMAGE extension without data. */
export interface EmptyHdu extends HduBase {
  kind: 'empty';
}

/** A primary image or IMAGE extension. */
export interface ImageHdu extends HduBase {
  kind: 'image';
  /** Axis lengths, slowest first (C order): `[NAXISn, ..., NAXIS1]`. */
  shape: number[];
  /** Decodes the pixels; each call decodes anew, so keep the result. */
  read(): Image;
}

/** A BINTABLE or TABLE extension. */
export interface TableHdu extends HduBase {
  kind: 'table';
  /** BINTABLE is binary, TABLE is ASCII. */
  encoding: 'binary' | 'ascii';
  rows: number;
  /** Column names in order; an unnamed column n is called "coln". */
  names: string[];
  /**
   * Decodes one column, by name (exact, else without regard to case) or by place from 0; each call decodes anew.
   * Throws FormatError where there is no such column or its data are not valid.
   */
  column(nameOrIndex: string | number): Column;
  /** One value per row as doubles, null as NaN. Throws FormatError where the column holds text or vectors. */
  numbers(nameOrIndex: string | number): Float64Array;
  /** One text per row. Throws FormatError where the column holds no text; in an ASCII table every column does. */
  texts(nameOrIndex: string | number): string[];
}

/** An HDU whose header is read and whose data are not: random groups, compressed images, extensions unknown here. */
export interface UnsupportedHdu extends HduBase {
  kind: 'unsupported';
  /** What it is, and what to do. */
  reason: string;
}

export type Hdu = EmptyHdu | ImageHdu | TableHdu | UnsupportedHdu;

/** What a header says about the size and the kind of its data. */
export interface Structure {
  /** XTENSION, or "PRIMARY" for the first HDU. */
  extension: string;
  bitpix: number;
  /** NAXIS1 first, as in the file. */
  axes: number[];
  pcount: number;
  gcount: number;
  isGroups: boolean;
  /** Bytes of data without fill. */
  dataSize: number;
}

const bitpixValues = [8, 16, 32, 64, -32, -64];

/**
 * Reads the mandatory keywords (FITS 4.0, sections 4.4.1 and 7) and the size of the data that they declare, eq. 1 and 2.
 * Throws FormatError where one is missing or wrong.
 */
export function readStructure(header: Header, isFirst: boolean): Structure {
  const extension = isFirst ? 'PRIMARY' : header.text('XTENSION').trim();
  if (isFirst && header.get('SIMPLE') !== true) {
    throw header.problem(
      'SIMPLE',
      showValue(header.get('SIMPLE')),
      'T, for a file that follows the standard'
    );
  }
  const bitpix = header.get('BITPIX');
  if (typeof bitpix !== 'number' || !bitpixValues.includes(bitpix) || header.card('BITPIX')?.isReal) {
    throw header.problem('BITPIX', showValue(bitpix), `one of ${bitpixValues.join(', ')}`);
  }
  const naxis = header.count('NAXIS', undefined, 999);
  const axes = Array.from({ length: naxis }, (_, i) => header.count(`NAXIS${i + 1}`));
  const isGroups = isFirst && naxis > 0 && axes[0] === 0 && header.get('GROUPS') === true;
  const pcount = isFirst && !isGroups ? 0 : header.count('PCOUNT', isFirst ? undefined : 0);
  const gcount = isFirst && !isGroups ? 1 : header.count('GCOUNT', isFirst ? undefined : 1);
  const counted = isGroups ? axes.slice(1) : axes;
  const elements = naxis === 0 ? 0 : counted.reduce((product, length) => product * length, 1);
  const dataSize = (Math.abs(bitpix) / 8) * gcount * (naxis === 0 ? 0 : pcount + elements);
  return { extension, bitpix, axes, pcount, gcount, isGroups, dataSize };
}

/** Refuses data that the file does not hold, before anything is allocated for them. */
export function checkDataFits(structure: Structure, header: Header, available: number): void {
  if (structure.dataSize <= available) return;
  const { bitpix, axes, pcount, dataSize } = structure;
  throw new FormatError({
    code: 'truncated',
    file: header.file,
    where: header.where,
    found: `${available} bytes of data`,
    expected: `${dataSize} (BITPIX ${bitpix}, axes ${axes.join(' x ')}, PCOUNT ${pcount})`,
    todo: 'The file is cut short or its header is damaged: fetch it again.'
  });
}
