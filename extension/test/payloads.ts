/** Small valid payloads for tests, with every optional part present. */
import {
  saliencyView,
  terseView,
  trainingView,
  type SaliencyPayload,
  type TersePayload,
  type TrainingPayload
} from 'terselab/dist/views';

export function saliencyPayload(rows = 5, columns = 8, more: Partial<SaliencyPayload> = {}): SaliencyPayload {
  const cells = Array.from({ length: rows * columns }, (_, i) => Math.sin(i) * (1 + (i % 7)));
  return {
    ...saliencyView({
      viewId: 'saliency',
      group: 'flares',
      title: 'Saliency of windows',
      caption: 'What raises the score.',
      alt: 'A heatmap.',
      notes: ['Two rows were dropped.'],
      method: 'gradient',
      score: 'logit',
      rowNoun: 'window',
      ids: Array.from({ length: rows }, (_, i) => 100 + i),
      columns: { label: 'time', unit: 'min', start: -8, step: 2 },
      values: cells,
      input: { label: 'flux', unit: 'sigma', values: cells.map(value => value * value) },
      fields: [
        {
          name: 'amplitude',
          label: 'amplitude',
          unit: 'sigma',
          values: Array.from({ length: rows }, (_, i) => (i * 3) % 5)
        },
        {
          name: 'kind',
          label: 'kind',
          categories: ['flare', 'noise'],
          values: Array.from({ length: rows }, (_, i) => i % 2)
        }
      ]
    }),
    ...more
  };
}

/** Two classes by three, 12 rows of 6 columns, two methods, all choices set. */
export function panelPayload(): SaliencyPayload {
  const rows = Array.from({ length: 12 }, (_, i) => i);
  const cells = rows.flatMap(i => [0, 1, 2, 3, 4, 5].map(j => Math.sin(i + j) * (1 + j)));
  return saliencyView({
    viewId: 'panels',
    title: 'Panels',
    caption: 'Six panels.',
    alt: 'A grid of heatmaps.',
    method: 'gradient',
    score: 'sigma_8',
    rowNoun: 'mass bin',
    ids: rows,
    columns: { label: 'feature', names: ['a', 'b', 'c', 'd', 'e', 'f'] },
    values: cells,
    methods: [{ method: 'occlusion', values: cells.map(value => 10 * value) }],
    fields: [
      { name: 'S_8', categories: ['low', 'high'], values: rows.map(i => i % 2) },
      { name: 'b', categories: ['0.9', '1', '1.1'], values: rows.map(i => (i === 5 ? null : i % 3)) },
      { name: 'mass', values: rows.map(i => 13 + ((i * 7) % 12)) }
    ],
    panels: { rows: 'S_8', columns: 'b' },
    start: { absolute: true, profiles: true, contour: 0.5 }
  });
}

/** Five images of 6 x 4 pixels with a bright pixel each. */
export function imagePayload(): SaliencyPayload {
  const cells = Array.from({ length: 5 * 24 }, (_, i) => Math.cos(i) * (i % 24 === 7 ? 3 : 1));
  return saliencyView({
    viewId: 'images',
    title: 'Images',
    caption: 'Maps over images.',
    alt: 'A galaxy with a map over it.',
    method: 'gradient',
    score: 'logit',
    rowNoun: 'galaxy',
    ids: [3, 4, 5, 6, 7],
    columns: { label: 'pixel' },
    values: cells,
    methods: [{ method: 'occlusion', score: 'probability', values: cells.map(Math.sin), limit: 2 }],
    input: { label: 'flux', unit: 'Jy', values: cells.map(value => value * value) },
    fields: [{ name: 'size', values: [5, 3, 1, 2, 4] }],
    image: { height: 6, width: 4 },
    start: { opacity: 0.5 }
  });
}

export function tersePayload(rows = 30, more: Partial<TersePayload> = {}): TersePayload {
  const index = Array.from({ length: rows }, (_, i) => i);
  return {
    ...terseView({
      viewId: 'terse',
      group: 'flares',
      title: 'Terse layer',
      caption: 'Two numbers.',
      alt: 'A scatter.',
      rowNoun: 'window',
      ids: index.map(i => i),
      table: index.map(i => `W${i}`),
      terse: index.flatMap(i => [i * 0.5, Math.cos(i)]),
      terseNames: ['terse 1', 'terse 2'],
      fields: [
        { name: 'mass', label: 'mass', unit: 'Msun', values: index.map(i => (i === 3 ? NaN : i * i)) },
        {
          name: 'star',
          label: 'star',
          categories: ['A', 'B', 'C'],
          values: index.map(i => (i === 4 ? null : i % 3))
        }
      ],
      x: 'mass',
      y: 'terse 1',
      colour: 'star',
      correlations: [
        { terse: 'terse 1', field: 'mass', spearman: 0.9, pearson: 0.8, low: 0.7, high: 0.95, n: rows - 1 }
      ]
    }),
    ...more
  };
}

/** 60 clusters: in one arm the terse value is mass, in the other sigma_8. */
export function armsPayload(more: Partial<TersePayload> = {}): TersePayload {
  const index = Array.from({ length: 60 }, (_, i) => i);
  const mass = index.map(i => 13 + ((i * 37) % 60) / 30);
  const sigma = index.map(i => 0.7 + ((i * i * 7) % 61) / 300);
  return {
    ...terseView({
      viewId: 'arms',
      title: 'Two arms',
      caption: 'Two networks.',
      alt: 'Two scatters.',
      rowNoun: 'cluster',
      ids: index,
      terse: index.map(i => (i % 2 ? 0.2 * mass[i] + 10 * (sigma[i] - 0.8) : 2 * (mass[i] - 14))),
      terseNames: ['terse 1'],
      fields: [
        { name: 'noise', values: index.map(i => Math.sin(i * i)) },
        { name: 'sigma_8', values: sigma },
        { name: 'mass', values: mass },
        { name: 'arm', categories: ['trustworthy', 'suspicious'], values: index.map(i => i % 2) }
      ],
      x: 'mass',
      colour: 'arm',
      arms: 'arm',
      start: { fit: true }
    }),
    ...more
  };
}

/** 60,000 rows: more than are sent, so that their density is. */
export function crowdPayload(): TersePayload {
  const index = Array.from({ length: 60_000 }, (_, i) => i);
  const x = index.map(i => (i * 0.6180339887) % 1);
  return terseView({
    viewId: 'crowd',
    title: 'A crowd',
    caption: 'Many.',
    alt: 'A band.',
    rowNoun: 'cluster',
    ids: index,
    terse: x.map((value, i) => value * value + 0.1 * ((i * 0.7548776662) % 1) - 0.05),
    terseNames: ['terse 1'],
    density: true,
    fields: [
      { name: 'x', values: x },
      { name: 'noise', values: index.map(i => (i * 0.5698402909) % 1) }
    ]
  });
}

/** Every new part of a terse payload at once, small enough to be damaged a thousand times. */
export function crowdSmall(): TersePayload {
  const payload = armsPayload({ allRows: 4, start: { all: true, fit: true, given: 'noise' } });
  const logCounts = { dtype: 'u1' as const, shape: [2, 2], scale: 0.01, offset: 0, data: 'AUVkAA==' };
  payload.density = [{ x: 'mass', y: 'terse 1', xRange: [13, 15], yRange: [-2, 4], logCounts }];
  payload.correlations = [
    {
      terse: 'terse 1',
      field: 'mass',
      spearman: 0.5,
      pearson: 0.4,
      low: 0.3,
      high: 0.7,
      n: 60,
      pearsonLow: 0.1,
      pearsonHigh: 0.6,
      partial: { given: ['noise'], rho: 0.2, low: 0, high: 0.4 }
    }
  ];
  return payload;
}

/** Eight of twelve epochs of a training that runs. */
export function trainingPayload(more: Partial<TrainingPayload> = {}): TrainingPayload {
  const epochs = [0, 1, 2, 3, 4, 5, 6, 7];
  return {
    ...trainingView({
      viewId: 'training',
      title: 'Training of A',
      caption: 'Loss after each epoch.',
      alt: 'Two losses that fall.',
      notes: ['A note.'],
      loss: 'cross-entropy',
      curves: [
        { name: 'training', values: epochs.map(i => 0.8 ** i) },
        { name: 'validation', values: epochs.map(i => (i === 2 ? NaN : 0.3 + (i - 5) ** 2 / 50)) }
      ],
      state: 'running',
      epochs: 12,
      elapsed: 20,
      left: 10,
      outcome: 'So far.'
    }),
    ...more
  };
}
