// What a reader does in JupyterLab, through its own commands and its own model.
import { until, within } from './wait.mjs';

const start = 60_000; // JupyterLab's first page on a busy machine

/**
 * Opens a notebook on a new page and resolves when its cells are there and, where it has one, its kernel has answered.
 * @param options kernel: false opens it without one; size: {width, height}; scale: pixels of the screen to one of CSS;
 * init: a function that the page runs before anything else
 */
export async function openNotebook(desk, path, options = {}) {
  const { server = desk.server, kernel = true, size = { width: 1280, height: 1000 }, scale = 1 } = options;
  const page = await desk.browser.newPage({ viewport: size, deviceScaleFactor: scale });
  if (options.init) await page.addInitScript(options.init);
  desk.watch.follow(page);
  page.setDefaultTimeout(20_000);
  await page.goto(`${server.address}lab?token=${server.token}&reset`);
  await page.waitForFunction(() => window.jupyterapp?.started.then(() => true), null, { timeout: start });
  await page.evaluate(() => window.jupyterapp.restored);
  await show(page, path, kernel);
  return page;
}

/** Opens a notebook at the page's full width. */
async function show(page, path, kernel) {
  await page.evaluate(
    async ([path, kernel]) => {
      const { commands } = window.jupyterapp;
      const panel = await commands.execute('docmanager:open', {
        path,
        factory: 'Notebook',
        ...(kernel ? {} : { kernelPreference: { shouldStart: false, canStart: false } })
      });
      window.jupyterapp.shell.collapseLeft();
      await panel.context.ready;
      await panel.revealed;
      window.jupyterapp.shell.activateById(panel.id);
    },
    [path, kernel]
  );
  // It is in front a moment after it was asked to be.
  await page.waitForFunction(path => window.jupyterapp.shell.currentWidget?.context?.path === path, path);
  await page.waitForSelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell', { timeout: start });
  if (kernel) await kernelReady(page);
}

/** Ends the kernel of the notebook in front: each holds memory until the server stops. */
export function shutDown(page) {
  return page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown());
}

/** Ends the kernel and closes the page. */
export async function leave(page) {
  await shutDown(page);
  await page.close();
}

/**
 * Resolves when the kernel itself has answered. The toolbar says "idle" before there is a session, and a run asked for
 * then is lost.
 */
export async function kernelReady(page) {
  const state = () =>
    page.evaluate(() => {
      const context = window.jupyterapp.shell.currentWidget?.sessionContext;
      const kernel = context?.session?.kernel;
      return { ready: context?.isReady, status: kernel?.status, connection: kernel?.connectionStatus };
    });
  await until(start / 1000, 'the kernel answers', async () => {
    const { ready, status, connection } = await state();
    if (ready && status === 'idle' && connection === 'connected') {
      return page.evaluate(() =>
        window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.info.then(() => true)
      );
    }
    throw new Error(JSON.stringify({ ready, status, connection }));
  });
}

/** Runs all cells; resolves when the last one has ended or one has failed. */
export function runAll(page, seconds = 60) {
  return within(seconds, 'Run All', command(page, 'notebook:run-all-cells'));
}

/** Runs one cell; resolves when it has ended. */
export function runCell(page, index, seconds = 60) {
  return within(seconds, `cell ${index}`, startCell(page, index));
}

/** Starts one cell; the promise resolves when it has ended. */
export async function startCell(page, index) {
  await page.evaluate(async index => {
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = index;
    await window.jupyterapp.commands.execute('notebook:run-cell');
  }, index);
}

export function command(page, name, args = {}) {
  return page.evaluate(
    ([name, args]) => window.jupyterapp.commands.execute(name, args).then(() => true),
    [name, args]
  );
}

export const save = page => command(page, 'docmanager:save');

/** Changes the theme and waits until its style sheet holds and the views have had a frame to follow it. */
export async function theme(page, name) {
  await command(page, 'apputils:change-theme', { theme: `JupyterLab ${name}` });
  await page.waitForFunction(light => document.body.dataset.jpThemeLight === light, String(name === 'Light'));
  await frames(page, 3);
}

/** Lets the page draw. */
export function frames(page, count = 2) {
  return page.evaluate(async count => {
    for (let i = 0; i < count; i++) await new Promise(resolve => requestAnimationFrame(resolve));
  }, count);
}

/** The cells as JupyterLab's model holds them: the notebook format's objects. */
export function cells(page) {
  return page.evaluate(() =>
    window.jupyterapp.shell.currentWidget.content.widgets.map(cell => ({
      ...cell.model.toJSON(),
      trusted: cell.model.trusted
    }))
  );
}

/** Brings a cell to the middle of the page. */
export async function scrollTo(page, index) {
  await page.evaluate(
    index => window.jupyterapp.shell.currentWidget.content.scrollToItem(index, 'center'),
    index
  );
  await frames(page);
}
