import * as tf from '@tensorflow/tfjs';
import { ENCODER_PARTS, MAX_ROWS, type ClusterEncoder } from './clusterEncoder';
import { TERSE_LAYER } from './flareNetwork';
import { targetScales } from './rowSets';
import { setWeights } from './training';

/** What is told about a model in the file of a saved one. */
export type ModelCard = Record<string, unknown>;

/** Name in the whole model of the i-th layer of a part; the bottleneck keeps its own. */
const nameOf = (part: (typeof ENCODER_PARTS)[number], i: number) =>
  part === 'encoder' && i === 2 ? TERSE_LAYER : `${part}_${i}`;

/** A dense layer like another, with another name; its weights are put in later. */
const like = (layer: tf.layers.Layer, name: string): tf.layers.Layer => {
  const { units, activation } = layer.getConfig() as { units: number; activation: 'relu' };
  return tf.layers.dense({ units, activation, name });
};

/**
 * A pooled cluster encoder as ONE tfjs layers model of standard layers, so that any tfjs program can load and run it: the
 * standardisation is its first layer, the scale of the targets its last.
 *
 * Inputs: `clusters`, features as measured, [sets, rows, width]; `share`, [sets, rows, 1], one over the number of real rows
 * of the set, 0 for padding; `about`, [sets, 3], as in `gatherSets`. Padded rows may hold anything finite. Outputs:
 * [sets, targets] in their units (sigma_8, ln b_L0, ln b_M).
 * @param card kept inside the model (`userDefinedMetadata`)
 * @throws RangeError for a convolutional encoder
 */
export function toLayersModel(model: ClusterEncoder, card: ModelCard = {}): tf.LayersModel {
  if (model.network !== 'pooled') {
    throw new RangeError(
      `toLayersModel: the encoder is "${model.network}"; only pooled ones are written (conv needs images of ${MAX_ROWS} rows).`
    );
  }
  const clusters = tf.input({ shape: [null, model.width], name: 'clusters' });
  const share = tf.input({ shape: [null, 1], name: 'share' });
  const about = tf.input({ shape: [3], name: 'about' });
  const standardise = tf.layers.batchNormalization({
    name: 'standardise',
    epsilon: 0,
    center: false,
    scale: false,
    trainable: false
  });
  const parts = ENCODER_PARTS.map(part => model[part].layers.map((layer, i) => like(layer, nameOf(part, i))));
  const units = tf.layers.dense({ units: model.targets.length, name: 'units' });
  const run = (layers: tf.layers.Layer[], x: tf.SymbolicTensor) =>
    layers.reduce((value, layer) => layer.apply(value) as tf.SymbolicTensor, x);
  const embedded = run(parts[1], run(parts[0], standardise.apply(clusters) as tf.SymbolicTensor));
  const pooled = tf.layers.dot({ axes: [1, 1], name: 'pool' }).apply([share, embedded]) as tf.SymbolicTensor;
  const flat = tf.layers.reshape({ targetShape: [64], name: 'pooled' }).apply(pooled) as tf.SymbolicTensor;
  const joined = tf.layers.concatenate({ name: 'joined' }).apply([flat, about]) as tf.SymbolicTensor;
  const outputs = units.apply(run(parts[2], joined)) as tf.SymbolicTensor;
  const whole = tf.model({ name: 'cluster-encoder', inputs: [clusters, share, about], outputs });
  ENCODER_PARTS.forEach((part, p) =>
    parts[p].forEach((layer, i) => layer.setWeights(model[part].layers[i].getWeights()))
  );
  putConstants(model, standardise, units);
  whole.setUserDefinedMetadata({ terselab: { targets: model.targets, card } });
  return whole;
}

/** Mean and variance of the features, scale and mean of the targets. */
function putConstants(model: ClusterEncoder, standardise: tf.layers.Layer, units: tf.layers.Layer): void {
  const { mean, sd } = model.standardisation;
  const scales = model.targets.map(target => targetScales[target]);
  tf.tidy(() => {
    standardise.setWeights([tf.tensor1d(mean), tf.tensor1d(sd.map(s => s * s))]);
    units.setWeights([
      tf.diag(tf.tensor1d(scales.map(s => s.scale))) as tf.Tensor,
      tf.tensor1d(scales.map(s => s.mean))
    ]);
  });
}

/** The card of a model that {@link toLayersModel} made. @throws RangeError for any other model */
export function modelCard(model: tf.LayersModel): ModelCard {
  const metadata = model.getUserDefinedMetadata() as { terselab?: { card?: ModelCard } } | undefined;
  if (!metadata?.terselab)
    throw new RangeError('modelCard: the model holds no card; use one saved by terselab.');
  return metadata.terselab.card ?? {};
}

/**
 * Makes a cluster encoder of a layers model that {@link toLayersModel} made, loaded or not.
 * @param empty an encoder of the same width and targets, whose weights and standardisation are replaced
 */
export function fromLayersModel(model: tf.LayersModel, empty: ClusterEncoder): ClusterEncoder {
  const read = (name: string) =>
    model
      .getLayer(name)
      .getWeights()
      .map(w => Float32Array.from(w.dataSync() as Float32Array));
  const [mean, variance] = read('standardise');
  ENCODER_PARTS.forEach(part =>
    setWeights(
      empty[part],
      empty[part].layers.flatMap((_, i) => read(nameOf(part, i)))
    )
  );
  return { ...empty, standardisation: { mean, sd: variance.map(Math.sqrt) } };
}
