import { fits, weightOf, type Operation, type Step } from '../operation';
import { asPicture, eachPlace, pair, windowsOn, type Windows } from '../windows';

type Kind = 'conv1d' | 'conv2d';

/** One convolution for both numbers of axes; of a single axis as a picture of height 1. */
function convolution<K extends Kind>(axes: 1 | 2): Operation<K> {
  type Node = Step<K>['node'];
  const windows = (node: Node, shape: readonly number[]): Windows => {
    const { strides, padding } = node.config as { strides: never; padding: 'same' | 'valid' };
    const size = node.weights.kernel.shape;
    return axes === 1
      ? windowsOn(asPicture(shape), { size: pair(size[0]), strides: pair(strides), padding })
      : windowsOn(shape, { size: [size[0], size[1]], strides, padding });
  };
  return {
    shape(node, [x]) {
      const kernel = node.weights.kernel.shape;
      const channels = kernel[axes];
      if (x.length !== axes + 1 || !fits(x[axes], channels)) {
        return `[${axes === 1 ? 'length' : 'height, width'}, ${channels}]`;
      }
      const { outHeight, outWidth } = windows(node, x);
      if (outHeight < 1 || outWidth < 1)
        return `at least the kernel's ${kernel.slice(0, axes).join(' x ')} places`;
      const filters = kernel[axes + 1];
      return axes === 1 ? [outWidth, filters] : [outHeight, outWidth, filters];
    },
    forward({ node, count, inputs: [x], output }) {
      const w = windows(node, x.shape);
      const kernel = weightOf(node, 'kernel')!;
      const bias = weightOf(node, 'bias');
      const { channels } = w;
      const filters = node.weights.kernel.shape[axes + 1];
      const y = output.values;
      if (bias) for (let at = 0; at < y.length; at += filters) y.set(bias, at);
      const [wide, high] = [x.values.length / count, y.length / count];
      for (let s = 0; s < count; s++) {
        eachPlace(w, (window, place, inside) => {
          const to = s * high + window * filters;
          for (let c = 0; c < channels; c++) {
            const v = x.values[s * wide + place * channels + c];
            if (v === 0) continue;
            const from = (inside * channels + c) * filters;
            for (let f = 0; f < filters; f++) y[to + f] += v * kernel[from + f];
          }
        });
      }
    },
    backward({ node, count, inputs: [x] }, slope) {
      const w = windows(node, x.shape);
      const kernel = weightOf(node, 'kernel')!;
      const { channels } = w;
      const filters = node.weights.kernel.shape[axes + 1];
      const out = new Float64Array(x.values.length);
      const [wide, high] = [out.length / count, slope.length / count];
      for (let s = 0; s < count; s++) {
        eachPlace(w, (window, place, inside) => {
          const at = s * high + window * filters;
          for (let c = 0; c < channels; c++) {
            const from = (inside * channels + c) * filters;
            let sum = 0;
            for (let f = 0; f < filters; f++) sum += slope[at + f] * kernel[from + f];
            out[s * wide + place * channels + c] += sum;
          }
        });
      }
      return [out];
    }
  };
}

export const conv1d = convolution<'conv1d'>(1);
export const conv2d = convolution<'conv2d'>(2);
