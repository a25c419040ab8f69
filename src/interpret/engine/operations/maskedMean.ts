import { fits, volume, type Operation, type Step } from '../operation';

/** Rows of a set, numbers a row, and how many rows of each set are real. */
function frame({ count, inputs: [x, mask] }: Step<'maskedMean'>) {
  const rows = x.shape[0];
  const real = new Float64Array(count);
  for (let i = 0; i < count * rows; i++) real[Math.floor(i / rows)] += mask.values[i];
  return { rows, width: volume(x.shape.slice(1)), real };
}

export const maskedMean: Operation<'maskedMean'> = {
  shape(_, [x, mask]) {
    if (!mask || x.length < 1 || !fits(volume(mask), x[0])) return 'rows, and a mask of one number a row';
    return x.slice(1);
  },
  forward(step) {
    const { rows, width, real } = frame(step);
    const [x, mask] = step.inputs;
    for (let row = 0; row < step.count * rows; row++) {
      const s = Math.floor(row / rows);
      // padding may hold anything: it is left out, not multiplied by 0
      if (mask.values[row] === 0) continue;
      for (let i = 0; i < width; i++)
        step.output.values[s * width + i] += x.values[row * width + i] / real[s];
    }
  },
  backward(step, slope) {
    const { rows, width, real } = frame(step);
    const [x, mask] = step.inputs;
    const out = new Float64Array(x.values.length);
    for (let row = 0; row < step.count * rows; row++) {
      const s = Math.floor(row / rows);
      if (mask.values[row] === 0) continue;
      for (let i = 0; i < width; i++) out[row * width + i] = slope[s * width + i] / real[s];
    }
    return [out, null];
  }
};
