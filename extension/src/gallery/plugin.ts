/** The gallery's place in JupyterLab: side panel, commands, launcher, settings. Every token is optional. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { download } from '../save';
import { preferTheme } from '../theme';
import { Gallery } from './gallery';
import { GalleryPanel } from './panel';

const ID = 'terselab-lab:gallery';

/** Names of the gallery's commands. */
export const commandIds = {
  show: 'terselab-lab:show-gallery',
  open: 'terselab-lab:open-entry',
  create: 'terselab-lab:create-entry',
  exportProgress: 'terselab-lab:export-progress'
};

const plugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'The entries of terselab: a side panel, a section of the launcher, how far the reader is.',
  autoStart: true,
  optional: [ICommandPalette, ILauncher, ILayoutRestorer, ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    restorer: ILayoutRestorer | null,
    settings: ISettingRegistry | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('terselab_lab');
    const gallery = new Gallery(app.serviceManager.contents, window.localStorage);
    const panel = makePanel(app, gallery, trans);
    app.shell.add(panel, 'left', { rank: 210 });
    restorer?.add(panel, panel.id);
    gallery.changed = () => panel.draw();
    addCommands(app, gallery, panel, trans);
    const category = trans.__('terselab');
    for (const command of [commandIds.show, commandIds.create, commandIds.exportProgress]) {
      palette?.addItem({ command, category });
    }
    if (launcher) void app.restored.then(() => fillLauncher(launcher, gallery, category));
    void settings?.load(ID).then(
      loaded => {
        const follow = () => preferTheme(String(loaded.composite.theme));
        follow();
        loaded.changed.connect(follow);
      },
      () => {} // a server without the schema: the views follow the page
    );
  }
};

function makePanel(app: JupyterFrontEnd, gallery: Gallery, trans: TranslationBundle): GalleryPanel {
  const say = (work: Promise<string>) =>
    void work.then(
      words => Notification.success(words, { autoClose: 4000 }),
      (error: unknown) => Notification.error(error instanceof Error ? error.message : String(error))
    );
  const panel = new GalleryPanel(
    {
      list: () => gallery.entries(),
      progress: entry => gallery.progress(entry.notebook),
      open: entry => void app.commands.execute(commandIds.open, { path: entry.notebook }),
      restore: entry =>
        say(
          gallery
            .restore(entry.notebook)
            .then(count => trans._n('%1 answer put back', '%1 answers put back', count))
        ),
      create: () => void app.commands.execute(commandIds.create),
      exportProgress: () => void app.commands.execute(commandIds.exportProgress),
      importProgress: file =>
        say(
          file
            .text()
            .then(text =>
              trans._n('Progress of %1 notebook taken', 'Progress of %1 notebooks taken', gallery.take(text))
            )
        )
    },
    trans
  );
  panel.id = ID;
  panel.title.caption = trans.__('terselab entries');
  panel.title.label = trans.__('Entries');
  return panel;
}

function addCommands(
  app: JupyterFrontEnd,
  gallery: Gallery,
  panel: GalleryPanel,
  trans: TranslationBundle
): void {
  app.commands.addCommand(commandIds.show, {
    label: trans.__('Show the Entries'),
    caption: trans.__('Show the entries of terselab at the side'),
    execute: () => app.shell.activateById(panel.id)
  });
  app.commands.addCommand(commandIds.open, {
    label: args => String(args.title ?? trans.__('Open an Entry')),
    caption: args => String(args.caption ?? ''),
    iconClass: 'jp-TerselabGallery-icon',
    execute: args => app.commands.execute('docmanager:open', { path: String(args.path) })
  });
  app.commands.addCommand(commandIds.create, {
    label: trans.__('New Entry from the Template'),
    caption: trans.__('Make a folder with a notebook and an entry.json'),
    execute: async () => {
      const path = await gallery.create(new Date().toISOString().slice(0, 10));
      await panel.refresh();
      return app.commands.execute('docmanager:open', { path });
    }
  });
  app.commands.addCommand(commandIds.exportProgress, {
    label: trans.__('Export Progress and Answers'),
    caption: trans.__('Save what this browser knows of your progress and answers as a file'),
    execute: () =>
      download(new Blob([gallery.export()], { type: 'application/json' }), 'terselab-progress.json')
  });
}

async function fillLauncher(launcher: ILauncher, gallery: Gallery, category: string): Promise<void> {
  for (const [rank, { title, paragraph, notebook }] of (await gallery.entries()).entries()) {
    launcher.add({
      command: commandIds.open,
      args: { path: notebook, title, caption: paragraph },
      category,
      rank
    });
  }
}

export default plugin;
