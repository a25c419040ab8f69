/** The training monitor: builder, reader, decoded form. Its payload is {@link TrainingPayload}. */
import { checkArray, decodeArray, encodeNumbers } from './array';
import { encodeRows, headerOf, type HeaderInput } from './columns';
import { quote, ViewError } from './errors';
import { decodeRows, readPayload } from './payload';
import { trainingValidator } from './schemas/trainingValidator';
import type { TrainingPayload } from './trainingTypes';

/** The most epochs that are sent; of more, evenly spaced ones are. */
export const MAX_EPOCHS = 2000;

/** What {@link trainingView} takes. */
export interface TrainingInput extends HeaderInput {
  /** Name of the loss. Default "loss". */
  loss?: string;
  /** Losses after each epoch, of one length; what is not finite is NA. */
  curves: readonly { name: string; values: ArrayLike<number> }[];
  /** Default `finished`. */
  state?: TrainingPayload['state'];
  /** Epochs planned. Default: those given, at least 1. */
  epochs?: number;
  /** Number of the first epoch given. Default 1. */
  first?: number;
  /** Share of the work that is done, 0 to 1. Default: the epochs given over those planned. */
  done?: number;
  /** Seconds since the start. Default 0. */
  elapsed?: number;
  /** Seconds that it will take, about. Default not known. */
  left?: number;
  /** Epoch of the least loss that was not trained on. Default: the least of the second curve, where there is one. */
  best?: number;
  /** How it ended, in a sentence. Default none. */
  outcome?: string;
}

/** Build a training monitor's payload. @throws ViewError with the argument at fault */
export function trainingView(input: TrainingInput): TrainingPayload {
  const { curves, first = 1, state = 'finished' } = input;
  const length = curves[0]?.values.length ?? 0;
  const epochs = input.epochs ?? Math.max(1, first - 1 + length);
  const other = curves.find(({ values }) => values.length !== length);
  if (other) {
    throw new ViewError(
      `curve ${quote(other.name)} has ${other.values.length} losses, the first curve ${length}; give one an epoch (NaN where there is none)`
    );
  }
  const best = input.best ?? leastOf(curves[1]?.values, first);
  const every = Math.ceil(length / MAX_EPOCHS);
  const keep = Uint32Array.from({ length }, (_, i) => i).filter(
    i => i % every === 0 || i === length - 1 || first + i === best
  );
  const header = headerOf(input);
  if (every > 1) {
    const note = `One in ${every} epochs is shown, with the best and the last, to keep the notebook small.`;
    header.notes = [...(header.notes ?? []), note];
  }
  const { loss = 'loss', done = Math.min(1, (first - 1 + length) / epochs), elapsed = 0 } = input;
  const payload: TrainingPayload = {
    view: 'training',
    version: 1,
    ...header,
    rows: encodeRows({ rowNoun: 'epoch', ids: Array.from({ length }, (_, i) => first + i) }, keep),
    loss,
    curves: curves.map(({ name, values }) => ({
      name,
      values: encodeNumbers(
        Float64Array.from(keep, i => values[i]),
        [keep.length]
      )
    })),
    state,
    epochs,
    done,
    elapsed,
    ...(input.left === undefined ? {} : { left: input.left }),
    ...(best === undefined ? {} : { best }),
    ...(input.outcome === undefined ? {} : { outcome: input.outcome })
  };
  decodeTraining(parseTraining(payload));
  return payload;
}

/** Number of the epoch with the least value, the first of equals. */
function leastOf(values: ArrayLike<number> | undefined, first: number): number | undefined {
  let least = -1;
  for (let i = 0; i < (values?.length ?? 0); i++) {
    if (Number.isFinite(values![i]) && !(values![i] >= values![least])) least = i;
  }
  return least < 0 ? undefined : first + least;
}

/** A training monitor's payload, decoded. */
export interface TrainingData {
  payload: TrainingPayload;
  /** Numbers of the epochs, rising. */
  epochs: Uint32Array;
  /** Losses after those epochs; NaN is NA. */
  curves: { name: string; values: Float64Array }[];
  /** Place of the best epoch among those shown; -1 where there is none. */
  best: number;
}

/** Read a training monitor's payload (object or JSON text) and check it against its schema. @throws ViewError */
export function parseTraining(json: unknown): TrainingPayload {
  return readPayload<TrainingPayload>(json, { name: 'training', version: 1 }, trainingValidator);
}

/** Check what a schema cannot say and decode the arrays. @throws ViewError */
export function decodeTraining(payload: TrainingPayload): TrainingData {
  const shown = payload.rows.ids.shape[0];
  checkArray(payload.rows.ids, 'rows.ids', [shown]);
  payload.curves.forEach(({ name, values }) => checkArray(values, `curve ${quote(name)}`, [shown]));
  const epochs = decodeRows(payload.rows).ids;
  epochs.forEach((epoch, i) => {
    if (epoch < 1 || epoch > payload.epochs || (i > 0 && epoch <= epochs[i - 1])) {
      throw new ViewError(
        `rows.ids[${i}] is ${epoch}; expected epochs from 1 to ${payload.epochs}, each later than the one before`
      );
    }
  });
  const best = payload.best === undefined ? -1 : epochs.indexOf(payload.best);
  if (payload.best !== undefined && best < 0)
    throw new ViewError(`best: epoch ${payload.best} is none of those shown`);
  const names = new Set(payload.curves.map(({ name }) => name));
  if (names.size < payload.curves.length)
    throw new ViewError(`curves: ${[...names].map(quote).join(', ')}; a name stands twice`);
  return {
    payload,
    epochs,
    curves: payload.curves.map(({ name, values }) => ({
      name,
      values: decodeArray(values, `curve ${quote(name)}`)
    })),
    best
  };
}

/** A time for reading: "12 s", "3 min 20 s", "2 h 5 min". */
export function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (whole < 600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * How far a training is, in a sentence.
 * @param alive whether a training that says that it runs still does. Default true
 */
export function trainingLine({ payload }: TrainingData, alive = true): string {
  const { state, epochs, done, elapsed, left, outcome } = payload;
  // rounding must not take the end of an epoch for the next
  const epoch = Math.min(epochs, Math.max(1, Math.ceil(done * epochs - 1e-6)));
  const said = outcome === undefined ? '' : ` ${outcome}`;
  if (state === 'finished') return outcome ?? `${epoch} of ${epochs} epochs in ${durationText(elapsed)}.`;
  if (state === 'stopped')
    return `Stopped in epoch ${epoch} of ${epochs} after ${durationText(elapsed)}.${said}`;
  const share = `Epoch ${epoch} of ${epochs}, ${Math.round(100 * done)} % done`;
  if (!alive) return `${share} when it was last heard of; it does not run any more.`;
  return `${share}${left === undefined ? '' : `, about ${durationText(left)} left`}.${said}`;
}
