/** The contract between a model of any making and everything that explains or measures it. */
import type { Network } from '../models/network';
import type { ResolvedScore } from './score';

/** Numbers as models take and give them. */
export type Numbers = Float32Array | Float64Array;

/** An array with one row an object: values are [count, ...shape], row by row. */
export interface NamedArray {
  values: Numbers;
  /** Lengths of the axes behind the first: [] for one number an object. */
  shape: readonly number[];
}

/** Some objects, as a model takes them. */
export interface Batch {
  count: number;
  /** Name of each object; default "0", "1", ... Random draws are seeded by it, so that they do not depend on the order. */
  ids?: readonly string[];
  /** One array for each input of the model. */
  arrays: Readonly<Record<string, NamedArray>>;
}

/** One input of a model. */
export interface InputSpec {
  name: string;
  /** Lengths of the axes without the batch; null where any length goes. */
  shape: readonly (number | null)[];
  /** What each axis counts: "cadence", "y", "x", "band", "cluster", "feature". */
  axes?: readonly string[];
  /**
   * `data` is explained. `mask` (1 for a real row of the first axis of the data, 0 for padding) and `condition` are handed
   * to the model as they are. Default data.
   */
  role?: 'data' | 'mask' | 'condition';
}

/** What a model answers: `count` numbers an object. */
export interface OutputSpec {
  count: number;
  /** Name of each; default "output 0", ... */
  names?: readonly string[];
  /** What stands between the last linear layer and the output; `none` for a logit or a raw regression value. */
  activation: 'none' | 'sigmoid' | 'softmax' | 'other';
}

/** A layer, as far as an explanation has to know. */
export interface LayerSpec {
  name: string;
  /** "dense", "conv1d", "conv2d", ... in small letters. */
  kind: string;
  /** Lengths of the axes of its output without the batch. */
  shape: readonly (number | null)[];
  /** Whether it has weights that a randomisation can draw anew. */
  weights: boolean;
  /** Whether a gradient passes through it. */
  differentiable: boolean;
}

/** What an adapter can do besides predicting. */
export type Capability = 'logit' | 'gradient' | 'activations' | 'gradientAt' | 'randomised' | 'relevance';

export interface ModelSpec {
  name: string;
  inputs: readonly InputSpec[];
  output: OutputSpec;
  /** From the input to the output; empty where nothing is known of the inside. */
  layers: readonly LayerSpec[];
  caps: readonly Capability[];
  /** What the model computes in. */
  precision: 'float32' | 'float64';
  /** The bottleneck whose numbers are the terse values. */
  terseLayer?: { name: string; size: number };
}

/** Which side of the last activation is asked for; `logit` before, `output` behind. */
export type Side = 'logit' | 'output';

/**
 * A model as the methods see it. Only `predict` is needed; `spec.caps` names which of the others are there. Rows of a
 * batch must not see each other.
 */
export interface ModelAdapter {
  readonly spec: ModelSpec;
  /** Answers: values are [count, spec.output.count]. */
  predict(batch: Batch, side?: Side): Promise<NamedArray>;
  /** d score / d input for each input whose role is data, by its name; each of the shape of the input. */
  gradient?(batch: Batch, score: ResolvedScore): Promise<Record<string, NamedArray>>;
  /** Output of an inner layer. */
  activations?(batch: Batch, layer: string): Promise<NamedArray>;
  /** Output of an inner layer, and d score / d output. */
  gradientAt?(
    batch: Batch,
    layer: string,
    score: ResolvedScore
  ): Promise<{ activation: NamedArray; gradient: NamedArray }>;
  /** A copy whose named layers have weights drawn anew from their initialisers. */
  randomised?(options: { layers: readonly string[]; seed: number }): Promise<ModelAdapter>;
  /** Layers and weights as plain data, where the capability is `relevance`: what rules of relevance go through. */
  readonly network?: Network;
}

/** Numbers an object of a shape has. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** Inputs that are explained, in order. */
export const dataInputs = (spec: ModelSpec): InputSpec[] =>
  spec.inputs.filter(input => (input.role ?? 'data') === 'data');

/** Something that an explanation was asked for, and that cannot be done with this model or this input. */
export class ExplanationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExplanationError';
  }
}

/**
 * Checks objects against a model before any work.
 * @throws ExplanationError for no objects, a missing or unknown input, a wrong shape, numbers that are not finite, a mask
 *   that leaves an object without rows, ids that are not one an object or not all different
 */
export function checkBatch(spec: ModelSpec, batch: Batch): void {
  const fail = (message: string): never => {
    throw new ExplanationError(`${spec.name}: ${message}`);
  };
  if (!(Number.isInteger(batch.count) && batch.count > 0)) {
    fail(`the batch holds ${batch.count} objects; expected at least one.`);
  }
  if (batch.ids && batch.ids.length !== batch.count) {
    fail(`the batch has ${batch.ids.length} ids for ${batch.count} objects; give one an object.`);
  }
  if (batch.ids && new Set(batch.ids).size !== batch.count) {
    fail('two objects of the batch have the same id; give each its own.');
  }
  const known = new Set(spec.inputs.map(input => input.name));
  const stranger = Object.keys(batch.arrays).find(name => !known.has(name));
  if (stranger !== undefined) {
    fail(`the batch holds "${stranger}"; the model's inputs are ${[...known].join(', ')}.`);
  }
  for (const input of spec.inputs) checkInput(input, batch, fail);
}

function checkInput(input: InputSpec, batch: Batch, fail: (message: string) => never): void {
  const array = batch.arrays[input.name];
  if (!array) return fail(`the batch lacks the input "${input.name}"; give an array of that name.`);
  const { values, shape } = array;
  const fits =
    shape.length === input.shape.length && shape.every((n, i) => [null, n].includes(input.shape[i]));
  if (!fits) {
    fail(
      `the input "${input.name}" has the shape [${shape.join(', ')}] an object; expected [${input.shape
        .map(n => n ?? 'any')
        .join(', ')}].`
    );
  }
  if (values.length !== batch.count * sizeOf(shape)) {
    fail(
      `the input "${input.name}" holds ${values.length} numbers; ${batch.count} objects of [${shape.join(', ')}] have ${batch.count * sizeOf(shape)}.`
    );
  }
  const odd = values.findIndex(v => !Number.isFinite(v));
  if (odd >= 0) {
    const object = Math.floor(odd / sizeOf(shape));
    fail(
      `the input "${input.name}" of object ${batch.ids?.[object] ?? object} holds ${values[odd]}; expected finite numbers. Fill or leave out such objects.`
    );
  }
  if (input.role === 'mask') checkMask(input.name, array, batch, fail);
}

function checkMask(
  name: string,
  { values, shape }: NamedArray,
  batch: Batch,
  fail: (m: string) => never
): void {
  const odd = values.find(v => v !== 0 && v !== 1);
  if (odd !== undefined) fail(`the mask "${name}" holds ${odd}; expected 0 (padding) or 1 (real).`);
  const rows = sizeOf(shape);
  for (let s = 0; s < batch.count; s++) {
    if (!values.subarray(s * rows, (s + 1) * rows).includes(1)) {
      fail(`the mask "${name}" of object ${batch.ids?.[s] ?? s} is all 0; expected at least one real row.`);
    }
  }
}

/** @throws ExplanationError that names the first capability which the model lacks */
export function needCapabilities(spec: ModelSpec, what: string, needs: readonly Capability[]): void {
  const lacking = needs.find(need => !spec.caps.includes(need));
  if (!lacking) return;
  const wall = spec.layers.find(layer => !layer.differentiable);
  const why = lacking !== 'logit' && wall ? ` Its layer "${wall.name}" (${wall.kind}) has no gradient.` : '';
  const instead =
    lacking === 'logit'
      ? `Explain { kind: 'output' } instead, or give the model without its last activation.`
      : `Use a method that only asks for predictions: occlusion, leaveOneOut, rise, kernelShap.`;
  throw new ExplanationError(`${what}: the model "${spec.name}" offers no ${lacking}.${why} ${instead}`);
}
