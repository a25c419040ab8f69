/** The broker of hover and selection for other extensions: their views join the groups of ours. */
import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Token } from '@lumino/coreutils';
import { selectionBroker, type Member, type Membership } from './broker';

/** Hover and selection shared by the views of one group in one notebook; the ids are those of the payloads' rows. */
export interface ISelectionBroker {
  /**
   * Joins a group, and receives what it shares now.
   * @param notebook what tells this notebook from others: see `notebookOf`
   * @param name of the group, as in the payloads
   */
  join(notebook: string, name: string, member: Member): Membership;
}

export const ISelectionBroker = new Token<ISelectionBroker>(
  'terselab-lab:ISelectionBroker',
  'Hover and selection shared by the views of one group in one notebook.'
);

/** Others ask for the token as optional: without this extension their views stand alone. */
export const selectionPlugin: JupyterFrontEndPlugin<ISelectionBroker> = {
  id: 'terselab-lab:selection',
  description: 'Shares hover and selection between the views of one group in one notebook.',
  autoStart: true,
  provides: ISelectionBroker,
  activate: () => selectionBroker
};
