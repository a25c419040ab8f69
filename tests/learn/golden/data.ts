import { featureTable, type FeatureTable } from '../../../src/learn';

/** The generator of make.py beside this file: the same numbers to the last bit. */
export class Draws {
  constructor(private state: number) {}

  uniform(): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return (this.state + 0.5) / 2 ** 32;
  }

  normal(): number {
    let total = 0;
    for (let i = 0; i < 12; i++) total += this.uniform();
    return total - 6;
  }
}

const times = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i));

export const table = (rows: readonly (readonly number[])[]): FeatureTable =>
  featureTable(Object.fromEntries(rows[0].map((_, c) => [`c${c}`, rows.map(row => row[c])])));

/** Rows in turn of each class; centres uniform in -1..1. */
export function blobs(rows: number, width: number, classes: number, spread: number, seed: number) {
  const draws = new Draws(seed);
  const centres = times(classes, () => times(width, () => 2 * draws.uniform() - 1));
  const labels = times(rows, i => i % classes);
  const x = labels.map(k => centres[k].map(centre => centre + spread * draws.normal()));
  return { x, target: { classes: times(classes, k => `class ${k}`), labels: Uint16Array.from(labels) } };
}

/** Friedman's kind of target: a product, a square, a step, a line and noise; the other columns say nothing. */
export function curve(rows: number, width: number, seed: number) {
  const draws = new Draws(seed);
  const x = times(rows, () => times(width, () => draws.uniform()));
  const y = x.map(
    r =>
      10 * r[0] * r[1] + 20 * (r[2] - 0.5) * (r[2] - 0.5) + (r[3] > 0.5 ? 5 : 0) + 5 * r[4] + draws.normal()
  );
  return { x, y };
}
