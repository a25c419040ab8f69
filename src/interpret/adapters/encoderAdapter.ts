import type { ClusterEncoder } from '../../models/clusterEncoder';
import { clusterTerse, predictTargets, targetGradient } from '../../models/encoderPrediction';
import { TERSE_LAYER } from '../../models/flareNetwork';
import type { RowSets } from '../../models/rowSets';
import { ExplanationError, type Batch, type ModelAdapter, type ModelSpec } from '../adapter';
import { slopesOf } from '../score';

/** Real rows of padded sets, one behind the other, and where each stood. */
interface RealRows {
  sets: RowSets;
  /** Row of the batch that each real row was. */
  places: number[];
}

/**
 * A cluster encoder as a model to explain. Inputs: `clusters`, features as measured, [rows, width], and `mask`, [rows]; only
 * the rows whose mask is 1 are looked at. Answers: the targets in their units. Gradients are per unit of a feature; what the
 * number of rows says has none. Layer `terse`: the terse value of every row, 0 for padding.
 */
export function encoderAdapter(
  model: ClusterEncoder,
  { name = 'cluster encoder' }: { name?: string } = {}
): ModelAdapter {
  const { width, targets } = model;
  const spec: ModelSpec = {
    name,
    inputs: [
      { name: 'clusters', shape: [null, width], axes: ['cluster', 'feature'] },
      { name: 'mask', shape: [null], axes: ['cluster'], role: 'mask' }
    ],
    output: { count: targets.length, names: targets, activation: 'none' },
    layers: [{ name: TERSE_LAYER, kind: 'dense', shape: [null, 1], weights: true, differentiable: true }],
    caps: ['logit', 'gradient', 'activations'],
    precision: 'float32',
    terseLayer: { name: TERSE_LAYER, size: 1 }
  };
  const answers = (sets: RowSets): Float32Array => {
    const columns = predictTargets(model, sets);
    return Float32Array.from(
      { length: sets.count * targets.length },
      (_, i) => columns[targets[i % targets.length]]![Math.floor(i / targets.length)]
    );
  };
  return {
    spec,
    async predict(batch) {
      return { values: answers(realRows(name, batch, width).sets), shape: [targets.length] };
    },
    async gradient(batch, score) {
      const { sets, places } = realRows(name, batch, width);
      const values = score.index === null ? answers(sets) : [];
      const slopes = slopesOf(score, values, sets.count, targets.length);
      const { values: features, shape } = batch.arrays.clusters;
      const out = new Float32Array(features.length);
      targets.forEach((target, k) => {
        if (!slopes.some((slope, i) => i % targets.length === k && slope !== 0)) return;
        const part = targetGradient(model, sets, { target });
        places.forEach((place, row) => {
          const set = Math.floor(place / shape[0]);
          for (let f = 0; f < width; f++) {
            const slope = part[row * width + f] / model.standardisation.sd[f];
            out[place * width + f] += slopes[set * targets.length + k] * slope;
          }
        });
      });
      return { clusters: { values: out, shape } };
    },
    async activations(batch, layer) {
      if (layer !== TERSE_LAYER) {
        throw new ExplanationError(`${name}: there is no layer "${layer}"; there is ${TERSE_LAYER}.`);
      }
      const { sets, places } = realRows(name, batch, width);
      const terse = clusterTerse(model, sets);
      const rows = batch.arrays.clusters.shape[0];
      const values = new Float32Array(batch.count * rows);
      places.forEach((place, row) => (values[place] = terse[row]));
      return { values, shape: [rows, 1] };
    }
  };
}

function realRows(name: string, { count, arrays }: Batch, width: number): RealRows {
  const { clusters, mask } = arrays;
  const rows = clusters.shape[0];
  if (mask.values.length !== count * rows) {
    throw new ExplanationError(
      `${name}: the mask holds ${mask.values.length} numbers for ${count} sets of ${rows} rows; give one a row.`
    );
  }
  const places: number[] = [];
  const starts = new Uint32Array(count + 1);
  for (let s = 0; s < count; s++) {
    for (let row = s * rows; row < (s + 1) * rows; row++) if (mask.values[row] === 1) places.push(row);
    starts[s + 1] = places.length;
  }
  const features = new Float32Array(places.length * width);
  places.forEach((place, row) =>
    features.set(clusters.values.subarray(place * width, (place + 1) * width), row * width)
  );
  return { sets: { count, starts, features }, places };
}
