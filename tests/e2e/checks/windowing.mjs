// JupyterLab's four ways to keep cells out of sight off the page: each kind of view, scrolled away and back, is as it was.
import assert from 'node:assert/strict';
import { group } from '../group.mjs';
import { bring, writeKinds } from '../kinds.mjs';
import { openNotebook, scrollTo, theme } from '../lab.mjs';
import { held } from '../pixels.mjs';
import { until } from '../wait.mjs';

const PLUGIN = '@jupyterlab/notebook-extension:tracker';
const NAME = 'windows.ipynb';

// Each mode has a page of its own, made after the setting was written; the last one is kept for a photograph of a failure.
async function start(desk) {
  const shared = {
    page: null,
    own: await writeKinds(desk, NAME),
    async end() {
      await shared.page?.close();
      desk.server.setSettings(PLUGIN, {});
    }
  };
  return shared;
}

const mode = name => [
  `windowing mode ${name}`,
  async (desk, shared) => {
    await shared.page?.close();
    desk.server.setSettings(PLUGIN, { windowingMode: name });
    const page = (shared.page = await openNotebook(desk, NAME, { kernel: false }));
    const inForce = await page.evaluate(
      () => window.jupyterapp.shell.currentWidget.content.notebookConfig.windowingMode
    );
    assert.equal(inForce, name);
    const [first, last] = [shared.own[0], shared.own.at(-1)];
    const before = await prints(desk, page, shared.own);
    await away(page, last, first);
    // Only "full" takes cells out of the layout. Else this would test one mode four times.
    assert.equal(await laidOut(page, last), name !== 'full');
    assert.deepEqual(await prints(desk, page, shared.own), before, 'other pixels than before');
    await away(page, last, first);
    await theme(page, 'Dark');
    const dark = await prints(desk, page, shared.own);
    const missed = Object.keys(dark).filter(kind => dark[kind] === before[kind]);
    await theme(page, 'Light'); // the server keeps it, and the next page begins with it
    assert.deepEqual(missed, [], 'missed a theme while away');
    return `${shared.own.length} views`;
  }
];

export default group(
  'windowing',
  start,
  Object.fromEntries(['defer', 'full', 'none', 'contentVisibility'].map(mode))
);

/** Fingerprints of the pixels of each kind, each brought into sight. */
async function prints(desk, page, own) {
  const found = {};
  for (const kind of own) {
    const { canvas } = await bring(desk, page, kind);
    found[kind.name] = (await held(desk, canvas)).print;
  }
  return found;
}

/** In the page: where the canvas of a titled view is, {width, seen}; width 0 where it is not laid out. */
const boxOf = title => {
  const node = [...document.querySelectorAll('.jp-Terselab')].find(
    found => found.querySelector('.jp-Terselab-title')?.textContent === title
  );
  const { width, top, bottom } = node?.querySelector('canvas').getBoundingClientRect() ?? { width: 0 };
  return { width, seen: width > 0 && bottom > 0 && top < window.innerHeight };
};

/** Scrolls to one view, until another one is where nobody sees it. */
async function away(page, from, to) {
  await scrollTo(page, to.cell);
  await until(
    20,
    `${from.name} is out of sight`,
    async () => !(await page.evaluate(boxOf, from.payload.title)).seen
  );
}

const laidOut = async (page, { payload }) => (await page.evaluate(boxOf, payload.title)).width > 0;
