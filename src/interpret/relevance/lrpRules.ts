import type { NetworkNode } from '../../models/network';
import type { Step, Tensor } from '../engine/operation';
import { operationOf } from '../engine/operations';
import type { BackwardRule } from '../engine/run';

/** Settings of the rules; see the method. */
export interface LrpSettings {
  rule: 'epsilon' | 'zPlus' | 'alphaBeta' | 'gamma';
  epsilon: number;
  alpha: number;
  gamma: number;
}

type AnyStep = Step & { node: NetworkNode };

/** Nodes that move numbers, or pick one: what arrives goes where the number came from. */
const carried = new Set([
  'dropout',
  'flatten',
  'reshape',
  'concatenate',
  'maxPooling1d',
  'maxPooling2d',
  'globalMaxPooling'
]);

/** Relevance back through one node, by the rule asked for where the node has a kernel, else in proportion. */
export function lrpRule(settings: LrpSettings): BackwardRule {
  const weighted = weightedRule(settings);
  return (step, relevance) => {
    if (carried.has(step.node.kind)) return null;
    if (step.node.kind === 'activation') return [relevance.slice()];
    if ('kernel' in step.node.weights) return [weighted(step, relevance)];
    return inProportion(step, relevance, settings.epsilon);
  };
}

/** a W'(R / z), z kept away from 0: each input gets its part of the sum. */
function inProportion(step: AnyStep, relevance: Float64Array, epsilon: number): (Float64Array | null)[] {
  const back = operationOf(step.node.kind).backward(step, ratio(relevance, step.output.values, epsilon));
  return back.map((part, k) => part && product(part, step.inputs[k].values));
}

/** R / z with |z| at least epsilon away from 0; 0 where z is 0 all the same, and nothing can be handed back. */
const ratio = (relevance: Float64Array, z: Float64Array, epsilon: number): Float64Array =>
  relevance.map((r, i) => {
    const kept = z[i] + (z[i] < 0 ? -epsilon : epsilon);
    return r === 0 || kept === 0 ? 0 : r / kept;
  });

const product = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, i) => v * b[i]);

type WeightedRule = (step: AnyStep, relevance: Float64Array) => Float64Array;

function weightedRule({ rule, epsilon, alpha, gamma }: LrpSettings): WeightedRule {
  const plus: WeightedRule = (step, relevance) => {
    const { positive } = signedParts(step);
    return positive.share(ratio(relevance, positive.sum, epsilon));
  };
  const rules: Record<LrpSettings['rule'], WeightedRule> = {
    epsilon: (step, relevance) => inProportion(step, relevance, epsilon)[0]!,
    zPlus: plus,
    alphaBeta(step, relevance) {
      const { negative } = signedParts(step);
      const minus = negative.share(ratio(relevance, negative.sum, epsilon));
      return plus(step, relevance).map((v, i) => alpha * v - (alpha - 1) * minus[i]);
    },
    gamma(step, relevance) {
      const { positive } = signedParts(step);
      const sum = step.output.values.map((z, i) => z + gamma * positive.sum[i]);
      const part = ratio(relevance, sum, epsilon);
      const [whole] = operationOf(step.node.kind).backward(step, part);
      const more = positive.share(part);
      return product(whole!, step.inputs[0].values).map((v, i) => v + gamma * more[i]);
    }
  };
  return rules[rule];
}

/** The products a w and the bias of one sign. */
interface SignedPart {
  /** Their sum at each output. */
  sum: Float64Array;
  /** What each input gets where an output hands out `part` times each product. */
  share(part: Float64Array): Float64Array;
}

/** Splits z = sum a w + b into what is positive and what is negative: (a w)+ = a+ w+ + a- w-. */
function signedParts(step: AnyStep): { positive: SignedPart; negative: SignedPart } {
  const [above, below] = [1, -1].map(sign => onlySign(step.inputs[0], sign));
  const [up, down] = [1, -1].map(sign => onlyWeights(step.node, sign));
  const partOf = (pairs: [NetworkNode, Tensor][]): SignedPart => {
    const steps = pairs.map(([node, x]) => forwardStep({ ...step, node, inputs: [x] }));
    const sum = steps[0].output.values.map((v, i) => v + steps[1].output.values[i]);
    return {
      sum,
      share(part) {
        const shares = steps.map(own => {
          const [back] = operationOf(own.node.kind).backward(own, part);
          return product(back!, own.inputs[0].values);
        });
        return shares[0].map((v, i) => v + shares[1][i]);
      }
    };
  };
  // the bias of a sign goes with the first pair of it
  return {
    positive: partOf([
      [up, above],
      [withoutBias(down), below]
    ]),
    negative: partOf([
      [down, above],
      [withoutBias(up), below]
    ])
  };
}

function forwardStep(step: AnyStep): AnyStep {
  const output = { values: new Float64Array(step.output.values.length), shape: step.output.shape };
  operationOf(step.node.kind).forward({ ...step, output });
  return { ...step, output };
}

const onlySign = ({ values, shape }: Tensor, sign: number): Tensor => ({
  values: values.map(v => (v * sign > 0 ? v : 0)),
  shape
});

function onlyWeights(node: NetworkNode, sign: number): NetworkNode {
  const weights = Object.entries(node.weights).map(([name, { shape, values }]) => [
    name,
    onlySign({ values: values as Float64Array, shape }, sign)
  ]);
  return { ...node, weights: Object.fromEntries(weights) } as NetworkNode;
}

function withoutBias(node: NetworkNode): NetworkNode {
  return { ...node, weights: { kernel: node.weights.kernel } } as NetworkNode;
}
