import fs from 'node:fs';
import { readHdf5Columns } from '../formats';
import { featureTable, type FeatureTable } from '../learn';
import { fetchDataset, type FetchOptions } from './cache';
import { DataError } from './card';

/** Bands of the Rubin Observatory, from blue to red. */
export const BANDS = ['u', 'g', 'r', 'i', 'z', 'y'] as const;
export type Band = (typeof BANDS)[number];

/** Stands for a magnitude that was not detected. */
const NOT_DETECTED = 99;

/** Galaxies with magnitudes in six bands and a true redshift, one row a galaxy. */
export interface GalaxyPhotometry {
  /** One a galaxy, so it is the group key. Never a feature. */
  id: Float64Array;
  /** True redshift of the simulation. */
  redshift: Float64Array;
  /** AB magnitudes by band; NaN where the galaxy was not detected. */
  magnitudes: Record<Band, Float64Array>;
  /** Errors of the magnitudes; NaN where the galaxy was not detected. */
  errors: Record<Band, Float64Array>;
}

/**
 * Galaxies of a file of the data set `dc2-photometry`: magnitudes of 99 (not detected) and their errors become NaN.
 * @param name for messages
 * @throws FormatError for a file that is no HDF5 file, DataError for one that lacks a column
 */
export async function readDc2Photometry(bytes: Uint8Array, name: string): Promise<GalaxyPhotometry> {
  const columns = await readHdf5Columns(bytes, { group: 'photometry', name });
  const column = (key: string) => {
    const values = columns.get(key);
    if (values) return values;
    throw new DataError(
      `${name} has no column "${key}"; it has ${[...columns.keys()].join(', ')}. Fetch the file anew.`
    );
  };
  const byBand = (of: (band: Band) => Float64Array) =>
    Object.fromEntries(BANDS.map(band => [band, of(band)])) as Record<Band, Float64Array>;
  const raw = byBand(band => column(`mag_${band}_lsst`));
  const seen = (band: Band, values: Float64Array) =>
    values.map((v, row) => (raw[band][row] === NOT_DETECTED ? NaN : v));
  return {
    id: column('id'),
    redshift: column('redshift'),
    magnitudes: byBand(band => seen(band, raw[band])),
    errors: byBand(band => seen(band, column(`mag_err_${band}_lsst`)))
  };
}

/** The simulated galaxies to learn from (10,225) and those to judge by (20,449), fetched if need be. */
export async function loadDc2Photometry(
  options?: FetchOptions
): Promise<{ training: GalaxyPhotometry; test: GalaxyPhotometry }> {
  const { paths } = await fetchDataset('dc2-photometry', options);
  const read = (name: string) => readDc2Photometry(fs.readFileSync(paths[name]), name);
  return {
    training: await read('test_dc2_training_9816.hdf5'),
    test: await read('test_dc2_validation_9816.hdf5')
  };
}

/** Features for a redshift: the five colours of neighbouring bands and the i magnitude; NaN where a band is missing. */
export function colourTable({ magnitudes }: Pick<GalaxyPhotometry, 'magnitudes'>): FeatureTable {
  const colours = BANDS.slice(1).map((red, k): [string, Float64Array] => {
    const blue = BANDS[k];
    return [`${blue}-${red}`, magnitudes[blue].map((m, row) => m - magnitudes[red][row])];
  });
  return featureTable({ ...Object.fromEntries(colours), i: magnitudes.i });
}
