/** The entries of a server and how far the reader is with them. */
import type { Contents } from '@jupyterlab/services';
import { listEntries, type Entry } from './entry';
import { progressOf, ProgressStore, readBook, restoreAnswers, type Progress } from './progress';
import { entryFiles, freeSlug } from 'terselab/dist/cli/template';

export class Gallery {
  /** Called when what is known of a notebook has changed. */
  changed: () => void = () => {};
  private readonly store: ProgressStore;
  private notebooks: Set<string> | null = null;

  /** @param storage where progress is kept */
  constructor(
    private readonly contents: Pick<Contents.IManager, 'get' | 'save' | 'fileChanged'>,
    storage: Pick<Storage, 'getItem' | 'setItem'>
  ) {
    this.store = new ProgressStore(storage);
    contents.fileChanged.connect((_, { type, newValue }) => {
      if (type === 'save' && newValue?.path?.endsWith('.ipynb')) void this.look(newValue.path);
    });
  }

  async entries(): Promise<Entry[]> {
    const found = await listEntries(this.contents);
    this.notebooks = new Set(found.map(({ notebook }) => notebook));
    return found;
  }

  progress(notebook: string): Progress | undefined {
    return this.store.of(notebook);
  }

  /** Notes how far a saved notebook is, where it is an entry's. */
  async look(path: string): Promise<void> {
    if (!this.notebooks) await this.entries();
    if (!this.notebooks?.has(path)) return;
    const { content } = await this.contents.get(path, { content: true, type: 'notebook' });
    this.store.note(path, progressOf(content, new Date().toISOString()));
    this.changed();
  }

  /** @returns how many cells of the notebook changed */
  async restore(path: string): Promise<number> {
    const answers = this.store.of(path)?.answers ?? {};
    const model = await this.contents.get(path, { content: true, type: 'notebook' });
    const changed = restoreAnswers(model.content, answers);
    if (changed > 0) {
      await this.contents.save(path, { type: 'notebook', format: 'json', content: model.content as unknown });
    }
    return changed;
  }

  /** Makes a new entry's folder beside the others. @returns the path of its notebook */
  async create(day: string): Promise<string> {
    const entries = await this.entries();
    const first = entries[0]?.folder ?? '';
    const parent = first.includes('/') ? first.slice(0, first.lastIndexOf('/') + 1) : '';
    const { content } = await this.contents.get(parent.replace(/\/$/, ''), { content: true });
    const taken = new Set((content as Contents.IModel[]).map(({ name }) => name));
    const slug = freeSlug(taken);
    for (const folder of ['', '/solutions'])
      await this.contents.save(parent + slug + folder, { type: 'directory' });
    for (const file of entryFiles(slug, day, () => Math.random().toString(36).slice(2, 10))) {
      const notebook = file.name.endsWith('.ipynb');
      await this.contents.save(`${parent}${slug}/${file.name}`, {
        type: notebook ? 'notebook' : 'file',
        format: notebook ? 'json' : 'text',
        content: notebook ? (JSON.parse(file.content) as unknown) : file.content
      });
    }
    return `${parent}${slug}/${slug}.ipynb`;
  }

  export(): string {
    return this.store.text();
  }

  /** Takes an exported file. @returns how many notebooks it speaks of @throws Error that says what is wrong with it */
  take(text: string): number {
    const count = this.store.merge(readBook(text));
    this.changed();
    return count;
  }
}
