/** Slopes and curvatures of the loss at scores [rows x outputs], for what a boosted model predicts. */
export interface BoostingLoss {
  outputs: number;
  /** Score of every row before the first tree. */
  start: number[];
  /** Whether the curvature is 1 for every row, so that rows are counted instead. */
  flat: boolean;
  /** Writes negative slope and curvature of one output. */
  slopes(scores: Float64Array, output: number, slope: Float64Array, curvature: Float64Array): void;
  /** Called once before the outputs of a round. */
  prepare(scores: Float64Array): void;
  /** Mean loss. */
  mean(scores: Float64Array, target: ArrayLike<number>): number;
}

const none = () => {};
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** Half the squared error of numbers. */
export function squaredLoss(target: ArrayLike<number>): BoostingLoss {
  let centre = 0;
  for (let i = 0; i < target.length; i++) centre += target[i] / target.length;
  return {
    outputs: 1,
    start: [centre],
    flat: true,
    prepare: none,
    slopes(scores, _, slope) {
      for (let i = 0; i < slope.length; i++) slope[i] = target[i] - scores[i];
    },
    mean(scores, truth) {
      let sum = 0;
      for (let i = 0; i < scores.length; i++) sum += (truth[i] - scores[i]) ** 2;
      return sum / 2 / scores.length;
    }
  };
}

/** Log loss of two classes; the score is the log odds of the second. */
export function binaryLoss(labels: ArrayLike<number>): BoostingLoss {
  let positive = 0;
  for (let i = 0; i < labels.length; i++) positive += labels[i];
  return {
    outputs: 1,
    start: [Math.log(positive / (labels.length - positive))],
    flat: false,
    prepare: none,
    slopes(scores, _, slope, curvature) {
      for (let i = 0; i < slope.length; i++) {
        const p = sigmoid(scores[i]);
        slope[i] = labels[i] - p;
        curvature[i] = p * (1 - p);
      }
    },
    mean(scores, truth) {
      let sum = 0;
      for (let i = 0; i < scores.length; i++) {
        sum += Math.max(scores[i], 0) + Math.log1p(Math.exp(-Math.abs(scores[i]))) - truth[i] * scores[i];
      }
      return sum / scores.length;
    }
  };
}

/** Log loss of several classes; scores go through a softmax. */
export function softmaxLoss(labels: ArrayLike<number>, classes: number): BoostingLoss {
  const shares = new Float64Array(classes);
  for (let i = 0; i < labels.length; i++) shares[labels[i]] += 1 / labels.length;
  const p = new Float64Array(labels.length * classes);
  const logSum = (scores: Float64Array, from: number) => {
    let [most, sum] = [-Infinity, 0];
    for (let k = 0; k < classes; k++) most = Math.max(most, scores[from + k]);
    for (let k = 0; k < classes; k++) sum += Math.exp(scores[from + k] - most);
    return most + Math.log(sum);
  };
  return {
    outputs: classes,
    start: Array.from(shares, Math.log),
    flat: false,
    prepare(scores) {
      for (let from = 0; from < p.length; from += classes) {
        const all = logSum(scores, from);
        for (let k = 0; k < classes; k++) p[from + k] = Math.exp(scores[from + k] - all);
      }
    },
    slopes(_, output, slope, curvature) {
      for (let i = 0; i < slope.length; i++) {
        const own = p[i * classes + output];
        slope[i] = (labels[i] === output ? 1 : 0) - own;
        curvature[i] = own * (1 - own);
      }
    },
    mean(scores, truth) {
      let sum = 0;
      for (let i = 0; i < truth.length; i++)
        sum += logSum(scores, i * classes) - scores[i * classes + truth[i]];
      return sum / truth.length;
    }
  };
}
