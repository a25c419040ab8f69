import type { Network, NetworkNode } from '../../models/network';
import { ExplanationError, type ModelAdapter } from '../adapter';
import { logitNode, prepareNetwork, type PreparedNetwork } from '../engine/prepare';
import { runBackward, runNetwork, type BackwardRule, type NetworkRun } from '../engine/run';
import { pointsBatch, type Objects } from '../objects';
import type { ResolvedScore } from '../score';
import type { Problem } from '../sweep';

const prepared = new WeakMap<Network, PreparedNetwork>();

/** The layers and weights of a model whose capability is `relevance`, made ready once. */
export function networkOf({ network, spec }: Pick<ModelAdapter, 'network' | 'spec'>): PreparedNetwork {
  if (!network) {
    throw new ExplanationError(`the model "${spec.name}" says it can do relevance but shows no network.`);
  }
  let ready = prepared.get(network);
  if (!ready) prepared.set(network, (ready = prepareNetwork(network)));
  return ready;
}

/** The node that the score is read from. */
export const endOf = (network: PreparedNetwork, score: ResolvedScore): string =>
  score.side === 'logit' ? logitNode(network) : network.output;

/**
 * Number of the answer that is explained.
 * @throws ExplanationError for a score that is not one number of the answer as it is, which rules of relevance cannot start from
 */
export function answerOf(what: string, score: ResolvedScore): number {
  if (score.index !== null) return score.index;
  throw new ExplanationError(
    `${what}: the score "${score.name}" is worked out from the answer; rules of relevance start from one number of it. Explain { kind: 'output' } or { kind: 'logit' } of that number.`
  );
}

/** Nodes that the score passes through, the last first; all others do not matter to it. */
export function nodesBehind(network: PreparedNetwork, end: string): NetworkNode[] {
  const wanted = new Set([end]);
  return [...network.nodes].reverse().filter(node => {
    if (!wanted.has(node.name)) return false;
    node.from.forEach(name => wanted.add(name));
    return true;
  });
}

/**
 * Refuses activations that a rule does not hold for.
 * @throws ExplanationError that names the layer
 */
export function checkActivations(
  what: string,
  { model, score }: Pick<Problem, 'model' | 'score'>,
  allows: (name: string) => boolean,
  allowed: string
): void {
  const network = networkOf(model);
  for (const node of nodesBehind(network, endOf(network, score))) {
    if (node.kind === 'activation' && !allows(node.config.function)) {
      throw new ExplanationError(
        `${what}: the layer "${node.layer ?? node.name}" of "${model.spec.name}" is ${node.config.function}; the rule holds for ${allowed} alone. Explain the logit if it is the last, or use integratedGradients.`
      );
    }
  }
}

/** Runs all objects of a chunk, at most `maxBatch` of them, at the points given; default the objects themselves. */
export function runObjects(network: PreparedNetwork, objects: Objects, points = objects.x): NetworkRun {
  const owners = Uint32Array.from({ length: objects.count }, (_, s) => s);
  return runNetwork(network, objects.count, pointsBatch(objects, points, owners).arrays);
}

/** The explained number of the answer of each object, [count]. */
export function answersOf({ tensors, count }: NetworkRun, end: string, index: number): Float64Array {
  const { values } = tensors.get(end)!;
  return Float64Array.from({ length: count }, (_, s) => values[(s * values.length) / count + index]);
}

/**
 * Takes what stands at the explained number of the answer back to the data inputs by a rule.
 * @param start what each object starts with, [count]
 * @returns [count, width]; 0 where nothing arrives
 */
export function takeBack(
  run: NetworkRun,
  objects: Objects,
  { end, index, start, rule }: { end: string; index: number; start: ArrayLike<number>; rule: BackwardRule }
): Float64Array {
  const { count, width, segments } = objects;
  const size = run.tensors.get(end)!.values.length;
  const seed = new Float64Array(size);
  for (let s = 0; s < count; s++) seed[(s * size) / count + index] = start[s];
  const arrived = runBackward(run, end, seed, rule);
  const values = new Float64Array(count * width);
  for (const { name, start: at, size: places } of segments) {
    const part = arrived.get(name);
    if (!part) continue;
    for (let s = 0; s < count; s++) values.set(part.subarray(s * places, (s + 1) * places), s * width + at);
  }
  return values;
}
