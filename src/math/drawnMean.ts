import type { DrawnStatistic } from './drawnCorrelation';

/** Mean of values as a function of how often each is drawn; null where none is. */
export function drawnMean(values: ArrayLike<number>): DrawnStatistic {
  return counts => {
    let sum = 0;
    let n = 0;
    for (let i = 0; i < values.length; i++) {
      sum += counts[i] * values[i];
      n += counts[i];
    }
    return n === 0 ? null : sum / n;
  };
}
