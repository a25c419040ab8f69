import { takeMaxima } from '../maxima';
import { channelsOf, type Operation, type Step } from '../operation';

type Kind = 'globalAveragePooling' | 'globalMaxPooling';

const shape = (_: unknown, [x]: readonly (readonly number[])[]) =>
  x.length < 2 ? 'at least one axis before the channels' : [channelsOf(x)];

/** Places of one object, and channels. */
function frame({ count, inputs: [x] }: Step<Kind>): { places: number; channels: number } {
  const channels = channelsOf(x.shape);
  return { places: x.values.length / count / channels, channels };
}

export const globalAveragePooling: Operation<'globalAveragePooling'> = {
  shape,
  forward(step) {
    const { places, channels } = frame(step);
    const [x, y] = [step.inputs[0].values, step.output.values];
    for (let i = 0; i < x.length; i++) {
      y[Math.floor(i / (places * channels)) * channels + (i % channels)] += x[i] / places;
    }
  },
  backward(step, slope) {
    const { places, channels } = frame(step);
    const out = new Float64Array(step.inputs[0].values.length);
    for (let i = 0; i < out.length; i++) {
      out[i] = slope[Math.floor(i / (places * channels)) * channels + (i % channels)] / places;
    }
    return [out];
  }
};

/** Where the largest of each channel stands; of equal ones the first. */
function winners(step: Step<'globalMaxPooling'>): Int32Array {
  const { places, channels } = frame(step);
  const x = step.inputs[0].values;
  const best = new Int32Array(step.count * channels).fill(-1);
  for (let i = 0; i < x.length; i++) {
    const to = Math.floor(i / (places * channels)) * channels + (i % channels);
    if (best[to] < 0 || x[i] > x[best[to]]) best[to] = i;
  }
  return best;
}

export const globalMaxPooling: Operation<'globalMaxPooling'> = { shape, ...takeMaxima(winners) };
