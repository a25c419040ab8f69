import { ExplanationError, type ModelSpec, type Side } from './adapter';

/** Which number of a model's answer is explained; plain data. */
export type Score =
  /** A class before the last activation (what should be explained: a probability has no slope where it is sure). */
  | { kind: 'logit'; index: number }
  /** A number as the model gives it: a raw regression value, or a probability where one insists. */
  | { kind: 'output'; index: number }
  /** The expectation of a regression with uncertainty. */
  | { kind: 'mean'; index: number }
  /** Its standard deviation, from an output that holds it as it is, as its logarithm, or before a softplus. */
  | { kind: 'sigma'; index: number; stored: 'sigma' | 'log' | 'softplus' }
  /** Any function of the answer; without a slope only methods that ask for predictions can explain it. */
  | {
      kind: 'custom';
      name: string;
      of: (answer: ArrayLike<number>) => number;
      slope?: (answer: ArrayLike<number>) => ArrayLike<number>;
    };

/** A score made ready for one model. */
export interface ResolvedScore {
  kind: Score['kind'];
  name: string;
  side: Side;
  /** The score of one answer. */
  of(answer: ArrayLike<number>): number;
  /** d score / d answer, [outputs]; null where a custom score has none. */
  slope: ((answer: ArrayLike<number>) => ArrayLike<number>) | null;
  /** Where the score is one number of the answer as it is: its index. */
  index: number | null;
}

const scales = {
  sigma: { of: (v: number) => v, slope: () => 1 },
  log: { of: Math.exp, slope: Math.exp },
  softplus: {
    of: (v: number) => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v))),
    slope: (v: number) => 1 / (1 + Math.exp(-v))
  }
};

/**
 * Makes a score ready for a model.
 * @param score default: the logit of the first output where the model has one, else the first output
 * @throws ExplanationError for an index outside the answer, or a logit of a model that cannot give one
 */
export function resolveScore(spec: ModelSpec, score?: Score): ResolvedScore {
  const { count, names, activation } = spec.output;
  const hasLogit = activation === 'none' || spec.caps.includes('logit');
  const asked: Score = score ?? { kind: hasLogit ? 'logit' : 'output', index: 0 };
  if (asked.kind === 'custom') {
    return {
      kind: 'custom',
      name: asked.name,
      side: 'output',
      of: asked.of,
      slope: asked.slope ?? null,
      index: null
    };
  }
  const { kind, index } = asked;
  if (!(Number.isInteger(index) && index >= 0 && index < count)) {
    throw new ExplanationError(
      `score: the index is ${index}; the model "${spec.name}" has ${count} output${count === 1 ? '' : 's'}. Give 0 to ${count - 1}.`
    );
  }
  if (kind === 'logit' && !hasLogit) {
    throw new ExplanationError(
      `score: the model "${spec.name}" ends in ${activation === 'other' ? 'an activation' : activation} that cannot be taken off, so it has no logit. Explain { kind: 'output', index: ${index} } instead, or give the model without it.`
    );
  }
  const name = `${kind === 'output' ? '' : `${kind} of `}${names?.[index] ?? `output ${index}`}`;
  const oneHot = (value: number) => Float64Array.from({ length: count }, (_, i) => (i === index ? value : 0));
  if (kind === 'sigma') {
    const { of, slope } = scales[asked.stored];
    return {
      kind,
      name,
      side: 'output',
      of: answer => of(answer[index]),
      slope: answer => oneHot(slope(answer[index])),
      index: asked.stored === 'sigma' ? index : null
    };
  }
  const unit = oneHot(1);
  return {
    kind,
    name,
    side: kind === 'logit' && activation !== 'none' ? 'logit' : 'output',
    of: answer => answer[index],
    slope: () => unit,
    index
  };
}

/** d score / d answer of each object, [count, outputs], from their answers; what a backward pass starts from. */
export function slopesOf(
  score: ResolvedScore,
  answers: ArrayLike<number>,
  count: number,
  outputs: number
): Float64Array {
  const slopes = new Float64Array(count * outputs);
  for (let s = 0; s < count; s++) {
    const answer = Array.from({ length: outputs }, (_, k) => answers[s * outputs + k]);
    slopes.set(Array.from(score.slope!(answer)), s * outputs);
  }
  return slopes;
}
