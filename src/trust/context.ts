import type { Batch, ModelAdapter } from '../interpret/adapter';
import { checkAborted } from '../math';
import { terseUnits, type TerseUnits } from './terseUnits';
import { thresholds, type Limits } from './thresholds';
import type { TrustControls, TrustData, TrustDeclaration, TrustPart } from './types';

/** What a check sees. Answers and terse values are worked out once for each part. */
export interface TrustContext {
  model: ModelAdapter;
  data: TrustData;
  declaration: TrustDeclaration;
  controls: TrustControls;
  seed: number;
  signal?: AbortSignal;
  /** The number that is asked for, of each object of some inputs: a target, or the logit (difference) of a class. */
  answers(inputs: Batch): Promise<Float64Array>;
  /** All numbers of the answer, [count, outputs]. */
  allAnswers(inputs: Batch): Promise<Float64Array>;
  /** Expectation and uncertainty of each object of a part, where the model gives both. */
  moments(part: TrustPart): Promise<Moments>;
  /** What is done to every map before it is judged; planted faults do something. */
  spoil?: (map: Float64Array) => Float64Array;
  /** Terse values of a part with what is known of them. */
  terse(part: TrustPart): Promise<TerseUnits>;
  limits(id: string): Limits;
}

/** A normal law for each object. */
export interface Moments {
  mu: Float64Array;
  sigma: Float64Array;
}

/** Remembers what a function said of an object. */
function once<Key extends object, Value>(of: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return key => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = of(key)));
    return value;
  };
}

/** Puts together what checks are given. */
export function trustContext(
  model: ModelAdapter,
  data: TrustData,
  declaration: TrustDeclaration,
  { controls = {}, seed = 1, signal }: { controls?: TrustControls; seed?: number; signal?: AbortSignal } = {}
): TrustContext {
  const outputs = model.spec.output.count;
  const index = declaration.target.index ?? 0;
  const allAnswers = once(async (inputs: Batch) => {
    checkAborted('The trust report', signal);
    const side = model.spec.caps.includes('logit') ? 'logit' : 'output';
    return Float64Array.from((await model.predict(inputs, side)).values);
  });
  const answers = once(async (inputs: Batch) => {
    const all = await allAnswers(inputs);
    return Float64Array.from({ length: inputs.count }, (_, s) => all[s * outputs + index]);
  });
  return {
    model,
    data,
    declaration,
    controls,
    seed,
    ...(signal ? { signal } : {}),
    allAnswers,
    answers,
    moments: once(async ({ inputs }: TrustPart) => {
      const { index: place, stored } = declaration.target.sigma!;
      const all = await allAnswers(inputs);
      const raw = Float64Array.from({ length: inputs.count }, (_, s) => all[s * outputs + place]);
      return { mu: await answers(inputs), sigma: stored === 'log' ? raw.map(Math.exp) : raw };
    }),
    terse: once((part: TrustPart) => terseUnits(model, part, declaration)),
    limits: thresholds
  };
}

/** The same question of another model or other data. */
export const changed = (
  context: TrustContext,
  change: { model?: ModelAdapter; data?: Partial<TrustData>; declaration?: Partial<TrustDeclaration> }
): TrustContext => {
  const { controls, seed, signal } = context;
  return {
    ...trustContext(
      change.model ?? context.model,
      { ...context.data, ...change.data },
      { ...context.declaration, ...change.declaration },
      { controls, seed, ...(signal ? { signal } : {}) }
    )
  };
};

/** The same question with other answers to the test objects. */
export const withAnswers = (context: TrustContext, answers: Float64Array): TrustContext => ({
  ...context,
  answers: async () => answers
});

/** The same question with other terse values. */
export const withTerse = (
  context: TrustContext,
  change: (units: TerseUnits, part: TrustPart) => Float64Array
): TrustContext => ({
  ...context,
  terse: async part => {
    const units = await context.terse(part);
    return { ...units, terse: change(units, part), size: 1 };
  }
});
