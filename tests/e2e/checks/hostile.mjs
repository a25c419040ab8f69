// Payloads from a notebook that someone else has made: broken, or with markup where text belongs.
import assert from 'node:assert/strict';
import { group } from '../group.mjs';
import { openNotebook } from '../lab.mjs';
import { code, output, views, write } from '../notebook.mjs';
import { dangers, SALIENCY, TERSE, view } from '../views.mjs';

const MARKUP = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><b>bold</b>';

async function start(desk) {
  const index = Array.from({ length: 12 }, (_, i) => i);
  const words = { title: MARKUP, caption: MARKUP, alt: MARKUP, notes: [MARKUP], rowNoun: MARKUP };
  const table = index.map(i => `${MARKUP} ${i}`);
  const fields = [
    { name: 'f', label: MARKUP, unit: MARKUP, values: index },
    { name: 'c', label: MARKUP, categories: [MARKUP, 'plain'], values: index.map(i => i % 2) }
  ];
  const saliency = views.saliencyView({
    ...words,
    viewId: 's',
    ids: index,
    table,
    fields,
    method: MARKUP,
    score: MARKUP,
    columns: { label: MARKUP, unit: MARKUP },
    values: Array.from({ length: 120 }, (_, i) => Math.sin(i)),
    input: { label: MARKUP, unit: MARKUP, values: Array.from({ length: 120 }, (_, i) => Math.cos(i)) }
  });
  const terse = views.terseView({
    ...words,
    viewId: 't',
    ids: index,
    table,
    fields,
    terse: index.map(Math.sin),
    terseNames: ['terse 1'],
    x: 'f',
    y: 'terse 1',
    colour: 'c',
    correlations: []
  });
  const [good, ok] = [output(saliency), output(terse)];
  const broken = withPayload(
    good,
    SALIENCY,
    payload => (payload.values.data = payload.values.data.slice(0, 20))
  );
  const huge = withPayload(good, SALIENCY, payload => (payload.values.shape = [1e9, 1e9]));
  const newer = withPayload(ok, TERSE, payload => (payload.version = 99));
  write(desk, 'hostile.ipynb', [
    code('// markup', [good]),
    code('// markup', [ok]),
    code('// an array cut short', [broken]),
    code('// a length that no memory holds', [huge]),
    code('// a version to come', [newer]),
    code('// not JSON', [withPayload(ok, TERSE, () => MARKUP)])
  ]);
  const page = await openNotebook(desk, 'hostile.ipynb', { kernel: false });
  return { page, end: () => page.close() };
}

export default group('hostile payloads', start, {
  'a broken payload gives the error panel with the saved picture, the others are not touched': async (
    _,
    { page }
  ) => {
    const panels = page.locator('.jp-Terselab-error');
    await panels.nth(3).waitFor();
    assert.equal(await panels.count(), 4);
    const texts = await panels.allTextContents();
    for (const text of texts) assert.match(text, /This view cannot be drawn/);
    assert.match(texts[0], /values/i, 'names the array at fault');
    assert.match(texts[2], /pip install --upgrade/, 'a newer version asks for an update');
    const sizes = await panels.locator('img').evaluateAll(images => images.map(image => image.naturalWidth));
    assert.equal(sizes.length, 4);
    assert.ok(
      sizes.every(width => width > 300),
      `widths of the saved pictures: ${sizes}`
    );
    assert.equal(await page.locator('.jp-Terselab-canvas').count(), 2);
  },
  'markup in labels stays text: title, table, tooltip, choices': async (_, { page }) => {
    for (const mime of [SALIENCY, TERSE]) {
      const { node, plot, table, tooltip } = view(page, mime);
      assert.ok((await node.locator('.jp-Terselab-title').textContent()).includes(MARKUP));
      assert.ok((await node.locator('.jp-Terselab-caption').textContent()).includes(MARKUP));
      assert.ok((await node.locator('option', { hasText: MARKUP }).count()) > 0, 'in the choices');
      await plot.focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      assert.ok((await tooltip.textContent()).includes(MARKUP), 'in the tooltip');
      await page.keyboard.press('t');
      assert.ok((await table.textContent()).includes(MARKUP), 'in the table');
      assert.equal(await node.locator('b, script, img').count(), 0, 'no element came out of it');
    }
  },
  'nothing of it has run or could': async (_, { page }) => {
    assert.deepEqual(await dangers(page), []);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
  }
});

/** A copy of an output whose payload is changed, or replaced by what `change` returns as a string. */
function withPayload(original, mime, change) {
  const copy = structuredClone(original);
  const instead = change(copy.data[mime]);
  if (typeof instead === 'string' && instead === MARKUP) copy.data[mime] = instead;
  return copy;
}
