import { FormatError } from '../formats';
import { readHdf5, strangeFilter, type StoredArray } from '../formats/hdf5File';
import type { NetworkWeight } from './network';

/** Weights of every layer of a Keras weights file, by its path in it: "layers/dense_1". */
export type LayerWeights = ReadonlyMap<string, readonly NetworkWeight[]>;

/**
 * Reads the numbers of all layers out of the HDF5 part of a Keras file: `<layer>/vars/0`, `1`, ... Whole numbers (counters,
 * states of random generators) are left out.
 * @throws FormatError where the part is damaged, or packed or stored in a way that is not read
 */
export function readLayerWeights(bytes: Uint8Array, file: string): Promise<LayerWeights> {
  const words = {
    file,
    reader: 'in which Keras files keep their weights',
    expected: 'the HDF5 part of a Keras file',
    todo: 'Save the model again, or fetch the file whole and as binary.'
  };
  return readHdf5(bytes, words, opened => {
    const found = new Map<string, NetworkWeight[]>();
    const places = opened.paths().flatMap(path => /^(.*)\/vars\/(\d+)$/.exec(path) ?? []);
    for (let i = 0; i < places.length; i += 3) {
      const weight = readWeight(opened.get(places[i]), `${file}/${places[i]}`);
      if (!weight) continue;
      const own = found.get(places[i + 1]) ?? [];
      own[Number(places[i + 2])] = weight;
      found.set(places[i + 1], own);
    }
    return found;
  });
}

function readWeight(stored: StoredArray, where: string): NetworkWeight | null {
  const { shape, dtype, value } = stored;
  if (typeof dtype === 'string' && /^[<>=|]?[bBhHiIlLqQ]$/.test(dtype)) return null;
  const odd = strangeFilter(stored);
  if (odd || !(value instanceof Float32Array || value instanceof Float64Array) || !shape) {
    throw new FormatError({
      code: 'unsupported',
      file: where,
      found: odd ? `numbers packed by "${odd.name}"` : `numbers of the type ${JSON.stringify(dtype)}`,
      expected: 'float32 or float64, as they are or deflated',
      todo: 'Load the model in Keras, cast its weights to float32, and save it again.'
    });
  }
  return { shape, values: value };
}
