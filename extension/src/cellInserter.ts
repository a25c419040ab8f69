import type { JupyterFrontEnd } from '@jupyterlab/application';
import { cellOf } from './notebookCell';
import type { InsertCell } from './selectionCell';

/** Inserts cells through JupyterLab's own command, so that it can be undone. The cell is not run. */
export function cellInserter(app: JupyterFrontEnd): InsertCell {
  return (node, code) => {
    const found = cellOf(app, node);
    // The command acts on the notebook that is in front.
    if (!found || found.panel.id !== app.shell.currentWidget?.id) return;
    const { content } = found.panel;
    content.activeCellIndex = found.index;
    void app.commands.execute('notebook:insert-cell-below').then(() => {
      // By its place: the click may have made the cell above active again, whose code must stay.
      const cell = content.widgets[found.index + 1]?.model.sharedModel;
      if (cell?.getSource() === '') cell.setSource(code);
    });
  };
}
