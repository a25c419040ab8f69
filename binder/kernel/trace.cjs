'use strict';
// Fault: an error in a cell is text on stderr, with a trace that is mostly tslab's and Node's own frames.
// Repair: a stack that names cells and the reader's lines and leaves out the machinery, and from it the error as
// Jupyter wants it: a name, a value and a traceback.
const path = require('node:path');
const { inspect, format, types } = require('node:util');
const { inPlainWords } = require('./plainWords.cjs');

const machinery = [/^node:/, /[\\/]tslab[\\/]dist[\\/]/, /[\\/]binder[\\/]kernel/];
const deeperShown = 6;
const frames = new WeakMap(); // error -> its frames, innermost first

/** Makes every stack of this process speak of cells. `root` is what file names are shortened against. */
function installTraces(maps, root) {
  Error.stackTraceLimit = 50; // most of the default ten can be frames that are left out
  Error.prepareStackTrace = (error, sites) => {
    const shown = sites.map(site => frameOf(site, maps, root)).filter(Boolean);
    frames.set(error, shown);
    return [titleOf(error), ...shown.map(frame => `    at ${inBrackets(frame)}`)].join('\n');
  };
}

function frameOf(site, maps, root) {
  const file = site.getFileName() ?? site.getEvalOrigin?.() ?? '';
  if (file === '' || machinery.some(pattern => pattern.test(file))) return null;
  const call = [site.isAsync?.() ? 'async' : '', calledName(site)].join(' ').trim();
  const found = maps.locate(file, site.getLineNumber(), site.getColumnNumber());
  if (found === null) return null;
  if (found) return { call, file: shorten(file, root), cell: !path.isAbsolute(file), ...found };
  return {
    call,
    file: shorten(file, root),
    cell: false,
    line: site.getLineNumber(),
    column: site.getColumnNumber()
  };
}

function calledName(site) {
  const name = site.getFunctionName();
  if (!name) return '';
  const type = site.isToplevel() || site.isConstructor() ? null : site.getTypeName();
  const known = type && !['Object', 'Proxy'].includes(type); // tslab keeps a cell's functions in a Proxy
  const owner = known && !name.startsWith(`${type}.`) ? `${type}.` : '';
  return `${site.isConstructor() ? 'new ' : owner}${name}`;
}

function shorten(file, root) {
  const plain = file.replace(/^file:\/\//, '');
  if (!path.isAbsolute(plain)) return plain;
  const inside = path.relative(root, plain);
  return inside.startsWith('..') ? path.join('...', ...plain.split(path.sep).slice(-3)) : inside;
}

function inBrackets({ call, file, line, column }) {
  const position = `${file}:${line}:${column}`;
  return call && call !== 'async' ? `${call} (${position})` : `${call} ${position}`.trim();
}

function titleOf(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

/** What was thrown, as Jupyter's {ename, evalue, traceback}. The traceback begins at the innermost line of a cell. */
function describeError(thrown, maps) {
  if (!isError(thrown)) {
    const evalue = typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 3 });
    const ename = thrown?.constructor?.name ?? String(thrown);
    const title = `${ename} thrown (not an Error, so where is not known): ${evalue}`;
    return { ename, evalue, traceback: title.split('\n') };
  }
  const ename = String(thrown.name || 'Error');
  const evalue = String(thrown.message ?? '');
  const traceback = [...report(thrown, maps, new Set())];
  traceback.push(...inPlainWords(evalue, lineOf(thrown, maps)));
  return { ename, evalue, traceback };
}

/** The reader's line where an error came from. */
function lineOf(error, maps) {
  const frame = frames.get(error)?.find(({ cell }) => cell);
  return frame && (frame.text ?? maps.line(frame.file, frame.line));
}

function* report(error, maps, seen) {
  seen.add(error);
  void error.stack; // read once, so that the frames are there
  yield* titleOf(error).split('\n');
  const all = frames.get(error);
  // an error that came with a stack of its own making (another realm, a library) is shown as it is
  if (!all)
    yield* String(error.stack ?? '')
      .split('\n')
      .filter(line => /^\s+at /.test(line))
      .slice(0, deeperShown);
  else yield* places(all, maps);
  for (const inner of Array.isArray(error.errors) ? error.errors : []) {
    if (isError(inner) && !seen.has(inner)) yield* [...report(inner, maps, seen)].map(line => `  ${line}`);
  }
  if (isError(error.cause) && !seen.has(error.cause)) {
    yield 'caused by:';
    yield* report(error.cause, maps, seen);
  }
}

function* places(all, maps) {
  const first = all.findIndex(frame => frame.cell);
  const deeper = first < 0 ? all : all.slice(0, first);
  const fromCell = first < 0 ? [] : all.slice(first);
  for (const [i, frame] of fromCell.entries()) {
    yield `    at ${inBrackets(frame)}`;
    if (i === 0) yield* excerpt(frame.text ?? maps.line(frame.file, frame.line), frame.line, frame.column);
  }
  if (deeper.length > 0 && first >= 0) yield '    inside, innermost first:';
  for (const frame of deeper.slice(0, deeperShown))
    yield `    ${first >= 0 ? '  ' : 'at '}${inBrackets(frame)}`;
  if (deeper.length > deeperShown) yield `      and ${deeper.length - deeperShown} more`;
}

function* excerpt(text, line, column) {
  if (text === undefined) return;
  const margin = `      ${line} | `;
  yield `${margin}${text}`;
  yield `${' '.repeat(margin.length + column - 1)}^`;
}

/** Type errors as tslab reports them: console.error(format, file, line, column, message), one call each. */
function describeTypeErrors(reports, cell, maps) {
  const lines = reports.map(report => format(...report));
  const count = reports.length === 1 ? '1 error' : `${reports.length} errors`;
  const traceback = [`TypeScript found ${count}; nothing was run.`];
  const said = new Set();
  for (const [i, [, file, line, column, message]] of reports.entries()) {
    traceback.push(file ? lines[i] : `${cell}:${lines[i]}`);
    if (file) continue;
    const text = maps.line(cell, line);
    traceback.push(...excerpt(text, line, column), ...inPlainWords(String(message), text, said));
  }
  return { ename: 'TypeScriptError', evalue: lines.join('\n'), traceback };
}

function isError(value) {
  return types.isNativeError(value) || value instanceof Error;
}

module.exports = { installTraces, describeError, describeTypeErrors };
