import { button, element } from './dom';
import type { Sheet } from './plot';
import { words } from './words';

const PAGE = 25;

/** The rows of a view as a table, a page at a time. */
export class TableView {
  readonly node = element('div', 'tableView');
  private sheet: Sheet = { heads: [], rows: 0, cell: () => '' };
  private start = 0;
  private readonly scroller = element('div', 'tableScroll');
  private readonly table = element('table', 'table');
  private readonly place = element('span', 'page');
  private readonly previous: HTMLButtonElement;
  private readonly next: HTMLButtonElement;

  /** @param leave called for the keys that lead back to the picture */
  constructor(signal: AbortSignal, leave: () => void) {
    this.node.addEventListener(
      'keydown',
      event => {
        if (event.ctrlKey || event.metaKey || event.altKey || !['Escape', 't', 'T'].includes(event.key))
          return;
        event.preventDefault();
        event.stopPropagation();
        leave();
      },
      { signal }
    );
    this.previous = button('button', words.previous, words.previous, () => this.turn(-PAGE), signal);
    this.next = button('button', words.next, words.next, () => this.turn(PAGE), signal);
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute('role', 'region');
    this.scroller.setAttribute('aria-label', words.table);
    this.scroller.append(this.table);
    const pager = element('div', 'pager');
    this.place.setAttribute('role', 'status');
    pager.append(this.previous, this.next, this.place);
    this.node.append(this.scroller, pager);
  }

  show(sheet: Sheet, title: string): void {
    this.sheet = sheet;
    this.table.setAttribute('aria-label', title);
    this.start = Math.min(this.start, Math.max(0, sheet.rows - 1));
    this.start -= this.start % PAGE;
    this.fill();
  }

  focus(): void {
    this.scroller.focus();
  }

  private turn(by: number): void {
    const start = this.start + by;
    if (start < 0 || start >= this.sheet.rows) return;
    this.start = start;
    this.fill();
  }

  private fill(): void {
    const { heads, rows, cell } = this.sheet;
    const end = Math.min(this.start + PAGE, rows);
    const head = document.createElement('thead');
    const headRow = document.createElement('tr');
    for (const text of heads) {
      const th = document.createElement('th');
      th.scope = 'col';
      th.textContent = text;
      headRow.append(th);
    }
    head.append(headRow);
    const body = document.createElement('tbody');
    for (let i = this.start; i < end; i++) {
      const row = document.createElement('tr');
      heads.forEach((_, j) => {
        const td: HTMLTableCellElement = document.createElement(j === 0 ? 'th' : 'td');
        if (j === 0) td.scope = 'row';
        td.textContent = cell(i, j);
        row.append(td);
      });
      body.append(row);
    }
    this.table.replaceChildren(head, body);
    this.place.textContent = rows === 0 ? words.noRows : words.page(this.start + 1, end, rows);
    this.previous.disabled = this.start === 0;
    this.next.disabled = end >= rows;
  }
}
