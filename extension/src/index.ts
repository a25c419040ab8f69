/** The application plugin: what the renderers cannot do alone. Every token is optional, so that other hosts load it too. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IThemeManager } from '@jupyterlab/apputils';
import { cellInserter } from './cellInserter';
import gallery from './gallery/plugin';
import { cellInterrupter, offerInterrupts } from './interrupter';
import { offerCells } from './selectionCell';
import { selectionPlugin } from './selectionToken';
import { announceTheme } from './theme';

export { notebookOf, type Member, type Membership, type Shared } from './broker';
export { ISelectionBroker } from './selectionToken';

const plugin: JupyterFrontEndPlugin<void> = {
  id: 'terselab-lab:plugin',
  description:
    'Lets terselab views follow a theme whose style sheet arrives after the page has changed its name, put a selection into a cell, and stop the cell whose work they show.',
  autoStart: true,
  optional: [IThemeManager],
  activate: (app: JupyterFrontEnd, themes: IThemeManager | null) => {
    offerCells(cellInserter(app));
    offerInterrupts(cellInterrupter(app));
    themes?.themeChanged.connect(() => announceTheme());
  }
};

export default [plugin, selectionPlugin, gallery];
