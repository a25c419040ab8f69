/** A network of a live model at work, by the library's reference engine: no tfjs, no eval, no DOM. Runs in a worker too. */
import { prepareNetwork, type PreparedNetwork } from 'terselab/dist/interpret/engine/prepare';
import { runBackward, runNetwork } from 'terselab/dist/interpret/engine/run';
import type { Network } from 'terselab/dist/models/network';

/** What a network needs to be asked; plain data, so that it can be handed to a worker. */
export interface LiveSpec {
  network: Network;
  /** Which number of the output is the answer. */
  index: number;
  /** Name of the input that holds the elements. */
  input: string;
  terse?: string;
  /** [columns] */
  steps: Float64Array;
  set?: { mask: string; about?: string; expected: number };
}

/** Some elements of an object. */
export interface LiveQuestion {
  /** [rows, columns] */
  values: Float64Array;
  rows: number;
  /** Elements of the whole object. */
  total: number;
  /** Whether saliency and terse values are wanted as well as the answer. */
  whole: boolean;
}

export interface LiveAnswer {
  answer: number;
  /** [rows, columns], per step of each column. */
  saliency: Float64Array | null;
  /** [rows] */
  terse: Float64Array | null;
}

/** Numbers that one pass may hold, and products that it may take: a hostile payload must not fill memory or time. */
const MOST_NUMBERS = 20_000_000;
const MOST_PRODUCTS = 2_000_000_000;

/** A network ready to be asked. @throws Error where it does not fit together, or is too large for objects of `rows` elements */
export function liveNetwork(spec: LiveSpec, rows: number): (question: LiveQuestion) => LiveAnswer {
  checkSize(spec, rows);
  const network = prepareNetwork(spec.network);
  const columns = spec.steps.length;
  const { shape: declared } = spec.network.inputs.find(({ name }) => name === spec.input)!;
  return ({ values, rows, total, whole }) => {
    const shape = declared.map((length, i) => length ?? (i === 0 ? rows : columns));
    const run = runNetwork(network, 1, {
      [spec.input]: { values, shape },
      ...about(spec, rows, total)
    });
    const output = run.tensors.get(network.output)!.values;
    const answer = output[spec.index];
    if (!whole) return { answer, saliency: null, terse: null };
    const slope = new Float64Array(output.length);
    slope[spec.index] = 1;
    const saliency =
      runBackward(run, network.output, slope).get(spec.input) ?? new Float64Array(values.length);
    for (let i = 0; i < saliency.length; i++) saliency[i] *= spec.steps[i % columns];
    return { answer, saliency, terse: spec.terse ? run.tensors.get(spec.terse)!.values : null };
  };
}

/** Mask and what is said about the survey, of `rows` elements of `total`. */
function about({ set }: LiveSpec, rows: number, total: number) {
  if (!set) return {};
  const mask = { [set.mask]: { values: new Float64Array(rows).fill(1), shape: [rows] } };
  if (set.about === undefined) return mask;
  const fraction = rows / total;
  const said = [
    Math.log((rows + 0.5) / (set.expected * fraction)),
    Math.log(fraction),
    1 / Math.sqrt(Math.max(rows, 1))
  ];
  return { ...mask, [set.about]: { values: said, shape: [3] } };
}

const volume = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** Fits the shapes together for the largest object, before anything is computed. */
function checkSize(spec: LiveSpec, rows: number): void {
  const columns = spec.steps.length;
  const { network } = spec;
  const inputs = network.inputs.map(({ name, shape }) => {
    const own = shape.map((length, i) => length ?? (i === 0 ? rows : columns));
    const wanted =
      name === spec.input
        ? rows * columns
        : name === spec.set?.mask
          ? rows
          : name === spec.set?.about
            ? 3
            : NaN;
    if (volume(own) !== wanted) {
      throw new Error(
        `network "${network.name}": its input "${name}" takes ${volume(own)} numbers, the view gives ${wanted}`
      );
    }
    return { name, shape: own };
  });
  const prepared: PreparedNetwork = prepareNetwork({ ...network, inputs });
  if (!(volume(prepared.shapes.get(network.output)!) > spec.index))
    throw new Error(`network "${network.name}": index ${spec.index} is beyond its output`);
  if (spec.terse && volume(prepared.shapes.get(spec.terse)!) !== rows)
    throw new Error(`network "${network.name}": "${spec.terse}" does not make one number of each element`);
  let [numbers, products] = [0, 0];
  for (const node of prepared.nodes) {
    const size = volume(prepared.shapes.get(node.name)!);
    const { kernel } = node.weights;
    const { size: window } = node.config as { size?: number | readonly number[] };
    numbers += size;
    products += size * (kernel ? volume(kernel.shape) / kernel.shape[kernel.shape.length - 1] : 1);
    products += window === undefined ? 0 : size * volume([window].flat());
    if (!(numbers <= MOST_NUMBERS) || !(products <= MOST_PRODUCTS))
      throw new Error(`network "${network.name}" is too large to be run in a page (node "${node.name}")`);
  }
}
