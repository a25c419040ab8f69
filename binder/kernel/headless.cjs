'use strict';
// Runs a notebook on the TypeScript kernel without Jupyter and without Python, and writes it with its outputs.
//   node headless.cjs NOTEBOOK OUTPUT        in the folder where its cells shall run
// Exit status: 0 every cell ran, 1 a cell failed (the output holds what came before and the error), 2 no notebook.
// A parent that forked it hears {cell, of} before each cell.
const fs = require('node:fs');
const path = require('node:path');
const { assemble } = require('./assemble.cjs');

const textOf = source => (Array.isArray(source) ? source.join('') : String(source ?? ''));

/** Adds a message of the kernel to a cell's outputs, as Jupyter's clients do. */
function addOutput(outputs, displays, type, content) {
  if (type === 'stream') {
    const last = outputs[outputs.length - 1];
    if (last?.output_type === 'stream' && last.name === content.name) last.text += content.text;
    else outputs.push({ output_type: 'stream', name: content.name, text: content.text });
  } else if (type === 'display_data') {
    const output = { output_type: 'display_data', data: content.data, metadata: content.metadata ?? {} };
    outputs.push(output);
    const id = content.transient?.display_id;
    if (id) displays.set(id, output);
  } else if (type === 'update_display_data') {
    const shown = displays.get(content.transient?.display_id);
    if (shown) Object.assign(shown, { data: content.data, metadata: content.metadata ?? {} });
  } else if (type === 'error') {
    outputs.push({ output_type: 'error', ...content });
  }
}

async function run(notebook) {
  const { handler } = assemble();
  const cells = notebook.cells.filter(cell => cell.cell_type === 'code');
  const displays = new Map();
  for (const [at, cell] of cells.entries()) {
    process.send?.({ cell: at + 1, of: cells.length });
    cell.outputs = [];
    const publish = (type, content) => addOutput(cell.outputs, displays, type, content);
    const reply = await handler.execute({ code: textOf(cell.source) }, publish);
    cell.execution_count = reply.execution_count;
    if (reply.status !== 'ok') return false;
  }
  return true;
}

async function main([source, target]) {
  let notebook;
  try {
    notebook = JSON.parse(fs.readFileSync(source, 'utf8'));
    if (!Array.isArray(notebook.cells)) throw new Error('it has no list of cells');
  } catch (error) {
    console.error(`${source} is not a notebook: ${error.message}`);
    return 2;
  }
  const fine = await run(notebook);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const whole = `${target}.part`;
  fs.writeFileSync(whole, JSON.stringify(notebook, null, 1));
  fs.renameSync(whole, target);
  return fine ? 0 : 1;
}

// a cell's timer or tensor engine may keep the process alive
main(process.argv.slice(2)).then(status => process.exit(status));
