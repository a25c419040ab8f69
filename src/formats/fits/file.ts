import { defaultMaxBytes, gunzip, isGzip } from '../compression';
import { FormatError, quoteBytes } from '../error';
import { countOf, toFloat64 } from '../elements';
import { asciiTexts, decodeAsciiColumn, readAsciiTable } from './asciiTable';
import { decodeBinaryColumn, readBinaryTable } from './binaryTable';
import { columnProblem, findColumn, type Column } from './column';
import {
  checkDataFits,
  readStructure,
  type Hdu,
  type HduBase,
  type ImageHdu,
  type Structure,
  type TableHdu
} from './hdu';
import { blockBytes, parseHeader, type Header } from './header';
import { decodeImage } from './image';

/** A FITS file: headers read, data decoded on request. */
export interface FitsFile {
  name: string;
  hdus: Hdu[];
  /**
   * The HDU of that place (from 0) or EXTNAME (case makes no difference) and, where given, EXTVER.
   * Throws FormatError where there is none.
   */
  hdu(nameOrIndex: string | number, version?: number): Hdu;
  /** The same, and it must be a table; without a name the first table. Throws FormatError otherwise. */
  table(nameOrIndex?: string | number, version?: number): TableHdu;
  /** The same, and it must be an image with data; without a name the first image. Throws FormatError otherwise. */
  image(nameOrIndex?: string | number, version?: number): ImageHdu;
}

/** Options of {@link readFits}. */
export interface ReadFitsOptions {
  /** Name for messages; default "FITS data". */
  name?: string;
  /** Most bytes that a compressed file may unpack to; default 256 MiB. */
  maxBytes?: number;
}

/** Says what a file that is no FITS file looks like instead. */
function refuse(bytes: Uint8Array, file: string): FormatError {
  const start = quoteBytes(bytes);
  let todo = 'Check that this is the right file and that it was fetched whole and as binary.';
  if (bytes.length === 0) todo = 'The file is empty: fetch it again.';
  else if (/^"\s*</.test(start))
    todo = 'It looks like a web page, perhaps an error page: fetch the file again.';
  else if (start.startsWith('"version https://git-lfs'))
    todo = 'It is a Git LFS pointer: run "git lfs pull".';
  else if (start.startsWith('"PK') || start.startsWith('"BZh') || bytes[0] === 0xfd) {
    todo = 'It looks like an archive other than gzip: unpack it first.';
  }
  return new FormatError({
    code: 'not-this-format',
    file,
    found: bytes.length === 0 ? 'no bytes' : `a file of ${bytes.length} bytes that begins with ${start}`,
    expected: '"SIMPLE  =" as every FITS file begins',
    todo
  });
}

const startsWith = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));

/** True where only fill (zeros or blanks) is left: some programs pad files to the block of a tape. */
function isFill(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < bytes.length; i++) if (bytes[i] !== 0 && bytes[i] !== 32) return false;
  return true;
}

function makeTable(base: HduBase, structure: Structure): TableHdu {
  const { header, dataBytes } = base;
  const [rowBytes, rows] = structure.axes;
  const binary =
    structure.extension === 'TABLE' ? undefined : readBinaryTable(header, dataBytes, rowBytes, rows);
  const ascii = binary ? undefined : readAsciiTable(header, dataBytes, rowBytes, rows);
  const columns = (binary ?? ascii)!.columns;
  const find = (wanted: string | number): number => findColumn(columns, wanted, header.file, header.where);
  const column = (wanted: string | number): Column => {
    const index = find(wanted);
    return binary
      ? decodeBinaryColumn(binary, binary.columns[index])
      : decodeAsciiColumn(ascii!, ascii!.columns[index]);
  };
  return {
    ...base,
    kind: 'table',
    encoding: binary ? 'binary' : 'ascii',
    rows,
    names: columns.map(({ name }) => name),
    column,
    numbers(wanted) {
      const found = column(wanted);
      if (
        found.kind === 'text' ||
        found.kind === 'complex' ||
        found.offsets ||
        found.values.length !== rows
      ) {
        const todo = 'Use column() and rowOf() for texts, vectors and complex numbers.';
        throw columnProblem(found, header.file, header.where, 'one number a row', todo);
      }
      return found.values instanceof Float64Array
        ? found.values
        : toFloat64(found.values as never, found.nulls);
    },
    texts(wanted) {
      if (ascii) return asciiTexts(ascii, ascii.columns[find(wanted)]);
      const found = column(wanted);
      if (found.kind !== 'text' || found.values.length !== rows) {
        throw columnProblem(
          found,
          header.file,
          header.where,
          'one text a row',
          'Use column() for other values.'
        );
      }
      return found.values as string[];
    }
  };
}

function checkTableShape(header: Header, { bitpix, axes, extension }: Structure): void {
  if (bitpix !== 8) throw header.problem('BITPIX', String(bitpix), `8 in a ${extension}`);
  if (axes.length !== 2) throw header.problem('NAXIS', String(axes.length), `2 in a ${extension}`);
}

/** Chooses what an HDU is from its header. */
function makeHdu(base: HduBase, structure: Structure): Hdu {
  const { header } = base;
  const { extension, axes, bitpix, isGroups } = structure;
  if (isGroups) {
    const reason =
      'random groups, which are not supported: convert them to a table, for example with astropy';
    return { ...base, kind: 'unsupported', reason };
  }
  if (extension === 'BINTABLE' && header.get('ZIMAGE') === true) {
    const reason =
      'a tile-compressed image, which is not supported: uncompress the file first (funpack, astropy)';
    return { ...base, kind: 'unsupported', reason };
  }
  if (extension === 'BINTABLE' || extension === 'A3DTABLE' || extension === 'TABLE') {
    checkTableShape(header, structure);
    return makeTable(base, structure);
  }
  if (extension !== 'PRIMARY' && extension !== 'IMAGE') {
    return {
      ...base,
      kind: 'unsupported',
      reason: `an extension of type "${extension}", which is not supported`
    };
  }
  const shape = [...axes].reverse();
  if (shape.length === 0 || countOf(shape) === 0) return { ...base, kind: 'empty' };
  return { ...base, kind: 'image', shape, read: () => decodeImage(header, base.dataBytes, bitpix, shape) };
}

function readHdus(bytes: Uint8Array, file: string): Hdu[] {
  const hdus: Hdu[] = [];
  let at = 0;
  while (at < bytes.length && (at === 0 || !isFill(bytes, at))) {
    const index = hdus.length;
    const where = index === 0 ? 'primary HDU' : `HDU ${index}`;
    if (index > 0 && !startsWith(bytes, at, 'XTENSION')) {
      throw new FormatError({
        code: 'layout',
        file,
        where: `byte ${at}, after ${index} HDU${index > 1 ? 's' : ''}`,
        found: quoteBytes(bytes.subarray(at)),
        expected: '"XTENSION=" or the end of the file',
        todo: 'The size in the header before it is wrong, or the file is damaged: fetch it again.'
      });
    }
    const { header, end } = parseHeader(bytes, at, file, where);
    const structure = readStructure(header, index === 0);
    checkDataFits(structure, header, Math.max(0, bytes.length - end));
    const next = end + Math.ceil(structure.dataSize / blockBytes) * blockBytes;
    hdus.push(
      makeHdu(
        {
          index,
          name: header.text('EXTNAME').trim() || (index === 0 ? 'PRIMARY' : ''),
          version: header.number('EXTVER', 1),
          header,
          headerBytes: bytes.subarray(at, end),
          dataBytes: bytes.subarray(end, end + structure.dataSize),
          paddedBytes: bytes.subarray(end, next)
        },
        structure
      )
    );
    at = next;
  }
  return hdus;
}

/**
 * Reads a FITS file (FITS 4.0) from its bytes, plain or gzip. Headers are parsed at once, data when asked for; the HDUs keep
 * views of `bytes`, so leave them unchanged.
 * Throws FormatError where the bytes are no FITS file, cut short, or their headers contradict themselves; nothing is
 * allocated for data that the file does not hold.
 */
export function readFits(bytes: Uint8Array, options: ReadFitsOptions = {}): FitsFile {
  const { name = 'FITS data', maxBytes = defaultMaxBytes } = options;
  const plain = isGzip(bytes) ? gunzip(bytes, name, maxBytes) : bytes;
  if (!startsWith(plain, 0, 'SIMPLE  =')) throw refuse(plain, name);
  const hdus = readHdus(plain, name);
  const label = (hdu: Hdu): string => `${hdu.index} "${hdu.name}" (${hdu.kind})`;
  const missing = (found: string, todo: string): FormatError =>
    new FormatError({
      code: 'missing',
      file: name,
      found,
      expected: `one of ${hdus.map(label).join(', ')}`,
      todo
    });
  const hdu = (wanted: string | number, version?: number): Hdu => {
    const found = hdus.find(
      ({ index, name: extname, version: extver }) =>
        (typeof wanted === 'number'
          ? index === wanted
          : extname.toLowerCase() === wanted.trim().toLowerCase()) &&
        (version === undefined || extver === version)
    );
    if (found) return found;
    const asked = version === undefined ? '' : ` with EXTVER ${version}`;
    throw missing(`no HDU ${JSON.stringify(wanted)}${asked}`, 'Check the name or the number.');
  };
  const pick = <K extends Hdu['kind']>(
    kind: K,
    wanted?: string | number,
    version?: number
  ): Hdu & { kind: K } => {
    const found = wanted === undefined ? hdus.find(one => one.kind === kind) : hdu(wanted, version);
    if (found?.kind === kind) return found as Hdu & { kind: K };
    if (found?.kind === 'unsupported') {
      throw new FormatError({
        code: 'unsupported',
        file: name,
        where: found.header.where,
        found: found.reason,
        expected: kind === 'table' ? 'a table' : 'an image',
        todo: 'Its header can be read all the same.'
      });
    }
    throw missing(
      found ? `no ${kind} in HDU ${label(found)}` : `no ${kind} in the file`,
      'Ask for another HDU.'
    );
  };
  return {
    name,
    hdus,
    hdu,
    table: (wanted, version) => pick('table', wanted, version),
    image: (wanted, version) => pick('image', wanted, version)
  };
}
