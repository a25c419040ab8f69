import type { NodeKind, NodeOf } from '../../models/network';

/** Numbers of some objects inside a network: values are [count, ...shape]. */
export interface Tensor {
  values: Float64Array;
  /** Of one object. */
  shape: readonly number[];
}

/** A node at work on some objects. */
export interface Step<Kind extends NodeKind = NodeKind> {
  node: NodeOf<Kind>;
  count: number;
  inputs: readonly Tensor[];
  output: Tensor;
}

/** What a kind of node does; one for each kind in `operations/`. */
export interface Operation<Kind extends NodeKind> {
  /**
   * Shape of the output. A length that is not known yet is NaN, which arithmetic carries along.
   * @returns the shape, or in words what the node expects in place of what it gets
   */
  shape(node: NodeOf<Kind>, inputs: readonly (readonly number[])[]): number[] | string;
  /** Fills `output.values`, which come as zeros. */
  forward(step: Step<Kind>): void;
  /** d score / d each input from d score / d output; null for an input that has none (a mask). */
  backward(step: Step<Kind>, slope: Float64Array): (Float64Array | null)[];
}

/** A weight of a node that {@link prepareNetwork} has made Float64Array. */
export const weightOf = (node: NodeOf<NodeKind>, name: string): Float64Array | undefined =>
  node.weights[name]?.values as Float64Array | undefined;

/** The last length of a shape; 1 for one number. */
export const channelsOf = (shape: readonly number[]): number => shape[shape.length - 1] ?? 1;

/** Product of the lengths. */
export const volume = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** Whether a length is as expected, or not known yet. */
export const fits = (length: number, expected: number): boolean =>
  Number.isNaN(length) || Number.isNaN(expected) || length === expected;

/** Whether two shapes are the same as far as they are known. */
export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((n, i) => fits(n, b[i]));
