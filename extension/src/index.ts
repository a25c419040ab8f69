/** The application plugin: what the renderers cannot do alone. Every token is optional, so that other hosts load it too. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IThemeManager } from '@jupyterlab/apputils';
import gallery from './gallery/plugin';
import { announceTheme } from './theme';

const plugin: JupyterFrontEndPlugin<void> = {
  id: 'terselab-lab:plugin',
  description:
    'Lets terselab views follow a theme whose style sheet arrives after the page has changed its name.',
  autoStart: true,
  optional: [IThemeManager],
  activate: (_app: JupyterFrontEnd, themes: IThemeManager | null) => {
    themes?.themeChanged.connect(() => announceTheme());
  }
};

export default [plugin, gallery];
