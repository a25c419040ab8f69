// Plain output of cells: very much of it, and errors.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { group } from '../group.mjs';
import { cells, leave, openNotebook, runCell, save } from '../lab.mjs';
import { code, write } from '../notebook.mjs';

const FILE = 'output.ipynb';
const LINES = 100_000;

async function start(desk) {
  write(desk, FILE, [
    code(`for (let i = 0; i < ${LINES}; i++) console.log("line " + i);`),
    code(
      'function weigh(grams: number): number {\n  if (grams < 0) throw new RangeError("a weight below zero: " + grams);\n  return grams;\n}\nweigh(3);\nweigh(-7);'
    ),
    code('console.log("next");')
  ]);
  const page = await openNotebook(desk, FILE);
  return { page, end: () => leave(page) };
}

export default group('output', start, {
  [`${LINES.toLocaleString('en')} lines from one cell arrive whole and in order, and the cell ends`]: async (
    desk,
    { page }
  ) => {
    const began = Date.now();
    await runCell(page, 0, 60);
    const seconds = (Date.now() - began) / 1000;
    allThere((await cells(page))[0].outputs, 'on the page');
    await save(page);
    allThere(JSON.parse(fs.readFileSync(desk.file(FILE), 'utf8')).cells[0].outputs, 'in the file');
    return `${seconds.toFixed(1)} s`;
  },
  'a cell that throws shows a red box: name, message, and a trace that starts at the reader\u2019s line':
    async (_, { page }) => {
      await runCell(page, 1);
      const box = page
        .locator('.jp-Notebook .jp-Cell')
        .nth(1)
        .locator(
          '[data-mime-type="application/vnd.jupyter.stderr"], [data-mime-type="application/vnd.jupyter.error"]'
        );
      const text = await box.innerText();
      const [title, first, line] = text.split('\n');
      assert.equal(title.trim(), 'RangeError: a weight below zero: -7');
      assert.match(first, /^\s+at weigh \(Cell \[2\]:2:24\)/, text);
      assert.match(line, /2 \|\s+if \(grams < 0\) throw/, text);
      assert.match(text, /at Cell \[2\]:6:1/, 'and goes on to the line that called');
      assert.doesNotMatch(text, /node:internal|tslab[\\/]dist/);
      const colour = await box.evaluate(node => getComputedStyle(node).backgroundColor);
      const [red, green, blue] = colour.match(/\d+/g).map(Number);
      assert.ok(red > green + 15 && red > blue + 15, `its background is ${colour}`);
    },
  'the next cell runs': async (_, { page }) => {
    await runCell(page, 2);
    assert.match([(await cells(page))[2].outputs[0].text].flat().join(''), /^next$/m);
  }
});

function allThere(outputs, where) {
  const text = outputs
    .filter(({ name }) => name === 'stdout')
    .map(output => [output.text].flat().join(''))
    .join('');
  const lines = text.trimEnd().split('\n');
  assert.equal(lines.length, LINES, `${lines.length} lines ${where}`);
  const astray = lines.findIndex((line, i) => line !== `line ${i}`);
  assert.equal(astray, -1, `${where}, line ${astray} reads "${lines[astray]}"`);
}
