/** The payload of the live model: a network small enough to travel, and what is needed to ask it again in the browser. */
import type { Axis, AxisLength, EncodedArray, Label, Rows, ViewHeader } from './types';

/** A weight of a node; dtype `f4`. */
export interface LiveWeight {
  name: Label;
  array: EncodedArray;
}

/**
 * A length of a window or stride.
 * @asType integer
 * @minimum 1
 * @maximum 4096
 */
export type WindowLength = number;

/** Settings of a node; which of them it needs follows from its kind. */
export interface LiveConfig {
  strides?: WindowLength | [WindowLength, WindowLength];
  size?: WindowLength | [WindowLength, WindowLength];
  padding?: 'same' | 'valid';
  /**
   * At most one length may be -1.
   * @maxItems 4
   */
  shape?: number[];
  /** @exclusiveMinimum 0 */
  epsilon?: number;
  rate?: number;
  function?:
    | 'linear'
    | 'relu'
    | 'leakyRelu'
    | 'elu'
    | 'selu'
    | 'tanh'
    | 'sigmoid'
    | 'softplus'
    | 'softsign'
    | 'silu'
    | 'gelu'
    | 'softmax'
    | 'exponential';
  alpha?: number;
  approximate?: boolean;
  /**
   * @asType integer
   * @minimum -4
   * @maximum 3
   */
  axis?: number;
}

/** One step of a network, as the reference engine knows it. */
export interface LiveNode {
  name: Label;
  kind:
    | 'dense'
    | 'conv1d'
    | 'conv2d'
    | 'maxPooling1d'
    | 'maxPooling2d'
    | 'averagePooling1d'
    | 'averagePooling2d'
    | 'globalAveragePooling'
    | 'globalMaxPooling'
    | 'flatten'
    | 'reshape'
    | 'batchNormalization'
    | 'affine'
    | 'dropout'
    | 'activation'
    | 'add'
    | 'concatenate'
    | 'maskedMean';
  config: LiveConfig;
  /** @maxItems 8 */
  weights: LiveWeight[];
  /** @maxItems 16 */
  from: Label[];
}

/** An input of a network; a length that depends on the object is null. */
export interface LiveInput {
  name: Label;
  /** @maxItems 4 */
  shape: (AxisLength | null)[];
}

/** What the kernel's own engine said of the objects, to be compared with what the browser says. */
export interface KernelAnswers {
  /** shape [objects] */
  answers: EncodedArray;
  /** shape [elements, columns]: gradient of the answer per step of each column. */
  saliency?: EncodedArray;
  /** shape [elements] */
  terse?: EncodedArray;
  /** The answer against the number of elements left, shapes [objects, points]. */
  curve?: { counts: EncodedArray; answers: EncodedArray };
}

/** A network with the objects as it sees them. */
export interface LiveNetwork {
  name: Label;
  /**
   * @minItems 1
   * @maxItems 4
   */
  inputs: LiveInput[];
  /**
   * @minItems 1
   * @maxItems 200
   */
  nodes: LiveNode[];
  /** Name of the node whose output is the answer. */
  output: Label;
  /** Which number of that output; default 0. */
  index?: AxisLength;
  /** Name of the input that holds the elements. */
  input: Label;
  /** Name of the node that makes one number of every element, where there is one. */
  terse?: Label;
  /** shape [elements, columns]: the elements of all objects, one object behind the other. */
  values: EncodedArray;
  kernel: KernelAnswers;
}

/** The elements of an object are a set: they can be taken away. */
export interface LiveSet {
  /** Name of the input that is 1 for each element. */
  mask: Label;
  /**
   * Name of the input that says how many there are and from how large a part of the survey:
   * ln((k + 1/2) / (expected f)), ln f, 1 / sqrt k. Taking elements away shrinks the survey: f = k over all of them.
   */
  about?: Label;
  /**
   * Number of elements that a whole survey is expected to hold. Default 1.
   * @exclusiveMinimum 0
   */
  expected?: number;
  /** dtype `u4`, shape [elements]: places within the object, in the order in which elements are kept longest. */
  order: EncodedArray;
}

/**
 * Live model: a small network that runs in the browser while its reader changes the input.
 * MIME type `application/vnd.terselab.model.v1+json`.
 */
export interface ModelPayload extends ViewHeader {
  view: 'model';
  version: 1;
  /** The objects that the reader can choose from. */
  rows: Rows;
  /** What an object is made of: "cluster" of a sample, "cadence" of a light curve. */
  elementNoun: Label;
  /** dtype `u1`, `u2` or `u4`, shape [objects]: elements of each. */
  counts: EncodedArray;
  /** The columns (features) of an element. */
  columns: Axis;
  /** shape [columns]: by how much a column is changed for one step of a slider's unit, above 0: a standard deviation. */
  steps: EncodedArray;
  /** Present where the elements are a set. */
  set?: LiveSet;
  answer: {
    label: Label;
    unit?: Label;
    /** Range that the picture shows at least. */
    low: number;
    high: number;
    /** shape [objects]: what is true. */
    truth?: EncodedArray;
  };
  /** Unit of the saliency: "sigma_8 per standard deviation". */
  saliencyUnit: Label;
  /**
   * @minItems 1
   * @maxItems 4
   */
  networks: LiveNetwork[];
}
