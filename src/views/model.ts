/** The live model: builder, reader, decoded form. Its payload is {@link ModelPayload}. */
import { checkArray, decodeArray, encodeCodes, encodeFloats, encodeNumbers } from './array';
import { encodeRows, headerOf, payloadBytes, type HeaderInput, type RowsInput } from './columns';
import { quote, ViewError } from './errors';
import type { KernelAnswers, LiveNetwork, LiveNode, LiveWeight, ModelPayload } from './modelTypes';
import { decodeAxis, decodeRows, readPayload, type Places, type RowIds } from './payload';
import { modelValidator } from './schemas/modelValidator';
import type { Axis } from './types';

/** Bytes that a live model may add to a notebook. */
export const MODEL_BUDGET = 1_000_000;

/** The most numbers that the elements of all objects may have together. */
const MAX_CELLS = 500_000;

/** A network as plain data, as `toNetwork` and `encoderNetwork` make it. */
export interface PlainNetwork {
  name: string;
  inputs: readonly { name: string; shape: readonly (number | null)[] }[];
  nodes: readonly {
    name: string;
    kind: LiveNode['kind'];
    config: object;
    weights: Readonly<Record<string, { shape: readonly number[]; values: ArrayLike<number> }>>;
    from: readonly string[];
  }[];
  output: string;
}

/** What the kernel says of the objects; see {@link KernelAnswers}. */
export interface KernelAnswersInput {
  answers: ArrayLike<number>;
  saliency?: ArrayLike<number>;
  terse?: ArrayLike<number>;
  /** [objects, points] each. */
  curve?: { points: number; counts: ArrayLike<number>; answers: ArrayLike<number> };
}

/** A network given to {@link modelView}. */
export interface LiveNetworkInput {
  /** Name on the page; default that of the network. */
  name?: string;
  network: PlainNetwork;
  /** Which number of its output is the answer; default 0. */
  index?: number;
  /** Input that holds the elements; default the first. */
  input?: string;
  /** Node that makes one number of every element; default none. */
  terse?: string;
  /** [elements, columns] of all objects. */
  values: ArrayLike<number>;
  kernel: KernelAnswersInput;
}

/** What {@link modelView} takes. */
export interface ModelInput extends HeaderInput, RowsInput {
  /** What an object is made of, in the singular. */
  elementNoun: string;
  /** Elements of each object. */
  counts: ArrayLike<number>;
  columns: Axis;
  /** By how much a column changes for one step, [columns]; a standard deviation, say. */
  steps: ArrayLike<number>;
  /** Given where the elements are a set; see `LiveSet`. order: [elements], places within each object. */
  set?: { mask: string; about?: string; expected?: number; order: ArrayLike<number> };
  answer: { label: string; unit?: string; low: number; high: number; truth?: ArrayLike<number> };
  saliencyUnit: string;
  networks: readonly LiveNetworkInput[];
}

/**
 * Build a live model.
 * @throws ViewError with the argument at fault, or where it takes more than {@link MODEL_BUDGET} bytes
 */
export function modelView(input: ModelInput): ModelPayload {
  const objects = input.ids.length;
  const columns = input.steps.length;
  const elements = Array.from(input.counts).reduce((sum, n) => sum + n, 0);
  const { set, answer } = input;
  const all = Uint32Array.from({ length: objects }, (_, i) => i);
  const payload: ModelPayload = {
    view: 'model',
    version: 1,
    ...headerOf(input),
    rows: encodeRows(input, all),
    elementNoun: input.elementNoun,
    counts: encodeNumbers(input.counts, [input.counts.length]),
    columns: input.columns,
    steps: encodeFloats(input.steps, [columns]),
    ...(set
      ? {
          set: {
            mask: set.mask,
            ...(set.about === undefined ? {} : { about: set.about }),
            ...(set.expected === undefined ? {} : { expected: set.expected }),
            order: encodeCodes(Uint32Array.from(set.order), [set.order.length])
          }
        }
      : {}),
    answer: {
      label: answer.label,
      ...(answer.unit === undefined ? {} : { unit: answer.unit }),
      low: answer.low,
      high: answer.high,
      ...(answer.truth ? { truth: encodeFloats(answer.truth, [objects]) } : {})
    },
    saliencyUnit: input.saliencyUnit,
    networks: input.networks.map(each => encodeNetwork(each, elements, columns, objects))
  };
  const bytes = payloadBytes(payload);
  if (bytes > MODEL_BUDGET) {
    throw new ViewError(
      `the live model takes ${bytes} bytes, at most ${MODEL_BUDGET} are sent: give fewer objects (${objects} now), or a smaller network`
    );
  }
  decodeModel(parseModel(payload));
  return payload;
}

function encodeNetwork(
  { network, name, index, input, terse, values, kernel }: LiveNetworkInput,
  elements: number,
  columns: number,
  objects: number
): LiveNetwork {
  return {
    name: name ?? network.name,
    inputs: network.inputs.map(({ name, shape }) => ({ name, shape: [...shape] })),
    nodes: network.nodes.map(({ name, kind, config, weights, from }) => ({
      name,
      kind,
      config: config as LiveNode['config'],
      weights: Object.entries(weights).map(([name, { shape, values }]) => ({
        name,
        array: encodeFloats(values, shape)
      })),
      from: [...from]
    })),
    output: network.output,
    ...(index === undefined ? {} : { index }),
    input: input ?? network.inputs[0].name,
    ...(terse === undefined ? {} : { terse }),
    values: encodeFloats(values, [elements, columns]),
    kernel: encodeAnswers(kernel, elements, columns, objects)
  };
}

function encodeAnswers(
  { answers, saliency, terse, curve }: KernelAnswersInput,
  elements: number,
  columns: number,
  objects: number
): KernelAnswers {
  return {
    answers: encodeFloats(answers, [objects]),
    ...(saliency ? { saliency: encodeFloats(saliency, [elements, columns]) } : {}),
    ...(terse ? { terse: encodeFloats(terse, [elements]) } : {}),
    ...(curve
      ? {
          curve: {
            counts: encodeNumbers(curve.counts, [objects, curve.points]),
            answers: encodeFloats(curve.answers, [objects, curve.points])
          }
        }
      : {})
  };
}

/** A network of a live model, decoded. */
export interface LiveModel {
  name: string;
  network: PlainNetwork;
  index: number;
  input: string;
  terse?: string;
  /** [elements, columns] of all objects. */
  values: Float64Array;
  kernel: {
    answers: Float64Array;
    saliency?: Float64Array;
    terse?: Float64Array;
    curve?: { points: number; counts: Float64Array; answers: Float64Array };
  };
}

/** A live model's payload, decoded. */
export interface ModelData {
  payload: ModelPayload;
  rows: RowIds;
  /** Object i has the elements starts[i] to starts[i + 1]. */
  starts: Uint32Array;
  columns: Places;
  steps: Float64Array;
  set?: { mask: string; about?: string; expected: number; order: Float64Array };
  truth?: Float64Array;
  networks: LiveModel[];
}

/** Read a live model's payload (object or JSON text) and check it against its schema. @throws ViewError */
export function parseModel(json: unknown): ModelPayload {
  return readPayload<ModelPayload>(json, { name: 'model', version: 1 }, modelValidator);
}

/** Check what a schema cannot say and decode the arrays. @throws ViewError */
export function decodeModel(payload: ModelPayload): ModelData {
  const objects = payload.rows.ids.shape[0];
  const columns = payload.steps.shape[0];
  checkArray(payload.rows.ids, 'rows.ids', [objects]);
  checkArray(payload.counts, 'counts', [objects]);
  checkArray(payload.steps, 'steps', [columns]);
  const rows = decodeRows(payload.rows);
  if (objects === 0) throw new ViewError('rows: there is no object; give at least one');
  const starts = startsOf(decodeArray(payload.counts, 'counts'), columns);
  const elements = starts[objects];
  const steps = decodeArray(payload.steps, 'steps');
  const bad = steps.findIndex(step => !(step > 0));
  if (columns === 0 || bad >= 0)
    throw new ViewError(
      columns === 0 ? 'steps is empty; give one a column' : `steps[${bad}] is ${steps[bad]}; expected above 0`
    );
  const { low, high, truth } = payload.answer;
  if (!(high > low) || !(Math.abs(low) < 1e30) || !(Math.abs(high) < 1e30))
    throw new ViewError(`answer: low ${low} and high ${high} found; expected low below high`);
  return {
    payload,
    rows,
    starts,
    columns: decodeAxis(payload.columns, columns, 'columns'),
    steps,
    ...(payload.set ? { set: decodeSet(payload.set, starts) } : {}),
    ...(truth ? { truth: numbersOf(truth, 'answer.truth', [objects]) } : {}),
    networks: payload.networks.map((network, i) =>
      decodeNetwork(network, `networks[${i}]`, { objects, elements, columns })
    )
  };
}

/** Numbers of an array of a known shape. */
function numbersOf(array: LiveNetwork['values'], what: string, shape: readonly number[]): Float64Array {
  checkArray(array, what, shape);
  return decodeArray(array, what);
}

function startsOf(counts: Float64Array, columns: number): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  let sum = 0;
  counts.forEach((count, i) => {
    if (!Number.isInteger(count) || count < 1)
      throw new ViewError(`counts[${i}] is ${count}; expected a whole number of at least 1`);
    sum += count;
    if (sum * columns > MAX_CELLS)
      throw new ViewError(`the objects have more than ${MAX_CELLS} numbers; send fewer objects`);
    starts[i + 1] = sum;
  });
  return starts;
}

function decodeSet(set: NonNullable<ModelPayload['set']>, starts: Uint32Array): ModelData['set'] {
  const elements = starts[starts.length - 1];
  const order = numbersOf(set.order, 'set.order', [elements]);
  for (let i = 0; i + 1 < starts.length; i++) {
    const places = order.subarray(starts[i], starts[i + 1]);
    const seen = new Set(places);
    if (seen.size !== places.length || places.some(p => !Number.isInteger(p) || p < 0 || p >= places.length))
      throw new ViewError(`set.order: object ${i} does not name each of its ${places.length} elements once`);
  }
  const { mask, about, expected = 1 } = set;
  return { mask, ...(about === undefined ? {} : { about }), expected, order };
}

function decodeNetwork(
  live: LiveNetwork,
  what: string,
  { objects, elements, columns }: { objects: number; elements: number; columns: number }
): LiveModel {
  const { kernel, index = 0, input, terse } = live;
  const values = numbersOf(live.values, `${what}.values`, [elements, columns]);
  const hole = values.findIndex(value => Number.isNaN(value));
  if (hole >= 0)
    throw new ViewError(`${what}.values: number ${hole} is NA; a network takes finite numbers only`);
  if (!live.inputs.some(({ name }) => name === input))
    throw new ViewError(`${what}.input: ${quote(input)} is none of its inputs`);
  if (terse !== undefined && !live.nodes.some(({ name }) => name === terse))
    throw new ViewError(`${what}.terse: ${quote(terse)} is none of its nodes`);
  return {
    name: live.name,
    network: {
      name: live.name,
      inputs: live.inputs,
      nodes: live.nodes.map((node, i) => ({
        ...node,
        weights: weightsOf(node.weights, `${what}.nodes[${i}]`)
      })),
      output: live.output
    },
    index,
    input,
    ...(terse === undefined ? {} : { terse }),
    values,
    kernel: decodeAnswers(kernel, `${what}.kernel`, { objects, elements, columns })
  };
}

function weightsOf(weights: readonly LiveWeight[], what: string) {
  // Without a prototype: the names come from outside.
  const out = Object.create(null) as Record<string, { shape: number[]; values: Float64Array }>;
  for (const { name, array } of weights) {
    out[name] = { shape: array.shape, values: decodeArray(array, `${what}.${quote(name)}`) };
  }
  return out;
}

function decodeAnswers(
  { answers, saliency, terse, curve }: KernelAnswers,
  what: string,
  { objects, elements, columns }: { objects: number; elements: number; columns: number }
): LiveModel['kernel'] {
  const points = curve?.counts.shape[1] ?? 0;
  return {
    answers: numbersOf(answers, `${what}.answers`, [objects]),
    ...(saliency ? { saliency: numbersOf(saliency, `${what}.saliency`, [elements, columns]) } : {}),
    ...(terse ? { terse: numbersOf(terse, `${what}.terse`, [elements]) } : {}),
    ...(curve
      ? {
          curve: {
            points,
            counts: numbersOf(curve.counts, `${what}.curve.counts`, [objects, points]),
            answers: numbersOf(curve.answers, `${what}.curve.answers`, [objects, points])
          }
        }
      : {})
  };
}

/** About how many numbers of elements, from all of them down to one, evenly spaced in the logarithm. */
export function fewerAndFewer(total: number, points: number): number[] {
  const counts = Array.from({ length: points }, (_, i) =>
    Math.round(total ** (1 - i / Math.max(1, points - 1)))
  );
  return [...new Set(counts)];
}
