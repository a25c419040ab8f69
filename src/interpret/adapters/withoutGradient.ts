import * as tf from '@tensorflow/tfjs';
import { applyModel, withTap } from './layerTaps';
import { withRepairs } from './repairs';

/** Length that stands for one that may be any. */
const SOME = 8;

/**
 * Names of the layers that no gradient passes through, found by one object of zeros: first through the whole model, and only
 * where that fails layer by layer. A layer that cannot run on such an object is not blamed.
 */
export function layersWithoutGradient(model: tf.LayersModel): ReadonlySet<string> {
  const pass = (...inputs: tf.Tensor[]) => applyModel(model, inputs);
  let walls = new Set<string>();
  const probe = () => {
    const zeros = model.inputs.map(({ shape }) => tf.zeros([1, ...shape.slice(1).map(n => n ?? SOME)]));
    if (!hasGradient(pass, zeros)) walls = wallsOf(model, () => pass(...zeros));
  };
  tf.tidy(() => withRepairs(model, probe));
  return walls;
}

function hasGradient(of: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): boolean {
  try {
    tf.tidy(() => void tf.grads(of)(inputs));
    return true;
  } catch {
    return false;
  }
}

function wallsOf(model: tf.LayersModel, pass: () => tf.Tensor): Set<string> {
  const walls = new Set<string>();
  const layers = model.layers.filter(layer => layer.getClassName() !== 'InputLayer');
  const calls = layers.map(layer => layer.call.bind(layer));
  const probe = (k: number): void => {
    if (k === layers.length) return void pass();
    const tap = (output: tf.Tensor, given: tf.Tensor | tf.Tensor[]) => {
      const many = Array.isArray(given);
      const again = (...x: tf.Tensor[]) => calls[k](many ? x : x[0], { training: false }) as tf.Tensor;
      if (!hasGradient(again, many ? given : [given])) walls.add(layers[k].name);
      return output;
    };
    withTap(layers[k], tap, () => probe(k + 1));
  };
  try {
    probe(0);
  } catch {
    // a pass that fails at zeros says no more than what was found before it did
  }
  return walls;
}
