import type { NetworkNode } from '../../models/network';
import type { Step } from '../engine/operation';
import { operationOf } from '../engine/operations';
import type { BackwardRule, NetworkRun } from '../engine/run';

type AnyStep = Step & { node: NetworkNode };

/** Differences of inputs below this say nothing, and the derivative at the object holds. */
const SMALL = 1e-10;

/**
 * The rescale rule: through a non-linearity the multiplier is that of the output times (difference of outputs) / (difference
 * of inputs) between the object and the baseline. Linear nodes have the derivative.
 * @param reference the run of the baseline
 */
export function rescaleRule(reference: NetworkRun): BackwardRule {
  return (step, multiplier) => {
    const { kind } = step.node;
    if (kind === 'activation') return [ofActivation(step, stepOf(reference, step), multiplier)];
    if (kind === 'maxPooling1d' || kind === 'maxPooling2d' || kind === 'globalMaxPooling') {
      return [ofMaxima(step, stepOf(reference, step), multiplier)];
    }
    return null;
  };
}

/** The same node at work on the baseline. */
const stepOf = ({ tensors }: NetworkRun, step: AnyStep): AnyStep => ({
  ...step,
  inputs: step.node.from.map(name => tensors.get(name)!),
  output: tensors.get(step.node.name)!
});

function ofActivation(step: AnyStep, from: AnyStep, multiplier: Float64Array): Float64Array {
  const [x, y, x0, y0] = [step.inputs[0], step.output, from.inputs[0], from.output].map(t => t.values);
  const [slope] = operationOf(step.node.kind).backward(step, multiplier);
  return multiplier.map((m, i) =>
    Math.abs(x[i] - x0[i]) < SMALL ? slope![i] : (m * (y[i] - y0[i])) / (x[i] - x0[i])
  );
}

/**
 * A maximum that rises is due to the place where the object has it, one that falls to the place where the baseline has it;
 * so the multiplier lies between 0 and 1, and the differences still add up.
 */
function ofMaxima(step: AnyStep, from: AnyStep, multiplier: Float64Array): Float64Array {
  const operation = operationOf(step.node.kind);
  const [y, y0] = [step.output.values, from.output.values];
  const change = multiplier.map((m, i) => m * (y[i] - y0[i]));
  const [rise] = operation.backward(
    step,
    change.map((v, i) => (y[i] >= y0[i] ? v : 0))
  );
  const [fall] = operation.backward(
    from,
    change.map((v, i) => (y[i] < y0[i] ? v : 0))
  );
  const [slope] = operation.backward(step, multiplier);
  const [x, x0] = [step.inputs[0].values, from.inputs[0].values];
  return x.map((v, i) => (Math.abs(v - x0[i]) < SMALL ? slope![i] : (rise![i] + fall![i]) / (v - x0[i])));
}
