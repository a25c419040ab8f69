/** The monitor in a kernel: one output updated in place, seldom; an interruption leaves its last state. */
import { trainingMonitor } from '../../src/kernel/trainingMonitor';
import type { EpochRecord, TrainingProgress } from '../../src/models';
import type { TrainingPayload } from '../../src/views';

const KEY = Symbol.for('terselab.interrupt');

interface Sent {
  payload: TrainingPayload;
  id: number;
  update: boolean;
}
// the page: what is shown, when, and how long drawing it takes
const mockPage = { sent: [] as Sent[], seconds: 0, cost: 0, outputs: 0 };
jest.mock('../../src/kernel/show', () => ({
  open(payload: TrainingPayload) {
    const id = mockPage.outputs++;
    const send = (next: TrainingPayload, update: boolean) => {
      mockPage.seconds += mockPage.cost;
      mockPage.sent.push({ payload: next, id, update });
    };
    send(payload, false);
    return { update: (next: TrainingPayload) => send(next, true) };
  }
}));
const { sent } = mockPage;

beforeEach(() => {
  sent.length = 0;
  mockPage.seconds = 100;
  mockPage.cost = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => 1000 * mockPage.seconds);
});
afterEach(() => {
  delete (globalThis as { [KEY]?: unknown })[KEY];
  jest.restoreAllMocks();
});

const history = (epochs: number): EpochRecord[] =>
  Array.from({ length: epochs }, (_, i) => ({ epoch: i + 1, loss: 1 / (i + 1), validationLoss: 2 - i }));

const progress = (more: Partial<TrainingProgress> = {}): TrainingProgress => ({
  epoch: 2,
  epochs: 4,
  batch: 5,
  batches: 10,
  history: history(1),
  elapsed: 6,
  ...more
});

test('one output, updated in place, at most ten times a second', async () => {
  const monitor = trainingMonitor('Training');
  for (let i = 0; i < 100; i++) {
    await monitor.onProgress(progress());
    mockPage.seconds += 0.03;
  }
  expect(sent.length).toBeLessThanOrEqual(3 * 10 + 1);
  expect(sent.length).toBeGreaterThanOrEqual(20);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
  expect(sent.map(({ update }) => update)).toEqual(sent.map((_, i) => i > 0));
});

test('drawing takes at most a twentieth of the time', async () => {
  mockPage.cost = 0.25;
  const monitor = trainingMonitor('Training');
  const began = mockPage.seconds;
  while (mockPage.seconds < began + 60) {
    await monitor.onProgress(progress());
    mockPage.seconds += 0.03;
  }
  expect((sent.length * mockPage.cost) / (mockPage.seconds - began)).toBeLessThanOrEqual(1 / 20 + 0.01);
  expect(sent.length).toBeGreaterThan(8);
});

test('progress, time left, loss and best epoch are in the payload', async () => {
  const monitor = trainingMonitor('Training of A', { loss: 'cross-entropy' });
  await monitor.onProgress(progress({ epoch: 1, batch: 1 }));
  mockPage.seconds += 1;
  await monitor.onProgress(progress({ epoch: 3, batch: 10, history: history(2), elapsed: 30 }));
  const { payload } = sent[sent.length - 1];
  expect(payload).toMatchObject({ state: 'running', epochs: 4, done: 0.75, elapsed: 30, left: 10, best: 2 });
  expect(payload).toMatchObject({ viewId: 'training-training-of-a', loss: 'cross-entropy' });
  expect(payload.curves.map(({ name }) => name)).toEqual(['training', 'validation']);
});

test('a run that goes on from epoch 3 reckons by its own epochs', async () => {
  const monitor = trainingMonitor('Training');
  await monitor.onProgress(progress({ epoch: 3, batch: 10, history: history(2), elapsed: 30 }));
  expect(sent[0].payload.left).toBeCloseTo(30);
});

test('the last state stays, with its words', async () => {
  const monitor = trainingMonitor('Training');
  await monitor.onProgress(progress());
  monitor.finish(history(4), 'Trained in 12 s.');
  const { payload, update } = sent[sent.length - 1];
  expect(update).toBe(true);
  expect(payload).toMatchObject({ state: 'finished', done: 1, outcome: 'Trained in 12 s.', epochs: 4 });
});

test('an interruption is the last that is said, at once and once', async () => {
  const controller = new AbortController();
  (globalThis as { [KEY]?: unknown })[KEY] = { signal: controller.signal };
  const monitor = trainingMonitor('Training');
  await monitor.onProgress(progress());
  controller.abort();
  expect(sent.map(({ payload }) => payload.state)).toEqual(['running', 'stopped']);
  mockPage.seconds += 10;
  await monitor.onProgress(progress());
  expect(sent).toHaveLength(2);
});

test('the next cell is another signal: one that had finished is not said to have stopped', async () => {
  const controller = new AbortController();
  (globalThis as { [KEY]?: unknown })[KEY] = { signal: controller.signal };
  const monitor = trainingMonitor('Training');
  await monitor.onProgress(progress());
  monitor.finish(history(4), 'Done.');
  controller.abort();
  expect(sent.map(({ payload }) => payload.state)).toEqual(['running', 'finished']);
});
