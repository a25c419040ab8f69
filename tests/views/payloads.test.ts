import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import {
  colourLimit,
  correlationLine,
  decodeSaliency,
  decodeTerse,
  MAX_POINTS,
  OUTPUT_BUDGET,
  parseSaliency,
  parseTerse,
  saliencyView,
  terseView,
  ViewError,
  type SaliencyInput,
  type TerseInput
} from '../../src/views';

const root = path.resolve(__dirname, '../..');

const saliency = (more: Partial<SaliencyInput> = {}): SaliencyInput => ({
  viewId: 's',
  title: 'Saliency',
  caption: 'Caption.',
  alt: 'Alt.',
  method: 'gradient',
  score: 'logit',
  rowNoun: 'window',
  ids: [7, 8, 9],
  columns: { label: 'cadence' },
  values: new Float32Array([0, -1, 2, 0.5, NaN, 1]),
  input: { label: 'flux', unit: 'sigma', values: [1, 2, 3, 4, 5, NaN] },
  fields: [
    { name: 'amplitude', unit: 'sigma', values: [0.1, NaN, 3] },
    { name: 'star', label: 'star', categories: ['A', 'B'], values: ['B', null, 0] }
  ],
  ...more
});

const terse = (more: Partial<TerseInput> = {}): TerseInput => ({
  viewId: 't',
  title: 'Terse',
  caption: '',
  alt: 'Alt.',
  rowNoun: 'cluster',
  ids: [0, 1, 2, 3],
  terse: new Float32Array([0, 9, 1, 8, 2, 7, 3, 6]),
  terseNames: ['terse 1', 'terse 2'],
  fields: [
    { name: 'mass', label: 'mass', unit: 'Msun', values: [1, 3, 2, 4] },
    { name: 'kind', categories: ['relaxed', 'merging'], values: [0, 1, -1, 0] }
  ],
  ...more
});

describe('saliency', () => {
  it('comes back as it was given', () => {
    const data = decodeSaliency(parseSaliency(JSON.stringify(saliencyView(saliency()))));
    expect(data.shape).toEqual([3, 2]);
    expect([...data.rows.ids]).toEqual([7, 8, 9]);
    expect(data.rows.name(1)).toBe('8');
    const values = [0, -1, 2, 0.5, NaN, 1];
    values.forEach((value, i) => {
      if (Number.isNaN(value)) expect(data.values[i]).toBeNaN();
      else expect(Math.abs(data.values[i] - value)).toBeLessThanOrEqual(2 / 127 / 2);
    });
    expect(data.limit).toBe(2);
    [1, 2, 3, 4, 5].forEach((value, i) => expect(data.input!.values[i]).toBeCloseTo(value, 3));
    expect(data.input!.values[5]).toBeNaN();
    const [amplitude, star] = data.fields;
    expect(amplitude.kind === 'number' && [...amplitude.values]).toEqual([Math.fround(0.1), NaN, 3]);
    expect(star.kind === 'category' && [...star.codes]).toEqual([1, -1, 0]);
  });

  it('ends the colour scale where one outlier does not set it, and stores such values finer', () => {
    expect(colourLimit([1, -2, 3])).toBe(3);
    expect(colourLimit([0, NaN])).toBe(1);
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i === 500 ? 100 : Math.sin(i)));
    expect(colourLimit(values)).toBeLessThan(1.01);
    const payload = saliencyView(saliency({ ids: [1], values, input: undefined, fields: [] }));
    expect(payload.values.dtype).toBe('u2');
    expect(payload.limit).toBeLessThan(1.01);
  });

  it('takes no rows', () => {
    const empty = saliencyView(saliency({ ids: [], values: [], input: undefined, fields: [] }));
    expect(decodeSaliency(empty).shape).toEqual([0, 0]);
  });

  it.each([
    ['rows that do not divide the values', { ids: [1, 2, 3, 4] }, /6 numbers, which 4 ids/],
    ['an input of another shape', { input: { label: 'x', values: [1] } }, /input\.values has 1/],
    ['a short field', { fields: [{ name: 'a', values: [1] }] }, /"a" has 1 values for 3 rows/],
    ['a double id', { ids: [7, 7, 8] }, /id 7 stands twice/],
    ['a negative id', { ids: [-1, 7, 8] }, /ids\[0\]/],
    ['an id outside the table', { ids: [0, 1, 2], table: ['a'] }, /outside the table/],
    [
      'two fields of one name',
      { fields: [1, 2].map(() => ({ name: 'a', values: [1, 2, 3] })) },
      /stands twice/
    ],
    [
      'an unknown class',
      { fields: [{ name: 'a', categories: ['x'], values: ['x', 'y', 'x'] }] },
      /"y" of row 1/
    ],
    ['a long label', { title: 'x'.repeat(257) }, /title must NOT have more than 256/],
    [
      'too many fields',
      { fields: Array.from({ length: 201 }, (_, i) => ({ name: `f${i}`, values: [1, 2, 3] })) },
      /200/
    ],
    ['names that do not fit', { columns: { label: 'x', names: ['a'] } }, /1 names found for 2/],
    ['a step of 0', { columns: { label: 'x', step: 0 } }, /step/],
    ['numbers too large to draw', { fields: [{ name: 'a', values: [0, 1e300, 2] }] }, /within/]
  ] as [string, Partial<SaliencyInput>, RegExp][])('the builder refuses %s', (_name, more, message) => {
    expect(() => saliencyView(saliency(more))).toThrow(message);
    expect(() => saliencyView(saliency(more))).toThrow(ViewError);
  });

  it('stays within the budget and says what it left out', () => {
    const [rows, columns] = [2000, 400];
    const payload = saliencyView(
      saliency({
        ids: Array.from({ length: rows }, (_, i) => i),
        values: Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i)),
        precision: 'u2',
        input: undefined,
        fields: []
      })
    );
    expect(JSON.stringify(payload).length).toBeLessThanOrEqual(OUTPUT_BUDGET);
    const { shape, rows: kept, values } = decodeSaliency(payload);
    expect(shape[0]).toBeGreaterThan(1700);
    expect(payload.notes!.join(' ')).toContain(`${shape[0].toLocaleString('en')} of 2,000`);
    // Rows keep their own values, in their order.
    expect([...kept.ids]).toEqual([...kept.ids].sort((a, b) => a - b));
    const last = shape[0] - 1;
    expect(values[last * columns + 3]).toBeCloseTo(Math.sin(kept.ids[last] * columns + 3), 3);
  });
});

describe('terse', () => {
  it('comes back as it was given', () => {
    const data = decodeTerse(parseTerse(terseView(terse())));
    expect(data.terse.map(({ values }) => [...values])).toEqual([
      [0, 1, 2, 3],
      [9, 8, 7, 6]
    ]);
    expect([...data.byName.keys()]).toEqual(['terse 1', 'terse 2', 'mass', 'kind']);
    expect([data.payload.x, data.payload.y]).toEqual(['mass', 'terse 1']);
    const kind = data.byName.get('kind')!;
    expect(kind.kind === 'category' && [...kind.codes]).toEqual([0, 1, -1, 0]);
  });

  it('says the correlation that was sent, or works it out and says so', () => {
    const sent = {
      terse: 'terse 1',
      field: 'mass',
      spearman: -0.5,
      pearson: 0,
      low: -0.9,
      high: 0.1,
      n: 1234
    };
    const data = decodeTerse(terseView(terse({ correlations: [sent] })));
    expect(correlationLine(data, 'mass', 'terse 1')).toBe(
      'Spearman \u03c1 = \u22120.50 (95 % \u22120.90 to +0.10), n = 1,234'
    );
    expect(correlationLine(data, 'mass', 'terse 2')).toBe(
      'Spearman \u03c1 = \u22120.80 (no interval, from the points shown), n = 4'
    );
  });

  it.each([
    ['a wrong count', { terse: [1] }, /expected 4 ids x 2/],
    ['no terse value', { terseNames: [], terse: [] }, /terseNames is empty/],
    ['a class on an axis', { x: 'kind' }, /x: "kind"/],
    ['an unknown colour', { colour: 'age' }, /colour: "age"/],
    [
      'a field named like a terse value',
      { fields: [{ name: 'terse 1', values: [1, 2, 3, 4] }] },
      /stands twice/
    ],
    [
      'a correlation above 1',
      {
        correlations: [{ terse: 'terse 1', field: 'mass', spearman: 1.5, pearson: 0, low: 0, high: 0, n: 4 }]
      },
      /spearman/
    ]
  ] as [string, Partial<TerseInput>, RegExp][])('the builder refuses %s', (_name, more, message) => {
    expect(() => terseView(terse(more))).toThrow(message);
    expect(() => terseView(terse(more))).toThrow(ViewError);
  });

  it('samples above the limit, the same for the same seed', () => {
    const rows = MAX_POINTS + 1;
    const ids = Array.from({ length: rows }, (_, i) => i);
    const big = (seed: number) =>
      terseView(terse({ ids, terse: ids, terseNames: ['terse 1'], fields: [], seed }));
    const first = big(1);
    expect(first.terse.shape).toEqual([MAX_POINTS, 1]);
    expect(first.notes!.join(' ')).toContain('random sample drawn with seed 1');
    expect(JSON.stringify(big(1))).toBe(JSON.stringify(first));
    expect(JSON.stringify(big(2))).not.toBe(JSON.stringify(first));
  });
});

describe('reading', () => {
  const payload = saliencyView(saliency());
  it.each([
    ['a newer version', { ...payload, version: 2 }, 'newer', /newer terselab/],
    ['another view', { ...payload, view: 'terse' }, 'invalid', /view must be "saliency", found "terse"/],
    ['an unknown property', { ...payload, extra: 1 }, 'invalid', /"extra"/],
    [
      'a key of the prototype',
      JSON.parse(`{"__proto__": 1, ${JSON.stringify(payload).slice(1)}`),
      'invalid',
      /"__proto__"/
    ],
    ['a list', [payload], 'invalid', /an array/],
    ['null', null, 'invalid', /null/],
    ['text that is no JSON', '{', 'invalid', /not JSON/],
    ['a missing property', { ...payload, rows: undefined }, 'invalid', /rows/],
    ['NaN', { ...payload, limit: NaN }, 'invalid', /limit/],
    [
      'an infinite start',
      { ...payload, columns: { label: 'x', start: Infinity } },
      'invalid',
      /columns\.start/
    ],
    ['a huge label', { ...payload, title: 'x'.repeat(1e6) }, 'invalid', /256/]
  ] as [string, unknown, string, RegExp][])('refuses %s', (_name, json, code, message) => {
    let caught: unknown;
    try {
      parseSaliency(json);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(ViewError);
    expect((caught as ViewError).code).toBe(code);
    expect((caught as ViewError).message).toMatch(message);
    expect((caught as ViewError).message.length).toBeLessThan(400);
  });

  it('refuses sizes that disagree, before it decodes', () => {
    const wrong = { ...payload, values: { ...payload.values, shape: [2, 3] } };
    expect(() => decodeSaliency(parseSaliency(wrong))).toThrow(
      /input\.values: shape \[3, 2\] found, \[2, 3\] expected/
    );
    const codes = structuredClone(payload);
    codes.rows.ids.scale = 2;
    expect(() => decodeSaliency(parseSaliency(codes))).toThrow(/scale 1/);
  });
});

describe('schemas', () => {
  it('are current', () => {
    const said = execFileSync(process.execPath, [path.join(root, 'binder/schemas.mjs'), '--check'], {
      encoding: 'utf8'
    });
    expect(said).toContain('current');
  }, 30_000);

  it('need no library and no eval at run time', () => {
    const code = readFileSync(path.join(root, 'src/views/schemas/validators.ts'), 'utf8');
    expect(code).not.toMatch(/require\(|\beval\b|new Function/);
    expect([...code.matchAll(/^import .* from '(.*)';$/gm)].map(match => match[1])).toEqual(['../validator']);
  });
});
