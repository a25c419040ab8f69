import fs from 'node:fs';
import type { LayersModel } from '@tensorflow/tfjs';
import { fit, packWeights, unpackWeights, type Examples, type FitOptions, type FitResult } from '../models';
import type { Backend } from '../models/backend';
import { say } from './prose';
import { trainingMonitor } from './trainingMonitor';

/** What {@link trainOrLoad} takes besides the options of `fit`. */
export interface TrainOrLoadOptions extends Omit<FitOptions, 'onProgress'> {
  /** The engine at hand, from `useBackend`. */
  backend: Backend;
  /** Title of the loss curve. */
  title: string;
  /** NPZ file of shipped weights, used where the engine is too slow to train. */
  weights: string;
}

/**
 * Trains a model under a loss curve that grows; on an engine that cannot train, or only at a crawl, loads shipped weights
 * and says so. With `TERSELAB_SAVE_WEIGHTS` set, the trained weights are written to the file of shipped ones.
 * @returns what `fit` returned, or null where weights were loaded
 */
export async function trainOrLoad(
  model: LayersModel,
  examples: Examples | ((epoch: number) => Examples),
  { backend, title, weights, ...options }: TrainOrLoadOptions
): Promise<FitResult | null> {
  if (backend.name !== 'tensorflow') {
    unpackWeights(model, fs.readFileSync(weights), weights);
    say(
      `This engine (${backend.name}) is too slow to train here: shipped weights (\`${weights}\`) are used.`
    );
    return null;
  }
  const monitor = trainingMonitor(title, { loss: 'cross-entropy' });
  const result = await fit(model, examples, { ...options, onProgress: monitor.onProgress });
  monitor.finish(
    result.history,
    `Trained in ${result.seconds.toFixed(0)} s; weights of epoch ${result.bestEpoch} kept (least validation loss).`
  );
  if (process.env.TERSELAB_SAVE_WEIGHTS) fs.writeFileSync(weights, packWeights(model));
  return result;
}
