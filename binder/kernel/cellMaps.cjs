'use strict';
// Fault: a position in a stack trace is one in the JavaScript that tslab makes, under one name for all cells
// ("evalmachine.<anonymous>:3:7").
// Repair: tslab's two compilations (TypeScript to ES module to CommonJS) also write source maps, each cell runs
// under a name of its own, and positions are led back through both maps to the reader's line.
const vm = require('node:vm');
const { SourceMap } = require('node:module');
const { repairShorthand } = require('./shorthand.cjs');

const inlineMap = /\n?\/\/# sourceMappingURL=data:application\/json[^,\n]*;base64,([\w+/=]+)\s*$/;
const mapComment = /\n?\/\/# sourceMappingURL=\S+\s*$/;
const cellCall = '})(__tslab__.exports, __tslab__.require)';
const cellHead = /^\((?:async )?function\(exports, require\) \{ /;
const prefixLines = 1; // tslab puts "export {};" above every source
const cellsKept = 1000;

class CellMaps {
  constructor() {
    this.made = new Map(); // generated text -> its two maps, from one conversion to its use
    this.cells = new Map(); // name -> {source, lines, maps}
    this.current = null;
  }

  /** Names the cell that is about to run. */
  begin(name, source) {
    this.current = name;
    this.cells.delete(name);
    this.cells.set(name, { source: source.split('\n'), lines: Infinity, maps: null });
    if (this.cells.size > cellsKept) this.cells.delete(this.cells.keys().next().value);
  }

  /** tslab's converter, observed: whatever it makes is kept with its maps. */
  wrap(converter) {
    return {
      ...converter,
      convert: (declarations, source) => {
        this.made.clear();
        const result = converter.convert(declarations, source);
        this.keep(this.current, result.output);
        for (const side of result.sideOutputs ?? []) {
          this.cells.set(side.path, { source: null, lines: Infinity, maps: null });
          this.keep(side.path, side.data);
        }
        return result;
      }
    };
  }

  keep(name, output) {
    const cell = this.cells.get(name);
    if (!cell || output === undefined) return;
    cell.lines = output.split('\n').length;
    cell.maps = this.made.get(output) ?? null;
  }

  /**
   * The reader's position for one in generated code, both counted from 1; null for code of ours around the cell.
   */
  locate(name, line, column) {
    const cell = this.cells.get(name);
    if (!cell) return undefined;
    if (line > cell.lines) return null;
    if (!cell.maps) return { line, column, text: cell.source?.[line - 1] };
    let place = { line: line - 1, column: column - 1 };
    for (const map of cell.maps()) {
      const entry = map.findEntry(place.line, place.column);
      if (entry.originalLine === undefined) return null;
      place = { line: entry.originalLine, column: entry.originalColumn };
    }
    const row = place.line - prefixLines;
    if (row < 0) return null;
    // the lines of an imported file begin below no prefix
    if (!cell.source) return { line: place.line + 1, column: place.column + 1, text: undefined };
    return { line: row + 1, column: place.column + 1, text: cell.source[row] };
  }

  line(name, line) {
    return this.cells.get(name)?.source?.[line - 1];
  }
}

/** Makes tslab's compiler write maps and its cells run under their names. Before tslab's converter is loaded. */
function mapCells(tslab) {
  const cells = new CellMaps();
  mapCompiler(tslab, cells);
  nameScripts(cells);
  return cells;
}

function mapCompiler(tslab, cells) {
  const file = tslab.resolve('@tslab/typescript-for-tslab');
  const typescript = tslab('@tslab/typescript-for-tslab');
  const createWatchCompilerHost = (files, options, ...rest) =>
    repairShorthand(
      typescript,
      typescript.createWatchCompilerHost(files, { ...options, inlineSourceMap: true }, ...rest)
    );
  const transpileModule = (source, options) => {
    const first = inlineMap.exec(source);
    if (!first) return typescript.transpileModule(source, options);
    const result = typescript.transpileModule(source.replace(inlineMap, ''), {
      ...options,
      compilerOptions: { ...options.compilerOptions, sourceMap: true }
    });
    const outputText = result.outputText.replace(mapComment, '');
    cells.made.set(outputText, lazyMaps(result.sourceMapText, first[1]));
    return { ...result, outputText };
  };
  // the exports are read-only getters: tslab is handed a copy with the two exchanged
  require.cache[file].exports = { ...typescript, createWatchCompilerHost, transpileModule };
}

function lazyMaps(second, first) {
  let maps = null;
  return () =>
    (maps ??= [second, Buffer.from(first, 'base64').toString()].map(text => new SourceMap(JSON.parse(text))));
}

function nameScripts(cells) {
  const run = vm.runInThisContext;
  vm.runInThisContext = (code, options) => {
    const head = typeof code === 'string' && code.endsWith(cellCall) ? cellHead.exec(code) : null;
    if (!head || !cells.current) return run(code, options);
    return run(code, { ...options, filename: cells.current, columnOffset: -head[0].length });
  };
}

module.exports = { mapCells };
