/** Stopping the cell that a view is in. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { cellOf } from './notebookCell';

export interface Interrupter {
  /** How to stop the cell that a node is in; null where it does not run, is not trusted, or has no kernel. */
  of(node: HTMLElement): (() => Promise<void>) | null;
  /** Calls back when that may have changed. @returns ends it */
  watch(node: HTMLElement, changed: () => void): () => void;
}

let known: Interrupter | null = null;

/** Given by the application plugin; where there is none, nothing can be stopped. */
export function offerInterrupts(interrupter: Interrupter | null): void {
  known = interrupter;
}

export const interrupter = (): Interrupter | null => known;

/** Interrupts through the notebook's own session: in our kernel that aborts the signal that a training looks at. */
export function cellInterrupter(app: JupyterFrontEnd): Interrupter {
  return {
    of(node) {
      const found = cellOf(app, node);
      const kernel = found?.panel.sessionContext?.session?.kernel;
      if (!found || !kernel || kernel.status !== 'busy' || found.cell.model.trusted !== true) return null;
      const prompt = found.cell.node.querySelector('.jp-InputPrompt')?.textContent ?? '';
      return prompt.includes('*') ? () => kernel.interrupt() : null;
    },
    watch(node, changed) {
      const context = cellOf(app, node)?.panel.sessionContext;
      const slot = () => changed();
      context?.statusChanged.connect(slot);
      return () => void context?.statusChanged.disconnect(slot);
    }
  };
}
