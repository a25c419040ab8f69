/** The Python emitter against the builders here: the same inputs, the same bytes. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Random } from '../../src/math/random';
import {
  parseSaliency,
  parseTerse,
  parseTraining,
  saliencyView,
  terseView,
  trainingView
} from '../../src/views';

const root = path.resolve(__dirname, '../..');
const own = path.join(root, '.venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const works = (python: string, code: string) => spawnSync(python, ['-c', code]).status === 0;
const bare = [own, 'python3'].find(python => works(python, 'import array'));
const withNumpy = [own, 'python3', '/usr/bin/python3'].find(python => works(python, 'import numpy'));

type Case = [view: 'saliency' | 'terse' | 'training', input: Record<string, unknown>];

function emit(python: string, cases: Case[], ...flags: string[]): string[] {
  const script = path.join(__dirname, 'python', 'emitted.py');
  const run = spawnSync(python, [script, path.join(root, 'extension'), ...flags], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 1e9
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as string[];
}

/** JSON by RFC 8785; the names of a payload's keys are ASCII. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
    .join(',')}}`;
}

const builders = { saliency: saliencyView, terse: terseView, training: trainingView };
const here = ([view, input]: Case): string => canonical(builders[view](input as never));

/** Numbers as they come: of one size, over many orders, whole, dates, with NA, all equal, none at all, halves of steps. */
function numbers(random: Random, count: number): number[] {
  const kind = random.integer(0, 8);
  const size = 10 ** random.integer(-320, 280);
  const value = (): number => {
    if (kind === 0) return random.normal();
    if (kind === 1) return random.normal() * 10 ** random.uniform(-30, 30);
    if (kind === 2) return random.integer(-3, 70_000);
    if (kind === 3) return 2_459_000 + random.uniform();
    if (kind === 4) return 0.25;
    if (kind === 5) return NaN;
    if (kind === 6) return random.normal() * size;
    if (kind === 7) return random.integer(0, 253) / 2;
    return random.uniform() < 0.01 ? 1000 : random.normal();
  };
  // NaN travels to Python as null, which is NA there as well
  return Array.from({ length: count }, () => (random.uniform() < 0.1 ? NaN : value()));
}

const header = (i: number) => ({
  viewId: `v${i}`,
  title: 'σ₈ "quoted" \\ \u0001 \u007f 𝜎',
  caption: 'line\nline\ttab \u2028',
  alt: '',
  ...(i % 2 ? { group: 'g', theme: 'dark', notes: ['Three rows were dropped.'] } : { notes: [] })
});

function fieldsOf(random: Random, rows: number) {
  const many = random.uniform() < 0.3;
  const categories = Array.from({ length: many ? 300 : 3 }, (_, i) => `class ${i}`);
  const classes = Array.from({ length: rows }, () => {
    const code = random.integer(-1, categories.length - 1);
    return code < 0 ? random.pick([-1, null]) : random.uniform() < 0.5 ? code : categories[code];
  });
  return [
    { name: 'a', values: numbers(random, rows) },
    { name: 'b', label: 'B', unit: 'min', values: numbers(random, rows) },
    { name: 'c', categories, values: classes }
  ];
}

function saliencyCase(random: Random, i: number): Case {
  const rows = random.integer(i % 10 === 0 ? 0 : 1, 12);
  const [height, width] = [random.integer(1, 4), random.integer(1, 5)];
  const cells = rows * height * width;
  return [
    'saliency',
    {
      ...header(i),
      method: 'gradient',
      score: 'logit',
      rowNoun: 'window',
      ids: random
        .permutation(100)
        .slice(0, rows)
        .reduce<number[]>((all, id) => [...all, id], []),
      columns: { label: 'time', unit: 'min', start: -1e-7 * i, step: 1e21 / (i + 1) },
      values: numbers(random, cells),
      fields: fieldsOf(random, rows),
      ...(i % 3 ? { input: { label: 'flux', unit: 'sigma', values: numbers(random, cells) } } : {}),
      ...(i % 5 ? {} : { limit: 0.3, precision: 'u2' }),
      ...(i % 4 ? {} : { table: Array.from({ length: 100 }, (_, j) => `row ${j}`) }),
      ...(i % 7
        ? {}
        : {
            methods: [
              { method: 'occlusion', values: numbers(random, cells) },
              { method: 'rise', score: 'p', limit: 2, values: numbers(random, cells) }
            ],
            image: { height, width },
            start: { absolute: true, contour: 0.5 }
          })
    }
  ];
}

function terseCase(random: Random, i: number): Case {
  const rows = random.integer(i % 10 === 0 ? 0 : 1, 12);
  const k = random.integer(1, 3);
  const correlation = {
    terse: 't0',
    field: 'a',
    spearman: -1 / 3,
    pearson: null,
    low: 1e-7,
    high: 0.1 + 0.2
  };
  return [
    'terse',
    {
      ...header(i),
      rowNoun: 'cluster',
      ids: Array.from({ length: rows }, (_, j) => 4294967294 - j),
      terse: numbers(random, rows * k),
      terseNames: Array.from({ length: k }, (_, j) => `t${j}`),
      fields: fieldsOf(random, rows),
      ...(i % 2 ? { x: 'b', y: 't0', colour: 'c', correlations: [{ ...correlation, n: rows }] } : {})
    }
  ];
}

function trainingCase(random: Random, i: number): Case {
  const length = i % 9 === 0 ? 0 : random.integer(1, i % 11 === 0 ? 5000 : 30);
  const first = i % 4 ? 1 : random.integer(1, 9);
  const names = ['training', 'validation', 'test'].slice(0, random.integer(1, 3));
  return [
    'training',
    {
      ...header(i),
      curves: names.map(name => ({ name, values: numbers(random, length) })),
      ...(i % 4 ? {} : { first }),
      ...(i % 3
        ? {
            epochs: first + length + 7,
            state: 'running',
            loss: 'cross-entropy',
            elapsed: i / 7,
            left: 3,
            done: 0.1
          }
        : {}),
      ...(i % 5 || length === 0 ? {} : { best: first + length - 1, outcome: 'Stopped by hand.' })
    }
  ];
}

/** Larger than an output may be: rounded, or sampled. */
function largeCases(): Case[] {
  const random = new Random(8);
  const rows = (count: number) => Array.from({ length: count }, (_, i) => i);
  const deviates = (count: number) => Array.from({ length: count }, () => random.normal());
  const saliency = {
    ...header(1),
    method: 'gradient',
    score: 'logit',
    rowNoun: 'window',
    columns: { label: 'time' },
    ids: rows(26_000),
    values: deviates(26_000 * 20),
    fields: [],
    seed: 5
  };
  const terse = { ...header(0), rowNoun: 'cluster', terseNames: ['t'], seed: -3 };
  const some = (count: number, columns: number) => ({
    ids: rows(count),
    terse: deviates(count),
    fields: Array.from({ length: columns }, (_, j) => ({ name: `f${j}`, values: deviates(count) }))
  });
  // two terse values, numbers with holes, of one value, of a wide range, and none at all
  const crowd = (count: number) => ({
    ids: rows(count),
    terseNames: ['t', 'u'],
    terse: deviates(2 * count),
    fields: [
      { name: 'holes', values: deviates(count).map(v => (v > 1 ? NaN : v)) },
      { name: 'kind', categories: ['a', 'b'], values: rows(count).map(i => i % 2) },
      { name: 'one', values: rows(count).map(() => 3) },
      { name: 'wide', values: deviates(count).map(v => Math.exp(5 * v)) },
      { name: 'none', values: rows(count).map(() => NaN) }
    ],
    notes: ['A note.']
  });
  return [
    ['saliency', { ...saliency, input: { label: 'flux', values: deviates(26_000 * 20) } }],
    ['terse', { ...terse, ...some(40_000, 8) }],
    ['terse', { ...terse, ...some(60_000, 1) }],
    ['terse', { ...terse, ...crowd(50_001), density: true }]
  ];
}

const random = new Random(20);
const cases = Array.from({ length: 450 }, (_, i) =>
  [terseCase, saliencyCase, trainingCase][i % 3](random, Math.floor(i / 3))
);

(bare ? describe : describe.skip)('the Python emitter', () => {
  it('gives the bytes of the builders here for 450 inputs, without NumPy, and this schema takes them', () => {
    const texts = emit(bare!, cases);
    texts.forEach((text, i) => expect([i, text]).toEqual([i, here(cases[i])]));
    for (const text of texts) {
      if (text.includes('"view":"saliency"')) parseSaliency(text);
      else if (text.includes('"view":"terse"')) parseTerse(text);
      else parseTraining(text);
    }
  });

  it('keeps within the budget by the same rounding and the same sample, and says the same', () => {
    const large = largeCases();
    const texts = emit(bare!, large);
    large.forEach((each, i) => {
      const expected = here(each);
      expect(expected).toMatch(/rounded to 1\/65,534/);
      // a plain comparison: the difference of two texts of 2 MB takes a minute to print
      expect(texts[i] === expected).toBe(true);
    });
    expect(texts[0]).toContain('drawn with seed 5');
    expect((JSON.parse(texts[3]) as { density: object[] }).density).toHaveLength(9);
  });

  (withNumpy ? it : it.skip)('gives the same bytes for NumPy arrays', () => {
    const texts = emit(withNumpy!, cases, 'numpy');
    texts.forEach((text, i) => expect([i, text]).toEqual([i, here(cases[i])]));
  });

  it('refuses what the builders here refuse, and names the argument', () => {
    const [, good] = saliencyCase(new Random(1), 1);
    const [, scatter] = terseCase(new Random(1), 1);
    const curves = [{ name: 'training', values: [3, 2, 1] }];
    const training = { ...header(2), curves };
    const wrong: [Case, RegExp][] = [
      [
        ['saliency', { ...good, ids: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }],
        /values has|input has|field/
      ],
      [['saliency', { ...good, limit: -1 }], /limit is -1/],
      [['saliency', { ...good, ids: (good.ids as number[]).map(() => -1) }], /ids\[0\] is -1/],
      [['saliency', { ...good, ids: (good.ids as number[]).map(() => 7) }], /twice/],
      [['saliency', { ...good, fields: [{ name: 'q', values: [] }] }], /field .q. has 0 values/],
      [['terse', { ...scatter, x: 'nothing' }], /x: .nothing. is not the name/],
      [['terse', { ...scatter, colour: 'nothing' }], /colour: .nothing. is not/],
      [['terse', { ...scatter, terseNames: [] }], /is empty/],
      [['terse', { ...scatter, terse: Array(71).fill(0.5) }], /terse has 71 numbers/],
      [['training', { ...training, curves: [] }], /curves/],
      [['training', { ...training, curves: [...curves, { name: 'other', values: [] }] }], /"other"|'other'/],
      [['training', { ...training, curves: [...curves, ...curves] }], /stands twice/],
      [['training', { ...training, epochs: 1 }], /epochs from 1 to 1/],
      [['training', { ...training, best: 99 }], /best: epoch 99 is none/],
      [['training', { ...training, done: 2 }], /done/],
      [['training', { ...training, state: 'waiting' }], /state/]
    ];
    const texts = emit(
      bare!,
      wrong.map(([each]) => each)
    );
    wrong.forEach(([each, words], i) => {
      expect(() => here(each)).toThrow(words);
      expect(texts[i]).toMatch(/^ValueError: /);
      expect(texts[i]).toMatch(words);
    });
  });
});

it('has a Python to compare with, where the project has set one up', () => {
  if (existsSync(own)) expect(bare).toBe(own);
});
