import { FormatError, readNpz, writeNpz } from '../formats';
import type { RandomState } from '../math';
import type { EpochRecord } from './trainingLoop';

/** Where a training keeps its state between epochs; `fileCheckpoint` keeps it in a file. */
export interface Checkpoint {
  /** The bytes last written, or null where there are none. */
  read(): Uint8Array | null;
  /** Keeps bytes in place of earlier ones, wholly or not at all. */
  write(bytes: Uint8Array): void;
}

/** All that a training needs to go on as if it had not been interrupted. */
export interface TrainingState {
  /** What is trained and how; a checkpoint of another training is refused. */
  of: string;
  /** Epochs done. */
  epoch: number;
  weights: Float32Array[];
  /** Adam: steps done, the two powers of its decay rates, first and then second moments of the weights. */
  steps: number;
  decay: [number, number];
  moments: Float32Array[];
  /** Random numbers of the loop, and whatever else the trainee draws from. */
  random: RandomState;
  trainee: unknown;
  history: EpochRecord[];
  best: { epoch: number; loss: number; weights: Float32Array[] } | null;
}

const LISTS = ['weights', 'moments', 'best'] as const;

/** A training's state as an NPZ archive: float32 arrays, and the rest as JSON in bytes. */
export function packState(state: TrainingState): Uint8Array {
  const arrays: Record<string, Float32Array | Uint8Array> = {};
  const { weights, moments, best, ...rest } = state;
  const lists = { weights, moments, best: best?.weights ?? [] };
  for (const list of LISTS) lists[list].forEach((values, i) => (arrays[`${list} ${i}`] = values));
  const plain = { ...rest, best: best && { epoch: best.epoch, loss: best.loss } };
  arrays.state = new TextEncoder().encode(JSON.stringify(plain));
  return writeNpz(arrays);
}

/**
 * Reads {@link packState}'s bytes.
 * @param of what the state must be of
 * @throws FormatError where the bytes are damaged or of another training
 */
export function unpackState(bytes: Uint8Array, of: string): TrainingState {
  const name = 'training checkpoint';
  const arrays = readNpz(bytes, { name });
  const values = (key: string) => {
    const array = arrays.get(key);
    return array && 'values' in array ? array.values : undefined;
  };
  const json = values('state');
  if (!(json instanceof Uint8Array)) {
    throw new FormatError({
      code: 'layout',
      file: name,
      found: 'no array "state"',
      expected: 'a checkpoint of this version',
      todo: 'Delete the checkpoint and train from the start.'
    });
  }
  const plain = JSON.parse(new TextDecoder().decode(json)) as TrainingState;
  if (plain.of !== of) {
    throw new FormatError({
      code: 'layout',
      file: name,
      found: `a training of ${plain.of}`,
      expected: of,
      todo: 'Train with the settings of the checkpoint, or delete it and train from the start.'
    });
  }
  const list = (key: (typeof LISTS)[number]) => {
    const out: Float32Array[] = [];
    for (let i = 0; values(`${key} ${i}`); i++) out.push(values(`${key} ${i}`) as Float32Array);
    return out;
  };
  return {
    ...plain,
    weights: list('weights'),
    moments: list('moments'),
    best: plain.best && { ...plain.best, weights: list('best') }
  };
}
