import * as tf from '@tensorflow/tfjs';

/** What of the native engine is used here: one TensorFlow operation on tensors of it. */
interface NativeEngine {
  binding: { TF_ATTR_TYPE: number; TF_FLOAT: number };
  executeSingleOutput(
    operation: string,
    attributes: { name: string; type: number; value: number }[],
    inputs: tf.Tensor[]
  ): tf.Tensor;
}

/** A gradient that TensorFlow computes in one operation. */
interface NativeGradient {
  /** The operation whose gradient it is, by its name in tfjs, which keeps one tensor of the forward pass for it. */
  of: 'Relu' | 'Tanh';
  name: 'ReluGrad' | 'TanhGrad';
  /** In which order TensorFlow takes the kept tensor and the gradient of the result. */
  inputs: ['kept' | 'dy', 'kept' | 'dy'];
}

const gradients: NativeGradient[] = [
  { of: 'Relu', name: 'ReluGrad', inputs: ['dy', 'kept'] },
  { of: 'Tanh', name: 'TanhGrad', inputs: ['kept', 'dy'] }
];

let done = false;

/**
 * Lets the native engine take TensorFlow's own gradients of relu and tanh. tfjs makes them of eight and three operations,
 * which cost as much as the matrix products between them; the numbers are the same. Other engines keep tfjs's way.
 */
export function useNativeGradients(): void {
  if (done) return;
  done = true;
  gradients.forEach(replace);
}

function replace({ of, name, inputs: order }: NativeGradient): void {
  const run = (kept: tf.Tensor, dy: tf.Tensor) => tf.engine().runKernel(name, { kept, dy }) as tf.Tensor;
  tf.registerKernel({
    kernelName: name,
    backendName: 'tensorflow',
    kernelFunc({ inputs, backend }) {
      const engine = backend as unknown as NativeEngine;
      const { TF_ATTR_TYPE: type, TF_FLOAT: value } = engine.binding;
      const operands = order.map(input => inputs[input] as tf.Tensor);
      return engine.executeSingleOutput(name, [{ name: 'T', type, value }], operands);
    }
  });
  // relu bends nowhere; of tanh tfjs has no second derivative either
  if (of === 'Relu') {
    tf.registerGradient({
      kernelName: name,
      inputsToSave: ['kept'],
      gradFunc: (dd, [kept]) => ({ kept: () => tf.zerosLike(kept), dy: () => run(kept, dd as tf.Tensor) })
    });
  }
  const usual = tf.getGradient(of);
  tf.unregisterGradient(of);
  tf.registerGradient({
    ...usual,
    gradFunc(dy, saved, attributes) {
      if (tf.getBackend() !== 'tensorflow') return usual.gradFunc(dy, saved, attributes);
      return { x: () => run(saved[0], dy as tf.Tensor) };
    }
  });
}
