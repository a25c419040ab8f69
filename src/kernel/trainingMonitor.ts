import type { EpochRecord, TrainingProgress } from '../models';
import { pictureBundle } from '../views/bundle';
import { open, type Display } from './show';
import { lossCurveSvg } from './lossCurve';

/** Least time between two pictures, in seconds: the page is to be read, and drawing takes time from training. */
const EVERY = 1;

/** Follows a training on the page. */
export interface TrainingMonitor {
  /** To be given to `fit` as `onProgress`. */
  onProgress(progress: TrainingProgress): void;
  /** Draws the last state; it stays in the saved notebook. */
  finish(history: EpochRecord[], words: string): void;
}

/**
 * A loss curve that grows while a model trains, with progress and time left, in one output that is updated in place.
 * @param title of the picture
 */
export function trainingMonitor(title: string): TrainingMonitor {
  let display: Display | null = null;
  let last = -Infinity;
  const draw = (history: EpochRecord[], epochs: number, words: string) => {
    const alt = `${title}: training and validation loss by epoch. ${words}`;
    const bundle = pictureBundle({ title, alt }, lossCurveSvg(title, words, history, epochs), words, {});
    if (display) display.update(bundle);
    else display = open(bundle);
  };
  return {
    onProgress(p) {
      const now = Date.now() / 1000;
      if (now - last < EVERY) return;
      last = now;
      const done = (p.epoch - 1 + p.batch / p.batches) / p.epochs;
      const left = (p.elapsed * (1 - done)) / done;
      draw(
        p.history,
        p.epochs,
        `Epoch ${p.epoch} of ${p.epochs}, ${Math.round(100 * done)} % done, about ${Math.ceil(left)} s left.`
      );
    },
    finish(history, words) {
      draw(history, history.length, words);
    }
  };
}
