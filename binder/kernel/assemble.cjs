'use strict';
// This project's tslab with its faults repaired, put together from the repairs in this folder: for the kernel that
// Jupyter starts, and for notebooks that run without Jupyter.
const path = require('node:path');
const { createRequire } = require('node:module');

const home = path.join(__dirname, '..', '..');
const own = createRequire(path.join(home, 'package.json'));
const tslab = createRequire(own.resolve('tslab')); // resolves as tslab itself does

require('./sends.cjs').repairSends(tslab);
const maps = require('./cellMaps.cjs').mapCells(tslab);

const { createConverter } = tslab('./converter.js');
const { createExecutor } = tslab('./executor.js');
const { Interruption } = require('./interruption.cjs');
const { createHandler } = require('./handler.cjs');
const { describeError, installTraces } = require('./trace.cjs');

/** tslab's two converters; the browser's is made when a cell asks for it. */
function converters() {
  const node = maps.wrap(createConverter({ isJS: false, isBrowser: false }));
  let browser = null;
  return {
    node,
    get browser() {
      browser ??= createConverter({ isJS: false, isBrowser: true });
      return browser;
    },
    close() {
      node.close();
      browser?.close();
    }
  };
}

/** The handler of execute requests, in the working directory; SIGINT ends the cell that runs. */
function assemble() {
  installTraces(maps, path.join(home, 'binder'));
  const problems = []; // what tslab would print on stderr: thrown values and type errors of the running cell
  const executor = createExecutor(process.cwd(), converters(), {
    log: console.log,
    error: (...args) => problems.push(args)
  });
  const interruption = new Interruption(() => executor.interrupt());
  const handler = createHandler(tslab, { executor, problems, maps, interruption });
  const late = what => error =>
    process.stderr.write(`${what}: ${describeError(error, maps).traceback.join('\n')}\n`);
  process.on('SIGINT', () => interruption.interrupt());
  process.on('uncaughtException', late('Error outside a cell'));
  process.on('unhandledRejection', late('Promise rejected outside a cell'));
  return { tslab, handler };
}

module.exports = { assemble };
