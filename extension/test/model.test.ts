/** The live model against a network that can be worked out by hand. jsdom has no workers: it is asked in the page. */
import { MODEL_MIME } from 'terselab/dist/views/mimeTypes';
import { decodeModel, type ModelPayload } from 'terselab/dist/views';
import { liveEngine } from '../src/liveEngine';
import { ModelState } from '../src/modelState';
import { mount, pointer, type Mounted } from './mount';
import { answerOf, curvePayload, modelPayload, ORDER, STEPS, terseOf } from './modelPayload';

const settled = () => new Promise(resolve => setTimeout(resolve, 10));

async function shown(payload: unknown = modelPayload()): Promise<Mounted> {
  const view = mount(MODEL_MIME);
  await view.render(payload);
  await settled();
  return view;
}

const subtitle = (view: Mounted) => view.part('subtitle').textContent!;
const slider = (view: Mounted, label: string) =>
  view.widget.node.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)!;

async function slide(view: Mounted, label: string, value: number): Promise<void> {
  const input = slider(view, label);
  input.value = String(value);
  input.dispatchEvent(new Event('input'));
  await settled();
}

async function press(view: Mounted, name: string): Promise<void> {
  const found = [...view.widget.node.querySelectorAll('button')].find(b => b.textContent === name)!;
  expect(found.disabled).toBe(false);
  found.click();
  await settled();
}

describe('ModelState', () => {
  const state = () => new ModelState(decodeModel(modelPayload()), () => {});

  it('says what can be worked out by hand, from all elements down to one', async () => {
    const live = state();
    for (const left of [4, 3, 2, 1]) {
      live.keep(left);
      live.ask();
      await settled();
      const [{ answer, saliency, terse }] = live.says;
      expect(answer).toBeCloseTo(answerOf(left), 6);
      live.kept.forEach((place, row) => {
        expect(terse![row]).toBeCloseTo(terseOf(place), 6);
        expect(saliency![2 * row]).toBeCloseTo((0.01 * STEPS[0]) / left, 8);
        expect(saliency![2 * row + 1]).toBeCloseTo((0.02 * STEPS[1]) / left, 8);
      });
    }
    expect(live.kept).toEqual([ORDER[0]]);
    const { curve } = live.says[0];
    curve!.counts.forEach((count, i) => expect(curve!.answers[i]).toBeCloseTo(answerOf(count), 6));
    expect([Math.max(...curve!.counts), Math.min(...curve!.counts)]).toEqual([4, 1]);
  });

  it('measures the agreement with the kernel, and finds a kernel that says otherwise', async () => {
    const live = state();
    live.ask();
    await settled();
    expect(live.agreement!.answer).toBeLessThan(1e-6);
    expect(live.agreement!.saliency).toBeLessThan(1e-6);
    const payload = modelPayload();
    const wrong = decodeModel(payload);
    wrong.networks[1].kernel.answers[0] += 0.01;
    wrong.networks[1].kernel.saliency![3] *= 1.5;
    const other = new ModelState(wrong, () => {});
    other.ask();
    await settled();
    expect(other.agreement!.answer).toBeCloseTo(0.01, 6);
    expect(other.agreement!.saliency).toBeGreaterThan(0.1);
  });

  it('takes one element away, not the last, and puts all back', () => {
    const live = state();
    live.remove(3);
    expect(live.kept).toEqual([0, 1, 2]);
    for (const place of [0, 1, 2]) live.remove(place);
    expect(live.kept).toEqual([2]);
    live.choose(0);
    expect(live.kept).toEqual([0, 1, 2, 3]);
  });

  it('holds a change within its reach', () => {
    const live = state();
    live.change({ place: 1, column: 0 }, 99);
    expect(live.changeOf({ place: 1, column: 0 })).toBe(4);
    expect(live.valueAt(0, { place: 1, column: 0 })).toBe(3 + 4 * STEPS[0]);
    live.change({ place: 1, column: 0 }, 0);
    expect(live.untouched).toBe(true);
  });
});

describe('the view', () => {
  it('shows answers, truth, agreement; clusters are taken away by the slider', async () => {
    const view = await shown();
    expect(view.error()).toBeNull();
    expect(subtitle(view)).toMatch(
      /sample 5 · 4 of 4 clusters left · computed here.* agrees with the kernel/
    );
    const texts = view.texts().join(' ');
    for (const word of ['truth', 'its twin', 'sigma_8', 'terse value']) expect(texts).toContain(word);
    await slide(view, 'Clusters left', 1);
    expect(subtitle(view)).toContain('1 of 4 clusters left');
    await press(view, 'Start again');
    expect(subtitle(view)).toContain('4 of 4');
    view.widget.dispose();
  });

  it('is changed by keyboard alone: a value is chosen, moved, and the answer follows', async () => {
    const view = await shown();
    view.key('ArrowRight');
    view.key('ArrowRight');
    expect(view.part('tooltip').textContent).toContain('y');
    await slide(view, 'y', 1);
    expect(subtitle(view)).toContain('1 value changed');
    view.key('t');
    const rows = [...view.widget.node.querySelectorAll('tbody tr')].map(row => row.textContent);
    expect(rows).toHaveLength(4);
    // terse of cluster 0 is 0 + 2 (5 + 2)
    expect(rows[0]).toMatch(/^014/);
    view.key('t');
    await press(view, 'Take this cluster away');
    expect(subtitle(view)).toContain('3 of 4 clusters left');
    view.widget.dispose();
  });

  it('a drag along the curve takes clusters away, and on the map changes a value', async () => {
    const view = await shown();
    pointer(view, 'pointerdown', 500, 180);
    pointer(view, 'pointermove', 300, 180);
    pointer(view, 'pointermove', 97, 180);
    pointer(view, 'pointerup', 97, 180);
    await settled();
    expect(subtitle(view)).toContain('1 of 4 clusters left');
    await press(view, 'Start again');
    pointer(view, 'pointerdown', 200, 450);
    pointer(view, 'pointermove', 200, 440);
    pointer(view, 'pointermove', 200, 420);
    pointer(view, 'pointerup', 200, 420);
    await settled();
    expect(subtitle(view)).toContain('1 value changed');
    view.widget.dispose();
  });

  it('draws an object of one column as a curve without sets', async () => {
    const view = await shown(curvePayload());
    expect(view.error()).toBeNull();
    expect(subtitle(view)).toMatch(/window 1 · 6 cadences · computed here/);
    expect(slider(view, 'Cadences left')).toBeNull();
    view.key('ArrowRight');
    view.key('ArrowRight');
    view.key('ArrowRight');
    expect(view.part('tooltip').textContent).toContain('cadence 2');
    view.widget.dispose();
  });

  const spoilt: [string, (payload: ModelPayload) => void, RegExp][] = [
    ['takes what comes later', p => (p.networks[0].nodes[0].from = ['answer']), /takes "answer"/],
    ['lacks a weight', p => (p.networks[0].nodes[0].weights = []), /lacks the weight "kernel"/],
    [
      'has an input of another size',
      p => (p.networks[0].inputs[0].shape = [null, 3]),
      /takes 12 numbers, the view gives 8/
    ],
    ['has another name for its mask', p => (p.set!.mask = 'veil'), /"mask" takes/],
    ['has no such output', p => (p.networks[0].index = 5), /index 5 is beyond/],
    ['names a pool as its terse node', p => (p.networks[0].terse = 'answer'), /one number of each element/],
    [
      'grows without end',
      p => {
        const { nodes } = p.networks[0];
        for (let i = 0; i < 60; i++) {
          const last = i === 0 ? 'answer' : `more${i - 1}`;
          nodes.push({ name: `more${i}`, kind: 'concatenate', config: {}, weights: [], from: [last, last] });
        }
        p.networks[0].output = 'more59';
      },
      /too large/
    ]
  ];
  it.each(spoilt)('refuses a network that %s', async (_, spoil, message) => {
    const payload = JSON.parse(JSON.stringify(modelPayload())) as ModelPayload;
    spoil(payload);
    const view = await shown(payload);
    expect(view.error()).toMatch(message);
    view.widget.dispose();
  });
});

describe('liveEngine', () => {
  const spec = () => {
    const { networks, steps, set } = decodeModel(modelPayload());
    return { ...networks[0], network: networks[0].network as never, steps, set };
  };
  const question = { values: Float64Array.of(1, 2), rows: 1, total: 4, whole: false };

  it('asks in the page where a worker cannot be loaded, and what was waiting is answered', async () => {
    const made: { onerror?: (event: unknown) => void; terminate(): void; postMessage(): void }[] = [];
    (globalThis as { Worker?: unknown }).Worker = class {
      constructor() {
        made.push(this as never);
      }
      postMessage() {}
      terminate() {}
    };
    try {
      const engine = liveEngine(spec(), 4);
      const asked = engine.ask([question]);
      expect(made).toHaveLength(1);
      made[0].onerror!({ preventDefault() {} });
      const [{ answer }] = await asked;
      expect(answer).toBeCloseTo(0.8 + 0.05 + 0.001 * Math.log(1 / 4), 6);
      engine.dispose();
      await expect(engine.ask([question])).rejects.toThrow('gone');
    } finally {
      delete (globalThis as { Worker?: unknown }).Worker;
    }
  });
});
