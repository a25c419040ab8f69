import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { InsertCell } from './selectionCell';

/** As much of a notebook panel as is needed; named here so that the extension loads where there are no notebooks. */
interface Notebook {
  content: {
    activeCellIndex: number;
    widgets: readonly {
      node: HTMLElement;
      model: { sharedModel: { getSource(): string; setSource(code: string): void } };
    }[];
  };
}

/** Inserts cells through JupyterLab's own command, so that it can be undone. The cell is not run. */
export function cellInserter({ commands, shell }: JupyterFrontEnd): InsertCell {
  return (node, code) => {
    const panel = shell.currentWidget;
    const content = (panel as unknown as Partial<Notebook> | null)?.content;
    if (!panel?.node.contains(node) || !content?.widgets) return;
    const index = content.widgets.findIndex(cell => cell.node.contains(node));
    if (index < 0) return;
    content.activeCellIndex = index;
    void commands.execute('notebook:insert-cell-below').then(() => {
      // By its place: the click may have made the cell above active again, whose code must stay.
      const cell = content.widgets[index + 1]?.model.sharedModel;
      if (cell?.getSource() === '') cell.setSource(code);
    });
  };
}
