import { channelsOf, fits, weightOf, type Operation, type Step } from '../operation';

type Kind = 'affine' | 'batchNormalization';

/** Factor and summand of each channel. */
function factors(node: Step<Kind>['node'], channels: number): { scale: Float64Array; shift: Float64Array } {
  const of = (name: string, otherwise: number) => (c: number) => {
    const values = weightOf(node, name);
    return values ? values[values.length === 1 ? 0 : c] : otherwise;
  };
  const fill = (value: (c: number) => number) => Float64Array.from({ length: channels }, (_, c) => value(c));
  if (node.kind === 'affine') return { scale: fill(of('scale', 1)), shift: fill(of('shift', 0)) };
  const { epsilon } = node.config as { epsilon: number };
  const [gamma, beta, mean, variance] = [of('gamma', 1), of('beta', 0), of('mean', 0), of('variance', 1)];
  const scale = fill(c => gamma(c) / Math.sqrt(variance(c) + epsilon));
  return { scale, shift: fill(c => beta(c) - mean(c) * scale[c]) };
}

/** scale x + shift, channel by channel. */
const scaling: Operation<Kind> = {
  shape({ weights }, [x]) {
    const channels = channelsOf(x);
    const odd = Object.values(weights).find(
      ({ values }) => values.length > 1 && !fits(channels, values.length)
    );
    return odd ? `${odd.values.length} channels on the last axis` : [...x];
  },
  forward({ node, inputs: [x], output: { values } }) {
    const channels = channelsOf(x.shape);
    const { scale, shift } = factors(node, channels);
    for (let i = 0; i < values.length; i++)
      values[i] = x.values[i] * scale[i % channels] + shift[i % channels];
  },
  backward({ node, inputs: [x] }, slope) {
    const channels = channelsOf(x.shape);
    const { scale } = factors(node, channels);
    const out = new Float64Array(slope.length);
    for (let i = 0; i < out.length; i++) out[i] = slope[i] * scale[i % channels];
    return [out];
  }
};

export const affine = scaling as Operation<'affine'>;
export const batchNormalization = scaling as Operation<'batchNormalization'>;
