import * as tf from '@tensorflow/tfjs';

interface SeededDropoutConfig {
  name?: string;
  rate: number;
  seed: number;
}

/**
 * Dropout whose masks follow from its seed and a call counter. tfjs's own layer draws the same mask in every call once it
 * is given a seed, and an unrepeatable one otherwise.
 */
export class SeededDropout extends tf.layers.Layer {
  static readonly className = 'SeededDropout';
  readonly rate: number;
  readonly seed: number;
  /** Training calls so far; saved in checkpoints, so that a resumed training draws the masks it would have drawn. */
  calls = 0;

  constructor(config: SeededDropoutConfig) {
    super(config);
    if (!(config.rate >= 0 && config.rate < 1)) {
      throw new RangeError(`SeededDropout: rate is ${config.rate}; expected 0 <= rate < 1.`);
    }
    this.rate = config.rate;
    this.seed = config.seed;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!kwargs.training || this.rate === 0) return tf.clone(x);
    return tf.tidy(() =>
      tf.mul(x, tf.tensor(dropoutMask(x.size, this.rate, this.seed, this.calls++), x.shape))
    );
  }

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed };
  }
}

tf.serialization.registerClass(SeededDropout);

/** 0 with probability `rate`, else 1 / (1 - rate): sixteen random bits decide each place. */
function dropoutMask(size: number, rate: number, seed: number, call: number): Float32Array {
  const mask = new Float32Array(size);
  const cut = Math.round(rate * 65536);
  const keep = 1 / (1 - rate);
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(call + 1, 0xc2b2ae35)) | 0;
  for (let i = 0; i < size; i += 2) {
    // mulberry32 (Ettinger, public domain): masks are half the cost of a step with a slower generator
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    bits = (bits ^ (bits >>> 14)) >>> 0;
    mask[i] = (bits & 0xffff) < cut ? 0 : keep;
    if (i + 1 < size) mask[i + 1] = bits >>> 16 < cut ? 0 : keep;
  }
  return mask;
}
