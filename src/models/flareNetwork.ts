import * as tf from '@tensorflow/tfjs';
import { Random } from '../math';
import { SeededDropout } from './seededDropout';

/** Name of the bottleneck layer whose numbers are the terse values. */
export const TERSE_LAYER = 'terse';

/**
 * The flare network of Feinstein et al. 2020 (stella, AJ 160, 219): two convolutions (16 filters of 7, 64 of 3), each with
 * pooling by 2 and dropout .1, a dense layer of 32, one output. 105,729 parameters for a window of 200 cadences.
 *
 * Input: standardised windows, shape [n, window]. Output: the *logit* of "holds a flare", shape [n, 1]; the published
 * network ends in a sigmoid, which is left to the reader because gradients of a probability vanish where it is sure.
 * With a bottleneck, 32 units feed `terse` numbers, softsign x / (1 + |x|), so that the brightest flares do not stretch the
 * scale, and those a dense layer of 8 before the output.
 * @param options window in cadences (default 200); terse, numbers in a bottleneck before the output (default 0: none, the
 *   published shape); seed of initial weights and dropout (default 1)
 */
export function flareNetwork({
  window = 200,
  terse = 0,
  seed = 1
}: { window?: number; terse?: number; seed?: number } = {}): tf.LayersModel {
  const random = new Random(seed);
  const kernelInitializer = () => tf.initializers.glorotUniform({ seed: random.fork() });
  const dropout = () => new SeededDropout({ rate: 0.1, seed: random.fork() });
  const dense = (units: number, activation?: 'relu' | 'softsign', name?: string) =>
    tf.layers.dense({ units, activation, name, kernelInitializer: kernelInitializer() });
  const convolution = (filters: number, kernelSize: number) =>
    tf.layers.conv1d({
      filters,
      kernelSize,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: kernelInitializer()
    });
  const layers: tf.layers.Layer[] = [
    tf.layers.reshape({ targetShape: [window, 1], inputShape: [window] }),
    convolution(16, 7),
    tf.layers.maxPooling1d({ poolSize: 2 }),
    dropout(),
    convolution(64, 3),
    tf.layers.maxPooling1d({ poolSize: 2 }),
    dropout(),
    tf.layers.flatten(),
    dense(32, 'relu'),
    dropout()
  ];
  if (terse > 0) layers.push(dense(terse, 'softsign', TERSE_LAYER), dense(8, 'relu'));
  layers.push(dense(1, undefined, 'logit'));
  return tf.sequential({ name: terse > 0 ? `flare-terse-${terse}` : 'flare', layers });
}
