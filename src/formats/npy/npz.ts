import { zipSync, type Zippable } from 'fflate';
import { defaultMaxBytes } from '../compression';
import { FormatError } from '../error';
import type { NumericArray } from '../elements';
import type { NpyArray } from './decode';
import { readNpy } from './read';
import { writeNpy } from './write';
import { readZip } from './zip';

/** Options of {@link readNpz}. */
export interface ReadNpzOptions {
  /** Name for messages; default "NPZ data". */
  name?: string;
  /** Most bytes that all entries may unpack to; default 256 MiB. */
  maxBytes?: number;
}

/**
 * Reads an NPZ archive (numpy's `savez` and `savez_compressed`) from its bytes.
 * @returns the arrays by name, without ".npy", in the order of the archive
 * Throws FormatError where the archive or an array is damaged, or it would unpack to more than `maxBytes`.
 */
export function readNpz(bytes: Uint8Array, options: ReadNpzOptions = {}): Map<string, NpyArray> {
  const { name: file = 'NPZ data', maxBytes = defaultMaxBytes } = options;
  const arrays = new Map<string, NpyArray>();
  for (const { name, content } of readZip(bytes, file, maxBytes)) {
    const key = name.replace(/\.npy$/, '');
    if (arrays.has(key)) {
      throw new FormatError({
        code: 'layout',
        file,
        found: `two arrays "${key}"`,
        expected: 'one of each name',
        todo: 'Rename one of them.'
      });
    }
    arrays.set(key, readNpy(content, { name: `${file}/${name}` }));
  }
  return arrays;
}

/** An array to write: its values and axis lengths (default one axis). */
export interface NpzEntry {
  values: NumericArray;
  shape?: readonly number[];
}

/**
 * Writes arrays as an NPZ archive that numpy's `load` reads; the same arrays give the same bytes on every run.
 * @param arrays typed arrays, or with their shape, by name
 * @param options.compress deflate the entries; default false, as numpy's `savez`
 * Throws FormatError where a shape does not fit its values.
 */
export function writeNpz(
  arrays: Readonly<Record<string, NumericArray | NpzEntry>>,
  { compress = false }: { compress?: boolean } = {}
): Uint8Array {
  const files: Zippable = {};
  // Zip keeps local time: the earliest it knows, so that bytes do not depend on the clock.
  const options = { level: compress ? 6 : 0, mtime: new Date(1980, 0, 1) } as const;
  for (const [name, entry] of Object.entries(arrays)) {
    const { values, shape } =
      'values' in entry && !ArrayBuffer.isView(entry) ? entry : { values: entry as NumericArray };
    files[`${name}.npy`] = [writeNpy(values, shape), options];
  }
  return zipSync(files);
}
