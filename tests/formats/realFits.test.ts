import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readFits, verifyChecksum, type NumericArray } from '../../src/formats';
import { canonical, cardJson, digest, fixtures } from './canonical';

/** Real files stand beside the clone; their figures are from astropy (tests/fixtures/formats/make.py). */
const folder = path.join(__dirname, '..', '..', '..', 'shared', 'realdata', 'tess-lightcurves');

interface Figures {
  rows: number;
  primary: Record<string, unknown>;
  table: Record<string, unknown>;
  columns: Record<
    string,
    {
      unit: string | null;
      dtype: string;
      sum: number;
      nans: number;
      first: unknown;
      last: unknown;
      digest: string;
    }
  >;
  aperture: { shape: number[]; sum: number; first: number };
  checksums: unknown[];
}

const real = JSON.parse(readFileSync(path.join(fixtures, 'real.json'), 'utf8')) as Record<string, Figures>;
const shown = (value: unknown): unknown => (Number.isNaN(value) ? 'NaN' : value);

describe.each(Object.entries(real))('%s', (name, figures) => {
  const file = path.join(folder, name);
  if (!existsSync(file)) {
    console.log(`skipped: ${name} is not in shared/realdata/tess-lightcurves beside the clone`);
    test.skip('the figures that astropy gives', () => {});
    return;
  }
  const fits = readFits(new Uint8Array(readFileSync(file)), { name });

  test('rows and header values', () => {
    expect(fits.table('LIGHTCURVE').rows).toBe(figures.rows);
    for (const [index, keys] of [figures.primary, figures.table].entries()) {
      const { header } = fits.hdus[index];
      const read = Object.keys(keys).map(key => [key, cardJson(header.get(key)!, false)]);
      expect(Object.fromEntries(read)).toEqual(keys);
    }
  });

  test('every column: unit, type, sum, NaNs, first, last and all its bits', () => {
    const table = fits.table('LIGHTCURVE');
    expect(table.names).toEqual(Object.keys(figures.columns));
    for (const [column, about] of Object.entries(figures.columns)) {
      const read = table.column(column);
      const form = canonical(read);
      const values = [...(read.values as Exclude<NumericArray, BigInt64Array | BigUint64Array>)];
      const finite = values.filter(Number.isFinite);
      const sum = finite.reduce((total, x) => total + x, 0);
      const size = finite.reduce((total, x) => total + Math.abs(x), 0);
      expect(Math.abs(sum - about.sum)).toBeLessThanOrEqual(1e-12 * size);
      expect({
        unit: read.unit ?? null,
        dtype: form.dtype,
        nans: values.filter(Number.isNaN).length,
        first: shown(values[0]),
        last: shown(values.at(-1)),
        digest: digest(form)
      }).toEqual({
        unit: about.unit,
        dtype: about.dtype,
        nans: about.nans,
        first: about.first,
        last: about.last,
        digest: about.digest
      });
    }
  });

  test('the aperture image and the checksums', () => {
    const image = fits.image('APERTURE').read();
    const values = [...(image.values as Int32Array)];
    expect({ shape: image.shape, sum: values.reduce((a, b) => a + b, 0), first: values[0] }).toEqual(
      figures.aperture
    );
    expect(fits.hdus.map(verifyChecksum)).toEqual(figures.checksums);
  });
});
