import type { NodeKind } from '../../models/network';
import type { Operation, Step } from './operation';

/** Both ways of a pooling by maxima. @param winners where in the input each number of the output comes from */
export function takeMaxima<Kind extends NodeKind>(
  winners: (step: Step<Kind>) => Int32Array
): Pick<Operation<Kind>, 'forward' | 'backward'> {
  return {
    forward(step) {
      winners(step).forEach((at, i) => (step.output.values[i] = step.inputs[0].values[at]));
    },
    backward(step, slope) {
      const out = new Float64Array(step.inputs[0].values.length);
      winners(step).forEach((at, i) => (out[at] += slope[i]));
      return [out];
    }
  };
}
