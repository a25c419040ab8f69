// The gallery in JupyterLab: panel, launcher, progress that outlives the server, a new entry.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { NOTEBOOK } from '../desk.mjs';
import { copyEntry } from '../folder.mjs';
import { group } from '../group.mjs';
import { command, kernelReady, openNotebook, save, shutDown, theme } from '../lab.mjs';
import { until } from '../wait.mjs';

const KEY = 'terselab:progress';
const others = ['did-it-cheat', 'counting-clusters', 'smoking-gun'];

async function start(desk) {
  for (const name of others) copyEntry(name, desk.folder);
  for (const name of fs.readdirSync(desk.folder).filter(name => name.startsWith('new-entry'))) {
    fs.rmSync(desk.file(name), { recursive: true });
  }
  fs.copyFileSync(path.join(desk.folder, '..', NOTEBOOK), desk.file(NOTEBOOK));
  const page = await openNotebook(desk, NOTEBOOK, { kernel: false });
  await command(page, 'terselab-lab:show-gallery');
  const panel = page.locator('.jp-TerselabGallery');
  await panel.locator('.jp-TerselabGallery-card').first().waitFor();
  return { page, panel, end: () => page.close() };
}

const cardOf = (panel, title) => panel.locator('.jp-TerselabGallery-card', { hasText: title });

export default group('gallery', start, {
  'the panel lists the entries of the server, each with a drawing and its state in words': async (
    _,
    { panel }
  ) => {
    const cards = panel.locator('.jp-TerselabGallery-card');
    assert.equal(await cards.count(), others.length + 1);
    const card = cardOf(panel, 'Did it cheat?');
    assert.match(await card.textContent(), /not run yet.*exercises 0 of 2/);
    assert.ok((await card.locator('svg circle').count()) > 20);
  },
  'it is looked at, light and dark, narrow and wide': async (desk, { page, panel }) => {
    for (const name of ['Light', 'Dark']) {
      await theme(page, name);
      for (const width of [250, 460]) {
        await page.evaluate(width => {
          const split = window.jupyterapp.shell._hsplitPanel;
          const all = split.node.clientWidth;
          split.setRelativeSizes([width / all, 1 - width / all, 0]);
        }, width);
        await page.waitForTimeout(200);
        await panel.screenshot({
          path: path.join(desk.artifacts, `gallery-${name.toLowerCase()}-${width}.png`)
        });
        const over = await panel.evaluate(node => node.scrollWidth - node.clientWidth);
        assert.ok(over <= 1, `${over} pixels are cut off at the right, ${width} wide`);
      }
    }
    await theme(page, 'Light');
  },
  'search and tag leave what matches': async (_, { panel }) => {
    await panel.getByRole('searchbox').fill('flares');
    await until(5, 'one card', async () => (await panel.locator('.jp-TerselabGallery-card').count()) === 1);
    await panel.getByRole('searchbox').fill('');
    await panel.getByRole('combobox').selectOption('mass function');
    assert.match(await panel.locator('.jp-TerselabGallery-count').textContent(), /^1 of 4/);
    await panel.getByRole('combobox').selectOption('');
  },
  'a saved notebook leaves its answers in the browser, and they go back into a fresh copy': async (
    desk,
    { page, panel }
  ) => {
    const answer = 'tl.check("1", 12345);';
    const id = await page.evaluate(answer => {
      const { model } = window.jupyterapp.shell.currentWidget.content;
      for (let i = 0; i < model.cells.length; i++) {
        const cell = model.cells.get(i);
        if (!/\bcheck\(/.test(cell.sharedModel.getSource())) continue;
        cell.sharedModel.setSource(answer);
        return cell.id;
      }
    }, answer);
    assert.ok(id, 'the notebook has no exercise');
    await save(page);
    await until(10, 'the answer is kept', async () => {
      const book = JSON.parse(await page.evaluate(key => window.localStorage.getItem(key), KEY));
      return book.notebooks[NOTEBOOK].answers[id] === answer;
    });
    await page.evaluate(() => window.jupyterapp.commands.execute('application:close'));
    fs.copyFileSync(path.join(desk.folder, '..', NOTEBOOK), desk.file(NOTEBOOK)); // as on a new server
    await cardOf(panel, 'stellar flares').getByRole('button', { name: 'Put my answers back' }).click();
    await until(10, 'the answer is back', async () => {
      const { cells } = JSON.parse(fs.readFileSync(desk.file(NOTEBOOK), 'utf8'));
      return [cells.find(cell => cell.id === id).source].flat().join('') === answer;
    });
  },
  'progress is exported, and read again in a browser that knows nothing': async (desk, { page, panel }) => {
    const waiting = page.waitForEvent('download');
    await panel.getByRole('button', { name: 'Export progress' }).click();
    const file = desk.file('progress.json');
    await (await waiting).saveAs(file);
    const before = await page.evaluate(key => window.localStorage.getItem(key), KEY);
    await page.evaluate(key => window.localStorage.removeItem(key), KEY);
    await page.locator('.jp-TerselabGallery-file').setInputFiles(file);
    await until(10, 'it is kept again', () =>
      page.evaluate(([key, before]) => window.localStorage.getItem(key) === before, [KEY, before])
    );
  },
  'a new entry is made from the template and opens': async (desk, { page, panel }) => {
    await panel.getByRole('button', { name: 'New entry' }).click();
    await page.waitForFunction(
      () => window.jupyterapp.shell.currentWidget?.context?.path === 'new-entry/new-entry.ipynb'
    );
    assert.ok(fs.existsSync(desk.file('new-entry/entry.json')));
    await kernelReady(page);
    await shutDown(page);
    await cardOf(panel, 'New entry').waitFor();
  },
  'the launcher has a section with every entry': async (desk, { page }) => {
    await command(page, 'launcher:create');
    const section = page.locator('.jp-Launcher-section', { hasText: 'terselab' }).last();
    await section.waitFor();
    assert.ok((await section.locator('.jp-LauncherCard').count()) >= others.length + 1);
    await page.screenshot({ path: path.join(desk.artifacts, 'gallery-launcher.png') });
    await section.locator('.jp-LauncherCard', { hasText: 'stellar flares' }).click();
    await page.waitForFunction(
      path => window.jupyterapp.shell.currentWidget?.context?.path === path,
      NOTEBOOK
    );
    await kernelReady(page);
    await shutDown(page);
  },
  'by its shortcut it comes to the front': async (_, { page, panel }) => {
    await page.evaluate(() => window.jupyterapp.shell.collapseLeft());
    await panel.waitFor({ state: 'hidden' });
    await page.locator('body').press('ControlOrMeta+Alt+g');
    await panel.waitFor({ state: 'visible' });
  }
});
