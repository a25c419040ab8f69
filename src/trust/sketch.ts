/** Short descriptions of objects that keep their distances nearly: sums of their numbers with random signs. */
import { dataInputs, type Batch, type ModelSpec } from '../interpret/adapter';
import { Random } from '../math';
import { evenly } from './terseUnits';

const NUMBERS = 24;

/** Sketches of at most so many objects, evenly spaced; the same seed gives comparable ones. */
export function sketch(
  spec: ModelSpec,
  batch: Batch,
  { most, seed }: { most: number; seed: number }
): Float64Array[] {
  const inputs = dataInputs(spec).map(({ name }) => batch.arrays[name]);
  const sizes = inputs.map(({ values }) => values.length / batch.count);
  const random = new Random(seed);
  const signs = sizes.map(size =>
    Int8Array.from({ length: size * NUMBERS }, () => (random.uniform() < 0.5 ? -1 : 1))
  );
  return evenly(batch.count, most).map(s => {
    const out = new Float64Array(NUMBERS);
    inputs.forEach(({ values }, i) => {
      for (let p = 0; p < sizes[i]; p++) {
        const value = values[s * sizes[i] + p];
        for (let k = 0; k < NUMBERS; k++) out[k] += signs[i][p * NUMBERS + k] * value;
      }
    });
    return out;
  });
}

/** Distance of each asked sketch to the nearest known one. @param among whether the asked ones are the first of the known */
export function nearestDistances(known: Float64Array[], asked: Float64Array[], among: boolean): number[] {
  return asked.map((point, i) => {
    let least = Infinity;
    known.forEach((other, j) => {
      if (among && i === j) return;
      let square = 0;
      for (let k = 0; k < NUMBERS && square < least; k++) square += (point[k] - other[k]) ** 2;
      least = Math.min(least, square);
    });
    return Math.sqrt(least);
  });
}
