/** What stands around a picture: title, subtitle, notes, caption, and the words for a screen reader. */
import { element } from './dom';
import type { Plot } from './plot';
import { words } from './words';

export class Frame {
  readonly picture = element('div', 'plot');
  private readonly heading = element('div', 'title');
  private readonly subtitle = element('div', 'subtitle');
  private readonly hint = element('div', 'hint');
  private readonly status = element('div', 'status');
  private readonly caption = element('div', 'caption');
  private readonly notes = element('div', 'notes');
  private readonly head = element('div', 'head');
  private readonly parts: readonly HTMLElement[];

  /** @param node the view's own, which is filled @param inside what the picture is made of, under its hint */
  constructor(
    private readonly node: HTMLElement,
    inside: readonly HTMLElement[],
    toolbar: HTMLElement,
    table: HTMLElement
  ) {
    this.picture.tabIndex = 0;
    this.picture.setAttribute('role', 'application');
    this.picture.append(...inside, this.hint);
    this.status.setAttribute('role', 'status');
    this.status.setAttribute('aria-live', 'polite');
    const names = element('div', 'names');
    names.append(this.heading, this.subtitle);
    this.head.append(names, toolbar);
    this.parts = [this.head, this.picture, table, this.notes, this.caption, this.status];
  }

  /** Say what a plot says of itself, and stand in the view. */
  show(plot: Plot): void {
    const hint = words.hint(plot.arrowHint);
    this.heading.textContent = plot.title;
    this.caption.textContent = plot.caption;
    this.caption.hidden = plot.caption === '';
    this.notes.replaceChildren(...plot.notes.map(note => element('div', 'note', note)));
    this.notes.hidden = plot.notes.length === 0;
    this.hint.textContent = hint;
    this.picture.setAttribute('aria-label', `${plot.title}. ${plot.alt} ${hint}`);
    this.node.classList.toggle('jp-mod-light', plot.theme === 'light');
    this.node.classList.toggle('jp-mod-dark', plot.theme === 'dark');
    this.sayOf(plot);
    // Parts that stand stay where they are: a button in them keeps the keyboard, and the click that is under way.
    if (this.head.parentNode !== this.node) this.node.replaceChildren(...this.parts);
  }

  /** Bring the line under the title up to date. */
  sayOf(plot: Plot): void {
    this.subtitle.textContent = plot.subtitle;
  }

  speak(text: string): void {
    this.status.textContent = text;
  }

  /** An error takes the place of everything. */
  fail(panel: HTMLElement): void {
    this.node.replaceChildren(panel);
  }
}
