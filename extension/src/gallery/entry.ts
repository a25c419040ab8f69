/** The entries of a server: folders that hold an `entry.json`, read when the gallery is shown; there is no list to keep. */
import type { Contents } from '@jupyterlab/services';

/** What the gallery shows of an entry. */
export interface Entry {
  /** Folder, as the server names it. */
  folder: string;
  title: string;
  paragraph: string;
  /** Path of the notebook. */
  notebook: string;
  tags: string[];
  datasets: string[];
  /** What the rows of its data belong to: "halo", "star"; picks the drawing. */
  group: string;
  exercises: string[];
  /** Minutes that it runs, where it says so. */
  minutes?: number;
  /** Megabytes that it downloads, where it says so; 0 where all data come with the library. */
  megabytes?: number;
}

/** The part of a server's contents that is asked. */
export type Shelf = Pick<Contents.IManager, 'get'>;

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 1000) : '');
const words = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter(item => typeof item === 'string').slice(0, 50) : [];
const size = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : undefined;

/** An entry from the text of its `entry.json`; null where that is none, or names a file outside its folder. */
export function readEntry(folder: string, json: string): Entry | null {
  let page: Record<string, unknown>;
  try {
    page = (JSON.parse(json) as { page: Record<string, unknown> }).page;
  } catch {
    return null;
  }
  if (typeof page !== 'object' || page === null) return null;
  const file = text(page.notebook);
  if (!/^[^/\\]+\.ipynb$/.test(file) || text(page.title) === '') return null;
  return {
    folder,
    title: text(page.title),
    paragraph: text(page.paragraph),
    notebook: folder === '' ? file : `${folder}/${file}`,
    tags: words(page.tags),
    datasets: words(page.datasets),
    group: text(page.group),
    exercises: Object.keys((page.exercises as object | undefined) ?? {}),
    minutes: size(page.minutes),
    megabytes: size(page.megabytes)
  };
}

/** All entries below the server's root, or below its folder `notebooks`; by title. */
export async function listEntries(contents: Shelf): Promise<Entry[]> {
  const top = await childrenOf(contents, '');
  let all = await entriesIn(contents, top);
  // looked for before it is asked: a folder or file that is not there is an error in the browser's console
  if (all.length === 0 && top.some(({ name, type }) => name === 'notebooks' && type === 'directory')) {
    all = await entriesIn(contents, await childrenOf(contents, 'notebooks'));
  }
  return all.sort((a, b) => a.title.localeCompare(b.title));
}

async function entriesIn(contents: Shelf, children: readonly Contents.IModel[]): Promise<Entry[]> {
  const folders = children.filter(({ type }) => type === 'directory').slice(0, 200);
  const entries = await Promise.all(
    folders.map(async ({ path }) => {
      const file = (await childrenOf(contents, path)).find(({ name }) => name === 'entry.json');
      if (!file) return null;
      return contents.get(file.path, { content: true, type: 'file', format: 'text' }).then(
        ({ content }) => readEntry(path, String(content)),
        () => null // gone in the meantime
      );
    })
  );
  return entries.filter(entry => entry !== null);
}

const childrenOf = (contents: Shelf, path: string): Promise<Contents.IModel[]> =>
  contents.get(path, { content: true }).then(
    ({ content }) => content as Contents.IModel[],
    () => []
  );

/** Entries that have all the words of a search and the tag; no tag, no search: all. */
export function matching(entries: readonly Entry[], search: string, tag: string): Entry[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(entry => {
    const { title, paragraph, tags, datasets } = entry;
    const said = [title, paragraph, ...tags, ...datasets].join(' ').toLowerCase();
    return (tag === '' || tags.includes(tag)) && wanted.every(word => said.includes(word));
  });
}

/** All tags, the commonest first. */
export function tagsOf(entries: readonly Entry[]): string[] {
  const counts = new Map<string, number>();
  for (const tag of entries.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([tag]) => tag);
}
