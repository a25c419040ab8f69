/** A live model whose answers can be worked out by hand: terse = x + 2 y, answer = .8 + .01 mean(terse) + .001 ln f. */
import { modelView, type LiveNetworkInput, type ModelPayload, type PlainNetwork } from 'terselab/dist/views';

const COUNTS = [4, 3];
export const VALUES = Array.from({ length: 14 }, (_, i) => (i * 5) % 7);
export const ORDER = [2, 0, 3, 1, 1, 2, 0];
export const STEPS = [0.5, 2];

export const terseOf = (row: number): number => VALUES[2 * row] + 2 * VALUES[2 * row + 1];

/** The answer of the first object from so many of its elements. */
export function answerOf(left: number): number {
  const kept = ORDER.slice(0, left);
  const mean = kept.reduce((sum, place) => sum + terseOf(place), 0) / left;
  return 0.8 + 0.01 * mean + 0.001 * Math.log(left / 4);
}

const weight = (values: number[], shape: number[]) => ({ shape, values });

const network: PlainNetwork = {
  name: 'by hand',
  inputs: [
    { name: 'rows', shape: [null, 2] },
    { name: 'mask', shape: [null] },
    { name: 'about', shape: [3] }
  ],
  nodes: [
    { name: 'terse', kind: 'dense', config: {}, weights: { kernel: weight([1, 2], [2, 1]) }, from: ['rows'] },
    { name: 'pooled', kind: 'maskedMean', config: {}, weights: {}, from: ['terse', 'mask'] },
    { name: 'joined', kind: 'concatenate', config: {}, weights: {}, from: ['pooled', 'about'] },
    {
      name: 'answer',
      kind: 'dense',
      config: {},
      weights: { kernel: weight([0.01, 0, 0.001, 0], [4, 1]), bias: weight([0.8], [1]) },
      from: ['joined']
    }
  ],
  output: 'answer'
};

const starts = [0, 4, 7];
const whole = (object: number): number => {
  let sum = 0;
  for (let row = starts[object]; row < starts[object + 1]; row++) sum += terseOf(row);
  return 0.8 + (0.01 * sum) / COUNTS[object];
};

export function modelPayload(more: Partial<LiveNetworkInput> = {}): ModelPayload {
  const rows = Array.from({ length: 7 }, (_, i) => i);
  const live: LiveNetworkInput = {
    network,
    terse: 'terse',
    values: VALUES,
    kernel: {
      answers: [whole(0), whole(1)],
      saliency: rows.flatMap(row => {
        const n = row < 4 ? 4 : 3;
        return [(0.01 * STEPS[0]) / n, (0.02 * STEPS[1]) / n];
      }),
      terse: rows.map(terseOf)
    }
  };
  return modelView({
    viewId: 'live',
    title: 'Live',
    caption: 'A network.',
    alt: 'Answers.',
    notes: ['Two samples of seven.'],
    rowNoun: 'sample',
    ids: [5, 9],
    elementNoun: 'cluster',
    counts: COUNTS,
    columns: { label: 'feature', names: ['x', 'y'] },
    steps: STEPS,
    set: { mask: 'mask', about: 'about', expected: 4, order: ORDER },
    answer: { label: 'sigma_8', low: 0.7, high: 1, truth: [0.85, 0.9] },
    saliencyUnit: 'sigma_8 per step',
    networks: [live, { ...live, name: 'its twin', ...more }]
  });
}

/** A curve of six points; the answer is their mean. */
export function curvePayload(): ModelPayload {
  const values = [0, 1, 4, 2, 1, 0];
  return modelView({
    viewId: 'curve',
    title: 'Curve',
    caption: 'A network of curves.',
    alt: 'A curve.',
    rowNoun: 'window',
    ids: [1],
    elementNoun: 'cadence',
    counts: [6],
    columns: { label: 'flux', unit: 'sigma' },
    steps: [1],
    answer: { label: 'mean', low: 0, high: 3 },
    saliencyUnit: 'mean per sigma',
    networks: [
      {
        network: {
          name: 'mean',
          inputs: [{ name: 'flux', shape: [6, 1] }],
          nodes: [{ name: 'mean', kind: 'globalAveragePooling', config: {}, weights: {}, from: ['flux'] }],
          output: 'mean'
        },
        values,
        kernel: { answers: [8 / 6], saliency: values.map(() => 1 / 6) }
      }
    ]
  });
}
