/** Views of one group in one notebook share hover and selection; others do not. */
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { selectionBroker, SelectionBroker, type Shared } from '../src/broker';
import { offerCells, selectionCode } from '../src/selectionCell';
import { mount, SALIENCY, TERSE, type Mounted } from './mount';
import { saliencyPayload, tersePayload } from './payloads';

describe('SelectionBroker', () => {
  it('tells the others of the group, not the one that told', () => {
    const broker = new SelectionBroker();
    const heard: string[] = [];
    const member = (name: string) => ({
      receive: ({ hover, selected }: Shared) => heard.push(`${name}: ${hover} ${selected.join(' ')}`)
    });
    const a = broker.join('one', 'g', member('a'));
    broker.join('one', 'g', member('b'));
    broker.join('one', 'other', member('c'));
    broker.join('two', 'g', member('d'));
    a.share({ hover: 7, selected: [1, 2] });
    expect(heard).toEqual(['b: 7 1 2']);
    // who comes later sees what is shared
    broker.join('one', 'g', member('e'));
    expect(heard[1]).toBe('e: 7 1 2');
    a.leave();
    a.share({ hover: 8, selected: [] });
    expect(heard).toHaveLength(2);
  });

  it('forgets a group when its last view leaves', () => {
    const broker = new SelectionBroker();
    const members = [0, 1].map(() => broker.join('n', 'g', { receive() {} }));
    members[0].share({ hover: 1, selected: [] });
    for (const { leave } of members) leave();
    members[1].leave();
    expect(broker.size).toBe(0);
    broker.join('n', 'g', { receive: () => expect('nothing is shared any more').toBe('') });
  });

  it('does not confuse names that hold each other', () => {
    const broker = new SelectionBroker();
    const heard: Shared[] = [];
    broker.join('a","b', 'c', { receive: shared => heard.push(shared) });
    broker.join('a', 'b","c', { receive() {} }).share({ hover: 1, selected: [] });
    expect(heard).toEqual([]);
  });
});

describe('views of one group', () => {
  const panels: HTMLElement[] = [];
  function place(mime: string, panel: string): Mounted {
    let host = panels.find(({ id }) => id === panel);
    if (!host) {
      host = document.createElement('div');
      host.className = 'jp-NotebookPanel';
      host.id = panel;
      document.body.append(host);
      panels.push(host);
    }
    const view = mount(mime, false);
    Widget.attach(view.widget, host);
    return view;
  }
  const title = (view: Mounted) => {
    MessageLoop.flush();
    return view.part('tooltip').hidden ? null : view.part('tooltip').firstChild!.textContent;
  };
  const terse = () => ({
    ...tersePayload(),
    group: 'flares',
    rows: saliencyPayload(tersePayload().rows.ids.shape[0]).rows
  });

  it('show the row in hand in all of them, and none in another notebook or group', async () => {
    const views = [
      place(SALIENCY, 'one'),
      place(TERSE, 'one'),
      place(SALIENCY, 'one'),
      place(SALIENCY, 'two'),
      place(SALIENCY, 'one')
    ];
    const [map, scatter, second, elsewhere, stranger] = views;
    await map.render(saliencyPayload());
    await scatter.render(terse());
    await second.render(saliencyPayload(5, 8, { viewId: 'second' }));
    await elsewhere.render(saliencyPayload());
    await stranger.render(saliencyPayload(5, 8, { group: 'others' }));
    map.key('ArrowRight');
    const held = title(map)!;
    expect(held).toMatch(/^window 10\d/);
    expect(title(scatter)).toBe(held);
    expect(title(second)).toBe(held);
    expect([title(elsewhere), title(stranger)]).toEqual([null, null]);
    map.key('ArrowDown');
    expect(title(map)).not.toBe(held);
    expect(title(scatter)).toBe(title(map));
    map.key('Escape');
    expect(title(scatter)).toBeNull();
    for (const view of views) view.widget.dispose();
    expect(selectionBroker.size).toBe(0);
  });

  it('share what is chosen, both ways, and the controls follow', async () => {
    const inserted: string[] = [];
    offerCells((_, code) => inserted.push(code));
    const [map, scatter] = [place(SALIENCY, 'one'), place(TERSE, 'one')];
    await map.render(saliencyPayload());
    await scatter.render(terse());
    map.key('ArrowRight');
    map.key('s');
    MessageLoop.flush();
    expect(scatter.part('subtitle').textContent).toContain('1 selected');
    const use = (view: Mounted) =>
      [...view.widget.node.querySelectorAll('button')].find(b => b.textContent === 'Use selection')!;
    expect(use(scatter).disabled).toBe(false);
    scatter.key('c');
    MessageLoop.flush();
    expect(use(map).disabled).toBe(true);
    scatter.key('ArrowRight');
    scatter.key('s');
    MessageLoop.flush();
    use(map).click();
    expect(inserted[0]).toMatch(
      /^\/\/ 1 rows \("window"\) chosen in the view "Saliency of windows"\nconst selection = \[1\d\d\];$/
    );
    offerCells(null);
    for (const view of [map, scatter]) view.widget.dispose();
  });
});

it('rows that a view does not show stay chosen while it is pointed at', async () => {
  const host = document.createElement('div');
  host.className = 'jp-NotebookPanel';
  host.id = 'three';
  document.body.append(host);
  const [whole, part] = [mount(SALIENCY, false), mount(SALIENCY, false)];
  for (const { widget } of [whole, part]) Widget.attach(widget, host);
  await whole.render(saliencyPayload(5));
  await part.render(saliencyPayload(1));
  whole.key('ArrowRight');
  whole.key('ArrowDown');
  for (const key of ['s', 'ArrowUp', 's']) whole.key(key);
  MessageLoop.flush();
  expect(whole.part('status').textContent).toBe('2 selected');
  part.key('ArrowRight');
  MessageLoop.flush();
  const heard: Shared[] = [];
  selectionBroker.join('three', 'flares', { receive: shared => heard.push(shared) }).leave();
  expect(heard[0].selected).toHaveLength(2);
  for (const { widget } of [whole, part]) widget.dispose();
});

describe('selectionCode', () => {
  const run = (code: string) =>
    new Function(`${code.replace('const selection', 'var selection')}; return selection;`)() as number[];

  it.each([[[]], [[4]], [[1, 5, 9]], [Array.from({ length: 500 }, (_, i) => i + (i > 300 ? 7 : 0))]])(
    'is code that gives the ids back',
    wanted => expect(run(selectionCode(wanted, 'window', 'view'))).toEqual(wanted)
  );

  it('writes long runs short', () => {
    const ids = Array.from({ length: 10_000 }, (_, i) => i);
    expect(selectionCode(ids, 'window', 'view').length).toBeLessThan(250);
  });

  it('holds no code of a title', () => {
    for (const title of [
      'a\nglobalThis.hacked = 1',
      'b\u2028globalThis.hacked = 1',
      '*/ c',
      '"; globalThis.hacked = 1'
    ]) {
      expect(run(selectionCode([1], title, title))).toEqual([1]);
    }
    expect((globalThis as { hacked?: number }).hacked).toBeUndefined();
  });
});
