import { quantile, Random } from '../../math';
import { photoZScores, type PhotoZScores } from './regression';

type Numbers = ArrayLike<number>;

/** An interval of each score. */
export type PhotoZIntervals = Record<keyof PhotoZScores, [number, number]>;

/** Scores of the rows whose true redshift lies in a bin. */
export interface PhotoZBin extends PhotoZScores {
  /** The bin holds low <= z < high. */
  low: number;
  high: number;
  rows: number;
}

export interface PhotoZIntervalOptions {
  /** Limit of |dz| of an outlier; default .15. */
  outlier?: number;
  /** Default 200. */
  draws?: number;
  /** Part of the draws inside the interval; default .95. */
  level?: number;
  /** Default 1. */
  seed?: number;
}

/**
 * Percentile intervals of the scores of photometric redshifts from the bootstrap over rows; every row must be an object of
 * its own. All scores share the draws.
 * @throws RangeError where lengths differ, a value is not finite, or there are no draws
 */
export function photoZIntervals(
  predicted: Numbers,
  truth: Numbers,
  { outlier = 0.15, draws = 200, level = 0.95, seed = 1 }: PhotoZIntervalOptions = {}
): PhotoZIntervals {
  photoZScores(predicted, truth, { outlier });
  if (!(Number.isInteger(draws) && draws >= 20 && level > 0 && level < 1)) {
    throw new RangeError(
      `photoZIntervals: draws is ${draws} and level ${level}; expected a whole number of at least 20, and a part between 0 and 1.`
    );
  }
  const random = new Random(seed);
  const rows = truth.length;
  const found = Array.from({ length: draws }, () => {
    const drawn = Uint32Array.from({ length: rows }, () => random.integer(0, rows - 1));
    return photoZScores(
      Float64Array.from(drawn, row => predicted[row]),
      Float64Array.from(drawn, row => truth[row]),
      { outlier }
    );
  });
  const interval = (key: keyof PhotoZScores): [number, number] => {
    const values = found.map(scores => scores[key]);
    return [quantile(values, (1 - level) / 2), quantile(values, (1 + level) / 2)];
  };
  return {
    sigmaNmad: interval('sigmaNmad'),
    bias: interval('bias'),
    outlierFraction: interval('outlierFraction')
  };
}

/**
 * The scores in bins of true redshift. Bins without rows are left out.
 * @param edges of the bins, rising
 * @throws RangeError where the edges do not rise or a value is not finite
 */
export function photoZByRedshift(
  predicted: Numbers,
  truth: Numbers,
  edges: readonly number[],
  options: { outlier?: number } = {}
): PhotoZBin[] {
  photoZScores(predicted, truth, options);
  if (edges.length < 2 || edges.some((edge, k) => !(k === 0 || edge > edges[k - 1]))) {
    throw new RangeError(
      `photoZByRedshift: edges are ${edges.join(', ')}; expected at least two, each above the one before.`
    );
  }
  return edges.slice(1).flatMap((high, k) => {
    const low = edges[k];
    const inside = Array.from(truth, (_, row) => row).filter(row => truth[row] >= low && truth[row] < high);
    if (inside.length === 0) return [];
    const take = (values: Numbers) => inside.map(row => values[row]);
    return [{ low, high, rows: inside.length, ...photoZScores(take(predicted), take(truth), options) }];
  });
}
