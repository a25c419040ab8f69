import { Random } from '../../math';
import { observeTess, tessSampling, type TessSampling } from './tessSampling';
import { drawLight, VARIABLE_KINDS } from './variableLight';

export interface VariableStarsOptions {
  /** Default 1000, as many of each kind as can be. */
  stars?: number;
  /** Sectors in which each star is seen; each is a row. Default 2. */
  visits?: number;
  /** Default 30. */
  binMinutes?: number;
  /** Brightest and faintest TESS magnitude; default 8 to 13. */
  magnitudes?: readonly [number, number];
  /** Default 1. */
  seed?: number;
}

/** Simulated curves of one sector, one row a visit of a star; visits of one star stand together. */
export interface VariableStars {
  rows: number;
  sampling: TessSampling;
  /** Bins a row. */
  length: number;
  /** [rows x length], relative flux - 1. */
  flux: Float32Array;
  /** Star of each row: the group that a split keeps whole. */
  star: Uint32Array;
  kinds: string[];
  /** Place in `kinds` of each row. */
  labels: Uint16Array;
  magnitude: Float64Array;
}

/**
 * Light curves of five kinds of stars as the TESS satellite would bin them: eclipsing pairs, flaring stars, pulsators, quiet
 * and rotating stars. It is a **simulation**: flares and eclipses have published shapes; periods, sizes and numbers are our
 * choice.
 * @throws RangeError where an option is out of range
 */
export function simulateVariableStars(options: VariableStarsOptions = {}): VariableStars {
  const { stars = 1000, visits = 2, binMinutes = 30, magnitudes = [8, 13], seed = 1 } = options;
  for (const [name, value] of Object.entries({ stars, visits })) {
    if (Number.isInteger(value) && value >= 1 && value <= 100_000) continue;
    throw new RangeError(`simulateVariableStars: ${name} is ${value}; expected a whole number from 1.`);
  }
  if (!(magnitudes[0] >= 4 && magnitudes[1] <= 18 && magnitudes[0] <= magnitudes[1])) {
    throw new RangeError(
      `simulateVariableStars: magnitudes are ${magnitudes.join(' to ')}; expected a rising pair within 4 to 18.`
    );
  }
  const sampling = tessSampling({ sectors: 1, binMinutes });
  const rows = stars * visits;
  const length = sampling.time.length;
  const out: VariableStars = {
    rows,
    sampling,
    length,
    flux: new Float32Array(rows * length),
    star: Uint32Array.from({ length: rows }, (_, row) => Math.floor(row / visits)),
    kinds: [...VARIABLE_KINDS],
    labels: new Uint16Array(rows),
    magnitude: new Float64Array(rows)
  };
  const random = new Random(seed);
  for (let row = 0; row < rows; row++) {
    if (row % visits > 0) continue;
    const own = new Random(random.fork());
    const label = (row / visits) % VARIABLE_KINDS.length;
    const light = drawLight(VARIABLE_KINDS[label], own);
    const magnitude = own.uniform(...magnitudes);
    for (let at = row; at < row + visits; at++) {
      out.flux.set(observeTess(light(sampling.time, binMinutes), sampling, magnitude, own), at * length);
      out.labels[at] = label;
      out.magnitude[at] = magnitude;
    }
  }
  return out;
}
