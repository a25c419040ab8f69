/** The code of a view arrives late, out of order, or not at all. */
import { Widget } from '@lumino/widgets';
import { makeSaliencyPlot } from '../src/saliencyPlot';
import { TerselabView, type MakePlot } from '../src/view';
import { saliencyPayload } from './payloads';
import { SALIENCY } from './mount';

const make: MakePlot = makeSaliencyPlot;
const model = (title: string) => ({
  data: { [SALIENCY]: saliencyPayload(5, 8, { title }) as never },
  metadata: {},
  trusted: false,
  setData() {}
});
const titleOf = (view: Widget) => view.node.querySelector('.jp-Terselab-title')?.textContent;

it('shows the payload asked for last, however the code arrives, and keeps room for it until then', async () => {
  const arrive: ((value: MakePlot) => void)[] = [];
  const view = new TerselabView(SALIENCY, () => new Promise(resolve => arrive.push(resolve)));
  Widget.attach(view, document.body);
  const [first, second] = [view.renderModel(model('first')), view.renderModel(model('second'))];
  expect(parseInt(view.node.style.minHeight)).toBeGreaterThan(200);
  arrive[1](make);
  await second;
  expect(titleOf(view)).toBe('second');
  arrive[0](make);
  await first;
  expect(titleOf(view)).toBe('second');
  expect(view.node.style.minHeight).toBe('');
  view.dispose();
});

it('says that the code could not be fetched, and asks for it again', async () => {
  let calls = 0;
  const view = new TerselabView(SALIENCY, () =>
    calls++ === 0 ? Promise.reject(new Error('Loading chunk 7 failed')) : Promise.resolve(make)
  );
  await view.renderModel(model('a'));
  expect(view.node.textContent).toContain('could not be fetched');
  await view.renderModel(model('a'));
  expect(titleOf(view)).toBe('a');
  view.dispose();
});

it('draws nothing where it was disposed while the code was on the way', async () => {
  let arrive: (value: MakePlot) => void = () => {};
  const made = jest.fn(make);
  const view = new TerselabView(SALIENCY, () => new Promise(resolve => (arrive = resolve)));
  const done = view.renderModel(model('a'));
  view.dispose();
  arrive(made);
  await done;
  expect(made).not.toHaveBeenCalled();
});
