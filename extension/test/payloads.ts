/** Small valid payloads for tests, with every optional part present. */
import { saliencyView, terseView, type SaliencyPayload, type TersePayload } from 'terselab/dist/views';

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
