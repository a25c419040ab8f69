/** Small multiples, arms, selection, correlations and densities of the terse view, against what the payload holds. */
import {
  decodeTerse,
  densityAt,
  fitLine,
  pairCorrelations,
  parseTerse,
  rankedColumns,
  terseSvg,
  terseView,
  type NumberColumn
} from 'terselab/dist/views';
import { isInside, Selection } from '../src/selection';
import { seeded } from './mutate';
import { mount, pointer, TERSE, type Mounted } from './mount';
import { armsPayload, crowdPayload, tersePayload } from './payloads';

let view: Mounted;
beforeEach(() => (view = mount(TERSE)));
afterEach(() => view.widget.dispose());

const decoded = (payload: unknown) => decodeTerse(parseTerse(payload));
const number = (payload: unknown, name: string) => decoded(payload).byName.get(name) as NumberColumn;
const select = (label: string, text: string) => {
  const node = view.widget.node.querySelector<HTMLSelectElement>(`select[aria-label="${label}"]`)!;
  node.value = [...node.options].find(option => option.textContent === text)!.value;
  node.dispatchEvent(new Event('change'));
  view.widget.processMessage({ type: 'update-request' } as never);
};
const press = (text: string) => {
  [...view.widget.node.querySelectorAll('button')].find(button => button.textContent === text)!.click();
  view.widget.processMessage({ type: 'update-request' } as never);
};
const drag = (path: [number, number][], more: PointerEventInit = {}) => {
  const send = (type: string, [clientX, clientY]: [number, number]) =>
    view
      .part('plot')
      .dispatchEvent(
        new PointerEvent(type, { clientX, clientY, bubbles: true, button: 0, pointerId: 1, ...more })
      );
  send('pointerdown', path[0]);
  for (const place of path) send('pointermove', place);
  send('pointerup', path[path.length - 1]);
};
const selected = () => Number(view.part('subtitle').textContent!.match(/([\d,]+) selected/)?.[1] ?? 0);

describe('correlations', () => {
  it('the partial one is the correlation of what is left of the ranks once the third is fitted away', () => {
    const random = seeded(3);
    const z = Array.from({ length: 200 }, random);
    const data = decoded(
      terseView({
        viewId: '',
        title: '',
        caption: '',
        alt: '',
        rowNoun: 'row',
        ids: z.map((_, i) => i),
        terse: z.map(value => value + 0.3 * random()),
        terseNames: ['t'],
        fields: [
          { name: 'x', values: z.map(value => value ** 2 + 0.3 * random()) },
          { name: 'z', values: z }
        ]
      })
    );
    const [t, x, held] = ['t', 'x', 'z'].map(name => data.byName.get(name) as NumberColumn);
    const ranksOf = (column: NumberColumn) => {
      const sorted = [...column.values].sort((a, b) => a - b);
      return Float64Array.from(column.values, value => sorted.indexOf(value));
    };
    const rows = Uint32Array.from({ length: 200 }, (_, i) => i);
    const left = (column: NumberColumn) => {
      const [ranks, base] = [ranksOf(column), ranksOf(held)];
      const line = fitLine(base, ranks, rows)!;
      return ranks.map((rank, i) => rank - line.at - line.slope * base[i]);
    };
    const [a, b] = [left(t), left(x)];
    const sum = (f: (i: number) => number) => rows.reduce((total, i) => total + f(i), 0);
    const expected = sum(i => a[i] * b[i]) / Math.sqrt(sum(i => a[i] ** 2) * sum(i => b[i] ** 2));
    const { partial, spearman } = pairCorrelations(data, x, t, { given: held });
    expect(partial!.value).toBeCloseTo(expected, 6);
    expect(spearman.value!).toBeGreaterThan(partial!.value! + 0.3);
    expect(partial!.low!).toBeLessThan(partial!.value!);
    expect(partial!.high!).toBeGreaterThan(partial!.value!);
  });

  it('cover the truth in about 95 of 100 samples', () => {
    const random = seeded(5);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let inside = 0;
    const draws = 400;
    for (let draw = 0; draw < draws; draw++) {
      const x = Array.from({ length: 40 }, normal);
      const data = decoded(
        terseView({
          viewId: '',
          title: '',
          caption: '',
          alt: '',
          rowNoun: 'row',
          ids: x.map((_, i) => i),
          terse: x.map(value => 0.6 * value + 0.8 * normal()),
          terseNames: ['t'],
          fields: [{ name: 'x', values: x }]
        })
      );
      const [t, column] = ['t', 'x'].map(name => data.byName.get(name) as NumberColumn);
      const { pearson } = pairCorrelations(data, column, t);
      if (pearson.low! <= 0.6 && 0.6 <= pearson.high!) inside++;
    }
    // Within three standard errors of a proportion of .95.
    expect(Math.abs(inside / draws - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / draws));
  });

  it('sent with intervals and held columns are told as sent', async () => {
    const payload = tersePayload();
    Object.assign(payload.correlations[0], {
      pearsonLow: 0.6,
      pearsonHigh: 0.9,
      partial: { given: ['terse 2'], rho: 0.25, low: -0.1, high: 0.5 }
    });
    await view.render(payload);
    expect(view.texts()).toContain(
      'Pearson r = +0.80 [+0.60, +0.90] \u00b7 given terse 2: +0.25 [\u22120.10, +0.50]'
    );
  });

  it('of many points are of a fair sample: two arms in turn are both in it', () => {
    const rows = 30_000;
    const index = Array.from({ length: rows }, (_, i) => i);
    const random = seeded(9);
    const x = index.map(random);
    const data = decoded(
      terseView({
        viewId: '',
        title: '',
        caption: '',
        alt: '',
        rowNoun: 'row',
        ids: index,
        terse: x.map((value, i) => (i % 2 ? value : 1 - value)),
        terseNames: ['t'],
        fields: [{ name: 'x', values: x }]
      })
    );
    const [t, column] = ['t', 'x'].map(name => data.byName.get(name) as NumberColumn);
    expect(Math.abs(pairCorrelations(data, column, t).spearman.value!)).toBeLessThan(0.06);
  });
});

describe('small multiples', () => {
  it('stand in the order of the sizes of their rank correlations, and become one pair by its name', async () => {
    await view.render(armsPayload({ start: { all: true } }));
    const { byName, ...data } = decoded(armsPayload());
    const y = byName.get('terse 1') as NumberColumn;
    const sizes = rankedColumns({ ...data, byName }, y).map(({ correlations }) =>
      Math.abs(correlations.spearman.value!)
    );
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    const texts = view.texts();
    const names = rankedColumns({ ...data, byName }, y).map(({ column }) => column.name);
    const places = names.map(name => texts.indexOf(name));
    expect(places.every(place => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    select('x', 'noise');
    expect(view.texts().filter(text => text === 'noise')).toHaveLength(2);
  });

  it('have the correlations as their table', async () => {
    await view.render(armsPayload({ start: { all: true, given: 'noise' } }));
    view.key('t');
    const heads = [...view.widget.node.querySelectorAll('thead th')].map(node => node.textContent);
    expect(heads).toEqual(['column', 'Spearman', '95 %', 'Pearson', '95 %', 'partial', '95 %', 'rows']);
    expect(view.widget.node.querySelectorAll('tbody tr')).toHaveLength(3);
  });
});

describe('arms', () => {
  it('are correlated apart', async () => {
    await view.render(armsPayload());
    const texts = view.texts();
    expect(texts).toContain('trustworthy');
    const rhos = texts
      .filter(text => text.startsWith('\u03c1'))
      .map(text => Number(text.match(/([+\u2212][\d.]+)/)![1].replace('\u2212', '-')));
    expect(rhos[0]).toBeGreaterThan(0.9);
    expect(Math.abs(rhos[1])).toBeLessThan(0.5);
  });

  it('are refused where the name is no field of classes or has more than four', () => {
    expect(() => decoded(armsPayload({ arms: 'mass' }))).toThrow(
      'arms: "mass" is not the name of a field of classes'
    );
    const many = armsPayload();
    for (const field of many.fields) if (field.kind === 'category') field.categories.push('c', 'd', 'e');
    expect(() => decoded(many)).toThrow('at most 4 stand side by side');
  });
});

describe('selection', () => {
  it('the winding number holds loops that overlap, and leaves out what lies outside', () => {
    const square = [
      { x: 0, y: 0 },
      { x: 4, y: 0 },
      { x: 4, y: 4 },
      { x: 0, y: 4 }
    ];
    expect(isInside({ x: 1, y: 1 }, square)).toBe(true);
    expect(isInside({ x: 5, y: 1 }, square)).toBe(false);
    // A pentagram drawn in one go: its middle is gone round twice.
    const star = [0, 2, 4, 1, 3].map(k => ({
      x: Math.cos((k * 2 * Math.PI) / 5),
      y: Math.sin((k * 2 * Math.PI) / 5)
    }));
    expect(isInside({ x: 0, y: 0 }, star)).toBe(true);
    expect(isInside({ x: 0.9, y: 0.4 }, star)).toBe(false);
  });

  it('is replaced, added to and taken from', () => {
    const selection = new Selection(10);
    selection.change([1, 2, 3], 'new');
    selection.change([3, 4], 'add');
    selection.change([1], 'remove');
    expect([...selection.rows]).toEqual([2, 3, 4]);
    selection.change([9], 'new');
    expect([...selection.rows]).toEqual([9]);
    selection.toggle(9);
    expect(selection.count).toBe(0);
  });

  it('by box, by lasso, with Shift and Alt; what it holds is told and saved', async () => {
    await view.render(armsPayload({ arms: undefined }));
    select('Drag', 'selects by box');
    drag([
      [76, 50],
      [300, 200],
      [620, 480]
    ]);
    expect(selected()).toBe(60);
    drag([
      [76, 50],
      [200, 200],
      [340, 480]
    ]);
    const left = selected();
    expect(left).toBeGreaterThan(5);
    expect(left).toBeLessThan(55);
    drag(
      [
        [340, 50],
        [400, 300],
        [620, 480]
      ],
      { shiftKey: true }
    );
    expect(selected()).toBe(60);
    drag(
      [
        [76, 50],
        [200, 200],
        [340, 480]
      ],
      { altKey: true }
    );
    expect(selected()).toBe(60 - left);
    expect(view.part('status').textContent).toContain('selected');
    select('Drag', 'selects by lasso');
    drag([
      [76, 50],
      [462, 50],
      [620, 480],
      [60, 480]
    ]);
    expect(selected()).toBe(60);
    press('Clear');
    expect(selected()).toBe(0);
  });

  it('by key: the point in hand, all that is seen, none', async () => {
    await view.render(armsPayload({ arms: undefined }));
    view.part('plot').focus();
    view.key('ArrowRight');
    view.key('s');
    expect(selected()).toBe(1);
    expect(view.part('status').textContent).toBe('1 selected');
    view.key('a');
    expect(selected()).toBe(60);
    view.key('t');
    expect(view.part('tableView').textContent).toContain('60');
    view.key('c');
  });

  it('stays with its points when data come again', async () => {
    await view.render(armsPayload());
    view.key('ArrowRight');
    view.key('s');
    await view.render(armsPayload({ title: 'Again' }));
    expect(selected()).toBe(1);
  });
});

describe('density', () => {
  const payload = crowdPayload();
  it('counts every row once, keeps within the budget and says so', () => {
    const { density, payload: sent } = decoded(payload);
    expect(sent.allRows).toBe(60_000);
    for (const { logCounts } of density) {
      const counted = logCounts.reduce((sum, log) => sum + Math.expm1(log), 0);
      // 254 steps of ln: a cell's count is known to within 2 %.
      expect(Math.abs(counted / 60_000 - 1)).toBeLessThan(0.02);
    }
    expect(JSON.stringify(payload).length).toBeLessThanOrEqual(2_000_000);
    expect(sent.notes!.join(' ')).toContain('The density counts all 60,000 rows');
  });

  it('has rows where the rows lie, and none outside', () => {
    const [density] = decoded(payload).density;
    expect(densityAt(density, 0.5, 0.25)).toBeGreaterThan(0.3);
    expect(densityAt(density, 0.1, 0.9)).toBe(0);
    expect(densityAt(density, 5, 0.5)).toBe(0);
  });

  it('is drawn without its points until a colour is chosen, and a point can be picked', async () => {
    await view.render(payload);
    expect(view.part('subtitle').textContent).toContain('60,000 in the density');
    let read = false;
    for (let x = 80; x < 460 && !read; x += 12) {
      pointer(view, 'pointermove', x, 250);
      read = !view.part('tooltip').hidden;
    }
    expect(read).toBe(true);
  });

  it.each([
    ['a name', { x: 'nothing' }, 'is not the name of a numeric field'],
    ['a range', { xRange: [1, 1] }, 'two rising numbers'],
    ['a range without end', { yRange: [0, 1e300] }, 'two rising numbers'],
    ['an empty grid', { logCounts: { dtype: 'u1', shape: [0, 5], data: '' } }, 'expected cells'],
    [
      'a grid without measure',
      { logCounts: { dtype: 'u1', shape: [4e6, 4e6], data: '' } },
      'more than the 4000000'
    ]
  ])('with the wrong %s is refused', (_name, wrong, message) => {
    const density = [{ ...payload.density![0], ...wrong }];
    expect(() => decoded({ ...payload, density })).toThrow(message);
  });
});

it('a straight line is found, far from zero too', () => {
  const x = Float64Array.from({ length: 50 }, (_, i) => 1e9 + i);
  const rows = Uint32Array.from({ length: 50 }, (_, i) => i);
  const line = fitLine(
    x,
    x.map(value => 3 - 2 * (value - 1e9)),
    rows
  )!;
  expect(line.slope).toBeCloseTo(-2, 9);
  expect(line.at + line.slope * 1e9).toBeCloseTo(3, 5);
  expect(fitLine(new Float64Array(50), x, rows)).toBeNull();
});

it('the static pictures show arms, small multiples and the density', () => {
  expect(terseSvg(decoded(armsPayload()))).toContain('suspicious');
  const all = terseSvg(decoded(armsPayload({ start: { all: true, fit: true } })));
  for (const name of ['mass', 'sigma_8', 'noise']) expect(all).toContain(`>${name}<`);
  expect(terseSvg(decoded(crowdPayload()))).toContain('<image');
  expect(number(armsPayload(), 'mass').values).toHaveLength(60);
});
