import { FormatError } from '../formats';
import type { NetworkWeight } from './network';

/** Weights of every layer of a Keras weights file, by its path in it: "layers/dense_1". */
export type LayerWeights = ReadonlyMap<string, readonly NetworkWeight[]>;

/** Filters of HDF5 that the reader undoes: deflate, shuffle, Fletcher's sum. What another has packed would be read as garbage. */
const FILTERS = [1, 2, 3];

let files = 0;

/** Loaded only where a file is read: it is an optional dependency, and an ES module with WebAssembly inside. */
async function loadReader(file: string) {
  try {
    const reader = await import('h5wasm');
    return { reader, disk: (await reader.ready).FS };
  } catch (error) {
    throw new FormatError({
      code: 'missing',
      file,
      found: `no HDF5 reader (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`,
      expected: 'the optional package h5wasm, in which Keras files keep their weights',
      todo: 'Install it: npm install h5wasm@0.10.3.'
    });
  }
}

/**
 * Reads the numbers of all layers out of the HDF5 part of a Keras file: `<layer>/vars/0`, `1`, ... Whole numbers (counters,
 * states of random generators) are left out.
 * @throws FormatError where the part is damaged, or packed or stored in a way that is not read
 */
export async function readLayerWeights(bytes: Uint8Array, file: string): Promise<LayerWeights> {
  const { reader, disk } = await loadReader(file);
  const place = `terselab-${files++}.h5`;
  disk.writeFile(place, bytes);
  const opened = new reader.File(place, 'r');
  try {
    if (opened.file_id < 0) throw damaged(file, 'no HDF5 file, or one that was cut off');
    const found = new Map<string, NetworkWeight[]>();
    const places = opened.paths().flatMap(path => /^(.*)\/vars\/(\d+)$/.exec(path) ?? []);
    for (let i = 0; i < places.length; i += 3) {
      const weight = readWeight(opened.get(places[i]) as unknown as Stored, `${file}/${places[i]}`);
      if (!weight) continue;
      const own = found.get(places[i + 1]) ?? [];
      own[Number(places[i + 2])] = weight;
      found.set(places[i + 1], own);
    }
    return found;
  } catch (error) {
    throw error instanceof FormatError ? error : damaged(file, String(error));
  } finally {
    opened.close();
    disk.unlink(place);
  }
}

/** What is used here of a data set of HDF5. */
interface Stored {
  shape: number[] | null;
  dtype: unknown;
  filters: readonly { id: number; name: string }[];
  value: unknown;
}

function readWeight({ shape, dtype, filters, value }: Stored, where: string): NetworkWeight | null {
  if (typeof dtype === 'string' && /^[<>=|]?[bBhHiIlLqQ]$/.test(dtype)) return null;
  const odd = filters.find(({ id }) => !FILTERS.includes(id));
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

const damaged = (file: string, found: string) =>
  new FormatError({
    code: 'corrupt',
    file,
    found,
    expected: 'the HDF5 part of a Keras file',
    todo: 'Save the model again, or fetch the file whole and as binary.'
  });
