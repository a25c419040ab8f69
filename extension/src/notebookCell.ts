/** The notebook cell that a view is in. Named here as far as needed, so that the extension loads where there are none. */
import type { JupyterFrontEnd } from '@jupyterlab/application';

interface Signal<Sender, Args> {
  connect(slot: (sender: Sender, args: Args) => void): boolean;
  disconnect(slot: (sender: Sender, args: Args) => void): boolean;
}

/** A kernel as far as views use it. */
export interface Kernel {
  readonly status: string;
  readonly info: Promise<{ language_info: { name: string } }>;
  interrupt(): Promise<void>;
}

export interface SessionContext {
  readonly session: { readonly kernel: Kernel | null } | null;
  readonly statusChanged: Signal<unknown, unknown>;
}

export interface Cell {
  node: HTMLElement;
  /** What stands before the input: a number, or an asterisk while the cell runs or waits. */
  promptNode?: HTMLElement | null;
  model: {
    trusted?: boolean;
    sharedModel: { getSource(): string; setSource(code: string): void };
  };
}

export interface NotebookPanel {
  id: string;
  node: HTMLElement;
  sessionContext?: SessionContext;
  content: { activeCellIndex: number; widgets: readonly Cell[] };
}

/** The cell of a node and its notebook; null where it is in none. */
export function cellOf(
  { shell }: JupyterFrontEnd,
  node: HTMLElement
): { panel: NotebookPanel; index: number; cell: Cell } | null {
  for (const widget of shell.widgets('main')) {
    const panel = widget as unknown as Partial<NotebookPanel>;
    if (!panel.content?.widgets || !widget.node.contains(node)) continue;
    const index = panel.content.widgets.findIndex(cell => cell.node.contains(node));
    if (index >= 0) return { panel: panel as NotebookPanel, index, cell: panel.content.widgets[index] };
  }
  return null;
}
