import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { JSDOM } from 'jsdom';
import {
  decodeSaliency,
  decodeTerse,
  heatmapIndexes,
  NA_INDEX,
  saliencySvg,
  saliencyView,
  signedIndex,
  terseSvg,
  terseView,
  ViewError
} from '../../src/views';
import { chartView, svgToPng, tableView, viewBundle } from '../../src/views/node';
import { encodeIndexedPng, encodeRgbaPng } from '../../src/views/pictures/png';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)> & 'q' ]]> \u0000\ud800`;

const saliency = (label = 'plain') =>
  saliencyView({
    viewId: 's',
    title: label,
    caption: label,
    alt: label,
    notes: [label],
    method: label,
    score: label,
    rowNoun: label,
    ids: [0, 1, 2],
    table: [label, label, label],
    columns: { label, unit: label, names: [label, label, label, label] },
    values: [0, 1, -1, 2, NaN, 0.5, 0.2, -0.3, 0.1, 0, 0, 0],
    input: { label, unit: label, values: Float64Array.from({ length: 12 }, (_, i) => i) },
    fields: []
  });

const terse = (label = 'plain', colour = 'class') =>
  terseView({
    viewId: 't',
    title: label,
    caption: label,
    alt: label,
    rowNoun: label,
    ids: Array.from({ length: 40 }, (_, i) => i),
    terse: Array.from({ length: 40 }, (_, i) => i / 7),
    terseNames: ['terse 1'],
    fields: [
      { name: 'mass', label, unit: label, values: Array.from({ length: 40 }, (_, i) => 1e14 * (i + 1)) },
      { name: 'class', label, categories: [label, 'b'], values: Array.from({ length: 40 }, (_, i) => i % 2) }
    ],
    colour
  });

/** Parse as XML: a fault of form throws. */
function parseXml(svg: string): Document {
  return new JSDOM(svg, { contentType: 'image/svg+xml' }).window.document;
}

const pictures = (label: string): [string, string][] => [
  ['saliency', saliencySvg(decodeSaliency(saliency(label)))],
  ['terse by class', terseSvg(decodeTerse(terse(label)))],
  ['terse by number', terseSvg(decodeTerse(terse(label, 'mass')))]
];

describe.each(pictures(HOSTILE.slice(0, 256)))('SVG with hostile labels: %s', (_name, svg) => {
  it('is well formed and holds drawing elements only', () => {
    const document = parseXml(svg);
    const names = new Set([...document.querySelectorAll('*')].map(node => node.tagName));
    for (const name of names) {
      expect(['svg', 'title', 'desc', 'rect', 'text', 'line', 'path', 'image', 'g']).toContain(name);
    }
    for (const image of document.querySelectorAll('image')) {
      expect(image.getAttribute('xlink:href')).toMatch(/^data:image\/png;base64,[A-Za-z0-9+/]+=*$/);
    }
    expect(document.querySelector('title')!.textContent).toContain('<script>alert(1)</script>');
  });

  it('has no coordinate that is not a number', () => {
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('is drawn', () => {
    const png = svgToPng(svg);
    expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  });
});

test('a long caption stays on the paper, however much room the names of the rows take', () => {
  const words =
    'Rows are windows, columns their cadences; what speaks for it is red and what speaks against it is blue. ';
  for (const name of ['1', 'a name that takes much of the room']) {
    const view = saliency();
    view.caption = words.repeat(3);
    view.rows.table = [1, 2, 3].map(n => `${name}, ${n}`);
    const lines = [...parseXml(saliencySvg(decodeSaliency(view))).querySelectorAll('text')].filter(
      ({ textContent }) => textContent.length > 60
    );
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      // a letter of this size is 5.6 pixels wide on average
      expect(Number(line.getAttribute('x')) + 5.6 * line.textContent.length).toBeLessThan(760);
    }
  }
});

describe('numbers at the ends of what is allowed', () => {
  const extreme = [1e290, -1e290, 1e-289, 1e200, 0, -1e-289];
  it.each(extreme.flatMap(a => extreme.map(b => [a, b])))('%d and %d draw without NaN', (a, b) => {
    const base = saliency();
    const columns = { label: 'x', start: a, step: b || 1e-289 };
    const map = decodeSaliency({ ...base, columns, values: { ...base.values, scale: a || 1, offset: b } });
    expect(saliencySvg(map)).not.toMatch(/NaN|Infinity|undefined/);
    const points = terse('plain', 'mass');
    points.terse = { ...points.terse, dtype: 'f4', scale: 1, offset: 0 };
    const field = points.fields[0];
    points.fields[0] = {
      ...field,
      values: {
        dtype: 'u1',
        shape: [40],
        scale: a || 1,
        offset: b,
        data: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJw=='
      }
    } as typeof field;
    expect(terseSvg(decodeTerse(points))).not.toMatch(/NaN|Infinity|undefined/);
  });
});

it('draws text with the fonts it carries, whatever the machine has', () => {
  const blank = svgToPng('<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20"/>');
  const words = svgToPng(
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20"><text y="15">text</text></svg>'
  );
  expect(words.length).toBeGreaterThan(blank.length + 100);
});

/** Width, height, colour type and unfiltered rows of a PNG written by the encoder. */
function readPng(png: Uint8Array) {
  const view = new DataView(png.buffer, png.byteOffset);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    chunks.set(type, png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return {
    width: view.getUint32(16),
    height: view.getUint32(20),
    type: png[25],
    rows: inflateSync(chunks.get('IDAT')!),
    chunks
  };
}

describe('PNG', () => {
  it('holds the pixels it was given', () => {
    const png = readPng(
      encodeIndexedPng(
        3,
        2,
        Uint8Array.from([0, 1, 2, 2, 1, 0]),
        Uint8Array.from([0, 0, 0, 255, 0, 0, 0, 255, 0])
      )
    );
    expect([png.width, png.height, png.type]).toEqual([3, 2, 3]);
    expect([...png.rows]).toEqual([0, 0, 1, 2, 0, 2, 1, 0]);
    const rgba = readPng(encodeRgbaPng(1, 2, Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8])));
    expect([...rgba.rows]).toEqual([0, 1, 2, 3, 4, 0, 5, 6, 7, 8]);
  });

  it('is accepted by another decoder, check sums included', () => {
    const png = encodeRgbaPng(2, 1, Uint8Array.from([255, 0, 0, 255, 0, 0, 255, 255]));
    const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="10"><image width="20" height="10" xlink:href="${href}"/></svg>`;
    expect(svgToPng(svg).length).toBeGreaterThan(svgToPng(svg.replace(href, '')).length);
  });
});

describe('heatmap cells', () => {
  const values = Float64Array.from([0, 1, -2, NaN, 4, -4]);
  const whole = { rows: [0, 2], columns: [0, 3] } as const;
  const index = (value: number) => (Number.isNaN(value) ? NA_INDEX : signedIndex(value, 4));

  it('are each a block of pixels, in the order asked for', () => {
    const pixels = heatmapIndexes(values, 3, [1, 0], 4, whole, 6, 4);
    const row = (cells: number[]) => cells.flatMap(value => [index(value), index(value)]);
    const [a, b] = [row([NaN, 4, -4]), row([0, 1, -2])];
    expect([...pixels]).toEqual([...a, ...a, ...b, ...b]);
  });

  it('show the strongest where they share a pixel, sign kept', () => {
    expect([...heatmapIndexes(values, 3, [0], 4, { rows: [0, 1], columns: [0, 3] }, 1, 1)]).toEqual([
      index(-2)
    ]);
    const many = new Float64Array(100_000);
    many[77_777] = -3;
    const pixels = heatmapIndexes(many, 100_000, [0], 4, { rows: [0, 1], columns: [0, 100_000] }, 300, 1);
    expect([...pixels].filter(pixel => pixel === index(-3))).toHaveLength(1);
    expect(pixels[Math.floor((77_777 / 100_000) * 300)]).toBe(index(-3));
  });

  it('zoom to part of a cell', () => {
    const pixels = heatmapIndexes(values, 3, [0, 1], 4, { rows: [0, 1], columns: [1.5, 2.5] }, 4, 1);
    expect([...pixels]).toEqual([index(1), index(1), index(-2), index(-2)]);
  });
});

describe('outputs', () => {
  it.each([
    ['saliency', () => saliency('Title'), 'application/vnd.terselab.saliency.v1+json'],
    ['terse', () => terse('Title'), 'application/vnd.terselab.terse.v1+json']
  ] as const)('of %s carry payload, picture and text', (_name, make, mime) => {
    const payload = make();
    const { data, metadata } = viewBundle(payload);
    expect(data[mime]).toBe(payload);
    expect(String(data['text/plain'])).toContain('Title');
    const png = readPngSize(String(data['image/png']));
    const size = metadata['image/png'] as { width: number; height: number; alt: string };
    expect(png).toEqual([2 * size.width, 2 * size.height]);
    expect(size.width).toBeGreaterThan(600);
    expect(size.alt).toBe('Title');
    expect(String(data['image/svg+xml'])).toMatch(/^<svg/);
    expect(() => viewBundle({ ...payload, version: 3 as never })).toThrow(ViewError);
  });

  it('draw a Vega-Lite chart and refuse data from elsewhere', async () => {
    const spec = {
      data: { values: [1, 2, 3].map(x => ({ x, y: x * x, u: 'url' })) },
      mark: 'line',
      encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } }
    };
    const { data, metadata } = await chartView({ title: 'Loss', caption: 'By epoch.', alt: 'A line.', spec });
    expect(metadata['application/vnd.vegalite.v5+json']).toEqual({ embed_options: { actions: false } });
    expect(data['application/vnd.vegalite.v5+json']).toMatchObject({ mark: 'line', description: 'A line.' });
    expect(readPngSize(String(data['image/png']))[0]).toBeGreaterThan(1000);
    expect(parseXml(String(data['image/svg+xml'])).querySelectorAll('path').length).toBeGreaterThan(3);
    const chart = (more: object) =>
      chartView({ title: '', caption: '', alt: '', spec: { ...spec, ...more } });
    await expect(chart({ data: { url: 'data.csv' } })).rejects.toThrow(/inline/);
    await expect(chart({ layer: [{ data: { url: 'x.json' }, mark: 'bar' }] })).rejects.toThrow(ViewError);
    await expect(chart({ mark: 'no such mark' })).rejects.toThrow(ViewError);
  }, 60_000);

  it('write a table as HTML, text and CSV', () => {
    const { data, csv } = tableView({
      title: HOSTILE,
      columns: [
        { label: 'star', values: [HOSTILE, '=1+1', null] },
        { label: 'flux', unit: 'e/s', values: [1234.5678, NaN, -0.25] }
      ],
      maxRows: 2
    });
    const page = new JSDOM(String(data['text/html'])).window.document;
    expect(page.querySelector('script, img')).toBeNull();
    expect(page.querySelectorAll('tbody tr')).toHaveLength(2);
    expect(page.querySelector('td')!.textContent).toContain('<script>');
    expect(page.querySelector('p')!.textContent).toBe('1 more row not shown');
    expect(String(data['text/plain'])).toContain('1235');
    const lines = csv.trimEnd().split('\n');
    expect(lines[0]).toBe('star,flux (e/s)');
    expect(lines.slice(-2)).toEqual(["'=1+1,", ',-0.25']);
    expect(() =>
      tableView({
        title: '',
        columns: [
          { label: 'a', values: [1] },
          { label: 'b', values: [] }
        ]
      })
    ).toThrow(/"b" has 0/);
  });
});

function readPngSize(base64: string): [number, number] {
  const bytes = Buffer.from(base64, 'base64');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

it('keeps the browser half free of Node', () => {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const code = readFileSync(file, 'utf8');
    expect(code).not.toMatch(/\brequire\(|from 'node:|\bBuffer\b|\bprocess\./);
    for (const [, name] of code.matchAll(/(?:import|export) (?!type )[^;]*?from '(\.[^']*)';/g)) {
      const base = path.resolve(path.dirname(file), name);
      visit(
        [`${base}.ts`, path.join(base, 'index.ts')].find(candidate => {
          try {
            readFileSync(candidate);
            return true;
          } catch {
            return false;
          }
        })!
      );
    }
  };
  visit(path.resolve(__dirname, '../../src/views/index.ts'));
  expect(seen.size).toBeGreaterThan(15);
});
