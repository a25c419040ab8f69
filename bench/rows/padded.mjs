/** The pooled encoder on samples padded to 704 rows, empty rows included: what terselab itself does not do. */
import { tf, tl, WIDTH } from './clusterSets.mjs';

/** Standardised rows [sets, 704, width], mask [sets, 704], numbers about the sample [sets, 3]. */
export function padSets({ starts, features, count }, { mean, sd }) {
  const rows = tl.MAX_ROWS;
  const x = new Float32Array(count * rows * WIDTH);
  const mask = new Float32Array(count * rows);
  const about = new Float32Array(count * 3);
  for (let s = 0; s < count; s++) {
    const k = starts[s + 1] - starts[s];
    if (k > rows) throw new RangeError(`bench: a sample has ${k} rows; ${rows} is the most.`);
    mask.fill(1, s * rows, s * rows + k);
    for (let i = 0; i < k * WIDTH; i++) {
      x[s * rows * WIDTH + i] = (features[starts[s] * WIDTH + i] - mean[i % WIDTH]) / sd[i % WIDTH];
    }
    about.set([Math.log((k + 0.5) / 300), 0, 1 / Math.sqrt(Math.max(k, 1))], 3 * s);
  }
  return { x, mask, about };
}

/** Scaled sigma_8 of some of the padded sets. */
export function paddedOutputs({ encoder, embedding, head }, padded, chosen) {
  const rows = tl.MAX_ROWS;
  const n = chosen.length;
  const take = (values, size) => {
    const out = new Float32Array(n * size);
    chosen.forEach((s, i) => out.set(values.subarray(s * size, (s + 1) * size), i * size));
    return out;
  };
  const x = tf.tensor2d(take(padded.x, rows * WIDTH), [n * rows, WIDTH]);
  const mask = tf.tensor3d(take(padded.mask, rows), [n, 1, rows]);
  const embedded = tf.reshape(embedding.apply(encoder.apply(x)), [n, rows, 64]);
  const pooled = tf.div(tf.squeeze(tf.matMul(mask, embedded), [1]), tf.maximum(tf.sum(mask, 2), 1));
  return head.apply(tf.concat([pooled, tf.tensor2d(take(padded.about, 3), [n, 3])], 1));
}
