import { FormatError } from './error';

/** Filters of HDF5 that the reader undoes: deflate, shuffle, Fletcher's sum. What another has packed would be read as garbage. */
const FILTERS = [1, 2, 3];

let files = 0;

/** What is used here of a data set of HDF5. */
interface Stored {
  shape?: number[] | null;
  filters?: readonly { id: number; name: string }[];
  value?: unknown;
}

/**
 * Columns of numbers from a group of an HDF5 file: its data sets of one axis, by name. Whole numbers of 64 bits become
 * doubles, exact up to 2^53. Needs the optional package h5wasm, loaded only here.
 * @param options group, its path; name, of the file, for messages
 * @throws FormatError where the reader is not installed, the file is damaged, the group is absent, or a data set is no
 * column of numbers
 */
export async function readHdf5Columns(
  bytes: Uint8Array,
  { group, name }: { group: string; name: string }
): Promise<Map<string, Float64Array>> {
  const reader = await loadReader(name);
  const { FS: disk } = await reader.ready;
  const place = `terselab-columns-${files++}.h5`;
  disk.writeFile(place, bytes);
  const opened = new reader.File(place, 'r');
  const isOpen = opened.file_id >= 0;
  try {
    if (!isOpen) throw damaged(name, 'no HDF5 file, or one that was cut off');
    const inside = opened.paths().filter(path => path.startsWith(`${group}/`));
    if (inside.length === 0) {
      throw new FormatError({
        code: 'missing',
        file: name,
        found: `the paths ${opened.paths().join(', ') || '(none)'}`,
        expected: `data sets in the group "${group}"`,
        todo: 'Name a group that the file has.'
      });
    }
    return new Map(
      inside.map(path => [
        path.slice(group.length + 1),
        readColumn(opened.get(path) as unknown as Stored, `${name}/${path}`)
      ])
    );
  } catch (error) {
    throw error instanceof FormatError ? error : damaged(name, String(error));
  } finally {
    if (isOpen) opened.close();
    disk.unlink(place);
  }
}

async function loadReader(file: string): Promise<typeof import('h5wasm')> {
  try {
    return await import('h5wasm');
  } catch (error) {
    throw new FormatError({
      code: 'missing',
      file,
      found: `no HDF5 reader (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`,
      expected: 'the optional package h5wasm, which reads HDF5 files',
      todo: 'Install it: npm install h5wasm@0.10.3.'
    });
  }
}

function readColumn({ shape, filters = [], value }: Stored, where: string): Float64Array {
  const odd = filters.find(({ id }) => !FILTERS.includes(id));
  const numbers = ArrayBuffer.isView(value) && !(value instanceof DataView);
  if (odd || !numbers || shape?.length !== 1) {
    throw new FormatError({
      code: 'unsupported',
      file: where,
      found: odd ? `numbers packed by "${odd.name}"` : `the shape ${JSON.stringify(shape ?? null)}`,
      expected: 'a column of numbers, as they are or deflated',
      todo: 'Save the table again with one data set of numbers a column.'
    });
  }
  return Float64Array.from(value as unknown as ArrayLike<number | bigint>, Number);
}

const damaged = (file: string, found: string) =>
  new FormatError({
    code: 'corrupt',
    file,
    found,
    expected: 'an HDF5 file',
    todo: 'Fetch the file anew, whole and as binary.'
  });
