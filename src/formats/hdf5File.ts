import { FormatError } from './error';

/** What is used here of a data set of HDF5. */
export interface StoredArray {
  shape?: number[] | null;
  dtype?: unknown;
  filters?: readonly { id: number; name: string }[];
  value?: unknown;
}

/** An HDF5 file while it is open. */
export interface Hdf5File {
  /** Paths of all groups and data sets. */
  paths(): string[];
  get(path: string): StoredArray;
}

/** What is read, for messages. */
export interface Hdf5Words {
  file: string;
  /** What the reader is for: "which reads HDF5 files". */
  reader: string;
  /** What the bytes should be: "an HDF5 file"; and what to do where they are not. */
  expected: string;
  todo: string;
}

/** Filters that the reader undoes: deflate, shuffle, Fletcher's sum. What another has packed would be read as garbage. */
const FILTERS = [1, 2, 3];

/** The filter of a data set that cannot be undone; undefined where all can. */
export const strangeFilter = ({ filters = [] }: StoredArray) =>
  filters.find(({ id }) => !FILTERS.includes(id));

let files = 0;

/**
 * Opens an HDF5 file, reads from it and closes it, whatever happens. The reader, h5wasm, is an optional package and an ES module
 * with WebAssembly inside: it is loaded only here.
 * @throws FormatError where the reader is not installed or the file is damaged, and what `read` throws of that kind
 */
export async function readHdf5<T>(
  bytes: Uint8Array,
  words: Hdf5Words,
  read: (opened: Hdf5File) => T
): Promise<T> {
  const reader = await loadReader(words);
  const { FS: disk } = await reader.ready;
  const place = `terselab-${files++}.h5`;
  disk.writeFile(place, bytes);
  const opened = new reader.File(place, 'r');
  const isOpen = opened.file_id >= 0;
  try {
    if (!isOpen) throw damaged(words, 'no HDF5 file, or one that was cut off');
    return read(opened as unknown as Hdf5File);
  } catch (error) {
    throw error instanceof FormatError ? error : damaged(words, String(error));
  } finally {
    if (isOpen) opened.close();
    disk.unlink(place);
  }
}

async function loadReader({ file, reader }: Hdf5Words): Promise<typeof import('h5wasm')> {
  try {
    return await import('h5wasm');
  } catch (error) {
    throw new FormatError({
      code: 'missing',
      file,
      found: `no HDF5 reader (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`,
      expected: `the optional package h5wasm, ${reader}`,
      todo: 'Install it: npm install h5wasm@0.10.3.'
    });
  }
}

const damaged = ({ file, expected, todo }: Hdf5Words, found: string) =>
  new FormatError({ code: 'corrupt', file, found, expected, todo });
