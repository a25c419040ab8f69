import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkLayout, deepMergeUrl, loadDeepMerge, readCard, readDeepMerge } from '../../src/datasets';
import { FormatError, readNpy } from '../../src/formats';
import { groupedSplit, groupOverlap } from '../../src/learn';

const card = (text: string) => text.padEnd(80);
const block = (bytes: Buffer, fill: number) =>
  Buffer.concat([bytes, Buffer.alloc((2880 - (bytes.length % 2880)) % 2880, fill)]);
const header = (lines: string[]) => block(Buffer.from([...lines, 'END'].map(card).join('')), 32);

/** Pixel (object, band, y, x) is 1000 object + 100 band + 10 y + x. */
const pixel = (object: number, band: number, y: number, x: number) => 1000 * object + 100 * band + 10 * y + x;

interface Change {
  filters?: string[];
  labels?: number[];
  axes?: string[];
  /** Bytes of the second HDU; null for none. */
  second?: Buffer | null;
  bad?: boolean;
}

/** A file of the archive's layout: 5 objects, 3 bands, 3 rows, 4 columns. */
function file({
  filters = ['F814W', 'F356W', 'F160W'],
  labels = [1, 0, 1, 1, 0],
  axes,
  second,
  bad
}: Change = {}) {
  const data = Buffer.alloc(8 * 5 * 3 * 3 * 4);
  let at = 0;
  for (let object = 0; object < 5; object++)
    for (let band = 0; band < 3; band++)
      for (let y = 0; y < 3; y++)
        for (let x = 0; x < 4; x++)
          at = data.writeDoubleBE(bad && at === 0 ? NaN : pixel(object, band, y, x), at);
  const images = header([
    'SIMPLE  =                    T',
    'BITPIX  =                  -64',
    ...(axes ?? [
      'NAXIS   =                    4',
      'NAXIS1  =                    4',
      'NAXIS2  =                    3',
      'NAXIS3  =                    3',
      'NAXIS4  =                    5'
    ]),
    "EXTNAME = 'Images  '",
    "BUNIT   = 'uJy/arcsec^2'",
    ...filters.map((name, k) => `FILTER0${k + 1}= '${name}   '`)
  ]);
  const labelHdu = Buffer.concat([
    header([
      "XTENSION= 'IMAGE   '",
      'BITPIX  =                   16',
      'NAXIS   =                    1',
      `NAXIS1  = ${String(labels.length).padStart(20)}`,
      'PCOUNT  =                    0',
      'GCOUNT  =                    1',
      "EXTNAME = 'MergerLabel'"
    ]),
    block(Buffer.concat(labels.map(v => Buffer.from([v >> 8, v & 255]))), 0)
  ]);
  return Buffer.concat([images, block(data, 0), second === null ? Buffer.alloc(0) : (second ?? labelHdu)]);
}

/** The same labels as a table of one column of bytes. */
const tableHdu = (column: string) =>
  Buffer.concat([
    header([
      "XTENSION= 'BINTABLE'",
      'BITPIX  =                    8',
      'NAXIS   =                    2',
      'NAXIS1  =                    2',
      'NAXIS2  =                    5',
      'PCOUNT  =                    0',
      'GCOUNT  =                    1',
      'TFIELDS =                    2',
      "TTYPE1  = 'other   '",
      "TFORM1  = 'B       '",
      `TTYPE2  = '${column}'`,
      "TFORM2  = 'B       '"
    ]),
    block(Buffer.from([9, 1, 9, 0, 9, 1, 9, 1, 9, 0]), 0)
  ]);

describe('a file of the layout of DEEPMERGE', () => {
  test('shape, axis order, bands, unit and labels come from the headers', () => {
    const found = readDeepMerge(file(), { name: 'five.fits' });
    expect(found.shape).toEqual([5, 3, 3, 4]);
    expect(found.axes).toEqual(['object', 'band', 'y', 'x']);
    expect(found.bands).toEqual(['F814W', 'F356W', 'F160W']);
    expect(found.unit).toBe('uJy/arcsec^2');
    expect([...found.labels].map(label => found.classes[label])).toEqual([
      'merger',
      'no merger',
      'merger',
      'merger',
      'no merger'
    ]);
    // the pixel of object 3, band 2, row 1, column 3
    expect(found.values[((3 * 3 + 2) * 3 + 1) * 4 + 3]).toBe(3213);
  });
  test('some rows, in the order asked for, keep their labels and their places', () => {
    const found = readDeepMerge(file(), { rows: [4, 0] });
    expect([...found.row]).toEqual([4, 0]);
    expect([...found.labels]).toEqual([0, 1]);
    expect([...found.values.subarray(0, 2)]).toEqual([4000, 4001]);
    expect(found.values).toHaveLength(2 * 36);
    expect(() => readDeepMerge(file(), { rows: [5] })).toThrow(/row 5 is asked for; the file has 5/);
  });
  test('labels may be a column of a table', () => {
    expect([...readDeepMerge(file({ second: tableHdu('MergerLabel') })).labels]).toEqual([1, 0, 1, 1, 0]);
  });
  test.each<[string, Change, RegExp]>([
    ['no labels', { second: null }, /no second HDU, which held the labels/],
    ['the column renamed', { second: tableHdu('Label') }, /columns other, Label, not MergerLabel/],
    ['another number of labels', { labels: [1, 0, 1] }, /there are 3 labels for 5 images/],
    ['another code', { labels: [1, 2, 1, 1, 0] }, /a label is 2; they were 0 and 1/],
    ['a filter less', { filters: ['F814W', 'F160W'] }, /names 2 filters \(F814W, F160W\) for 3 bands/],
    [
      'an axis less',
      {
        axes: [
          'NAXIS   =                    3',
          ...[12, 3, 5].map((n, k) => `NAXIS${k + 1}  = ${String(n).padStart(20)}`)
        ]
      },
      /axes \[5,3,12\]; expected four/
    ]
  ])('%s: the message says what changed', (_, change, message) => {
    expect(() => readDeepMerge(file(change), { name: 'new.fits' })).toThrow(message);
    expect(() => readDeepMerge(file(change), { name: 'new.fits' })).toThrow(/^new\.fits is not the file/);
  });
  test('the published layout is held against the file: order of filters, size, number', () => {
    const found = readDeepMerge(file({ filters: ['F814W', 'F160W', 'F356W'] }));
    expect(() => checkLayout(found, 'new.fits', true)).toThrow(
      /order of the filters is F814W, F160W, F356W; it was F814W, F356W, F160W/
    );
    expect(() => checkLayout(readDeepMerge(file()), 'new.fits', true)).toThrow(
      /size of an image is 3 x 4; it was 75 x 75/
    );
    const published = { ...readDeepMerge(file()), shape: [5, 3, 75, 75] as [number, number, number, number] };
    expect(() => checkLayout(published, 'new.fits', true)).toThrow(/number of images is 5; it was 15426/);
    expect(() => checkLayout(published, 'new.fits', false)).not.toThrow();
  });
  test('a cut file and a pixel that is no number are refused', () => {
    expect(() => readDeepMerge(file({ bad: true }), { name: 'bad.fits' })).toThrow(
      /bad\.fits: image 0: found a pixel/
    );
    expect(() => readDeepMerge(file().subarray(0, 2880 + 100))).toThrow(FormatError);
    expect(() => readDeepMerge(file().subarray(0, 2880 + 100), { name: 'cut.fits' })).toThrow(
      /100 bytes of data/
    );
  });
  test('a file on a disk is read and held against the layout; a missing one is told where to come from', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'deepmerge-'));
    const place = path.join(folder, 'small.fits');
    fs.writeFileSync(place, file());
    expect(() => loadDeepMerge(place)).toThrow(/small\.fits is not the file.*3 x 4; it was 75 x 75/);
    expect(() => loadDeepMerge(path.join(folder, 'none.fits'))).toThrow(
      /archive\.stsci\.edu.*sim-noisy\.fits/
    );
    fs.rmSync(folder, { recursive: true });
  });
});

test('the card says what the reader expects', () => {
  const text = JSON.parse(
    fs.readFileSync(path.join(__dirname, '..', '..', 'datasets', 'deepmerge', 'card.json'), 'utf8')
  ) as Record<string, unknown> & { 'tl:archive': { name: 'noisy' | 'pristine'; url: string }[] };
  expect(text['tl:axes']).toEqual(readDeepMerge(file()).axes);
  expect(text['tl:bands']).toEqual(['F814W', 'F356W', 'F160W']);
  expect(text['tl:classes']).toEqual(readDeepMerge(file()).classes);
  for (const { name, url } of text['tl:archive']) expect(url).toBe(deepMergeUrl(name));
  expect(readCard('deepmerge').description).toMatch(/no galaxy of the archive/);
});

const real = path.join(__dirname, '..', '..', '..', 'shared', 'realdata', 'deepmerge');
const here = fs.existsSync(path.join(real, 'subsamples_ID.npy'));
if (!here) console.log('skipped: no shared/realdata/deepmerge beside the checkout');

(here ? describe : describe.skip)('labels and haloes of the real images', () => {
  const numbers = (name: string): number[] => {
    const array = readNpy(fs.readFileSync(path.join(real, name)), { name });
    return 'values' in array ? Array.from(array.values as ArrayLike<number | bigint>, Number) : [];
  };
  const halo = here ? numbers('subsamples_ID.npy') : [];
  const table = here ? numbers('subsamples_y.npy') : [];
  const labels = Array.from({ length: halo.length }, (_, i) => table[3 * i]);

  test('are those of the card: mergers have copies and others have none', () => {
    expect(labels).toHaveLength(15_426);
    expect(labels.reduce((a, b) => a + b, 0)).toBe(8_120);
    expect(new Set(halo).size).toBe(2_233);
    const sizes = new Map<number, number>();
    halo.forEach(id => sizes.set(id, (sizes.get(id) ?? 0) + 1));
    const of = (label: number) => [...new Set(halo.filter((_, i) => labels[i] === label))];
    expect(of(1)).toHaveLength(406);
    expect(of(0)).toHaveLength(1_827);
    // 4 sides x 5 copies against 4 sides
    expect(of(1).every(id => sizes.get(id) === 20)).toBe(true);
    expect(of(0).filter(id => sizes.get(id) === 4)).toHaveLength(1_826);
  });
  test('a random split shares the galaxies of 98.6 % of its test images with training; a split by halo none', () => {
    const shares = { train: 0.7, validation: 0.1, test: 0.2 };
    const byRow = groupedSplit(Uint32Array.from(halo.keys()), { shares, seed: 42 });
    expect(groupOverlap(halo, byRow.train.rows, byRow.test.rows)).toBeCloseTo(0.986, 2);
    const byHalo = groupedSplit(halo, { shares, seed: 42, stratify: labels });
    for (const part of [byHalo.validation, byHalo.test]) {
      expect(groupOverlap(halo, byHalo.train.rows, part.rows)).toBe(0);
    }
    expect(byHalo.test.rows.length / halo.length).toBeCloseTo(0.2, 2);
  });
});
