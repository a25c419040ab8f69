import { FormatError, readNpz, writeNpz } from '../formats';
import { clusterEncoder, type ClusterEncoder } from './clusterEncoder';
import { getWeights, setWeights } from './training';

const PARTS = ['encoder', 'embedding', 'head'] as const;

/** A cluster encoder as an NPZ archive: its weights, part by part in the order of the layers, and its standardisation. */
export function packEncoder(model: ClusterEncoder): Uint8Array {
  const arrays: Record<string, { values: Float32Array; shape: number[] }> = {
    mean: { values: model.standardisation.mean, shape: [model.width] },
    sd: { values: model.standardisation.sd, shape: [model.width] }
  };
  for (const part of PARTS) {
    const shapes = model[part].getWeights().map(w => w.shape);
    getWeights(model[part]).forEach((values, i) => (arrays[`${part} ${i}`] = { values, shape: shapes[i] }));
  }
  return writeNpz(arrays, { compress: true });
}

/** Makes a cluster encoder of {@link packEncoder}'s bytes. @throws FormatError where something is missing or of another shape */
export function unpackEncoder(bytes: Uint8Array, name = 'encoder'): ClusterEncoder {
  const arrays = readNpz(bytes, { name });
  const read = (key: string, length?: number): Float32Array => {
    const array = arrays.get(key);
    if (!array || !('values' in array) || (length !== undefined && array.values.length !== length)) {
      throw new FormatError({
        code: 'layout',
        file: name,
        found: array ? `"${key}" of another length` : `no array "${key}"`,
        expected: length === undefined ? 'a cluster encoder' : `${length} numbers`,
        todo: 'Use a file made by packEncoder of this version.'
      });
    }
    return Float32Array.from(array.values as Float32Array);
  };
  const mean = read('mean');
  const model = clusterEncoder({ mean, sd: read('sd', mean.length) });
  for (const part of PARTS) {
    const sizes = model[part].getWeights().map(w => w.size);
    setWeights(
      model[part],
      sizes.map((size, i) => read(`${part} ${i}`, size))
    );
  }
  return model;
}
