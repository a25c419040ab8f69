import { solvePositive } from '../math';
import {
  proxyBins,
  proxyCounts,
  type LimitOptions,
  type ParameterName,
  type SampleParameters
} from './limit';
import type { Survey } from './survey';

/** How a {@link poissonFitter} is made. */
export interface PoissonFitOptions extends Pick<
  LimitOptions,
  'priors' | 'at' | 'proxyScatter' | 'massFunction'
> {
  /** Free parameters, one or two; the others stay at `at`. */
  free: ParameterName[];
  /** Where each free parameter is searched; default: .1 of sigma8, .6 of ln b_L0, .4 of ln b_M to both sides of `at`. */
  ranges?: Partial<Record<ParameterName, [number, number]>>;
  /** Points of the grid along each free parameter; default 61 for one, 31 for two. */
  steps?: number;
}

/** Parameters that make counts most probable. */
export interface PoissonFit {
  /** In the order of `free`. */
  values: number[];
  /** False where the likelihood rises to the edge of the range: the values then only stand at that edge. */
  inside: boolean;
}

/** Half-widths of the ranges. */
const HALF: Record<ParameterName, number> = { sigma8: 0.1, lnB: 0.6, lnMassBias: 0.4 };

/**
 * The binned-Poisson likelihood of a sample, sum d ln m - m over bins of the mass proxy with expected numbers m
 * ({@link proxyCounts}), plus Gaussian priors about `at`. The expected numbers are tabulated once on a grid of the free
 * parameters; a fit takes the highest point of the grid and the top of the paraboloid through its neighbours.
 * @returns a function that fits numbers in bins, as {@link binProxies} makes them
 * @throws RangeError where no or more than two parameters are free, or a range is empty
 */
export function poissonFitter(
  survey: Survey,
  { free, ranges = {}, priors = {}, steps = free.length === 1 ? 61 : 31, ...options }: PoissonFitOptions
): (counts: ArrayLike<number>) => PoissonFit {
  if (free.length < 1 || free.length > 2) {
    throw new RangeError(`poissonFitter: ${free.length} parameters are free; expected one or two.`);
  }
  const at: SampleParameters = { sigma8: survey.cosmology.sigma8, lnB: 0, lnMassBias: 0, ...options.at };
  const axes = free.map(name => {
    const [low, high] = ranges[name] ?? [at[name] - HALF[name], at[name] + HALF[name]];
    if (!(high > low) || !(steps >= 3)) {
      throw new RangeError(
        `poissonFitter: ${name} from ${low} to ${high} in ${steps} steps; expected a rising range and at least 3.`
      );
    }
    return { name, low, step: (high - low) / (steps - 1) };
  });
  const size = steps ** free.length;
  const strides = free.map((_, a) => steps ** a);
  const place = (point: number) => strides.map(stride => Math.floor(point / stride) % steps);
  const base = new Float64Array(size);
  const logs = Array.from({ length: size }, (_, point) => {
    const parameters = { ...at };
    place(point).forEach((i, a) => {
      const { name, low, step } = axes[a];
      parameters[name] = low + i * step;
      const prior = priors[name];
      if (prior) base[point] -= 0.5 * ((parameters[name] - at[name]) / prior) ** 2;
    });
    const model = proxyCounts(survey, parameters, options);
    base[point] -= model.reduce((a, b) => a + b, 0);
    return model.map(m => Math.log(Math.max(m, 1e-300)));
  });
  return counts => {
    const bins = filledBins(counts, logs[0].length);
    const height = (point: number) => bins.reduce((sum, i) => sum + counts[i] * logs[point][i], base[point]);
    const heights = Float64Array.from({ length: size }, (_, point) => height(point));
    let best = 0;
    for (let point = 1; point < size; point++) if (heights[point] > heights[best]) best = point;
    const inside = place(best).every(i => i > 0 && i < steps - 1);
    const shift = inside ? topOf(heights, best, strides) : strides.map(() => 0);
    return { values: place(best).map((i, a) => axes[a].low + (i + shift[a]) * axes[a].step), inside };
  };
}

function filledBins(counts: ArrayLike<number>, length: number): number[] {
  if (counts.length !== length) {
    throw new RangeError(
      `poissonFitter: ${counts.length} bins; expected ${length}, as binProxies makes them.`
    );
  }
  const bins: number[] = [];
  for (let i = 0; i < length; i++) {
    if (!(counts[i] >= 0 && counts[i] < Infinity)) {
      throw new RangeError(`poissonFitter: bin ${i} holds ${counts[i]}; expected a number from 0.`);
    }
    if (counts[i] > 0) bins.push(i);
  }
  return bins;
}

/** Top of the paraboloid about a grid point, in steps from it, by Newton's step with central differences. */
function topOf(heights: Float64Array, best: number, strides: number[]): number[] {
  const gradient = strides.map(s => (heights[best + s] - heights[best - s]) / 2);
  const bend = strides.map((s, a) =>
    strides.map((t, b) =>
      a === b
        ? 2 * heights[best] - heights[best + s] - heights[best - s]
        : -(heights[best + s + t] - heights[best + s - t] - heights[best - s + t] + heights[best - s - t]) / 4
    )
  );
  return solvePositive(bend, gradient);
}

/**
 * Numbers of clusters in the bins of {@link proxyCounts} from ln(proxy) of each, the proxy in Msun/h.
 * @throws RangeError where one is outside the bins, or the survey cuts by temperature, whose bins begin elsewhere
 */
export function binProxies(survey: Survey, lnProxies: ArrayLike<number>): Float64Array {
  if (survey.selection?.by === 'temperature') {
    throw new RangeError("binProxies: the survey selects by 'temperature'; expected a survey by luminosity.");
  }
  const { count, first, width } = proxyBins(survey);
  const bins = new Float64Array(count);
  for (let i = 0; i < lnProxies.length; i++) {
    const bin = Math.floor((lnProxies[i] - first) / width);
    if (!(bin >= 0 && bin < bins.length)) {
      throw new RangeError(
        `binProxies: ln(proxy) ${i} is ${lnProxies[i]}; expected ${first.toFixed(2)} to ${(first + count * width).toFixed(2)}.`
      );
    }
    bins[bin]++;
  }
  return bins;
}
