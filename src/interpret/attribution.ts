import type { Numbers } from './adapter';

/** How far an explanation misses a sum that it must have. */
export interface Residual {
  /** `completeness`: sum = f(x) - f(baseline). `additivity`: the same for Shapley values. `conservation`: sum = f(x). */
  kind: 'completeness' | 'conservation' | 'additivity';
  /** |sum - expected| of each object. */
  absolute: Float64Array;
  /** The same over max(|expected|, floor). */
  relative: Float64Array;
  /** What is allowed, relative. */
  tolerance: number;
  /** Whether all objects keep it. */
  ok: boolean;
}

/** Where a sampled or path method starts from: a named choice, because "nothing" has many meanings. */
export interface Baseline {
  /** `zero-physical`, `sky-median`, `noise-draw`, `dataset-mean`, or your own word. */
  name: string;
  /** One object, [width] as the data inputs stand one behind the other; or several, [n, width], that are averaged over. */
  values: Numbers;
}

/** An explanation of some objects, with everything that is needed to make it again. */
export interface Attribution {
  method: string;
  /** What to keep in mind with every result: "visual only". */
  caution?: string;
  /** Every choice that the result depends on. */
  params: Readonly<Record<string, unknown>>;
  score: string;
  seed: number;
  baseline?: { name: string; hash: string };
  ids: readonly string[];
  /** Explained inputs, by name. */
  inputs: Readonly<Record<string, AttributedInput>>;
  /** f(x): the score of each object, [count]. */
  scores: Float64Array;
  residual?: Residual;
  /** Version of the contract and precision of the model. */
  versions: Readonly<Record<string, string>>;
}

/** The explanation of one input. */
export interface AttributedInput {
  /** [count, ...shape], or with a mask [real rows of all objects, ...rest]: padding is never returned. */
  values: Numbers;
  shape: readonly number[];
  axes?: readonly string[];
  /** With a mask: rows of object s are starts[s] up to starts[s + 1]. */
  starts?: Uint32Array;
  /** Of the mean over the draws; sampled methods only. */
  standardError?: Numbers;
}

/** What a method works out for flattened objects. */
export interface Explained {
  /** [count, width] */
  values: Float64Array;
  standardError?: Float64Array;
  residual?: Residual;
  scores: Float64Array;
}

/**
 * Residual of explanations that must sum to something.
 * @param expected [count]
 * @param options tolerance, relative (default .05); floor, which the expected sum is at least taken for (default 1e-12)
 */
export function residualOf(
  kind: Residual['kind'],
  values: Float64Array,
  expected: Float64Array,
  { tolerance = 0.05, floor = 1e-12 }: { tolerance?: number; floor?: number } = {}
): Residual {
  const count = expected.length;
  const width = values.length / count;
  const absolute = new Float64Array(count);
  const relative = new Float64Array(count);
  for (let s = 0; s < count; s++) {
    let sum = 0;
    for (let i = s * width; i < (s + 1) * width; i++) sum += values[i];
    absolute[s] = Math.abs(sum - expected[s]);
    relative[s] = absolute[s] / Math.max(Math.abs(expected[s]), floor);
  }
  return { kind, absolute, relative, tolerance, ok: relative.every(r => r <= tolerance) };
}
