/** Damaged live models: each ends in a picture or an error panel, whatever its network has become. */
import { MODEL_MIME } from 'terselab/dist/views/mimeTypes';
import { mount, type Mounted } from './mount';
import { curvePayload, modelPayload } from './modelPayload';
import { mutate, seeded } from './mutate';

const CASES = Number(process.env.TERSELAB_MUTATIONS ?? 1000);
const HOSTILE = '</div><img src=x onerror="globalThis.hacked=true"><script>globalThis.hacked=true</script>';

const settled = () => new Promise(resolve => setTimeout(resolve, 0));
const rejections: unknown[] = [];
const remember = (reason: unknown) => rejections.push(reason);
beforeAll(() => void process.on('unhandledRejection', remember));
afterAll(() => void process.off('unhandledRejection', remember));

function safe(view: Mounted): 'picture' | 'panel' {
  expect(view.widget.node.querySelector('script, img, iframe, b, a, svg, style')).toBeNull();
  expect((globalThis as { hacked?: boolean }).hacked).toBeUndefined();
  const message = view.error();
  if (message === null) return 'picture';
  expect(message.length).toBeGreaterThan(10);
  expect(message.length).toBeLessThan(1000);
  return 'panel';
}

it.each([
  ['a set', modelPayload, 3],
  ['a curve', curvePayload, 5]
])(
  '%s: each of the damaged payloads ends in a picture or a panel',
  async (_, make, seed) => {
    const random = seeded(seed);
    const seen = { picture: 0, panel: 0 };
    const logged = jest.spyOn(console, 'error').mockImplementation(() => {});
    let view = mount(MODEL_MIME);
    for (let i = 0; i < CASES; i++) {
      if (i % 25 === 0) {
        view.widget.dispose();
        view = mount(MODEL_MIME);
        await view.render(make());
        expect(safe(view)).toBe('picture');
      }
      const { payload, how } = mutate(make(), random);
      try {
        await view.render(payload);
        if (i % 3 === 0)
          for (const key of ['ArrowRight', 'ArrowDown', '+', 't', 't', 'Escape', '0'])
            if (view.part('plot')) view.key(key);
        await settled();
        seen[safe(view)]++;
      } catch (error) {
        throw new Error(`mutation ${i} (${how})`, { cause: error });
      }
    }
    view.widget.dispose();
    await settled();
    expect(rejections).toEqual([]);
    expect(logged.mock.calls).toEqual([]);
    logged.mockRestore();
    expect(seen.panel).toBeGreaterThan(CASES / 2);
    expect(seen.picture).toBeGreaterThan(CASES / 100);
  },
  180_000
);

it('labels stay text, in the view, its table and its tooltip', async () => {
  const poisoned = JSON.parse(JSON.stringify(modelPayload()), (key, value) => {
    if (
      ['title', 'caption', 'alt', 'label', 'unit', 'noun', 'elementNoun', 'saliencyUnit', 'viewId'].includes(
        key
      )
    )
      return HOSTILE;
    return ['names', 'notes'].includes(key) ? value.map((_: string, i: number) => `${HOSTILE}${i}`) : value;
  });
  poisoned.networks.forEach((network: { name: string }) => (network.name = HOSTILE));
  const view = mount(MODEL_MIME);
  await view.render(poisoned);
  await settled();
  expect(safe(view)).toBe('picture');
  view.key('ArrowRight');
  expect(view.part('tooltip').textContent).toContain('<script>');
  view.key('t');
  expect(view.widget.node.querySelector('table')!.textContent).toContain('<img');
  expect(safe(view)).toBe('picture');
  view.widget.dispose();
});
