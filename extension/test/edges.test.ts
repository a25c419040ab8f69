/** Payloads at the edge of what is valid: each is a picture, drawn at numbers. */
import {
  decodeSaliency,
  decodeTerse,
  saliencySvg,
  saliencyView,
  terseSvg,
  terseView
} from 'terselab/dist/views';
import { mount, pointer, SALIENCY, TERSE } from './mount';

const header = { viewId: '', title: '', caption: '', alt: '', rowNoun: 'row' };
const map = (rows: number, columns: number, value: (i: number) => number, names?: string[]) =>
  saliencyView({
    ...header,
    method: '',
    score: '',
    ids: Array.from({ length: rows }, (_, i) => i),
    columns: { label: '', ...(names ? { names } : {}) },
    values: Array.from({ length: rows * columns }, (_, i) => value(i)),
    input: { label: '', values: Array.from({ length: rows * columns }, (_, i) => value(i)) },
    fields: [{ name: 'f', values: Array.from({ length: rows }, (_, i) => value(i)) }]
  });
const cloud = (rows: number, value: (i: number) => number, colour?: string) =>
  terseView({
    ...header,
    ids: Array.from({ length: rows }, (_, i) => i),
    terse: Array.from({ length: rows }, (_, i) => value(i)),
    terseNames: ['t'],
    fields: [
      { name: 'f', values: Array.from({ length: rows }, (_, i) => value(i)) },
      { name: 'k', categories: [], values: Array.from({ length: rows }, () => null) }
    ],
    ...(colour ? { colour } : {})
  });

describe.each([
  ['no rows', SALIENCY, map(0, 0, () => 0)],
  ['no columns', SALIENCY, map(3, 0, () => 0)],
  ['one cell', SALIENCY, map(1, 1, () => 2)],
  ['all zero', SALIENCY, map(3, 4, () => 0)],
  ['all NA', SALIENCY, map(3, 4, () => NaN)],
  ['one wide row', SALIENCY, map(1, 5000, i => Math.sin(i))],
  ['many rows', SALIENCY, map(5000, 3, i => Math.sin(i), ['a', 'b', 'c'])],
  ['no points', TERSE, cloud(0, () => 0)],
  ['one point', TERSE, cloud(1, () => 1, 'f')],
  ['one place', TERSE, cloud(5, () => 1e30, 't')],
  ['nothing but NA', TERSE, cloud(5, () => NaN, 'f')],
  ['no class known', TERSE, cloud(5, i => i, 'k')],
  ['a crowd', TERSE, cloud(8000, i => Math.sin(i), 'f')]
])('%s', (_name, mimeType, payload) => {
  it('is drawn, read and saved', async () => {
    const view = mount(mimeType);
    await view.render(payload);
    expect(view.error()).toBeNull();
    for (const key of [
      'ArrowDown',
      'ArrowRight',
      'ArrowUp',
      'ArrowLeft',
      '+',
      '+',
      '-',
      '0',
      'Enter',
      't',
      'Escape'
    ]) {
      view.key(key);
    }
    for (const place of [10, 200, 500]) pointer(view, 'pointermove', place, place / 2);
    const drawn = view.drawn();
    expect(drawn.length).toBeGreaterThan(10);
    expect(drawn.filter(([name]) => name === 'NaN')).toEqual([]);
    expect(view.error()).toBeNull();
    const svg =
      payload.view === 'saliency' ? saliencySvg(decodeSaliency(payload)) : terseSvg(decodeTerse(payload));
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    view.widget.dispose();
  });
});

it('names rows in full where the names begin alike, and breaks a long title of the input', async () => {
  const names = ['TIC 5640393 at 287', 'TIC 5640393 at 11584', 'TIC 5676537 at 234'];
  const values = Array.from({ length: 12 }, (_, i) => Math.sin(i));
  const payload = saliencyView({
    ...header,
    method: '',
    score: '',
    ids: [0, 1, 2],
    table: names,
    columns: { label: '' },
    values,
    input: { label: 'standardised flux', unit: 'sigma', values }
  });
  const layout = globalThis as unknown as { layoutWidth: number };
  layout.layoutWidth = 980;
  const view = mount(SALIENCY);
  await view.render(payload);
  layout.layoutWidth = 640;
  const lines = ['standardised', 'flux (sigma)'];
  expect(view.texts()).toEqual(expect.arrayContaining([...names, ...lines]));
  const svg = saliencySvg(decodeSaliency(payload));
  for (const text of [...names, ...lines]) expect(svg).toContain(`>${text}<`);
  view.widget.dispose();
});
