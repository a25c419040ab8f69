import * as tf from '@tensorflow/tfjs';

/** What Adam remembers between steps. */
export interface AdamState {
  steps: number;
  decay: [number, number];
  moments: Float32Array[];
}

/** tfjs keeps the powers of the decay rates in two variables that its own save and restore round anew. */
const decayOf = (optimizer: tf.AdamOptimizer) => {
  const { accBeta1, accBeta2 } = optimizer as unknown as { accBeta1: tf.Variable; accBeta2: tf.Variable };
  return [accBeta1, accBeta2];
};

/** Copies what the optimizer remembers. */
export async function adamState(optimizer: tf.AdamOptimizer): Promise<AdamState> {
  const [steps, ...moments] = await optimizer.getWeights();
  const state: AdamState = {
    steps: steps.tensor.dataSync()[0],
    decay: decayOf(optimizer).map(power => power.dataSync()[0]) as [number, number],
    moments: moments.map(m => Float32Array.from(m.tensor.dataSync() as Float32Array))
  };
  steps.tensor.dispose();
  return state;
}

/** Puts back what {@link adamState} copied. @param shapes of the trained weights, in their order */
export async function restoreAdam(
  optimizer: tf.AdamOptimizer,
  state: AdamState,
  shapes: readonly (readonly number[])[]
): Promise<void> {
  if (state.moments.length !== 2 * shapes.length) {
    throw new RangeError(
      `restoreAdam: ${state.moments.length} moments for ${shapes.length} weights; expected two for each.`
    );
  }
  const tensors = [
    { name: 'iter', tensor: tf.scalar(state.steps, 'int32') },
    ...state.moments.map((values, i) => ({
      name: `moment ${i}`,
      tensor: tf.tensor(values, shapes[i % shapes.length] as number[])
    }))
  ];
  await optimizer.setWeights(tensors);
  tf.tidy(() => decayOf(optimizer).forEach((power, i) => power.assign(tf.scalar(state.decay[i]))));
  // the moments are variables of their own now
  tensors.forEach(({ tensor }) => tensor.dispose());
}
