import fs from 'node:fs';

/** An output of a cell, as in nbformat 4. */
export interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, unknown>;
  metadata?: Record<string, Record<string, unknown> | undefined>;
  ename?: string;
  evalue?: string;
  traceback?: string[];
}

export interface Cell {
  cell_type: string;
  id?: string;
  source: string | string[];
  outputs?: Output[];
  execution_count?: number | null;
}

export interface Notebook {
  cells: Cell[];
  metadata?: { kernelspec?: { name?: string } };
  nbformat?: number;
}

/** Text of a cell or of a stream. */
export const textOf = (source: string | string[] | undefined): string =>
  Array.isArray(source) ? source.join('') : (source ?? '');

/** Reads a notebook; null where the file is none. */
export function readNotebook(file: string): Notebook | null {
  try {
    const notebook = JSON.parse(fs.readFileSync(file, 'utf8')) as Notebook;
    return Array.isArray(notebook.cells) ? notebook : null;
  } catch {
    return null;
  }
}

/** All Markdown of a notebook; cells apart by an empty line. */
export const proseOf = (notebook: Notebook): string =>
  notebook.cells
    .filter(cell => cell.cell_type === 'markdown')
    .map(cell => textOf(cell.source))
    .join('\n\n');

/** Sources of the code cells. */
export const codeOf = (notebook: Notebook): string[] =>
  notebook.cells.filter(cell => cell.cell_type === 'code').map(cell => textOf(cell.source));

/** All outputs, in order. */
export const outputsOf = (notebook: Notebook): Output[] => notebook.cells.flatMap(cell => cell.outputs ?? []);
