/** The side panel of entries: search, tags, how far the reader is, and the ways in. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { drawing } from './drawing';
import { matching, tagsOf, type Entry } from './entry';
import type { Progress } from './progress';

/** What the panel asks for. */
export interface GalleryActions {
  list(): Promise<Entry[]>;
  progress(entry: Entry): Progress | undefined;
  open(entry: Entry): void;
  /** Puts the answers kept in this browser back into the entry's notebook. */
  restore(entry: Entry): void;
  create(): void;
  exportProgress(): void;
  importProgress(file: File): void;
}

function part<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  text?: string
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  node.className = `jp-TerselabGallery-${name}`;
  if (text !== undefined) node.textContent = text;
  return node;
}

export class GalleryPanel extends Widget {
  private entries: Entry[] = [];
  private readonly search = part('input', 'search');
  private readonly tag = part('select', 'tag');
  private readonly list = part('ul', 'list');
  private readonly count = part('div', 'count');
  private readonly file = part('input', 'file');

  constructor(
    private readonly actions: GalleryActions,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-TerselabGallery');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('terselab entries'));
    this.search.type = 'search';
    this.search.placeholder = trans.__('Search entries');
    this.search.setAttribute('aria-label', trans.__('Search entries'));
    this.tag.setAttribute('aria-label', trans.__('Show entries with this tag'));
    this.search.addEventListener('input', () => this.draw());
    this.tag.addEventListener('change', () => this.draw());
    this.count.setAttribute('role', 'status');
    this.file.type = 'file';
    this.file.accept = '.json,application/json';
    this.file.hidden = true;
    this.file.addEventListener('change', () => {
      const [chosen] = this.file.files ?? [];
      if (chosen) actions.importProgress(chosen);
      this.file.value = '';
    });
    const head = part('div', 'head');
    head.append(part('h2', 'heading', trans.__('Entries')), this.search, this.tag, this.count);
    this.node.append(head, this.list, this.foot());
  }

  private foot(): HTMLElement {
    const { trans, actions } = this;
    const foot = part('div', 'foot');
    foot.append(
      this.button(trans.__('New entry'), trans.__('Make a new entry from the template'), actions.create),
      this.button(
        trans.__('Export progress'),
        trans.__('Save what this browser knows of your progress and answers as a file'),
        actions.exportProgress
      ),
      this.button(trans.__('Import progress'), trans.__('Take progress and answers from a file'), () =>
        this.file.click()
      ),
      this.file
    );
    return foot;
  }

  private button(text: string, title: string, act: () => void): HTMLButtonElement {
    const node = part('button', 'button', text);
    node.type = 'button';
    node.title = title;
    node.addEventListener('click', act);
    return node;
  }

  protected override onAfterShow(): void {
    void this.refresh();
  }

  /** Reads the entries again. */
  async refresh(): Promise<void> {
    this.entries = await this.actions.list();
    if (this.isDisposed) return;
    const chosen = this.tag.value;
    this.tag.replaceChildren(
      new Option(this.trans.__('all tags'), ''),
      ...tagsOf(this.entries).map(tag => new Option(tag, tag))
    );
    this.tag.value = chosen;
    if (this.tag.selectedIndex < 0) this.tag.value = '';
    this.draw();
  }

  /** Draws the entries that match. */
  draw(): void {
    const shown = matching(this.entries, this.search.value, this.tag.value);
    this.list.replaceChildren(...shown.map(entry => this.card(entry)));
    this.count.textContent =
      this.entries.length === 0
        ? this.trans.__(
            'No entries here: the server\u2019s folder has none. Start it with npm start, or make one.'
          )
        : this.trans.__('%1 of %2 entries', shown.length, this.entries.length);
  }

  private card(entry: Entry): HTMLElement {
    const { trans } = this;
    const card = part('li', 'card');
    const words = part('div', 'words');
    const open = this.button(entry.title, trans.__('Open %1', entry.notebook), () =>
      this.actions.open(entry)
    );
    open.classList.add('jp-TerselabGallery-title');
    const tags = part('div', 'tags');
    for (const tag of entry.tags) {
      const chip = this.button(tag, trans.__('Show entries with the tag %1', tag), () => {
        this.tag.value = tag;
        this.draw();
      });
      chip.classList.add('jp-TerselabGallery-chip');
      tags.append(chip);
    }
    words.append(
      open,
      part('p', 'paragraph', entry.paragraph),
      tags,
      part('div', 'facts', this.facts(entry))
    );
    words.append(...this.state(entry));
    card.append(drawing(entry.group, entry.folder), words);
    return card;
  }

  /** Data and run time, as far as the entry tells. */
  private facts({ datasets, megabytes, minutes }: Entry): string {
    const { trans } = this;
    const data =
      datasets.length === 0
        ? trans.__('data: made in the notebook')
        : trans.__('data: %1', datasets.join(', '));
    return [
      data,
      ...(megabytes ? [trans.__('%1 MB to fetch', megabytes)] : []),
      ...(minutes === undefined ? [] : [trans.__('about %1 min', minutes)])
    ].join(' \u00b7 ');
  }

  private state(entry: Entry): HTMLElement[] {
    const { trans } = this;
    const progress = this.actions.progress(entry);
    const done = entry.exercises.filter(name => progress?.exercises.includes(name)).length;
    const state = part('div', 'state');
    state.append(
      part(
        'span',
        'mark',
        progress?.run ? trans.__('\u2713 run %1', progress.run.slice(0, 10)) : trans.__('\u25cb not run yet')
      )
    );
    if (entry.datasets.length > 0 && entry.megabytes !== 0) {
      // A run has fetched what it reads; the browser cannot look into the server's cache.
      const cached = trans.__('\u2713 data in the cache');
      state.append(part('span', 'mark', progress?.run ? cached : trans.__('\u25cb data not fetched yet')));
    }
    if (entry.exercises.length > 0) {
      const mark = done === entry.exercises.length ? '\u2713' : '\u25cb';
      state.append(
        part('span', 'mark', trans.__('%1 exercises %2 of %3', mark, done, entry.exercises.length))
      );
    }
    if (Object.keys(progress?.answers ?? {}).length === 0) return [state];
    const back = this.button(
      trans.__('Put my answers back'),
      trans.__('Write the answers kept in this browser into the notebook'),
      () => this.actions.restore(entry)
    );
    back.classList.add('jp-TerselabGallery-chip');
    state.append(back);
    return [state];
  }
}
