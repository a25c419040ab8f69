/** The way of the arrow keys from point to point of a scatter. */
import type { NumberColumn } from 'terselab/dist/views';
import { clamp } from './geometry';

export class TersePath {
  /** Rows with both values, in order of x and of y. */
  private readonly byX: number[];
  private readonly byY: number[];

  constructor(x: NumberColumn, y: NumberColumn) {
    const shown: number[] = [];
    for (let i = 0; i < x.values.length; i++) {
      if (Number.isFinite(x.values[i]) && Number.isFinite(y.values[i])) shown.push(i);
    }
    this.byX = [...shown].sort((a, b) => x.values[a] - x.values[b] || a - b);
    this.byY = shown.sort((a, b) => y.values[a] - y.values[b] || a - b);
  }

  get length(): number {
    return this.byX.length;
  }

  /** The row that a key leads to: from a row along x, or along y, or the middle of them from none. */
  next(row: number, right: number, down: number, stride: number): number {
    const path = right !== 0 ? this.byX : this.byY;
    const from = path.indexOf(row);
    if (from < 0) return path[Math.floor(path.length / 2)];
    return path[clamp(from + (right !== 0 ? right : -down) * stride, 0, path.length - 1)];
  }
}
