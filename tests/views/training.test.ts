/** The training monitor's payload: builder, reader, words, picture. */
import {
  decodeTraining,
  durationText,
  MAX_EPOCHS,
  parseTraining,
  trainingLine,
  trainingSvg,
  trainingView,
  ViewError,
  type TrainingInput,
  type TrainingPayload
} from '../../src/views';
import { viewBundle } from '../../src/views/node';

const input = (more: Partial<TrainingInput> = {}): TrainingInput => ({
  viewId: 'training',
  title: 'Training <fast>',
  caption: 'Caption.',
  alt: 'Two losses by epoch.',
  loss: 'cross-entropy',
  curves: [
    { name: 'training', values: [1, 0.5, 0.25] },
    { name: 'validation', values: [0.9, 0.4, 0.6] }
  ],
  state: 'running',
  epochs: 6,
  ...more
});
const decoded = (more: Partial<TrainingInput> = {}) =>
  decodeTraining(parseTraining(JSON.stringify(trainingView(input(more)))));

it('comes back as it was given; the best epoch is the least validation loss', () => {
  const data = decoded();
  expect([...data.epochs]).toEqual([1, 2, 3]);
  expect(data.curves.map(({ values }) => [...values])).toEqual([
    [1, 0.5, 0.25],
    [0.9, 0.4, 0.6].map(Math.fround)
  ]);
  expect([data.payload.best, data.best]).toEqual([2, 1]);
  expect(data.payload.done).toBe(0.5);
});

it('has no best epoch without a validation, and none among losses that are not finite', () => {
  const [training] = input().curves;
  expect(decoded({ curves: [training] }).best).toBe(-1);
  const data = decoded({ curves: [training, { name: 'validation', values: [NaN, Infinity, NaN] }] });
  expect(data.best).toBe(-1);
  expect([...data.curves[1].values]).toEqual([NaN, NaN, NaN]);
});

it('begins before the first epoch has ended, and may go on from a later one', () => {
  expect(decoded({ curves: [{ name: 'training', values: [] }] }).epochs).toHaveLength(0);
  const late = decoded({ first: 4 });
  expect([...late.epochs]).toEqual([4, 5, 6]);
  expect([late.payload.best, late.payload.done]).toEqual([5, 1]);
});

it('shows some of very many epochs, the best and the last among them, and says so', () => {
  const values = Float64Array.from({ length: 100_000 }, (_, i) => (i === 77_776 ? 0.5 : 1 + 1 / (i + 1)));
  const data = decoded({
    epochs: 100_000,
    curves: ['training', 'validation'].map(name => ({ name, values }))
  });
  expect(data.epochs.length).toBeLessThanOrEqual(MAX_EPOCHS + 2);
  expect(data.payload.best).toBe(77_777);
  expect(data.curves[1].values[data.best]).toBe(0.5);
  expect(data.epochs[data.epochs.length - 1]).toBe(100_000);
  expect(data.payload.notes).toEqual([expect.stringContaining('One in 50 epochs')]);
  expect(JSON.stringify(data.payload).length).toBeLessThan(60_000);
});

describe('the line of words', () => {
  const line = (more: Partial<TrainingInput>, alive?: boolean) => trainingLine(decoded(more), alive);
  it.each([
    [{}, 'Epoch 3 of 6, 50 % done.'],
    [{ done: 0.51, left: 11.2 }, 'Epoch 4 of 6, 51 % done, about 12 s left.'],
    [{ done: 0 }, 'Epoch 1 of 6, 0 % done.'],
    [{ state: 'finished', elapsed: 61 }, '3 of 6 epochs in 1 min 1 s.'],
    [{ state: 'finished', outcome: 'Trained in 3 s.' }, 'Trained in 3 s.'],
    [{ state: 'stopped', elapsed: 5 }, 'Stopped in epoch 3 of 6 after 5 s.']
  ] as [Partial<TrainingInput>, string][])('%j: %s', (more, words) => expect(line(more)).toBe(words));
  it('does not promise an end where nothing runs', () => {
    expect(line({ left: 9 }, false)).toBe(
      'Epoch 3 of 6, 50 % done when it was last heard of; it does not run any more.'
    );
  });
  it('never takes the end of an epoch for the next', () => {
    for (let epochs = 1; epochs < 200; epochs++) {
      for (let epoch = 1; epoch <= epochs; epoch++) {
        expect(
          line({ curves: [{ name: 'training', values: [] }], epochs, done: (epoch - 1 + 7 / 7) / epochs })
        ).toMatch(new RegExp(`^Epoch ${epoch} of`));
      }
    }
  });
  it.each([
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min 0 s'],
    [200, '3 min 20 s'],
    [3599, '1 h 0 min'],
    [7500, '2 h 5 min']
  ])('%d s is %s', (seconds, text) => expect(durationText(seconds)).toBe(text));
});

describe('refused by the builder', () => {
  it.each([
    [
      'curves of two lengths',
      {
        curves: [
          { name: 'a', values: [1] },
          { name: 'b', values: [1, 2] }
        ]
      },
      /"b" has 2 losses/
    ],
    ['no curve', { curves: [] }, /curves must NOT have fewer than 1/],
    ['two of one name', { curves: [1, 2].map(() => ({ name: 'a', values: [1] })) }, /a name stands twice/],
    ['more epochs than planned', { epochs: 2, done: 1 }, /rows\.ids\[2\] is 3; expected epochs from 1 to 2/],
    ['a best epoch that is not there', { best: 5 }, /best: epoch 5 is none/],
    ['a share above 1', { done: 1.2 }, /done must be <= 1/],
    ['a time before the start', { elapsed: -1 }, /elapsed must be >= 0/],
    ['another state', { state: 'waiting' as never }, /state must be one of "running", "finished", "stopped"/]
  ] as [string, Partial<TrainingInput>, RegExp][])('%s', (_, more, words) => {
    expect(() => trainingView(input(more))).toThrow(words);
    expect(() => trainingView(input(more))).toThrow(ViewError);
  });
});

it('refuses epochs that do not rise', () => {
  const payload: TrainingPayload = trainingView(input());
  const [first] = Buffer.from(Uint32Array.of(2, 1, 3).buffer)
    .toString('base64')
    .split('\n');
  expect(() =>
    decodeTraining({ ...payload, rows: { ...payload.rows, ids: { ...payload.rows.ids, data: first } } })
  ).toThrow(/rows\.ids\[1\] is 1/);
});

describe('the picture', () => {
  it('names the lines at their ends, the axis by the loss, and grows with the history', () => {
    const svg = trainingSvg(decoded());
    for (const text of ['>training<', '>validation<', '>cross-entropy<', '>best<', 'Training &lt;fast&gt;'])
      expect(svg).toContain(text);
    expect(svg.match(/<circle/g)).toHaveLength(6);
    expect(trainingSvg(decoded({ curves: [{ name: 'training', values: [] }] }))).not.toContain('<circle');
  });

  it('is cut where a loss is not finite, and stands on 0 or on what lies below', () => {
    const curve = (values: number[]) =>
      trainingSvg(decoded({ curves: [{ name: 'training', values }], epochs: 5 }));
    const path = (svg: string) => /<path d="([^"]*)"/.exec(svg)![1];
    expect(path(curve([3, 2, NaN, 1, 0.5])).match(/M/g)).toHaveLength(2);
    const depth = (svg: string) => Number(/L[\d.]+ ([\d.]+)$/.exec(path(svg))![1]);
    expect(depth(curve([1, 0]))).toBeCloseTo(234, 0);
    expect(depth(curve([1, -1]))).toBeCloseTo(234, 0);
    expect(depth(curve([1, 1]))).toBeLessThan(80);
  });

  it('stands in the output beside payload and text', () => {
    const { data, metadata } = viewBundle(trainingView(input()));
    expect(Object.keys(data)).toEqual([
      'application/vnd.terselab.training.v1+json',
      'image/png',
      'image/svg+xml',
      'text/plain'
    ]);
    expect(data['text/plain']).toContain('Epoch 3 of 6, 50 % done.');
    expect(metadata['image/png']).toMatchObject({ width: 640, height: 280 });
  });
});
