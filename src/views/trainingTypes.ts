/** The payload of the training monitor: losses by epoch and how far the training is. */
import type { EncodedArray, Label, Prose, Rows, ViewHeader } from './types';

/** A loss after each epoch: of training, of validation. */
export interface LossCurve {
  name: Label;
  /** shape [rows]; NA where there is none, or where it is not finite. */
  values: EncodedArray;
}

/**
 * A number of epochs.
 * @asType integer
 * @minimum 1
 * @maximum 4000000
 */
export type EpochCount = number;

/**
 * A time in seconds.
 * @minimum 0
 * @maximum 1000000000
 */
export type Seconds = number;

/**
 * Training monitor: losses by epoch, progress and time left; in the end what came of it.
 * MIME type `application/vnd.terselab.training.v1+json`.
 */
export interface TrainingPayload extends ViewHeader {
  view: 'training';
  version: 1;
  /** The epochs shown; their ids are their numbers, from 1 and rising. */
  rows: Rows;
  /** Name of the loss, title of its axis: "cross-entropy". */
  loss: Label;
  /**
   * @minItems 1
   * @maxItems 7
   */
  curves: LossCurve[];
  /** `running` until the training says that it has ended: one that is cut off says nothing any more. */
  state: 'running' | 'finished' | 'stopped';
  /** Epochs planned. */
  epochs: EpochCount;
  /**
   * Share of the work that is done.
   * @minimum 0
   * @maximum 1
   */
  done: number;
  /** Since the start. */
  elapsed: Seconds;
  /** About how long it will take; absent where nobody knows. */
  left?: Seconds;
  /** Epoch of the least loss that was not trained on; absent where there is no such loss. */
  best?: EpochCount;
  /** How it ended, in a sentence. */
  outcome?: Prose;
}
