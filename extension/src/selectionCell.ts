/** A selection as a cell of the notebook: what the reader chose becomes code that is seen, saved and run again. */

/** Puts code into a cell below the output that a node is in. */
export type InsertCell = (node: HTMLElement, code: string) => void;

let insert: InsertCell | null = null;

/** Given by the application plugin; where there is none, nothing is offered. */
export function offerCells(inserter: InsertCell | null): void {
  insert = inserter;
}

export const insertCell = (): InsertCell | null => insert;

/** Ids in a row are written as from and to. */
function runsOf(ids: readonly number[]): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (const id of ids) {
    const last = runs[runs.length - 1];
    if (last && id === last[1] + 1) last[1] = id;
    else runs.push([id, id]);
  }
  return runs;
}

const listed = (values: readonly unknown[]): string => JSON.stringify(values).replaceAll(',', ', ');

/** TypeScript that holds the ids. @param ids in rising order @param view name of the view, any text */
export function selectionCode(ids: readonly number[], noun: string, view: string): string {
  const runs = runsOf(ids);
  const list =
    3 * runs.length < ids.length
      ? `${listed(runs)}.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i))`
      : listed(ids);
  // In a comment and on one line, whatever the payload says.
  const said = [noun, view].map(text => JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g, ' '));
  return `// ${ids.length} rows (${said[0]}) chosen in the view ${said[1]}\nconst selection = ${list};`;
}
