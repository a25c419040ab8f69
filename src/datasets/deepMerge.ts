import fs from 'node:fs';
import { FormatError, readFits, type FitsFile, type ImageHdu } from '../formats';
import { DataError } from './card';
import { MERGER_CLASSES } from './simulators';

/** Images of DeepMerge: what the archive's file holds, with what its headers say. */
export interface DeepMergeImages {
  /** Surface brightness, [object, band, y, x]. */
  values: Float32Array;
  shape: [number, number, number, number];
  axes: ['object', 'band', 'y', 'x'];
  /** Names along the band axis, in the order of the header. */
  bands: string[];
  unit: string;
  classes: string[];
  /** Place in `classes` of each image; 1 is a merger. */
  labels: Uint8Array;
  /** Place in the file of each image: what joins it to the halo that is its group. */
  row: Uint32Array;
}

export interface DeepMergeOptions {
  /** Name for messages; default "the DEEPMERGE file". */
  name?: string;
  /** Places in the file of the images wanted; default all, which takes 1 GB. */
  rows?: ArrayLike<number>;
}

/** What the published file has; another one is refused with what changed. */
export const DEEPMERGE_LAYOUT = {
  images: 15_426,
  bands: ['F814W', 'F356W', 'F160W'],
  pixels: 75,
  pixelScale: 0.1875,
  unit: 'uJy/arcsec^2',
  mergers: 8_120
} as const;

/** Where a file of DEEPMERGE lies in the archive (2.08 GB each). */
export const deepMergeUrl = (kind: 'pristine' | 'noisy'): string =>
  `https://archive.stsci.edu/hlsps/deepmerge/hlsp_deepmerge_hst-jwst_acs-wfc3-nircam_illustris-z2_f814w-f160w-f356w_v1_sim-${kind}.fits`;

/**
 * Reads a file of DEEPMERGE (Ciprijanovic et al. 2020): images in the first HDU, [object, band, y, x], labels in the second.
 * Bands and unit come from the header, not from the file's name, whose order is another.
 * @throws FormatError for a file that is no FITS file; DataError that says what changed where the layout is another one
 */
export function readDeepMerge(bytes: Uint8Array, options: DeepMergeOptions = {}): DeepMergeImages {
  const { name = 'the DEEPMERGE file' } = options;
  const fits = readFits(bytes, { name });
  const images = imagesOf(fits, name);
  const [count, bandCount, height, width] = images.shape;
  const bands = filtersOf(images);
  if (bands.length !== bandCount) {
    throw changed(
      name,
      `the header names ${bands.length} filters (${bands.join(', ') || 'none'}) for ${bandCount} bands`
    );
  }
  const labels = labelsOf(fits, name);
  if (labels.length !== count) throw changed(name, `there are ${labels.length} labels for ${count} images`);
  const rows = Uint32Array.from(options.rows ?? { length: count }, (v, i) => (options.rows ? v : i));
  const wrong = rows.find(row => row >= count);
  if (wrong !== undefined)
    throw new RangeError(`readDeepMerge: row ${wrong} is asked for; the file has ${count}.`);
  return {
    values: pixelsOf(images, rows, bandCount * height * width, name),
    shape: [rows.length, bandCount, height, width],
    axes: ['object', 'band', 'y', 'x'],
    bands,
    unit: images.header.text('BUNIT').trim() || DEEPMERGE_LAYOUT.unit,
    classes: [...MERGER_CLASSES],
    labels: Uint8Array.from(rows, row => labels[row]),
    row: rows
  };
}

/**
 * Reads the archive's own file from a disk and holds it against {@link DEEPMERGE_LAYOUT}. (Its checksum is not known here, so
 * it is not fetched: load it by {@link deepMergeUrl}.)
 * @throws DataError that says what changed
 */
export function loadDeepMerge(file: string, options: DeepMergeOptions = {}): DeepMergeImages {
  if (!fs.existsSync(file)) {
    throw new DataError(
      `There is no ${file}. Load it from ${deepMergeUrl('noisy')} (2.08 GB), or use simulateGalaxies.`
    );
  }
  const found = readDeepMerge(fs.readFileSync(file), { name: file, ...options });
  checkLayout(found, file, options.rows === undefined);
  return found;
}

/** Holds images against the published layout. @param whole whether all images of the file were read */
export function checkLayout(found: DeepMergeImages, name: string, whole: boolean): void {
  const { images, bands, pixels, mergers } = DEEPMERGE_LAYOUT;
  const compare = (what: string, is: string | number, was: string | number) => {
    if (is !== was) throw changed(name, `${what} is ${is}; it was ${was}`);
  };
  compare('the order of the filters', found.bands.join(', '), bands.join(', '));
  compare('the size of an image', `${found.shape[2]} x ${found.shape[3]}`, `${pixels} x ${pixels}`);
  if (!whole) return;
  compare('the number of images', found.shape[0], images);
  compare(
    'the number of mergers',
    found.labels.reduce((a, b) => a + b, 0),
    mergers
  );
}

const changed = (name: string, what: string): DataError =>
  new DataError(
    `${name} is not the file that this reader was written for: ${what}. The archive may have replaced it; compare its version and the card "deepmerge".`
  );

function imagesOf(fits: FitsFile, name: string): ImageHdu {
  const first = fits.hdus[0];
  if (first.kind !== 'image') throw changed(name, `its first HDU is ${first.kind}, not the images`);
  if (first.shape.length !== 4) {
    throw changed(name, `its images have the axes [${first.shape}]; expected four: object, band, y, x`);
  }
  return first;
}

/** Values of the header that are names of wide filters, in their order. */
const filtersOf = ({ header }: ImageHdu): string[] =>
  header.cards
    .map(card => (typeof card.value === 'string' ? card.value.trim().toUpperCase() : ''))
    .filter(value => /^F\d{3}[WMN]$/.test(value));

function labelsOf(fits: FitsFile, name: string): Float64Array {
  const hdu = fits.hdus[1];
  if (!hdu) throw changed(name, 'it has no second HDU, which held the labels (MergerLabel)');
  let labels: Float64Array;
  if (hdu.kind === 'image')
    labels = Float64Array.from(hdu.read().values as ArrayLike<number | bigint>, Number);
  else if (hdu.kind === 'table' && hdu.names.length === 1) labels = hdu.numbers(0);
  else if (hdu.kind === 'table' && hdu.names.includes('MergerLabel')) labels = hdu.numbers('MergerLabel');
  else if (hdu.kind === 'table')
    throw changed(name, `its labels have the columns ${hdu.names.join(', ')}, not MergerLabel`);
  else throw changed(name, `its second HDU is ${hdu.kind}, not the labels`);
  const odd = labels.find(label => label !== 0 && label !== 1);
  if (odd !== undefined) throw changed(name, `a label is ${odd}; they were 0 and 1`);
  return labels;
}

/** Some images as single precision, straight from the bytes: the file in double precision is not unpacked as a whole. */
function pixelsOf(
  { header, dataBytes }: ImageHdu,
  rows: Uint32Array,
  length: number,
  name: string
): Float32Array {
  const bitpix = header.number('BITPIX', 0);
  if (bitpix !== -64 && bitpix !== -32) throw changed(name, `BITPIX is ${bitpix}; it was -64`);
  for (const [keyword, plain] of [
    ['BSCALE', 1],
    ['BZERO', 0]
  ] as const) {
    if (header.number(keyword, plain) !== plain)
      throw changed(name, `${keyword} is ${header.number(keyword, plain)}`);
  }
  const width = -bitpix / 8;
  const view = new DataView(dataBytes.buffer, dataBytes.byteOffset, dataBytes.byteLength);
  const out = new Float32Array(rows.length * length);
  rows.forEach((row, k) => {
    for (let i = 0; i < length; i++) {
      const at = (row * length + i) * width;
      out[k * length + i] = width === 8 ? view.getFloat64(at) : view.getFloat32(at);
    }
  });
  const bad = out.findIndex(v => !Number.isFinite(v));
  if (bad >= 0) {
    throw new FormatError({
      code: 'value',
      file: name,
      where: `image ${rows[Math.floor(bad / length)]}`,
      found: 'a pixel that is not a number',
      expected: 'finite brightness',
      todo: 'Leave this image out by the option rows.'
    });
  }
  return out;
}
