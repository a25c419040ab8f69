import fs from 'node:fs';
import { readFits, readNpz, toFloat64, type NpyArray, type NumericArray } from '../formats';
import { toCadenceGrid, type CatalogFlare, type LightCurve } from '../lightcurves';
import { median } from '../math';
import { fetchDataset, type FetchOptions } from './cache';
import { DataError } from './card';

/** Length of a cadence of TESS's fast light curves, in minutes. */
const CADENCE_MINUTES = 2;

/**
 * A light curve from a SPOC light-curve file of TESS (`*_lc.fits`): column PDCSAP_FLUX over its median. The pipeline leaves
 * a flux out (NaN) where a cadence was spoilt (coarse pointing, momentum dump, scattered light, ...); nothing else is cut.
 * @param bytes the file
 * @param name for messages
 */
export function readTessLightCurve(bytes: Uint8Array, name: string): LightCurve {
  const file = readFits(bytes, { name });
  const primary = file.hdus[0].header;
  const table = file.table('LIGHTCURVE');
  const time = table.numbers('TIME');
  const raw = table.numbers('PDCSAP_FLUX');
  const centre = median(raw);
  if (!(centre > 0)) {
    throw new DataError(
      `${name}: the median of PDCSAP_FLUX is ${centre}; expected a positive flux. Choose another file.`
    );
  }
  const star = Number(primary.get('TICID'));
  return {
    name: `TIC ${star}, Sector ${primary.get('SECTOR')}`,
    star,
    time,
    flux: Float32Array.from(raw, (f, i) => (Number.isFinite(time[i]) ? f / centre : NaN)),
    cadenceMinutes: CADENCE_MINUTES,
    provenance: 'SPOC, column PDCSAP_FLUX over its median; cadences without a flux (spoilt ones) left out'
  };
}

/** The light curve of TIC 358108509 (Sector 1), fetched if need be. */
export async function loadTic358108509(options?: FetchOptions): Promise<LightCurve> {
  const { paths } = await fetchDataset('tess-tic-358108509', options);
  const [[name, path]] = Object.entries(paths);
  return readTessLightCurve(fs.readFileSync(path), name);
}

/** Six shipped light curves and the vetted flares of their catalogue (those of TIC 358108509 too). */
export async function loadFlareStars(
  options?: FetchOptions
): Promise<{ curves: LightCurve[]; flares: CatalogFlare[] }> {
  const { paths } = await fetchDataset('tess-flare-stars', options);
  const arrays = readNpz(fs.readFileSync(paths['curves.npz']), { name: 'curves.npz' });
  const curves = [...arrays.keys()]
    .filter(key => key.startsWith('flux_'))
    .map(key => {
      const star = Number(key.slice('flux_'.length));
      const samples = { time: numbersOf(arrays, `time_${star}`), flux: numbersOf(arrays, key) };
      return {
        name: `TIC ${star}`,
        star,
        ...toCadenceGrid(samples, CADENCE_MINUTES),
        cadenceMinutes: CADENCE_MINUTES,
        provenance: star === 62124646 ? 'SPOC, PDCSAP_FLUX, Sector 13' : 'example curve of stella, Sector 2'
      };
    });
  return { curves, flares: readFlares(fs.readFileSync(paths['flares.csv'], 'utf8')) };
}

function numbersOf(arrays: Map<string, NpyArray>, name: string): Float64Array {
  const array = arrays.get(name);
  if (!array || !('values' in array))
    throw new DataError(`curves.npz has no array "${name}". Fetch the file anew.`);
  return toFloat64(array.values as NumericArray);
}

function readFlares(text: string): CatalogFlare[] {
  const [head, ...lines] = text.trim().split('\n');
  const names = head.split(',');
  const column = (name: string) => {
    const i = names.indexOf(name);
    if (i < 0)
      throw new DataError(`flares.csv has no column "${name}"; it has ${head}. Fetch the file anew.`);
    return i;
  };
  const [star, peak, amplitude, width] = ['tic', 'peak_btjd', 'amplitude', 'fwhm_minutes'].map(column);
  return lines.map(line => {
    const cells = line.split(',').map(Number);
    return { star: cells[star], peak: cells[peak], amplitude: cells[amplitude], fwhmMinutes: cells[width] };
  });
}
