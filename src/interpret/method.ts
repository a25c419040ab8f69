import type { Capability, ModelSpec } from './adapter';
import type { Baseline, Explained } from './attribution';
import type { Problem } from './sweep';

/** Choices that every method may be given. */
export interface MethodOptions {
  /** Seed of the draws; default 1. The draws of an object follow from this and its id. */
  seed: number;
  /** Required by the methods that compare with something. */
  baseline?: Baseline;
}

/** A way to explain; one file each in `methods/`. */
export interface Method<Options extends object = object> {
  name: string;
  /** Paper that defines it. */
  source: string;
  /** What the model must offer besides predictions. */
  needs: readonly Capability[];
  /** `required`: compares with a baseline; `optional`, or `none`. */
  baseline: 'required' | 'optional' | 'none';
  /** Whether it draws random numbers, and so returns standard errors. */
  sampled: boolean;
  /** Values of its own options where none are given; one that must be given is left out. */
  defaults: Partial<Options>;
  /** Options that must be given, with the reason. */
  required?: Readonly<Partial<Record<keyof Options & string, string>>>;
  /** Throws ExplanationError for options or a model it cannot work with, before any work. */
  check?(spec: ModelSpec, options: Options & MethodOptions, asked: Pick<Problem, 'model' | 'score'>): void;
  explain(problem: Problem, options: Options & MethodOptions): Promise<Explained>;
  /** A word of warning that goes with every result: "visual only". */
  caution?: string;
}
