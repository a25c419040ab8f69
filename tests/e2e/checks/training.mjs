// A long training: one output that changes in place, and a stop button that stops it.
import assert from 'node:assert/strict';
import { group } from '../group.mjs';
import { cells, leave, openNotebook, runCell, save } from '../lab.mjs';
import { code, importTerselab, write } from '../notebook.mjs';
import { until, within } from '../wait.mjs';

const STOPS_WITHIN = 2;

async function start(desk) {
  write(desk, 'training.ipynb', [
    code(`${importTerselab}
await tl.useBackend();
const random = new tl.Random(1);
const windows = { count: 4000, length: 200, values: Float32Array.from({ length: 4000 * 200 }, () => random.normal()), labels: Array.from({ length: 4000 }, (_, i) => i % 2) };
const network = tl.flareNetwork({ seed: 1 });
const monitor = tl.trainingMonitor("Training without end");`),
    code('await tl.fit(network, windows, { epochs: 100000, onProgress: monitor.onProgress });'),
    code('1 + 1')
  ]);
  const page = await openNotebook(desk, 'training.ipynb');
  await runCell(page, 0);
  return { page, end: () => leave(page) };
}

export default group('training', start, {
  'the loss curve grows in place: one output, new pictures': async (_, shared) => {
    const { page } = shared;
    // not awaited: it ends only when it is stopped
    shared.running = page.evaluate(async () => {
      const notebook = window.jupyterapp.shell.currentWidget.content;
      notebook.activeCellIndex = 1;
      await window.jupyterapp.commands.execute('notebook:run-cell');
    });
    const words = new Set();
    await until(60, 'three states of the training', async () => {
      const { outputs } = (await cells(page))[1];
      assert.ok(outputs.length <= 1, `${outputs.length} outputs`);
      if (outputs[0]) words.add([outputs[0].data['text/plain']].flat().join(''));
      return words.size >= 3;
    });
    assert.ok(
      [...words].every(text => /Epoch \d+ of 100000/.test(text)),
      [...words].join('\n')
    );
    const drawn = await page.locator('.jp-Notebook .jp-Cell').nth(1).locator('.jp-OutputArea-child').count();
    assert.equal(drawn, 1, `${drawn} outputs on the page`);
    return `${words.size} states`;
  },
  [`the stop button ends it within ${STOPS_WITHIN} s`]: async (_, { page, running }) => {
    const began = Date.now();
    await page.locator('[data-command="notebook:interrupt-kernel"]').first().click();
    await within(STOPS_WITHIN, 'the cell has ended', running);
    const seconds = (Date.now() - began) / 1000;
    const errors = (await cells(page))[1].outputs.filter(({ output_type: type }) => type === 'error');
    assert.equal(errors.length, 1, 'the cell says that it was stopped');
    assert.match(`${errors[0].ename} ${errors[0].evalue}`, /[Aa]bort|[Ii]nterrupt|stopped/);
    return `${seconds.toFixed(1)} s`;
  },
  'the kernel answers afterwards, and nothing trains on': async (_, { page }) => {
    await runCell(page, 2, 10);
    const [, trained, sum] = await cells(page);
    assert.match([sum.outputs[0]?.text ?? sum.outputs[0]?.data['text/plain']].flat().join(''), /^2\s*$/);
    await runCell(page, 2, 10);
    assert.deepEqual(
      (await cells(page))[1].outputs,
      trained.outputs,
      'the stopped cell is still being updated'
    );
  },
  'the last state is in the saved file': async (_, { page }) => {
    await save(page);
    const { outputs } = (await cells(page))[1];
    assert.ok(outputs[0].data['image/png'].length > 1000);
  }
});
