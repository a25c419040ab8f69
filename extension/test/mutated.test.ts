/** 1,000 damaged payloads a view: each ends in a picture or an error panel, and no markup of theirs reaches the page. */
import { TRAINING_MIME } from 'terselab/dist/views';
import { mount, SALIENCY, TERSE, type Mounted } from './mount';
import { mutate, seeded } from './mutate';
import {
  armsPayload,
  crowdSmall,
  imagePayload,
  panelPayload,
  saliencyPayload,
  tersePayload,
  trainingPayload
} from './payloads';

/** All that the widgets themselves build; a label that became an element would not be among them. */
const ALLOWED = new Set(
  'div span label select option button input canvas table thead tbody tr th td'
    .split(' ')
    .map(tag => tag.toUpperCase())
);
const CASES = Number(process.env.TERSELAB_MUTATIONS ?? 1000);

const rejections: unknown[] = [];
const remember = (reason: unknown) => rejections.push(reason);
beforeAll(() => void process.on('unhandledRejection', remember));
afterAll(() => void process.off('unhandledRejection', remember));

/** Attributes that could run or fetch something. */
function attributesOf(node: Element): string[] {
  return [...node.attributes]
    .filter(
      ({ name, value }) => /^on|^src|^href|^style$/.test(name) && /[<(:]\s*(javascript|url|http)/i.test(value)
    )
    .map(({ name }) => name);
}

/** @param unchanged whether the payload says what the last one said, so that nothing is drawn anew */
function checkPage(view: Mounted, unchanged = false): 'picture' | 'panel' {
  const { node } = view.widget;
  for (const inner of node.querySelectorAll('*')) {
    expect(ALLOWED).toContain(inner.tagName);
    expect(attributesOf(inner)).toEqual([]);
  }
  expect((globalThis as { hacked?: boolean }).hacked).toBeUndefined();
  const message = view.error();
  if (message !== null) {
    expect(message.length).toBeGreaterThan(10);
    expect(message.length).toBeLessThan(1000);
    return 'panel';
  }
  if (!unchanged) expect(view.drawn().length).toBeGreaterThan(20);
  return 'picture';
}

function textOf(payload: unknown): string | null {
  try {
    return typeof payload === 'string' ? payload : JSON.stringify(payload);
  } catch {
    return null;
  }
}

describe.each([
  ['saliency', SALIENCY, () => saliencyPayload() as unknown],
  ['saliency in panels', SALIENCY, () => panelPayload() as unknown],
  ['saliency of images', SALIENCY, () => imagePayload() as unknown],
  ['terse', TERSE, () => tersePayload() as unknown],
  ['terse in arms with a density', TERSE, () => crowdSmall() as unknown],
  ['training', TRAINING_MIME, () => trainingPayload() as unknown]
])('%s', (name, mimeType, make) => {
  it(`${CASES} mutations`, async () => {
    const random = seeded(name.length);
    const seen = { picture: 0, panel: 0 };
    const logged = jest.spyOn(console, 'error').mockImplementation(() => {});
    let view = mount(mimeType);
    let last: string | null = null;
    const start = Date.now();
    for (let i = 0; i < CASES; i++) {
      // One widget for several payloads, good ones between: a fault must not outlive its payload.
      if (i % 25 === 0) {
        view.widget.dispose();
        view = mount(mimeType);
        await view.render(make());
        expect(checkPage(view)).toBe('picture');
        last = JSON.stringify(make());
      }
      const { payload, how } = mutate(make(), random);
      try {
        await view.render(payload);
        if (i % 3 === 0)
          for (const key of [
            'ArrowRight',
            'ArrowDown',
            'PageDown',
            's',
            'a',
            'c',
            '+',
            't',
            't',
            'Escape',
            '0'
          ])
            if (view.part('plot')) view.key(key);
        const text = textOf(payload);
        const found = checkPage(view, text === last);
        last = found === 'picture' ? text : null;
        seen[found]++;
      } catch (error) {
        throw new Error(`mutation ${i} (${how})`, { cause: error });
      }
    }
    view.widget.dispose();
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(rejections).toEqual([]);
    // Lumino reports an exception of a message handler here instead of throwing it.
    expect(logged.mock.calls).toEqual([]);
    logged.mockRestore();
    // Some mutations are harmless (a changed caption); a mutator that damages nothing would prove nothing.
    expect(seen.panel).toBeGreaterThan(CASES / 2);
    expect(seen.picture).toBeGreaterThan(CASES / 100);
    expect(Date.now() - start).toBeLessThan(120_000);
  }, 180_000);
});

describe('hostile labels', () => {
  const HOSTILE =
    '</div><img src=x onerror="globalThis.hacked=true"><script>globalThis.hacked=true</script>&lt;b&gt;\u202e\u0000';
  it.each([
    ['saliency', SALIENCY, saliencyPayload()],
    ['panelled saliency', SALIENCY, panelPayload()],
    ['images', SALIENCY, imagePayload()],
    ['terse', TERSE, tersePayload()],
    ['terse arms', TERSE, armsPayload()],
    ['terse multiples', TERSE, armsPayload({ start: { all: true } })],
    ['training', TRAINING_MIME, trainingPayload()]
  ])('are text in the %s view, its table and its tooltip', async (_name, mimeType, payload) => {
    const poisoned = JSON.parse(JSON.stringify(payload), (key, value) => {
      const label = [
        'title',
        'caption',
        'alt',
        'label',
        'unit',
        'noun',
        'method',
        'score',
        'loss',
        'viewId'
      ].includes(key);
      // Methods and curves must differ in name, hostile or not.
      if (key === 'method' || (key === 'name' && payload.view === 'training'))
        return `${HOSTILE.slice(0, 200)} ${value}`;
      if (label) return HOSTILE.slice(0, 256);
      return ['table', 'notes', 'categories'].includes(key)
        ? value.map((_: string, i: number) => `${HOSTILE}${i}`.slice(0, 256))
        : value;
    });
    const view = mount(mimeType);
    await view.render(poisoned);
    expect(view.error()).toBeNull();
    view.key('ArrowRight');
    expect(view.part('tooltip').textContent).toContain('<script>');
    expect(checkPage(view)).toBe('picture');
    view.key('t');
    expect(view.widget.node.querySelector('table')!.textContent).toContain('<img');
    for (const inner of view.widget.node.querySelectorAll('*')) expect(ALLOWED).toContain(inner.tagName);
    view.widget.dispose();
  });
});
