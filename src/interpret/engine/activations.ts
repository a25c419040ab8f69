import { normalCumulative, normalDensity } from '../../math';
import type { ActivationName, NodeConfigs } from '../../models/network';

type Config = NodeConfigs['activation'];

/** A function of one number, and its slope from the number and the value. */
export interface PointwiseFunction {
  of(x: number, config: Config): number;
  slope(x: number, y: number, config: Config): number;
}

const sigmoid = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

/** Klambauer et al. 2017, arXiv:1706.02515. */
const SELU = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };
const GELU_TANH = { factor: Math.sqrt(2 / Math.PI), cubic: 0.044715 };

/** Functions of one number each; the slope of relu, leaky relu, elu and selu at 0 is that of their left side. */
export const activations: Record<Exclude<ActivationName, 'softmax'>, PointwiseFunction> = {
  linear: { of: x => x, slope: () => 1 },
  relu: { of: x => (x > 0 ? x : 0), slope: x => (x > 0 ? 1 : 0) },
  leakyRelu: {
    of: (x, { alpha = 0.2 }) => (x > 0 ? x : alpha * x),
    slope: (x, _, { alpha = 0.2 }) => (x > 0 ? 1 : alpha)
  },
  elu: {
    of: (x, { alpha = 1 }) => (x > 0 ? x : alpha * Math.expm1(x)),
    slope: (x, _, { alpha = 1 }) => (x > 0 ? 1 : alpha * Math.exp(x))
  },
  selu: {
    of: x => SELU.scale * (x > 0 ? x : SELU.alpha * Math.expm1(x)),
    slope: x => SELU.scale * (x > 0 ? 1 : SELU.alpha * Math.exp(x))
  },
  tanh: { of: Math.tanh, slope: (_, y) => 1 - y * y },
  sigmoid: { of: sigmoid, slope: (_, y) => y * (1 - y) },
  softplus: { of: x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), slope: sigmoid },
  softsign: { of: x => x / (1 + Math.abs(x)), slope: x => 1 / (1 + Math.abs(x)) ** 2 },
  silu: { of: x => x * sigmoid(x), slope: (x, y) => sigmoid(x) + y * (1 - sigmoid(x)) },
  gelu: {
    of: (x, { approximate }) => x * (approximate ? 0.5 * (1 + Math.tanh(geluInner(x))) : normalCumulative(x)),
    slope(x, _, { approximate }) {
      if (!approximate) return normalCumulative(x) + x * normalDensity(x);
      const t = Math.tanh(geluInner(x));
      const inner = GELU_TANH.factor * (1 + 3 * GELU_TANH.cubic * x * x);
      return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner;
    }
  },
  exponential: { of: Math.exp, slope: (_, y) => y }
};

const geluInner = (x: number) => GELU_TANH.factor * (x + GELU_TANH.cubic * x ** 3);
