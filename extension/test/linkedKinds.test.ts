/** Views of images and live models in a group with others: hover and selection by the ids of their rows. */
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { MODEL_MIME } from 'terselab/dist/views';
import { fitMiddle } from '../src/axis';
import { LABEL_HEIGHT, modelLayout } from '../src/modelLayout';
import type { ModelState } from '../src/modelState';
import { selectionBroker, type Shared } from '../src/broker';
import { mount, SALIENCY, type Mounted } from './mount';
import { modelPayload } from './modelPayload';
import { imagePayload } from './payloads';

const settled = () => new Promise(resolve => setTimeout(resolve, 10));
const heard: Shared[] = [];
let views: Mounted[] = [];
let host: HTMLElement;

beforeEach(() => {
  host = document.createElement('div');
  host.className = 'jp-NotebookPanel';
  host.id = `panel-${Math.random()}`;
  document.body.append(host);
  heard.length = 0;
});
afterEach(() => {
  for (const { widget } of views) widget.dispose();
  views = [];
  expect(selectionBroker.size).toBe(0);
});

async function place(mime: string, payload: object): Promise<Mounted> {
  const view = mount(mime, false);
  views.push(view);
  Widget.attach(view.widget, host);
  await view.render({ ...payload, group: 'galaxies' });
  return view;
}
const group = () =>
  selectionBroker.join(host.id, 'galaxies', { receive: (shared: Shared) => void heard.push(shared) });
const subtitle = (view: Mounted) => view.part('subtitle').textContent!;
const last = () => heard[heard.length - 1];

describe('images', () => {
  it('tell which one is in hand and chosen', async () => {
    const view = await place(SALIENCY, imagePayload());
    const member = group();
    const own = Number(/galaxy (\d)/.exec(subtitle(view))![1]);
    view.key('ArrowRight');
    expect(last()).toEqual({ hover: own, selected: [] });
    view.key('s');
    expect(last()).toEqual({ hover: own, selected: [own] });
    expect(subtitle(view)).toContain('1 selected');
    view.key('PageDown');
    expect(last().hover).not.toBe(own);
    view.key('s');
    expect(last().selected).toHaveLength(2);
    view.key('c');
    expect(last().selected).toEqual([]);
    member.leave();
  });

  it('show the one that is in hand elsewhere, and their own again afterwards', async () => {
    const view = await place(SALIENCY, imagePayload());
    const own = subtitle(view);
    const other = own.includes('galaxy 6') ? 4 : 6;
    const member = group();
    member.share({ hover: other, selected: [3, 99] });
    MessageLoop.flush();
    expect(subtitle(view)).toContain(`galaxy ${other} \u00b7 1 selected`);
    expect(view.part('tooltip').textContent).toContain(`galaxy ${other}`);
    member.share({ hover: 77, selected: [] });
    MessageLoop.flush();
    expect(subtitle(view)).toBe(own);
    // no echo
    expect(heard).toEqual([]);
    member.leave();
  });

  it('mark the chosen ones in the strip', async () => {
    const view = await place(SALIENCY, imagePayload());
    const corners = () => view.drawn().filter(([name]) => name === 'closePath').length;
    const before = corners();
    const member = group();
    member.share({ hover: null, selected: [3, 4] });
    MessageLoop.flush();
    expect(corners() - before).toBe(2);
    member.leave();
  });
});

describe('a live model', () => {
  it('tells which object is in hand and chosen', async () => {
    const view = await place(MODEL_MIME, modelPayload());
    const member = group();
    view.key('ArrowDown');
    expect(last()).toEqual({ hover: 5, selected: [] });
    view.key('s');
    expect(last()).toEqual({ hover: 5, selected: [5] });
    expect(subtitle(view)).toContain('1 sample selected');
    view.key('c');
    view.key('Escape');
    expect(last()).toEqual({ hover: null, selected: [] });
    member.leave();
    await settled();
  });

  it('takes over the object in hand elsewhere, unless something was changed here', async () => {
    const view = await place(MODEL_MIME, modelPayload());
    const member = group();
    await settled();
    member.share({ hover: 9, selected: [9] });
    await settled();
    MessageLoop.flush();
    expect(subtitle(view)).toMatch(/^sample 9 .*1 sample selected/);
    const input = view.widget.node.querySelector<HTMLInputElement>('input[type=range]')!;
    input.value = '1';
    input.dispatchEvent(new Event('input'));
    await settled();
    member.share({ hover: 5, selected: [9] });
    await settled();
    MessageLoop.flush();
    expect(subtitle(view)).toMatch(/^sample 9 \u00b7 1 of/);
    member.leave();
  });
});

describe('a name that is too long', () => {
  const context = {
    measureText: (text: string) => ({ width: 10 * text.length })
  } as CanvasRenderingContext2D;
  it('keeps both ends', () => {
    expect(fitMiddle(context, 'ln M_gas(<0.12 Mpc)', 200)).toBe('ln M_gas(<0.12 Mpc)');
    expect(fitMiddle(context, 'ln M_gas(<0.12 Mpc)', 120)).toBe('ln M_g\u2026 Mpc)');
    expect(fitMiddle(context, 'abcdef', 5)).toBe('\u2026');
  });
  it('is never longer than its room', () => {
    for (let width = 30; width < 220; width += 7) {
      expect(10 * fitMiddle(context, 'slope at 0.85 Mpc of it', width).length).toBeLessThanOrEqual(width);
    }
  });

  it('stands apart from its neighbours on every page, and is not cut at the bottom', () => {
    const networks = [{ terse: 'terse' }, {}];
    const state = { columns: 21, data: { networks, set: {} } } as unknown as ModelState;
    for (let width = 500; width <= 980; width += 20) {
      const { map, slant, height } = modelLayout(width, state, 19);
      expect((map.width / 21) * Math.sin(slant)).toBeGreaterThanOrEqual(LABEL_HEIGHT);
      expect(height - map.top - map.height).toBeGreaterThan(13 + 19 * 6 * Math.sin(slant));
    }
  });
});
