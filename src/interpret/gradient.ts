import * as tf from '@tensorflow/tfjs';
import { checkAborted, interruptSignal } from '../models';
import { checkBatch, needCapabilities, type Batch } from './adapter';
import { layersModelAdapter } from './adapters/layersModelAdapter';
import { resolveScore } from './score';

/** Attribution of a score to the places of the input, one row an object. */
export interface GradientSaliency {
  /** [count, length], row by row; score per unit of the input. */
  values: Float32Array;
  count: number;
  length: number;
  method: string;
  /** What was explained. */
  score: string;
}

/** Inputs of a model with one axis: [count, length]. */
export interface Inputs {
  values: Float32Array;
  count: number;
  length: number;
}

/**
 * Gradient saliency (Simonyan et al. 2013, arXiv:1312.6034): the derivative of one output by each place of the input.
 * For a model of one input with one axis; `attribute` explains every other. The output should be a logit or a raw
 * regression value; the gradient of a probability vanishes where the model is sure.
 * @param options output, index of the output (default 0); score, its name (default "output 0"); maxBatch, rows at a time
 *   (default 64; it does not change the result); signal
 * @returns signed values with the sign and the unit of d(output)/d(input)
 * @throws RangeError for an output that is not there; ExplanationError before any work for inputs that do not fit or are not
 *   finite, or a layer without gradient; AbortError when stopped
 */
export async function gradientSaliency(
  model: tf.LayersModel,
  inputs: Inputs,
  {
    output = 0,
    score = `output ${output}`,
    maxBatch = 64,
    signal
  }: { output?: number; score?: string; maxBatch?: number; signal?: AbortSignal } = {}
): Promise<GradientSaliency> {
  const { count, length } = inputs;
  const values = new Float32Array(count * length);
  const outputs = model.outputShape[model.outputShape.length - 1] as number;
  if (!Number.isInteger(output) || output < 0 || output >= outputs) {
    throw new RangeError(
      `gradientSaliency: output is ${output}; the model has ${outputs}. Give 0 to ${outputs - 1}.`
    );
  }
  const adapter = layersModelAdapter(model);
  needCapabilities(adapter.spec, 'gradientSaliency', ['gradient']);
  const [{ name }] = adapter.spec.inputs;
  const batchOf = (from: number, rows: number): Batch => ({
    count: rows,
    arrays: {
      [name]: { values: inputs.values.subarray(from * length, (from + rows) * length), shape: [length] }
    }
  });
  if (count > 0) checkBatch(adapter.spec, batchOf(0, count));
  const resolved = resolveScore(adapter.spec, { kind: 'output', index: output });
  for (let start = 0; start < count; start += maxBatch) {
    checkAborted('Saliency', signal, interruptSignal());
    const gradient = await adapter.gradient!(batchOf(start, Math.min(maxBatch, count - start)), resolved);
    values.set(gradient[name].values, start * length);
    await tf.nextFrame();
  }
  return { values, count, length, method: 'gradient', score };
}
