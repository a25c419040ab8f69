import { activations } from '../activations';
import { channelsOf, type Operation } from '../operation';

export const activation: Operation<'activation'> = {
  shape: ({ config }, [x]) =>
    config.function === 'softmax' && x.length === 0 ? 'an axis to run the softmax over' : [...x],
  forward({ node: { config }, inputs: [x], output }) {
    if (config.function === 'softmax') return softmax(x.values, channelsOf(x.shape), output.values);
    const { of } = activations[config.function];
    for (let i = 0; i < x.values.length; i++) output.values[i] = of(x.values[i], config);
  },
  backward({ node: { config }, inputs: [x], output: { values: y } }, slope) {
    if (config.function === 'softmax') return [softmaxSlope(y, channelsOf(x.shape), slope)];
    const { slope: of } = activations[config.function];
    const out = new Float64Array(slope.length);
    for (let i = 0; i < out.length; i++)
      if (slope[i] !== 0) out[i] = slope[i] * of(x.values[i], y[i], config);
    return [out];
  }
};

function softmax(x: Float64Array, classes: number, y: Float64Array): void {
  for (let from = 0; from < x.length; from += classes) {
    const row = x.subarray(from, from + classes);
    const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
    let sum = 0;
    row.forEach((v, c) => (sum += y[from + c] = Math.exp(v - most)));
    for (let c = 0; c < classes; c++) y[from + c] /= sum;
  }
}

function softmaxSlope(y: Float64Array, classes: number, slope: Float64Array): Float64Array {
  const out = new Float64Array(y.length);
  for (let from = 0; from < y.length; from += classes) {
    let mean = 0;
    for (let c = from; c < from + classes; c++) mean += y[c] * slope[c];
    for (let c = from; c < from + classes; c++) out[c] = y[c] * (slope[c] - mean);
  }
  return out;
}
