import { quantile, Random, type BootstrapOptions } from '../math';
import { ExplanationError } from './adapter';
import type { AttributedInput, Attribution } from './attribution';

/** Mean explanation of one input over objects. */
export interface AverageInput {
  /** Without the objects; with a mask also without the rows, over which the mean is taken. */
  shape: readonly number[];
  /** [size] each. The interval is null where there are fewer than three objects. */
  mean: Float64Array;
  low: Float64Array | null;
  high: Float64Array | null;
}

/** What {@link averageAttribution} takes. */
export interface AverageOptions extends BootstrapOptions {
  /** Mean of the values with their sign, or of their sizes; default sizes. */
  signed?: boolean;
}

/**
 * Average saliency: the mean over objects of the size (or the signed value) of an explanation at each place, with a
 * percentile interval from a bootstrap over objects. With a mask: the mean over all real rows; objects are still what is
 * drawn, because rows of one object are not independent. Unit: that of the explanation.
 * @param options signed (default false), draws (default 300), level (default .95), seed (default 1)
 * @returns by name of the input
 * @throws ExplanationError where an id comes twice, which would count one object as two
 */
export function averageAttribution(
  attribution: Attribution,
  { signed = false, draws = 300, level = 0.95, seed = 1 }: AverageOptions = {}
): { count: number; inputs: Record<string, AverageInput> } {
  const { ids, inputs } = attribution;
  const twice = ids.find((id, s) => ids.indexOf(id) !== s);
  if (twice !== undefined) {
    throw new ExplanationError(
      `averageAttribution: the object ${twice} is in it twice; the interval takes objects for independent. Leave the copies out, or give different objects different ids.`
    );
  }
  const drawn = drawCounts(ids.length, draws, seed);
  return {
    count: ids.length,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [
        name,
        averageInput(input, ids.length, signed ? v => v : Math.abs, drawn, level)
      ])
    )
  };
}

/** How often each object is in each draw; none where an interval would mean nothing. */
function drawCounts(count: number, draws: number, seed: number): Uint32Array[] {
  if (count < 3) return [];
  const random = new Random(seed);
  return Array.from({ length: draws }, () => {
    const times = new Uint32Array(count);
    for (let s = 0; s < count; s++) times[random.integer(0, count - 1)]++;
    return times;
  });
}

function averageInput(
  { values, shape, starts }: AttributedInput,
  count: number,
  of: (value: number) => number,
  drawn: readonly Uint32Array[],
  level: number
): AverageInput {
  const size = shape.reduce((product, n) => product * n, 1);
  const sums = new Float64Array(count * size);
  const rows = Float64Array.from({ length: count }, (_, s) => (starts ? starts[s + 1] - starts[s] : 1));
  for (let s = 0, row = 0; s < count; s++) {
    for (const end = row + rows[s]; row < end; row++) {
      for (let i = 0; i < size; i++) sums[s * size + i] += of(values[row * size + i]);
    }
  }
  const meanOf = (times: (s: number) => number): Float64Array => {
    const mean = new Float64Array(size);
    let n = 0;
    for (let s = 0; s < count; s++) {
      const weight = times(s);
      if (weight === 0) continue;
      n += weight * rows[s];
      for (let i = 0; i < size; i++) mean[i] += weight * sums[s * size + i];
    }
    return mean.map(sum => sum / n);
  };
  const means = drawn.map(times => meanOf(s => times[s]));
  const edge = (p: number) =>
    means.length === 0
      ? null
      : Float64Array.from({ length: size }, (_, i) =>
          quantile(
            means.map(mean => mean[i]),
            p
          )
        );
  return {
    shape,
    mean: meanOf(() => 1),
    low: edge((1 - level) / 2),
    high: edge((1 + level) / 2)
  };
}
