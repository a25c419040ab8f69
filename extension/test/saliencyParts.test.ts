/** Panels, images, methods, outlines and profiles of the saliency view: what is drawn against what the payload holds. */
import {
  blendOverImage,
  decodeSaliency,
  divergingTable,
  heatmapIndexes,
  markContour,
  parseSaliency,
  saliencySvg,
  splitPanels
} from 'terselab/dist/views';
import { columnProfile, rowProfile } from '../src/profiles';
import { SaliencyState } from '../src/saliencyState';
import { mount, pointer, SALIENCY, type Mounted } from './mount';
import { imagePayload, panelPayload, saliencyPayload } from './payloads';

let view: Mounted;
beforeEach(() => (view = mount(SALIENCY)));
afterEach(() => view.widget.dispose());

const control = (label: string) =>
  view.widget.node.querySelector<HTMLInputElement | HTMLSelectElement>(`[aria-label="${label}"]`)!;
const choose = (label: string, text: string) => {
  const node = control(label) as HTMLSelectElement;
  node.value = [...node.options].find(option => option.textContent === text)!.value;
  node.dispatchEvent(new Event('change'));
  view.widget.processMessage({ type: 'update-request' } as never);
};
const decoded = (payload = panelPayload()) => decodeSaliency(parseSaliency(payload));

describe('panels', () => {
  it('hold each row with both classes once, in the order of the rows', () => {
    const data = decoded();
    const panels = splitPanels(
      data.panels,
      Uint32Array.from({ length: 12 }, (_, i) => 11 - i)
    );
    expect(panels.map(({ title }) => title)).toEqual(
      ['low', 'high'].flatMap(a => ['0.9', '1', '1.1'].map(b => `${a} \u00b7 ${b}`))
    );
    expect(panels.map(({ rows }) => [...rows])).toEqual([[6, 0], [10, 4], [8, 2], [9, 3], [7, 1], [11]]);
  });

  it('are drawn with their titles on one scale, and each cell reads as its row', async () => {
    await view.render(panelPayload());
    const texts = view.texts();
    expect(texts).toContain('low \u00b7 1.1');
    expect(texts).toContain('|saliency|');
    const seen = new Set<string>();
    for (let x = 80; x < 640; x += 20) {
      for (let y = 60; y < 400; y += 10) {
        pointer(view, 'pointermove', x, y);
        if (!view.part('tooltip').hidden) seen.add(view.part('tooltipTitle').textContent!);
      }
    }
    // Row 5 has no class and is in no panel.
    expect(seen.size).toBe(11);
    expect(seen).not.toContain('mass bin 5');
  });

  it('pass the keyboard on to their neighbours', async () => {
    await view.render(panelPayload());
    const names = new Set<string>();
    view.key('ArrowRight');
    for (const [key, times] of [
      ['ArrowUp', 9],
      ['ArrowLeft', 30],
      ['ArrowDown', 9],
      ['ArrowRight', 30]
    ] as const) {
      for (let i = 0; i < times; i++) {
        view.key(key);
        names.add(view.part('tooltipTitle').textContent!);
      }
    }
    expect(names.size).toBeGreaterThanOrEqual(6);
  });

  it('are refused where a name is no field of classes, where there are too many, and beside images', () => {
    const bad = (more: object) => () => decodeSaliency(parseSaliency({ ...panelPayload(), ...more }));
    expect(bad({ panels: { rows: 'mass' } })).toThrow(
      'panels.rows: "mass" is not the name of a field of classes'
    );
    expect(bad({ panels: {} })).toThrow('panels names no field');
    expect(bad({ image: { height: 2, width: 3 } })).toThrow('leave one of them out');
    expect(bad({ panels: undefined, image: { height: 2, width: 4 } })).toThrow(
      '2 x 4 pixels found for 6 columns'
    );
    const many = panelPayload();
    for (const field of many.fields) {
      if (field.kind === 'category') field.categories = Array.from({ length: 7 }, (_, i) => `${i}`);
    }
    expect(() => decodeSaliency(parseSaliency(many))).toThrow('at most 36 panels');
  });
});

describe('methods', () => {
  it('are switched with their own scale, and the reading tells all of them', async () => {
    await view.render({ ...panelPayload(), panels: undefined });
    view.drawn();
    view.key('ArrowRight');
    const text = view.part('tooltip').textContent!;
    const read = (name: string) =>
      Number(text.match(new RegExp(`${name}(\u2212?[\\d.]+)`))![1].replace('\u2212', '-'));
    // One step of the quantisation is 1/127 of the scale.
    expect(Math.abs(read('occlusion') - 10 * read('gradient'))).toBeLessThan(0.3);
    choose('Method', 'occlusion');
    expect(view.part('subtitle').textContent).toContain('occlusion of sigma_8');
  });

  it('must differ in name and agree in shape, all together within the limit', () => {
    const payload = panelPayload();
    const [more] = payload.methods!;
    const bad = (methods: unknown) => () => decodeSaliency(parseSaliency({ ...payload, methods }));
    expect(bad([{ ...more, method: 'gradient' }])).toThrow('stands twice');
    expect(bad([{ ...more, values: { ...more.values, shape: [6, 12] } }])).toThrow('[12, 6] expected');
    expect(bad([{ ...more, values: { ...more.values, data: '' } }])).toThrow('cut short');
  });
});

describe('outline and profiles', () => {
  it('the outline is the rim of what reaches the share, of either sign', () => {
    // 4 x 4 cells of one pixel each: a block of 3 x 3, whose middle is inside.
    const values = Float64Array.from([1, 1, -1, 0, 1, -1, 1, 0, 1, 1, 0.6, 0, 0, 0, 0, 0.4]);
    const order = Uint32Array.from([0, 1, 2, 3]);
    const pixels = heatmapIndexes(values, 4, order, 1, { rows: [0, 4], columns: [0, 4] }, 4, 4);
    // Cells at the picture's own edge are not outlined there: the block goes on behind it.
    expect([...markContour(pixels, 4, 0.5)]).toEqual([0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0]);
  });

  it('profiles are means of sizes, NA left out', () => {
    const data = decoded(saliencyPayload(3, 2));
    const values = Float64Array.from([1, -2, NaN, 4, -3, NaN]);
    expect([...columnProfile(data, values, Uint32Array.from([0, 1, 2]))]).toEqual([2, 3]);
    expect([...columnProfile(data, values, Uint32Array.from([1]))]).toEqual([NaN, 4]);
  });

  it('rows sorted by a number are averaged in twelve bins that hold every row once', () => {
    const state = new SaliencyState(decoded(saliencyPayload(50, 4)));
    expect(rowProfile(state)).toHaveLength(50);
    state.choices()[0].choose('field amplitude');
    const steps = rowProfile(state);
    expect(steps).toHaveLength(12);
    expect(steps.map(({ from, to }) => to - from).reduce((a, b) => a + b)).toBe(50);
    const { values } = state;
    const all = values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
    const mean = steps.reduce((sum, { from, to, mean }) => sum + mean * (to - from), 0) / 50;
    expect(mean).toBeCloseTo(all, 10);
  });

  it('without signs no value is below zero, and the bar begins there', async () => {
    const state = new SaliencyState(decoded());
    expect(Math.min(...state.values)).toBeGreaterThanOrEqual(0);
    expect(state.scale[0]).toBe(0);
    state
      .switches()
      .find(({ label }) => label === '|s|')!
      .toggle();
    expect(Math.min(...state.values)).toBeLessThan(0);
    expect(state.scale[0]).toBe(-state.scale[1]);
  });
});

describe('images', () => {
  it('blend the grey of the input with the colour of the map by its size', () => {
    const table = divergingTable();
    const at = (index: number, opacity: number) => {
      const out = [0, 0, 0];
      blendOverImage(100, index, opacity, table, out, 0);
      return out;
    };
    expect(at(127, 1)).toEqual([100, 100, 100]);
    expect(at(254, 0)).toEqual([100, 100, 100]);
    expect(at(254, 1)).toEqual([...table.slice(3 * 254, 3 * 254 + 3)]);
    expect(at(0, 0.5)[2]).toBe(Math.round((100 + table[2]) / 2));
  });

  it('show one image large and the others in a strip, and go from one to the next', async () => {
    await view.render(imagePayload());
    expect(view.part('subtitle').textContent).toContain('6 \u00d7 4 pixels');
    const shown = () => view.part('subtitle').textContent!.match(/galaxy (\d)/)![1];
    const start = Number(shown());
    view.key('PageUp');
    view.key('PageUp');
    view.key('PageUp');
    view.key('PageUp');
    expect(shown()).toBe('3');
    view.key('PageDown');
    expect(shown()).toBe('4');
    expect(start).toBeGreaterThanOrEqual(3);
    const { calls } = view.widget.node.querySelector('canvas')!.getContext('2d') as unknown as {
      calls: unknown[][];
    };
    expect(calls.filter(([name]) => name === 'drawImage').length).toBeGreaterThanOrEqual(6);
  });

  it('read the pixel under the pointer: line, number, value and input', async () => {
    await view.render(imagePayload());
    const { shape, values, input, rows } = decoded(imagePayload());
    view.key('ArrowRight');
    view.key('ArrowRight');
    const lines = Object.fromEntries(
      [...view.widget.node.querySelectorAll('.jp-Terselab-tooltipLine')].map(line =>
        [...line.children].map(c => c.textContent)
      )
    );
    const [line, pixel] = lines['line, pixel'].split(', ').map(Number);
    const row = [...rows.ids].indexOf(Number(view.part('tooltipTitle').textContent!.split(' ')[1]));
    const at = row * shape[1] + line * 4 + pixel;
    expect(Number(lines.gradient.replace('\u2212', '-'))).toBeCloseTo(values[at], 1);
    expect(parseFloat(lines.flux)).toBeCloseTo(input!.values[at], 1);
  });

  it('take the weight of the map from a slider, which stays the same node', async () => {
    await view.render(imagePayload());
    const slider = control('Map over image') as HTMLInputElement;
    expect(slider.value).toBe('0.5');
    view.drawn();
    slider.value = '0.9';
    slider.dispatchEvent(new Event('input'));
    view.widget.processMessage({ type: 'update-request' } as never);
    expect(control('Map over image')).toBe(slider);
    expect(view.drawn().length).toBeGreaterThan(20);
  });
});

it('the static pictures show panels and images', () => {
  const panels = saliencySvg(decoded());
  for (const title of ['low \u00b7 0.9', 'high \u00b7 1.1']) expect(panels).toContain(title);
  // Five full panels, one with a single row, and the colour bar.
  expect(panels.match(/<image/g)!.length).toBe(7);
  const images = saliencySvg(decoded(imagePayload()));
  expect(images.match(/<image/g)!.length).toBe(6);
  expect(images).toContain('galaxy');
});
