// Everything the checks share: browser, server, served folder, the watch over all pages, where pictures go.
import fs from 'node:fs';
import path from 'node:path';
import { launch } from './browser.mjs';
import { copyEntry, makeFolder, removeFolder } from './folder.mjs';
import { openNotebook } from './lab.mjs';
import { startServer } from './server.mjs';
import { makeWatch } from './watch.mjs';

export const ENTRY = 'stellar-flares';
export const NOTEBOOK = `${ENTRY}/${ENTRY}.ipynb`;

export async function makeDesk(chromium, artifacts) {
  fs.mkdirSync(artifacts, { recursive: true });
  for (const name of fs.readdirSync(artifacts).filter(name => name.startsWith('failed-'))) {
    fs.rmSync(path.join(artifacts, name)); // photographs of an earlier run would be taken for this one's
  }
  const folder = makeFolder();
  copyEntry(ENTRY, folder);
  const [server, browser] = await Promise.all([startServer(folder), launch(chromium)]);
  const eye = await browser.newPage();
  let flares = null;
  let other = null;
  const desk = {
    artifacts,
    folder,
    server,
    browser,
    eye,
    watch: makeWatch(),
    file: name => path.join(folder, name),
    /** A server that has signed nothing: what was run at the first one is untrusted here. */
    otherServer: () => (other ??= startServer(folder)),
    /** The page of the entry's notebook after it was run; a run without that group opens the one of the last run. */
    flares(page) {
      if (page) flares = page;
      return (flares ??= openLast(desk));
    },
    async close() {
      await browser.close();
      await Promise.all([server.stop(), other?.then(started => started.stop())]);
      removeFolder(folder);
    }
  };
  return desk;
}

/** The notebook as it was last run, kept with the pictures. */
export const lastRun = desk => path.join(desk.artifacts, `${ENTRY}.ipynb`);

function openLast(desk) {
  if (!fs.existsSync(lastRun(desk)))
    throw new Error('there is no executed notebook of an earlier run: let wholeNotebook run too');
  fs.copyFileSync(lastRun(desk), desk.file(NOTEBOOK));
  return openNotebook(desk, NOTEBOOK, { kernel: false });
}
