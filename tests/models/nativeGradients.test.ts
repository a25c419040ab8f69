import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/models/backend';

/** The default gradients, taken before the native engine replaces them. */
const usual = ['Relu', 'Tanh'].map(name => [name, tf.getGradient(name)] as const);

const functions = { Relu: tf.relu, Tanh: tf.tanh } as const;
const values = [-Infinity, -3, -1e-30, -0, 0, 1e-30, 0.1, 2, 40, NaN];
const dy = values.map((_, i) => i - 4.5);

const gradientOf = (f: (x: tf.Tensor) => tf.Tensor, weights = dy) =>
  tf.tidy(() => Array.from(tf.grad(f)(tf.tensor1d(values), tf.tensor1d(weights)).dataSync()));

describe('gradients of the native engine', () => {
  let native = false;
  beforeAll(async () => {
    native = (await useBackend()).name === 'tensorflow';
  });
  test.each(['Relu', 'Tanh'] as const)('of %s are those of tfjs, bit by bit where they are finite', name => {
    if (!native) return;
    expect(tf.getGradient(name)).not.toBe(usual.find(([n]) => n === name)![1]);
    const ours = gradientOf(functions[name]);
    const replaced = tf.getGradient(name);
    tf.unregisterGradient(name);
    tf.registerGradient(usual.find(([n]) => n === name)![1]);
    const theirs = gradientOf(functions[name]);
    tf.unregisterGradient(name);
    tf.registerGradient(replaced);
    const finite = values.map(Number.isFinite);
    expect(ours.filter((_, i) => finite[i])).toEqual(theirs.filter((_, i) => finite[i]));
    expect(ours.some(v => v !== 0)).toBe(true);
  });
  test('of relu can be differentiated once more: relu^2 has 2 where x > 0', () => {
    if (!native) return;
    const bend = tf.grad(t => tf.sum(tf.grad(u => tf.square(tf.relu(u)))(t)));
    expect(Array.from(bend(tf.tensor1d([-1.5, -0.2, 0.3, 2])).dataSync()).map(Math.abs)).toEqual([
      0, 0, 2, 2
    ]);
  });
  test('leave no tensors behind, and other engines to tfjs', async () => {
    const before = tf.memory().numTensors;
    gradientOf(tf.relu);
    gradientOf(tf.tanh);
    expect(tf.memory().numTensors).toBe(before);
    const engine = tf.getBackend();
    require('@tensorflow/tfjs-backend-cpu');
    await tf.setBackend('cpu');
    expect(gradientOf(tf.relu).slice(6, 9)).toEqual([1.5, 2.5, 3.5]);
    await tf.setBackend(engine);
  });
});
