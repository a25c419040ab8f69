import { channelsOf, fits, weightOf, type Operation } from '../operation';

export const dense: Operation<'dense'> = {
  shape({ weights }, [x]) {
    const [wide, units] = weights.kernel.shape;
    if (x.length === 0 || !fits(channelsOf(x), wide)) return `${wide} numbers on the last axis`;
    return [...x.slice(0, -1), units];
  },
  forward({ node, inputs: [x], output }) {
    const kernel = weightOf(node, 'kernel')!;
    const bias = weightOf(node, 'bias');
    const [wide, units] = node.weights.kernel.shape;
    const rows = x.values.length / wide;
    const y = output.values;
    for (let row = 0; row < rows; row++) {
      const at = row * units;
      if (bias) y.set(bias, at);
      for (let i = 0; i < wide; i++) {
        const v = x.values[row * wide + i];
        if (v === 0) continue;
        const from = i * units;
        for (let u = 0; u < units; u++) y[at + u] += v * kernel[from + u];
      }
    }
  },
  backward({ node, inputs: [x] }, slope) {
    const kernel = weightOf(node, 'kernel')!;
    const [wide, units] = node.weights.kernel.shape;
    const out = new Float64Array(x.values.length);
    const rows = out.length / wide;
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < wide; i++) {
        let sum = 0;
        for (let u = 0; u < units; u++) sum += slope[row * units + u] * kernel[i * units + u];
        out[row * wide + i] = sum;
      }
    }
    return [out];
  }
};
