import { takeMaxima } from '../maxima';
import type { Operation, Step } from '../operation';
import { asPicture, eachPlace, pair, windowsOn, type Windows } from '../windows';

type Kind = 'maxPooling1d' | 'maxPooling2d' | 'averagePooling1d' | 'averagePooling2d';

/** Shape and windows of a pooling; of a single axis as a picture of height 1. */
function frame<K extends Kind>(axes: 1 | 2) {
  const windows = (node: Step<K>['node'], shape: readonly number[]): Windows => {
    const { size, strides, padding } = node.config as {
      size: never;
      strides: never;
      padding: 'same' | 'valid';
    };
    return axes === 1
      ? windowsOn(asPicture(shape), { size: pair(size), strides: pair(strides), padding })
      : windowsOn(shape, { size, strides, padding });
  };
  const shape: Operation<K>['shape'] = (node, [x]) => {
    if (x.length !== axes + 1) return `[${axes === 1 ? 'length' : 'height, width'}, channels]`;
    const { outHeight, outWidth } = windows(node, x);
    if (outHeight < 1 || outWidth < 1) return 'at least as many places as a window has';
    return axes === 1 ? [outWidth, x[1]] : [outHeight, outWidth, x[2]];
  };
  return { windows, shape };
}

/** The largest of each window; of equal ones the first, which alone gets the slope. */
function maxPooling<K extends 'maxPooling1d' | 'maxPooling2d'>(axes: 1 | 2): Operation<K> {
  const { windows, shape } = frame<K>(axes);
  /** Where in the input the largest of each place of the output stands. */
  const winners = ({ node, count, inputs: [x] }: Step<K>): Int32Array => {
    const w = windows(node, x.shape);
    const { channels } = w;
    const wide = x.values.length / count;
    const high = w.outHeight * w.outWidth * channels;
    const best = new Int32Array(count * high).fill(-1);
    for (let s = 0; s < count; s++) {
      eachPlace(w, (window, place) => {
        for (let c = 0; c < channels; c++) {
          const at = s * wide + place * channels + c;
          const to = s * high + window * channels + c;
          if (best[to] < 0 || x.values[at] > x.values[best[to]]) best[to] = at;
        }
      });
    }
    return best;
  };
  return { shape, ...takeMaxima(winners) };
}

/** The mean of each window over its places inside the input. */
function averagePooling<K extends 'averagePooling1d' | 'averagePooling2d'>(axes: 1 | 2): Operation<K> {
  const { windows, shape } = frame<K>(axes);
  const each = (
    { node, count, inputs: [x] }: Step<K>,
    visit: (from: number, to: number, share: number) => void
  ): void => {
    const w = windows(node, x.shape);
    const { channels } = w;
    const places = new Int32Array(w.outHeight * w.outWidth);
    eachPlace(w, window => places[window]++);
    const wide = x.values.length / count;
    const high = places.length * channels;
    for (let s = 0; s < count; s++) {
      eachPlace(w, (window, place) => {
        const [from, to] = [s * wide + place * channels, s * high + window * channels];
        for (let c = 0; c < channels; c++) visit(from + c, to + c, 1 / places[window]);
      });
    }
  };
  return {
    shape,
    forward(step) {
      const [x, y] = [step.inputs[0].values, step.output.values];
      each(step, (from, to, share) => (y[to] += x[from] * share));
    },
    backward(step, slope) {
      const out = new Float64Array(step.inputs[0].values.length);
      each(step, (from, to, share) => (out[from] += slope[to] * share));
      return [out];
    }
  };
}

export const maxPooling1d = maxPooling<'maxPooling1d'>(1);
export const maxPooling2d = maxPooling<'maxPooling2d'>(2);
export const averagePooling1d = averagePooling<'averagePooling1d'>(1);
export const averagePooling2d = averagePooling<'averagePooling2d'>(2);
