import { checkFinite, checkPairs } from './pairs';

type Numbers = ArrayLike<number>;

/** Points of a ROC curve from "nothing is called positive" to "all is". */
export interface RocCurve {
  falsePositiveRate: number[];
  truePositiveRate: number[];
  /** Called positive from this score on; the first is Infinity. */
  threshold: number[];
}

/** Points of a curve of precision against recall, with falling threshold. */
export interface PrecisionRecallCurve {
  precision: number[];
  recall: number[];
  threshold: number[];
}

/** Running numbers of true and false positives, one entry a distinct score, falling. */
function running(what: string, scores: Numbers, truth: ArrayLike<number | boolean>) {
  checkPairs(what, { name: 'scores', values: scores }, { name: 'truth', values: truth });
  checkFinite(what, 'the score', scores);
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => scores[b] - scores[a]
  );
  const [hits, alarms, threshold]: number[][] = [[], [], []];
  let [hit, alarm] = [0, 0];
  order.forEach((row, i) => {
    if (truth[row]) hit++;
    else alarm++;
    if (i + 1 < order.length && scores[order[i + 1]] === scores[row]) return;
    hits.push(hit);
    alarms.push(alarm);
    threshold.push(scores[row]);
  });
  return { hits, alarms, threshold, positives: hit, negatives: alarm };
}

function needPositives(what: string, positives: number): void {
  if (positives === 0) throw new RangeError(`${what}: no row is positive; expected at least one.`);
}

/**
 * ROC curve of scores (higher = more likely positive); equal scores are one point.
 * @throws RangeError where one of the two classes does not occur
 */
export function rocCurve(scores: Numbers, truth: ArrayLike<number | boolean>): RocCurve {
  const { hits, alarms, threshold, positives, negatives } = running('rocCurve', scores, truth);
  needPositives('rocCurve', positives);
  if (negatives === 0) throw new RangeError('rocCurve: no row is negative; expected at least one.');
  return {
    falsePositiveRate: [0, ...alarms.map(n => n / negatives)],
    truePositiveRate: [0, ...hits.map(n => n / positives)],
    threshold: [Infinity, ...threshold]
  };
}

/** Area under the ROC curve: the chance that a positive has a higher score than a negative, ties counting half. */
export function rocAuc(scores: Numbers, truth: ArrayLike<number | boolean>): number {
  const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(scores, truth);
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return area;
}

/** Precision against recall. @throws RangeError where no row is positive */
export function precisionRecallCurve(
  scores: Numbers,
  truth: ArrayLike<number | boolean>
): PrecisionRecallCurve {
  const { hits, alarms, threshold, positives } = running('precisionRecallCurve', scores, truth);
  needPositives('precisionRecallCurve', positives);
  return {
    precision: hits.map((n, i) => n / (n + alarms[i])),
    recall: hits.map(n => n / positives),
    threshold
  };
}

/** Average precision: the sum of precision times the step of recall, nothing interpolated. */
export function averagePrecision(scores: Numbers, truth: ArrayLike<number | boolean>): number {
  const { precision, recall } = precisionRecallCurve(scores, truth);
  return precision.reduce((sum, p, i) => sum + p * (recall[i] - (recall[i - 1] ?? 0)), 0);
}
