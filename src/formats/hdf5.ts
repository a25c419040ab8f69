import { FormatError } from './error';
import { readHdf5, strangeFilter, type StoredArray } from './hdf5File';

/**
 * Columns of numbers from a group of an HDF5 file: its data sets of one axis, by name. Whole numbers of 64 bits become
 * doubles, exact up to 2^53. Needs the optional package h5wasm, loaded only when asked.
 * @param options group, its path; name, of the file, for messages
 * @throws FormatError where the reader is not installed, the file is damaged, the group is absent, or a data set is no
 * column of numbers
 */
export function readHdf5Columns(
  bytes: Uint8Array,
  { group, name }: { group: string; name: string }
): Promise<Map<string, Float64Array>> {
  const words = {
    file: name,
    reader: 'which reads HDF5 files',
    expected: 'an HDF5 file',
    todo: 'Fetch the file anew, whole and as binary.'
  };
  return readHdf5(bytes, words, opened => {
    const paths = opened.paths();
    const inside = paths.filter(path => path.startsWith(`${group}/`));
    if (inside.length === 0) {
      throw new FormatError({
        code: 'missing',
        file: name,
        found: `the paths ${paths.join(', ') || '(none)'}`,
        expected: `data sets in the group "${group}"`,
        todo: 'Name a group that the file has.'
      });
    }
    return new Map(
      inside.map(path => [path.slice(group.length + 1), readColumn(opened.get(path), `${name}/${path}`)])
    );
  });
}

function readColumn(stored: StoredArray, where: string): Float64Array {
  const { shape, value } = stored;
  const odd = strangeFilter(stored);
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
