import { interruptSignal, type EpochRecord, type TrainingProgress } from '../models';
import { pause } from '../math/pause';
import { trainingView, type TrainingInput } from '../views';
import { open, type Display } from './show';

/** Least seconds between two states on the page. */
const LEAST = 0.1;
/** Times as long as drawing a state takes, nothing is drawn: a twentieth of the training's time at most. */
const REST = 20;

/** What a monitor may be told. */
export interface MonitorOptions {
  /** Name of the loss, title of its axis: "cross-entropy". Default "loss". */
  loss?: string;
  /** Name of the view inside its notebook. Default from the title. */
  viewId?: string;
  /** Shown under the picture. Default says what the lines are. */
  caption?: string;
}

/** Follows a training on the page. */
export interface TrainingMonitor {
  /** To be given to `fit` as `onProgress`; what it returns is to be awaited, so that the state can leave. */
  onProgress(progress: TrainingProgress): Promise<void>;
  /** Draws the last state; it stays in the saved notebook. @param words how it ended */
  finish(history: EpochRecord[], words: string): void;
}

/**
 * A loss curve that grows while a model trains, with progress and time left, in one output that is updated in place: at
 * most ten times a second, and seldom enough to leave the time to the training. A training that is interrupted leaves its
 * last state.
 * @param title of the picture
 */
export function trainingMonitor(title: string, options: MonitorOptions = {}): TrainingMonitor {
  let display: Display | null = null;
  let free = -Infinity;
  let last: TrainingProgress | null = null;
  // Where this run began: after an interruption not with the first epoch.
  let first = 1;
  let watched: AbortSignal | undefined;
  const draw = (
    history: EpochRecord[],
    input: Pick<TrainingInput, 'state' | 'epochs'> & Partial<TrainingInput>
  ) => {
    const payload = trainingView({ ...headOf(title, options), curves: curvesOf(history), ...input });
    if (display) display.update(payload);
    else display = open(payload);
  };
  const stopped = () => {
    if (last) draw(last.history, { state: 'stopped', ...progressOf(last, first), left: undefined });
  };
  const watch = (signal?: AbortSignal) => {
    if (signal === watched) return;
    watched?.removeEventListener('abort', stopped);
    watched = signal;
    signal?.addEventListener('abort', stopped, { once: true });
  };
  return {
    async onProgress(progress) {
      if (!last || progress.epoch < last.epoch) first = progress.epoch;
      last = progress;
      watch(interruptSignal());
      const began = performance.now() / 1000;
      if (began < free || watched?.aborted) return;
      draw(progress.history, { state: 'running', ...progressOf(progress, first) });
      const now = performance.now() / 1000;
      free = now + Math.max(LEAST, REST * (now - began));
      await pause();
    },
    finish(history, words) {
      watch(undefined);
      const elapsed = last?.elapsed ?? 0;
      draw(history, { state: 'finished', epochs: Math.max(1, history.length), elapsed, outcome: words });
    }
  };
}

function headOf(title: string, { loss, viewId, caption }: MonitorOptions) {
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return {
    viewId: viewId ?? `training-${name}`.slice(0, 100),
    title,
    caption:
      caption ??
      'Loss after each epoch: the mean over the epoch\u2019s batches in training, and over the validation examples where there are any.',
    alt: `${title}: training and validation loss by epoch.`,
    loss
  };
}

function curvesOf(history: readonly EpochRecord[]): TrainingInput['curves'] {
  const validated = history.some(({ validationLoss }) => validationLoss !== null);
  return [
    { name: 'training', values: history.map(({ loss }) => loss) },
    ...(validated
      ? [{ name: 'validation', values: history.map(({ validationLoss }) => validationLoss ?? NaN) }]
      : [])
  ];
}

/** @param first epoch that this run began with: what was done before took none of its time */
function progressOf({ epoch, epochs, batch, batches, elapsed }: TrainingProgress, first: number) {
  const done = Math.min(1, (epoch - 1 + batch / batches) / epochs);
  const before = (first - 1) / epochs;
  const left = done > before ? (elapsed * (1 - done)) / (done - before) : undefined;
  return { epochs, done, elapsed, left };
}
