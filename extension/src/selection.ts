import type { SelectMode } from './plot';

export interface Point {
  x: number;
  y: number;
}

/** Which rows are chosen. */
export class Selection {
  private mask: Uint8Array;
  count = 0;
  /** Changes whenever the selection does. */
  version = 0;

  constructor(rows: number) {
    this.mask = new Uint8Array(rows);
  }

  has(row: number): boolean {
    return this.mask[row] === 1;
  }

  get rows(): Uint32Array {
    const out = new Uint32Array(this.count);
    let n = 0;
    for (let i = 0; i < this.mask.length; i++) if (this.mask[i]) out[n++] = i;
    return out;
  }

  change(rows: Iterable<number>, mode: SelectMode): void {
    if (mode === 'new') this.mask.fill(0);
    for (const row of rows) this.mask[row] = mode === 'remove' ? 0 : 1;
    this.count = this.mask.reduce((sum, chosen) => sum + chosen, 0);
    this.version++;
  }

  toggle(row: number): void {
    this.change([row], this.has(row) ? 'remove' : 'add');
  }
}

const listed = new WeakMap<Selection, { version: number; ids: readonly number[] }>();

/** Ids of the selected rows, in rising order; the same list as long as nothing changes. */
export function selectedIds(selection: Selection, ids: Uint32Array): readonly number[] {
  const known = listed.get(selection);
  if (known?.version === selection.version) return known.ids;
  const own = Array.from(Uint32Array.from(selection.rows, row => ids[row]).sort());
  listed.set(selection, { version: selection.version, ids: own });
  return own;
}

/** Select the rows that have these ids; ids of rows that are not here are left alone. */
export function linkSelection(selection: Selection, ids: Uint32Array, selected: readonly number[]): void {
  const wanted = new Set(selected);
  const rows: number[] = [];
  ids.forEach((id, row) => {
    if (wanted.has(id)) rows.push(row);
  });
  const same = rows.length === selection.count && rows.every(row => selection.has(row));
  if (!same) selection.change(rows, 'new');
}

/** Whether a point lies inside a closed outline, by the winding number: loops that overlap are inside too. */
export function isInside({ x, y }: Point, outline: readonly Point[]): boolean {
  let winding = 0;
  for (let i = 0; i < outline.length; i++) {
    const [a, b] = [outline[i], outline[(i + 1) % outline.length]];
    const side = (b.x - a.x) * (y - a.y) - (x - a.x) * (b.y - a.y);
    if (a.y <= y && b.y > y && side > 0) winding++;
    else if (a.y > y && b.y <= y && side < 0) winding--;
  }
  return winding !== 0;
}

/** The corners of the box between two points. */
export function boxOf(a: Point, b: Point): Point[] {
  return [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];
}
