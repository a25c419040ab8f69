/** The gallery's questions to the server: one for what is not there is an error in the browser's console. */
import { listEntries, type Shelf } from '../src/gallery/entry';

/** A server that has the folders given, with the names of what is in each. */
function shelf(folders: Record<string, string[]>) {
  const refused: string[] = [];
  const get = (path: string) => {
    if (path.endsWith('entry.json')) {
      const page = { title: path, notebook: 'a.ipynb' };
      return Promise.resolve({ content: JSON.stringify({ page }) });
    }
    if (!(path in folders)) {
      refused.push(path);
      return Promise.reject(new Error('404'));
    }
    const content = folders[path].map(name => {
      const below = path === '' ? name : `${path}/${name}`;
      return { name, path: below, type: below in folders ? 'directory' : 'file' };
    });
    return Promise.resolve({ content });
  };
  return { contents: { get } as unknown as Shelf, refused };
}

it.each([
  ['no entries', { '': ['plain', 'saved.ipynb'], plain: ['readme.md'] }, 0],
  ['entries', { '': ['one'], one: ['entry.json'] }, 1],
  ['entries below notebooks', { '': ['notebooks'], notebooks: ['one'], 'notebooks/one': ['entry.json'] }, 1],
  ['a file called notebooks', { '': ['notebooks'] }, 0]
])('asks a server with %s for nothing that it has not listed', async (_, folders, count) => {
  const { contents, refused } = shelf(folders as unknown as Record<string, string[]>);
  expect((await listEntries(contents)).length).toBe(count);
  expect(refused).toEqual([]);
});
