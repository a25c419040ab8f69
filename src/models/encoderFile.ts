import { FormatError, readNpz, writeNpz } from '../formats';
import { clusterEncoder, ENCODER_PARTS as PARTS, type ClusterEncoder } from './clusterEncoder';
import { targetScales, type TargetName } from './rowSets';
import { getWeights, setWeights } from './training';

/** Targets in the order of the numbers that stand for them in a file. */
const TARGETS = Object.keys(targetScales) as TargetName[];

/** A cluster encoder as an NPZ archive: its weights, part by part in the order of the layers, and its standardisation. */
export function packEncoder(model: ClusterEncoder): Uint8Array {
  const arrays: Record<string, { values: Float32Array | Uint8Array; shape: number[] }> = {
    targets: {
      values: Uint8Array.from(model.targets, t => TARGETS.indexOf(t)),
      shape: [model.targets.length]
    },
    network: { values: Uint8Array.of(model.network === 'conv' ? 1 : 0), shape: [1] },
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
  // files of version 0.1 hold neither: pooled, sigma_8 alone
  const optional = (key: string) => (arrays.has(key) ? [...read(key)] : [0]);
  const model = clusterEncoder(
    { mean, sd: read('sd', mean.length) },
    {
      targets: optional('targets').map(i => TARGETS[i]),
      network: optional('network')[0] === 1 ? 'conv' : 'pooled'
    }
  );
  for (const part of PARTS) {
    const sizes = model[part].getWeights().map(w => w.size);
    setWeights(
      model[part],
      sizes.map((size, i) => read(`${part} ${i}`, size))
    );
  }
  return model;
}
