import { checkAborted, interruptSignal } from '../../models/interrupt';
import { ExplanationError, sizeOf, type ModelSpec, type NamedArray } from '../adapter';
import type { Method } from '../method';
import { pointsBatch, type Objects } from '../objects';
import { positionAxes, positionOf } from '../positions';
import { resizeLinear } from '../resize';
import { scoresAtObjects } from '../sweep';

export interface GradCamOptions {
  /** Name of the layer whose maps are weighted; its output is [positions..., channels]. No default. */
  layer: string;
}

/**
 * Grad-CAM: relu(sum_k alpha_k A_k) with A_k the maps of a layer and alpha_k the mean over positions of the slope of the
 * score by A_k (Selvaraju et al. 2016, arXiv:1610.02391), resized linearly to the positions of the input; one and two axes.
 * Every channel of a position gets the same number. No unit: a place to look at, not a share of the score. Where it is 0
 * everywhere, every weighted map is negative.
 */
export const gradCam: Method<GradCamOptions> = {
  name: 'gradCam',
  source: 'Selvaraju et al. 2016, arXiv:1610.02391',
  needs: ['gradientAt'],
  baseline: 'none',
  sampled: false,
  defaults: {},
  required: {
    layer: 'the maps of a layer are what is shown: give the name of a convolution, mostly the last.'
  },
  check: (spec, { layer }) => checkLayer(spec, layer),
  async explain(problem, { layer }) {
    const { model, objects, score, signal, onProgress } = problem;
    const { count, width, x } = objects;
    checkAborted('The explanation', signal, interruptSignal());
    const owners = Uint32Array.from({ length: count }, (_, s) => s);
    const { activation, gradient } = await model.gradientAt!(pointsBatch(objects, x, owners), layer, score);
    const [segment] = objects.segments;
    const axes = positionAxes(segment.shape, segment.axes);
    const lengths = axes.map(axis => segment.shape[axis]);
    checkMaps(layer, activation.shape, objects, lengths.length);
    const position = positionOf(segment.shape, axes);
    const values = new Float64Array(count * width);
    for (let s = 0; s < count; s++) {
      const map = resizeLinear(camOf(activation, gradient, s), activation.shape.slice(0, -1), lengths);
      for (let i = 0; i < width; i++) values[s * width + i] = map[position[i]];
    }
    onProgress?.(count, count);
    return { values, scores: await scoresAtObjects(problem) };
  }
};

/** relu of the weighted maps of one object, [positions]. */
function camOf(activation: NamedArray, gradient: NamedArray, s: number): Float64Array {
  const channels = activation.shape[activation.shape.length - 1];
  const positions = sizeOf(activation.shape) / channels;
  const from = s * positions * channels;
  const alpha = new Float64Array(channels);
  for (let p = 0; p < positions; p++) {
    for (let k = 0; k < channels; k++) alpha[k] += gradient.values[from + p * channels + k] / positions;
  }
  const map = new Float64Array(positions);
  for (let p = 0; p < positions; p++) {
    for (let k = 0; k < channels; k++) map[p] += alpha[k] * activation.values[from + p * channels + k];
    map[p] = Math.max(0, map[p]);
  }
  return map;
}

function checkLayer(spec: ModelSpec, layer: string): void {
  const known = spec.layers.find(({ name }) => name === layer);
  if (spec.layers.length > 0 && !known) {
    throw new ExplanationError(
      `gradCam: the model "${spec.name}" has no layer "${layer}"; there are ${spec.layers.map(({ name }) => name).join(', ')}.`
    );
  }
  const data = spec.inputs.filter(({ role = 'data' }) => role === 'data');
  if (data.length !== 1) {
    throw new ExplanationError(
      `gradCam: the model "${spec.name}" has ${data.length} data inputs; a map of a layer belongs to one.`
    );
  }
  if (known)
    checkMaps(
      layer,
      known.shape,
      null,
      positionAxes(
        data[0].shape.map(n => n ?? 1),
        data[0].axes
      ).length
    );
}

function checkMaps(
  layer: string,
  shape: readonly (number | null)[],
  objects: Objects | null,
  positions: number
): void {
  if (shape.length === positions + 1 && positions > 0 && positions <= 2) return;
  throw new ExplanationError(
    `gradCam: the layer "${layer}" gives [${shape.map(n => n ?? 'any').join(', ')}]; the input${objects ? ` "${objects.segments[0].name}"` : ''} has ${positions} axes of positions, so [${positions} lengths, channels] is expected. Choose a convolution before the maps are pooled away.`
  );
}
