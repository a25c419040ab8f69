// What holds for every kind of view: nothing grave for axe-core, a text and a table beside the picture, all by keyboard.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { graveFindings } from '../axe.mjs';
import { group } from '../group.mjs';
import { frames, openNotebook, theme } from '../lab.mjs';
import { bring, writeKinds } from '../kinds.mjs';
import { held } from '../pixels.mjs';

const SHADES = ['Light', 'Dark'];

async function start(desk) {
  const own = await writeKinds(desk, 'kinds.ipynb');
  const page = await openNotebook(desk, 'kinds.ipynb', { kernel: false });
  await page.locator('.jp-Terselab').nth(own.length).waitFor({ state: 'attached' });
  return { page, own, end: () => page.close() };
}

/** Outputs that are not views of ours, by name. */
const others = page => ({
  chart: page.locator('.vega-embed, .jp-RenderedVegaCommon5').first(),
  table: page.locator('.jp-RenderedHTMLCommon table').first(),
  error: page.locator('.jp-Terselab-error').first()
});

export default group('every kind of view', start, {
  'axe-core finds nothing serious or critical, light and dark, picture and table': async (
    desk,
    { page, own }
  ) => {
    const found = [];
    for (const shade of SHADES) {
      await theme(page, shade);
      for (const kind of own) {
        const { node, plot, table } = await bring(desk, page, kind);
        await plot.focus();
        await page.keyboard.press('ArrowRight'); // with the tooltip and the hint
        found.push(...(await graveFindings(page, node)).map(line => `${kind.name} ${shade}: ${line}`));
        await page.keyboard.press('t');
        await table.waitFor({ state: 'visible' });
        found.push(...(await graveFindings(page, node)).map(line => `${kind.name} table ${shade}: ${line}`));
        await page.keyboard.press('t');
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
      }
      for (const [name, node] of Object.entries(others(page))) {
        await node.scrollIntoViewIfNeeded();
        found.push(...(await graveFindings(page, node)).map(line => `${name} ${shade}: ${line}`));
      }
    }
    await theme(page, 'Light');
    assert.deepEqual(found, []);
  },
  'each says in words what it shows, and its table holds the same rows': async (desk, { page, own }) => {
    const said = [];
    for (const kind of own) {
      const { node, plot, table } = await bring(desk, page, kind);
      const { title, alt } = kind.payload;
      const label = await plot.getAttribute('aria-label');
      assert.ok(label.startsWith(`${title}. ${alt} `), `${kind.name}: ${label}`);
      await node.getByRole('button', { name: /as a table/ }).click();
      const rows = await table.locator('tbody tr').count();
      const heads = await table.locator('thead th').allTextContents();
      assert.equal(rows, kind.tableRows, `${kind.name}: rows in the table`);
      assert.ok(heads.length >= 2 && heads.every(head => head !== ''), `${kind.name}: heads ${heads}`);
      const empty = await table
        .locator('tbody tr:first-child td')
        .evaluateAll(cells => cells.filter(cell => !cell.textContent.trim()).length);
      assert.equal(empty, 0, `${kind.name}: empty cells in the first row`);
      await node.getByRole('button', { name: /the picture again/ }).click();
      said.push(`${kind.name} ${rows}`);
    }
    const { chart, table } = others(page);
    assert.match(await chart.locator('[aria-label]').first().getAttribute('aria-label'), /Forty points/);
    assert.ok((await table.locator('thead th').count()) === 2);
    return said.join(', ');
  },
  'Tab stops at every control and at the picture, each of which has a name': async (desk, { page, own }) => {
    for (const kind of own) {
      const { node } = await bring(desk, page, kind);
      const wanted = await node.evaluate(stops);
      await node.evaluate(element => {
        element.tabIndex = -1;
        element.focus();
      });
      const visited = [];
      for (let i = 0; i < wanted.length; i++) {
        await page.keyboard.press('Tab');
        visited.push(await page.evaluate(() => document.activeElement.getAttribute('aria-label')));
      }
      assert.deepEqual(visited, wanted, kind.name);
      assert.ok(wanted.length >= 7 && wanted.every(Boolean), `${kind.name}: ${wanted}`);
    }
  },
  'by keys alone: read, zoom, change each choice and switch, save both files': async (
    desk,
    { page, own }
  ) => {
    for (const kind of own) {
      const found = await bring(desk, page, kind);
      await readAndZoom(desk, page, kind, found);
      await useControls(page, kind, found);
      for (const ending of ['png', 'csv']) {
        await found.node.getByRole('button', { name: new RegExp(`as a ${ending} file`, 'i') }).focus();
        const waiting = page.waitForEvent('download');
        await page.keyboard.press('Enter');
        const download = await waiting;
        assert.match(download.suggestedFilename(), new RegExp(`\\.${ending}$`), kind.name);
        assert.ok(fs.statSync(await download.path()).size > 100, `${kind.name}: an empty ${ending} file`);
      }
    }
  }
});

/** In the page: names of what a keyboard can stop at in a view, in the order of the document. */
function stops(node) {
  return [...node.querySelectorAll('button, select, input, [tabindex="0"]')]
    .filter(found => !found.disabled && found.getClientRects().length > 0)
    .map(found => found.getAttribute('aria-label'));
}

async function readAndZoom(desk, page, { name }, { node, plot, canvas }) {
  await plot.focus();
  const spoken = node.locator('[role=status]').last();
  const readings = new Set();
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowLeft']) {
    await page.keyboard.press(key);
    readings.add(await spoken.textContent());
  }
  assert.ok(!readings.has(''), `${name}: an arrow says nothing`);
  assert.ok(readings.size >= 2, `${name}: arrows say ${[...readings]}`);
  await page.keyboard.press('Escape');
  if (name === 'multiples' || name === 'model') return; // nothing to enlarge
  await frames(page);
  const whole = (await held(desk, canvas)).print;
  await page.keyboard.press('+');
  await frames(page);
  assert.notEqual((await held(desk, canvas)).print, whole, `${name}: + does not zoom`);
  await page.keyboard.press('0');
  await frames(page);
  assert.equal((await held(desk, canvas)).print, whole, `${name}: 0 does not bring it back`);
}

/** Every choice takes its last option by the End key, every switch is pressed by Space twice. */
async function useControls(page, { name }, { node }) {
  const choices = node.locator('.jp-Terselab-choices');
  for (let i = 0; i < (await choices.locator('select').count()); i++) {
    const select = choices.locator('select').nth(i);
    const before = await select.inputValue();
    const last = await select.locator('option').last().getAttribute('value');
    await select.focus();
    await page.keyboard.press('End');
    assert.equal(await select.inputValue(), last, `${name}: choice ${i}`);
    await select.selectOption(before);
  }
  const names = await choices.getByRole('button').evaluateAll(nodes => nodes.map(each => each.title));
  for (const title of names) {
    const control = choices.getByRole('button', { name: title, exact: true });
    if (!(await control.isEnabled())) continue;
    for (let i = 0; i < 2; i++) {
      await control.focus();
      await page.keyboard.press('Space');
    }
  }
  assert.equal(await page.locator('.jp-Terselab-error').count(), 1, `${name}: an error after its controls`);
}
