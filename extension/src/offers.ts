/** What the page adds to the controls of a plot, where it can. */
import { notebookOf } from './broker';
import type { Plot, Switch } from './plot';
import { insertCell, selectionCode } from './selectionCell';
import { words } from './words';

/** "Use selection", where the reader has chosen rows and the page can insert cells. */
export function selectionSwitch(node: HTMLElement, plot: Plot): Switch[] {
  const insert = insertCell();
  if (!insert || !plot.shared || notebookOf(node) === null) return [];
  return [
    {
      label: words.useSelection,
      title: words.useSelectionTitle,
      on: false,
      enabled: plot.shared().selected.length > 0,
      toggle: () => insert(node, selectionCode(plot.shared!().selected, plot.rowNoun ?? '', plot.title))
    }
  ];
}
