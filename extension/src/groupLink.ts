import { notebookOf, selectionBroker, type Membership, type Shared } from './broker';
import type { Plot } from './plot';

/** A view's tie to its group: it joins when there is a plot in a notebook, tells what changed here, shows what changed there. */
export class GroupLink {
  private plot: Plot | null = null;
  private of = '';
  private membership: Membership | null = null;
  /** What this view had when it last told or received: nothing is said twice, and no echo goes round. */
  private had: Shared | null = null;
  /** What the group has chosen, rows that this view does not show among them. */
  private chosen: readonly number[] = [];

  /** @param changed called when another view has changed what is shown; true where the controls change too */
  constructor(private readonly changed: (controls: boolean) => void) {}

  /** Join the group of a plot in the notebook that the node is in; leave the one before. */
  join(node: HTMLElement, plot: Plot | null): void {
    const before = this.plot;
    this.plot = plot;
    const notebook = node.isConnected ? notebookOf(node) : null;
    const group = plot?.link ? plot.group : undefined;
    const of = notebook !== null && group !== undefined ? JSON.stringify([notebook, group]) : '';
    if (of === this.of && (plot === before || of === '')) return;
    this.leave();
    this.plot = plot;
    if (of === '') return;
    this.of = of;
    this.membership = selectionBroker.join(notebook!, group!, { receive: shared => this.receive(shared) });
  }

  /** Tell the group what is in hand and chosen here, where that has changed. */
  tell(): void {
    const now = this.membership && this.plot?.shared?.();
    if (!now) return;
    const { had } = this;
    if (had ? had.hover === now.hover && had.selected === now.selected : isNothing(now)) return;
    if (had?.selected !== now.selected) this.chosen = now.selected;
    this.had = now;
    this.membership!.share({ hover: now.hover, selected: this.chosen });
  }

  leave(): void {
    this.membership?.leave();
    this.membership = null;
    this.of = '';
    this.had = null;
    this.chosen = [];
    this.plot = null;
  }

  private receive(shared: Shared): void {
    const { plot } = this;
    if (!plot?.link || !plot.shared) return;
    const before = plot.shared().selected;
    plot.link(shared);
    this.chosen = shared.selected;
    this.had = plot.shared();
    this.changed(this.had.selected !== before);
  }
}

const isNothing = ({ hover, selected }: Shared): boolean => hover === null && selected.length === 0;
