import * as tf from '@tensorflow/tfjs';
import { Random } from '../../src/math';
import {
  AbortError,
  clusterEncoder,
  fit,
  fitClusterEncoder,
  fitStandardisation,
  flareNetwork,
  getWeights,
  packEncoder,
  type Checkpoint,
  type ClusterEncoder,
  type LoopOptions
} from '../../src/models';
import { useBackend } from '../../src/models/backend';
import { toySets } from './toySets';

beforeAll(async () => {
  await useBackend();
});

/** A checkpoint in memory. */
function memory(): Checkpoint & { bytes: Uint8Array | null } {
  return {
    bytes: null,
    read() {
      return this.bytes;
    },
    write(bytes) {
      this.bytes = bytes;
    }
  };
}

const [train, validation] = [toySets(120, 1), toySets(40, 2)];
const standardisation = fitStandardisation(train, 2);
const options = { epochs: 5, seed: 3, batchSize: 16, validation };

/** Trains as a process would that is stopped in an epoch: only what the checkpoint holds goes on. */
async function stopIn(epoch: number, checkpoint: Checkpoint, network: 'pooled' | 'conv'): Promise<void> {
  const abort = new AbortController();
  const model = clusterEncoder(standardisation, { seed: 4, network });
  const onProgress: LoopOptions['onProgress'] = p => {
    if (p.epoch === epoch && p.batch === 3) abort.abort();
  };
  await expect(
    fitClusterEncoder(model, train, { ...options, checkpoint, signal: abort.signal, onProgress })
  ).rejects.toThrow(AbortError);
}

test.each(['pooled', 'conv'] as const)(
  'a %s encoder that was stopped twice ends with the weights of one that was not',
  async network => {
    const straight = clusterEncoder(standardisation, { seed: 4, network });
    const expected = await fitClusterEncoder(straight, train, options);
    const checkpoint = memory();
    await stopIn(2, checkpoint, network);
    await stopIn(4, checkpoint, network);
    // another process: other weights to begin with
    const resumed = clusterEncoder(standardisation, { seed: 99, network });
    const found = await fitClusterEncoder(resumed, train, { ...options, checkpoint });
    expect(found.history).toEqual(expected.history);
    expect(found.bestEpoch).toBe(expected.bestEpoch);
    expect(Buffer.from(packEncoder(resumed)).equals(Buffer.from(packEncoder(straight)))).toBe(true);
    // a finished training trains no more
    const again: ClusterEncoder = clusterEncoder(standardisation, { seed: 5, network });
    expect((await fitClusterEncoder(again, train, { ...options, checkpoint })).history).toHaveLength(5);
  }
);

test('the flare network goes on too, with the masks of its dropout', async () => {
  const random = new Random(1);
  const examples = {
    values: Float32Array.from({ length: 64 * 40 }, () => random.normal()),
    count: 64,
    length: 40,
    labels: Array.from({ length: 64 }, (_, i) => i % 2)
  };
  const run = async (epochs: number, checkpoint?: Checkpoint, seed = 2) => {
    const model = flareNetwork({ window: 40, seed });
    // masks belong to the network, so the resumed one has the same seed
    await fit(model, examples, { epochs, seed: 7, checkpoint });
    return getWeights(model);
  };
  const straight = await run(4);
  const checkpoint = memory();
  await run(2, checkpoint);
  expect(await run(4, checkpoint)).toEqual(straight);
});

test('a checkpoint of other settings or of damaged bytes is refused, with what to do', async () => {
  const checkpoint = memory();
  const model = clusterEncoder(standardisation, { seed: 4 });
  await fitClusterEncoder(model, train, { ...options, epochs: 1, checkpoint });
  await expect(fitClusterEncoder(model, train, { ...options, seed: 8, checkpoint })).rejects.toThrow(
    /seed 3.*expected.*seed 8.*delete it/is
  );
  checkpoint.bytes = checkpoint.bytes!.slice(0, 400);
  await expect(fitClusterEncoder(model, train, { ...options, checkpoint })).rejects.toThrow(/checkpoint/);
});

test('a hundred epochs leave no tensors behind', async () => {
  const model = clusterEncoder(standardisation, { seed: 4 });
  const few = toySets(8, 5);
  await fitClusterEncoder(model, few, { epochs: 1, batchSize: 4 });
  const before = tf.memory().numTensors;
  await fitClusterEncoder(model, few, { epochs: 100, batchSize: 4, checkpoint: memory() });
  expect(tf.memory().numTensors).toBe(before);
});
