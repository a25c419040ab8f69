/** The gallery: entries read from a server's folders, progress kept and carried over, the panel's ways in. */
import { nullTranslator } from '@jupyterlab/translation';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { matching, readEntry, tagsOf } from '../src/gallery/entry';
import { Gallery } from '../src/gallery/gallery';
import { GalleryPanel } from '../src/gallery/panel';
import { advance, progressOf, readBook, restoreAnswers, type Progress } from '../src/gallery/progress';
import { freeSlug } from 'terselab/dist/cli/template';
import { preferTheme, readTheme } from '../src/theme';

const page = (more: object = {}) => ({
  title: 'Did it cheat?',
  paragraph: 'Two networks.',
  notebook: 'a.ipynb',
  tags: ['cosmology', 'regression'],
  datasets: [],
  group: 'halo',
  exercises: { 1: {}, 2: {} },
  ...more
});

type Files = Record<string, unknown>;

/** A server's contents in memory: paths to text or notebooks. */
function shelf(files: Files) {
  const listeners: ((sender: unknown, change: object) => void)[] = [];
  const contents = {
    fileChanged: {
      connect: (listener: (sender: unknown, change: object) => void) => listeners.push(listener)
    },
    get: async (path: string) => {
      if (path in files) return { path, content: JSON.parse(JSON.stringify(files[path])) };
      const prefix = path === '' ? '' : `${path}/`;
      const names = new Set(
        Object.keys(files)
          .filter(file => file.startsWith(prefix))
          .map(file => file.slice(prefix.length).split('/')[0])
      );
      if (names.size === 0) throw new Error(`404 ${path}`);
      const content = [...names].map(name => ({
        name,
        path: prefix + name,
        type: prefix + name in files ? 'file' : 'directory'
      }));
      return { path, content };
    },
    save: async (path: string, { content, type }: { content?: unknown; type: string }) => {
      if (type !== 'directory') files[path] = content;
      listeners.forEach(listener => listener(null, { type: 'save', newValue: { path } }));
      return { path };
    }
  };
  return contents as never;
}

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value)
  };
}

const cell = (id: string, source: string, said?: string) => ({
  cell_type: 'code',
  id,
  source,
  execution_count: 3,
  outputs: said === undefined ? [] : [{ data: { 'text/markdown': [said] } }]
});
const solved = {
  cells: [
    { cell_type: 'markdown', id: 'm', source: '# Title' },
    cell('a', 'tl.check("1", 2)', '\u2713 **Exercise 1: right.** The limit: 2.'),
    cell('b', 'tl.check("2", 7)', '\u2717 **Exercise 2: not yet** (7). Hint: none.')
  ]
};

const files = (): Files => ({
  'one/entry.json': JSON.stringify({ page: page() }),
  'one/a.ipynb': solved,
  'two/entry.json': JSON.stringify({
    page: page({ title: 'Flares', tags: ['1d data'], datasets: ['tess'], group: 'star', minutes: 2 })
  }),
  'broken/entry.json': '{',
  'plain/readme.md': ''
});

describe('entries', () => {
  it('are the folders with a sound entry.json, by title, below the root or below notebooks', async () => {
    const titles = async (all: Files) =>
      (await new Gallery(shelf(all), storage()).entries()).map(e => e.title);
    expect(await titles(files())).toEqual(['Did it cheat?', 'Flares']);
    const below = Object.fromEntries(
      Object.entries(files()).map(([path, file]) => [`notebooks/${path}`, file])
    );
    expect(await titles(below)).toEqual(['Did it cheat?', 'Flares']);
    expect(await titles({ 'plain/readme.md': '' })).toEqual([]);
  });

  it('name no file outside their folder, and take wrong types for nothing', () => {
    for (const notebook of ['../x.ipynb', '/x.ipynb', 'a/b.ipynb', 'x.py', 3, undefined]) {
      expect(readEntry('one', JSON.stringify({ page: page({ notebook }) }))).toBeNull();
    }
    for (const json of ['null', '{}', '{"page":null}', '[]']) expect(readEntry('one', json)).toBeNull();
    const odd = readEntry(
      'one',
      JSON.stringify({ page: page({ tags: [1, 'x'], minutes: 'long', datasets: 7 }) })
    );
    expect(odd).toMatchObject({ tags: ['x'], datasets: [], minutes: undefined, notebook: 'one/a.ipynb' });
  });

  it('are found by every word and by tag', async () => {
    const entries = await new Gallery(shelf(files()), storage()).entries();
    expect(matching(entries, 'NETWORKS two', '').length).toBe(2);
    expect(matching(entries, 'tess networks', '').map(e => e.title)).toEqual(['Flares']);
    expect(matching(entries, 'tess cheat', '')).toEqual([]);
    expect(matching(entries, '', 'cosmology').map(e => e.title)).toEqual(['Did it cheat?']);
    expect(tagsOf([...entries, entries[0]])[0]).toBe('cosmology');
  });
});

describe('progress', () => {
  it('is read from the cells: run, exercises said to be right, answers', () => {
    expect(progressOf(solved, '2026')).toEqual({
      run: '2026',
      exercises: ['1'],
      answers: { a: 'tl.check("1", 2)', b: 'tl.check("2", 7)' },
      saved: '2026'
    });
    const half = { cells: [...solved.cells, { ...cell('c', 'x'), execution_count: null }] };
    expect(progressOf(half, '2026').run).toBeNull();
    expect(progressOf({ cells: [] }, '2026').run).toBeNull();
    expect(progressOf(null, '2026').exercises).toEqual([]);
  });

  it('keeps what was done, and the latest answer, whichever side it comes from', () => {
    const early: Progress = { run: '1', exercises: ['1'], answers: { a: 'old', b: 'b' }, saved: '1' };
    const late: Progress = { run: null, exercises: ['2'], answers: { a: 'new' }, saved: '2' };
    const both = { run: '1', exercises: ['1', '2'], answers: { a: 'new', b: 'b' }, saved: '2' };
    expect(advance(early, late)).toEqual(both);
    expect(advance(late, early)).toEqual(both);
  });

  it('goes from one browser to another as a file, and the answers back into the notebook', async () => {
    const all = files();
    const contents = shelf(all);
    const first = new Gallery(contents, storage());
    await first.look('one/a.ipynb');
    const other = new Gallery(shelf(files()), storage());
    const drawn = jest.fn();
    other.changed = drawn;
    expect(other.take(first.export())).toBe(1);
    expect(drawn).toHaveBeenCalledTimes(1);
    expect(other.progress('one/a.ipynb')).toEqual(first.progress('one/a.ipynb'));
    const fresh = { cells: [cell('a', 'tl.check("1", undefined)'), cell('z', 'other')] };
    all['one/a.ipynb'] = fresh;
    expect(await first.restore('one/a.ipynb')).toBe(1);
    expect((all['one/a.ipynb'] as typeof fresh).cells.map(c => c.source)).toEqual([
      'tl.check("1", 2)',
      'other'
    ]);
    expect(restoreAnswers(all['one/a.ipynb'], { a: 'tl.check("1", 2)' })).toBe(0);
  });

  it('refuses files that are none of its own, and survives a browser that keeps nothing', async () => {
    expect(() => readBook('x')).toThrow(/not JSON/);
    expect(() => readBook('{"notebooks":{}}')).toThrow(/no progress/);
    const hostile = `{"terselab":"progress","notebooks":{"__proto__":{"run":"x"},"a":{"answers":{"b":3},"exercises":"no"}}}`;
    expect(readBook(hostile)).toEqual({ a: { run: null, exercises: [], answers: {}, saved: '' } });
    const full = {
      getItem: () => 'rubbish',
      setItem: () => {
        throw new Error('quota');
      }
    };
    const gallery = new Gallery(shelf(files()), full);
    await gallery.look('one/a.ipynb');
    expect(gallery.progress('one/a.ipynb')?.exercises).toEqual(['1']);
  });

  it('is noted for entries alone', async () => {
    const all = { ...files(), 'plain/own.ipynb': solved };
    const gallery = new Gallery(shelf(all), storage());
    await gallery.look('plain/own.ipynb');
    expect(gallery.progress('plain/own.ipynb')).toBeUndefined();
  });
});

describe('a new entry', () => {
  it('is a folder that the gallery then lists, under a name that was free', async () => {
    const all = files();
    const gallery = new Gallery(shelf(all), storage());
    expect(await gallery.create('2026-11-25')).toBe('new-entry/new-entry.ipynb');
    expect(await gallery.create('2026-11-25')).toBe('new-entry-2/new-entry-2.ipynb');
    expect((await gallery.entries()).map(e => e.title)).toContain('New entry 2');
    expect(freeSlug(new Set(['x', 'x-2', 'x-3']), 'x')).toBe('x-4');
  });
});

describe('the panel', () => {
  async function shown() {
    const gallery = new Gallery(shelf(files()), storage());
    await gallery.look('one/a.ipynb');
    const actions = {
      list: () => gallery.entries(),
      progress: ({ notebook }: { notebook: string }) => gallery.progress(notebook),
      open: jest.fn(),
      restore: jest.fn(),
      create: jest.fn(),
      exportProgress: jest.fn(),
      importProgress: jest.fn()
    };
    const panel = new GalleryPanel(actions, nullTranslator.load('terselab_lab'));
    Widget.attach(panel, document.body);
    await panel.refresh();
    MessageLoop.flush();
    const cards = () => [...panel.node.querySelectorAll('.jp-TerselabGallery-card')].map(n => n.textContent!);
    const named = (text: string) =>
      [...panel.node.querySelectorAll('button')].find(button => button.textContent === text)!;
    return { panel, actions, cards, named };
  }

  it('says of each entry what it is about and how far one is, in words', async () => {
    const { cards, panel } = await shown();
    expect(cards()[0]).toContain('\u25cb exercises 1 of 2');
    expect(cards()[0]).toContain('\u2713 run ');
    expect(cards()[0]).toContain('made in the notebook');
    expect(cards()[1]).toMatch(/data: tess \u00b7 about 2 min.*not run yet.*data not fetched yet/);
    panel.dispose();
  });

  it.each([
    [0, 'data: tess \u00b7 about 2 min', false],
    [7, 'data: tess \u00b7 7 MB to fetch \u00b7 about 2 min', true]
  ])('says of %i megabytes whether there is something to fetch', async (megabytes, facts, fetches) => {
    const { panel, actions, cards } = await shown();
    const entry = (await actions.list()).find(({ datasets }) => datasets.length > 0)!;
    actions.list = () => Promise.resolve([{ ...entry, megabytes }]);
    await panel.refresh();
    expect(cards()[0]).toContain(facts);
    expect(cards()[0].includes('data not fetched yet')).toBe(fetches);
    panel.dispose();
  });

  it('filters, opens, restores, makes, exports and imports', async () => {
    const { panel, actions, cards, named } = await shown();
    const search = panel.node.querySelector<HTMLInputElement>('[type=search]')!;
    search.value = 'flares';
    search.dispatchEvent(new Event('input'));
    expect(cards().length).toBe(1);
    expect(panel.node.querySelector('[role=status]')!.textContent).toBe('1 of 2 entries');
    search.value = '';
    named('1d data').click();
    expect(cards().length).toBe(1);
    named('Flares').click();
    expect(actions.open).toHaveBeenCalledWith(expect.objectContaining({ notebook: 'two/a.ipynb' }));
    const tag = panel.node.querySelector('select')!;
    tag.value = '';
    tag.dispatchEvent(new Event('change'));
    named('Put my answers back').click();
    expect(actions.restore).toHaveBeenCalledWith(expect.objectContaining({ folder: 'one' }));
    named('New entry').click();
    named('Export progress').click();
    expect([actions.create.mock.calls.length, actions.exportProgress.mock.calls.length]).toEqual([1, 1]);
    const input = panel.node.querySelector<HTMLInputElement>('[type=file]')!;
    const file = new File(['{}'], 'progress.json');
    Object.defineProperty(input, 'files', { value: [file] });
    input.dispatchEvent(new Event('change'));
    expect(actions.importProgress).toHaveBeenCalledWith(file);
    panel.dispose();
  });

  it('takes every word of an entry for text', async () => {
    const { panel } = await shown();
    const hostile = '<img src=x onerror=alert(1)>';
    const entry = readEntry('x', JSON.stringify({ page: page({ title: hostile, tags: [hostile] }) }))!;
    const other = new GalleryPanel(
      { list: async () => [entry], progress: () => undefined } as never,
      nullTranslator.load('terselab_lab')
    );
    await other.refresh();
    expect(other.node.querySelector('img')).toBeNull();
    expect(other.node.textContent).toContain(hostile);
    panel.dispose();
  });
});

it('the theme of the settings holds for views that follow the page, and for no other', () => {
  const node = document.createElement('div');
  document.body.dataset.jpThemeLight = 'true';
  preferTheme('dark');
  expect([readTheme(node).dark, readTheme(node, 'light').dark]).toEqual([true, false]);
  preferTheme('auto');
  expect(readTheme(node).dark).toBe(false);
});
