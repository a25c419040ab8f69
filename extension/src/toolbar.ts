import { button, element } from './dom';
import type { Choice, Slider, Switch } from './plot';
import { words } from './words';

/** What the buttons of a toolbar do. */
export interface Actions {
  zoom(factor: number): void;
  reset(): void;
  toggleTable(): void;
  savePng(): void;
  saveCsv(): void;
}

/** The row of controls above a view. Choices and switches are built anew when the plot changes; the buttons stay. */
export class Toolbar {
  readonly node = element('div', 'toolbar');
  private readonly choices = element('div', 'choices');
  private readonly table: HTMLButtonElement;
  private readonly zooms: HTMLButtonElement[];
  private serial = 0;

  constructor(
    actions: Actions,
    private readonly signal: AbortSignal
  ) {
    this.node.setAttribute('role', 'toolbar');
    this.node.setAttribute('aria-label', words.toolbar);
    this.zooms = [
      button('button', '\u2212', words.zoomOut, () => actions.zoom(1.5), signal),
      button('button', '+', words.zoomIn, () => actions.zoom(1 / 1.5), signal),
      button('button', words.reset, words.resetTitle, () => actions.reset(), signal)
    ];
    this.table = button('button', words.table, words.tableTitle, () => actions.toggleTable(), signal);
    this.table.setAttribute('aria-pressed', 'false');
    const files = [
      button('button', words.png, words.pngTitle, () => actions.savePng(), signal),
      button('button', words.csv, words.csvTitle, () => actions.saveCsv(), signal)
    ];
    this.node.append(this.choices, group(this.zooms), group([this.table]), group(files));
  }

  /** Show the controls of a plot. @param changed called after one was used; false where the controls stay as they are */
  show(
    choices: readonly Choice[],
    switches: readonly Switch[],
    sliders: readonly Slider[],
    changed: (rebuild: boolean) => void
  ): void {
    const focused = this.choices.contains(document.activeElement)
      ? [...this.choices.querySelectorAll('select, button, input')].indexOf(document.activeElement as Element)
      : -1;
    this.choices.replaceChildren(
      ...choices.map(choice => this.choiceNode(choice, changed)),
      ...switches.map(item => this.switchNode(item, changed)),
      ...sliders.map(slider => this.sliderNode(slider, changed))
    );
    // Rebuilt controls keep the keyboard's place.
    if (focused >= 0)
      (this.choices.querySelectorAll('select, button, input')[focused] as HTMLElement | undefined)?.focus();
  }

  setTable(shown: boolean): void {
    this.table.textContent = shown ? words.picture : words.table;
    this.table.title = shown ? words.pictureTitle : words.tableTitle;
    this.table.setAttribute('aria-label', this.table.title);
    this.table.setAttribute('aria-pressed', String(shown));
    for (const zoom of this.zooms) zoom.disabled = shown;
  }

  private choiceNode(choice: Choice, changed: (rebuild: boolean) => void): HTMLElement {
    const label = element('label', 'choice');
    const text = element('span', 'choiceLabel', choice.label);
    const select = element('select', 'select');
    select.name = `terselab-${this.serial++}`;
    select.setAttribute('aria-label', choice.label);
    for (const { value, text: words } of choice.options) {
      const option = document.createElement('option');
      option.value = value;
      option.textContent = words;
      option.selected = value === choice.value;
      select.append(option);
    }
    select.addEventListener(
      'change',
      () => {
        choice.choose(select.value);
        changed(true);
      },
      { signal: this.signal }
    );
    label.append(text, select);
    return label;
  }

  private sliderNode(slider: Slider, changed: (rebuild: boolean) => void): HTMLElement {
    const label = element('label', 'choice');
    const input = element('input', 'slider');
    input.type = 'range';
    input.name = `terselab-${this.serial++}`;
    input.min = String(slider.least);
    input.max = String(slider.greatest);
    input.step = String(slider.step);
    input.value = String(slider.value);
    input.setAttribute('aria-label', slider.label);
    input.addEventListener(
      'input',
      () => {
        slider.set(Number(input.value));
        changed(false);
      },
      { signal: this.signal }
    );
    label.append(element('span', 'choiceLabel', slider.label), input);
    return label;
  }

  private switchNode(item: Switch, changed: (rebuild: boolean) => void): HTMLElement {
    const node = button(
      'button',
      item.label,
      item.title,
      () => {
        item.toggle();
        changed(true);
      },
      this.signal
    );
    node.setAttribute('aria-pressed', String(item.on));
    node.disabled = !item.enabled;
    return node;
  }
}

function group(buttons: HTMLButtonElement[]): HTMLElement {
  const node = element('div', 'group');
  node.append(...buttons);
  return node;
}
