import { confusionMatrix, balancedAccuracy, photoZScores, rocAuc } from '../learn';
import { rmsError } from '../math';

type Numbers = ArrayLike<number>;

/** A measure of predictions against truth, for the scorer. */
export interface Metric {
  name: string;
  /** Whether smaller (`min`) or larger (`max`) is better. */
  direction: 'min' | 'max';
  /** Least and largest value that it can have. */
  bounds: [number, number];
  /** null where it is not defined, as an area under a curve for one class. */
  of(predicted: Numbers, truth: Numbers): number | null;
}

const meanOf = (n: number, value: (i: number) => number) => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += value(i);
  return sum / n;
};

/** Classes are numbers from 0; a prediction counts for the class that it is rounded to. */
const matrixOf = (predicted: Numbers, truth: Numbers) => {
  const called = Array.from(predicted, Math.round);
  const count = Math.max(1, ...Array.from(truth), ...called) + 1;
  const classes = Array.from({ length: count }, (_, k) => `class ${k}`);
  return confusionMatrix({ truth: Array.from(truth), predicted: called, classes });
};

/** All metrics that an entry may name. */
export const METRICS: readonly Metric[] = [
  { name: 'rms', direction: 'min', bounds: [0, Infinity], of: rmsError },
  {
    name: 'mae',
    direction: 'min',
    bounds: [0, Infinity],
    of: (predicted, truth) => meanOf(truth.length, i => Math.abs(predicted[i] - truth[i]))
  },
  {
    name: 'sigmaNmad',
    direction: 'min',
    bounds: [0, Infinity],
    of: (predicted, truth) => photoZScores(predicted, truth).sigmaNmad
  },
  {
    name: 'outlierFraction',
    direction: 'min',
    bounds: [0, 1],
    of: (predicted, truth) => photoZScores(predicted, truth).outlierFraction
  },
  {
    name: 'accuracy',
    direction: 'max',
    bounds: [0, 1],
    of: (predicted, truth) => meanOf(truth.length, i => Number(Math.round(predicted[i]) === truth[i]))
  },
  {
    name: 'balancedAccuracy',
    direction: 'max',
    bounds: [0, 1],
    of: (predicted, truth) => balancedAccuracy(matrixOf(predicted, truth))
  },
  {
    name: 'rocAuc',
    direction: 'max',
    bounds: [0, 1],
    of(predicted, truth) {
      const positive = Array.from(truth, t => t === 1);
      return positive.includes(true) && positive.includes(false) ? rocAuc(predicted, positive) : null;
    }
  }
];

/** The metric of a name. @throws RangeError that lists those there are */
export function metricOf(name: string): Metric {
  const metric = METRICS.find(one => one.name === name);
  if (!metric) throw new RangeError(`metric "${name}"; there are ${METRICS.map(m => m.name).join(', ')}.`);
  return metric;
}
