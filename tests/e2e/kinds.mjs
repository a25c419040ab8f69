// One of every kind of output that a notebook can show, each in a cell of its own.
import { frames, scrollTo } from './lab.mjs';
import { lesson } from './livePayloads.mjs';
import { code, fromDist, output, views, write } from './notebook.mjs';
import { clusters, images, panels } from './partPayloads.mjs';
import { held } from './pixels.mjs';
import { MODEL, SALIENCY, TERSE, titled, TRAINING } from './views.mjs';
import { until } from './wait.mjs';

const range = n => Array.from({ length: n }, (_, i) => i);
/** A canvas that holds fewer has not been drawn on. */
const LEAST_COLOURS = 20;
const bump = x => Math.exp(-((x / 4) ** 2));

/** Thirty windows with a bump in the middle of each, and what was put in. */
function rows() {
  const ids = range(30);
  return views.saliencyView({
    viewId: 'rows',
    title: 'What makes it a flare',
    caption: 'Rows are windows, columns minutes from the peak.',
    alt: 'A heatmap: a red stripe a little after the peak in each of thirty rows.',
    method: 'gradient',
    score: 'logit of flare',
    rowNoun: 'window',
    ids,
    columns: { label: 'time from peak', unit: 'min', start: -25, step: 1 },
    values: ids.flatMap(i => range(50).map(j => (1 + (i % 5)) * (bump(j - 27) - 0.6 * bump(j - 20)))),
    input: {
      label: 'flux',
      unit: 'sigma',
      values: ids.flatMap(i => range(50).map(j => (i % 7) * bump(j - 25)))
    },
    fields: [
      { name: 'amplitude', unit: 'sigma', values: ids.map(i => (i * 7) % 30) },
      { name: 'kind', categories: ['flare', 'noise'], values: ids.map(i => i % 2) }
    ]
  });
}

/** A single long curve: the input is drawn as a line coloured by its saliency. */
function curve() {
  return views.saliencyView({
    viewId: 'curve',
    title: 'One light curve',
    caption: 'The line is the flux, its colour the saliency.',
    alt: 'A curve with two bumps; the second one is red.',
    method: 'integrated gradients',
    score: 'logit of flare',
    rowNoun: 'window',
    ids: [7],
    columns: { label: 'time', unit: 'min', start: 0, step: 2 },
    values: range(101).map(j => bump((j - 70) / 2) - 0.1 * bump((j - 30) / 2)),
    input: {
      label: 'flux',
      unit: 'sigma',
      values: range(101).map(j => 3 * bump((j - 30) / 2) + 9 * bump((j - 70) / 2))
    },
    fields: []
  });
}

/** A training of thirty epochs, as it stands when it is over. */
function training() {
  const losses = (floor, rise) => range(30).map(i => floor + 0.6 * Math.exp(-i / 6) + rise * i);
  return views.trainingView({
    viewId: 'training',
    title: 'A training that is over',
    caption: 'Losses after each epoch.',
    alt: 'Two curves that fall; the one of the windows kept back rises again at the end.',
    loss: 'cross-entropy',
    curves: [
      { name: 'training', values: losses(0.1, 0) },
      { name: 'kept back', values: losses(0.15, 0.004) }
    ],
    elapsed: 12,
    outcome: 'Trained in 12 s.'
  });
}

const chart = () =>
  fromDist('index.js').chartView({
    title: 'A chart',
    caption: 'Points on a band.',
    alt: 'Forty points on a rising band.',
    spec: {
      data: { values: range(40).map(i => ({ x: i, y: i + 5 * Math.sin(i), kind: i % 2 ? 'odd' : 'even' })) },
      mark: 'point',
      encoding: {
        x: { field: 'x', type: 'quantitative' },
        y: { field: 'y', type: 'quantitative' },
        color: { field: 'kind', type: 'nominal' }
      }
    }
  });

const table = () =>
  fromDist('index.js').tableView({
    title: 'A table',
    caption: 'Four learners on the same rows.',
    columns: [
      { label: 'learner', values: ['tree', 'forest', 'boosting', 'network'] },
      { label: 'error', unit: 'mag', values: [0.21, 0.15, 0.14, null] }
    ]
  });

const shown = ({ data, metadata }) => ({ output_type: 'display_data', data, metadata });

/**
 * Every kind of our own views, in the order of their cells: {name, mime, payload, tableRows, cell}. `tableRows` is how many
 * rows the first page of its table holds.
 */
export async function ownKinds() {
  const [, live] = await lesson();
  return [
    { name: 'rows', mime: SALIENCY, payload: rows(), tableRows: 25 },
    { name: 'panels', mime: SALIENCY, payload: panels(), tableRows: 25 },
    { name: 'images', mime: SALIENCY, payload: images(), tableRows: 23 },
    { name: 'curve', mime: SALIENCY, payload: curve(), tableRows: 1 },
    scatter('scatter', 400, { colour: 'log noise', start: { fit: true } }),
    scatter('arms', 400, { colour: 'arm', arms: 'arm' }),
    { ...scatter('multiples', 400, { colour: 'arm', start: { all: true } }), tableRows: 4 },
    scatter('density', 100_000, {}),
    { name: 'training', mime: TRAINING, payload: training(), tableRows: 25 },
    { name: 'model', mime: MODEL, payload: live, tableRows: 25 }
  ].map((kind, cell) => ({ ...kind, cell }));
}

const scatter = (name, count, more) => ({
  name,
  mime: TERSE,
  payload: clusters(count, { ...more, viewId: name, title: `Two networks: ${name}` }),
  tableRows: 25
});

/** Writes a notebook with all of them, a chart, a table and a payload that cannot be drawn. Resolves with our own kinds. */
export async function writeKinds(desk, name) {
  const own = await ownKinds();
  const outputs = own.map(({ payload }) => output(payload));
  const broken = output(rows());
  broken.data[SALIENCY].values.data = broken.data[SALIENCY].values.data.slice(0, 20);
  write(desk, name, [
    ...outputs.map((each, i) => code(`// ${own[i].name}`, [each])),
    code('// chart', [shown(await chart())]),
    code('// table', [shown(table())]),
    code('// broken', [broken])
  ]);
  return own;
}

/** Scrolls a kind to the middle of the page and resolves with its parts when it is painted there. */
export async function bring(desk, page, { name, mime, payload, cell }) {
  const found = titled(page, mime, payload.title);
  await until(30, `${name} is painted`, async () => {
    // JupyterLab guesses the heights of cells it has not laid out yet: a first scroll may end beside the cell.
    await scrollTo(page, cell);
    await found.node.evaluate(node => node.scrollIntoView({ block: 'center' }), null, { timeout: 3000 });
    await frames(page, 2);
    return (await held(desk, found.canvas)).colours > LEAST_COLOURS;
  });
  return found;
}
