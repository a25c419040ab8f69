import type { Random } from '../math';
import { GLOROT_UNIFORM, type Initialiser } from './network';

/** Standard deviation of a normal deviate cut at two standard deviations. */
const TRUNCATED_SD = 0.8796256610342398;

/**
 * Draws a kernel.
 * @param shape [..., in, out]: the axes before the last two are those of a convolution
 */
export function drawKernel(
  random: Random,
  shape: readonly number[],
  { scale, mode, distribution }: Initialiser = GLOROT_UNIFORM
): Float64Array {
  const size = shape.reduce((product, n) => product * n, 1);
  const [inward, outward] = [shape[shape.length - 2] ?? 1, shape[shape.length - 1] ?? 1];
  const field = size / (inward * outward);
  const [fanIn, fanOut] = [field * inward, field * outward];
  const fan = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[mode];
  const sd = Math.sqrt(scale / Math.max(1, fan));
  const draw =
    distribution === 'uniform'
      ? () => random.uniform(-Math.sqrt(3) * sd, Math.sqrt(3) * sd)
      : () => (truncatedNormal(random) * sd) / TRUNCATED_SD;
  return Float64Array.from({ length: size }, draw);
}

function truncatedNormal(random: Random): number {
  for (;;) {
    const value = random.normal();
    if (Math.abs(value) <= 2) return value;
  }
}

/** Initialiser from the settings that Keras and tfjs write; Glorot uniform where they say something else than a scaled variance. */
export function initialiserFrom(className: string, config: Record<string, unknown> = {}): Initialiser {
  const known = /^(Glorot|He|Lecun|LeCun)(Uniform|Normal)$/.exec(className);
  if (known) {
    const distribution = known[2] === 'Uniform' ? 'uniform' : 'normal';
    const [scale, mode] = { Glorot: [1, 'fanAvg'], He: [2, 'fanIn'] }[known[1]] ?? [1, 'fanIn'];
    return { scale: scale as number, mode: mode as Initialiser['mode'], distribution };
  }
  if (className !== 'VarianceScaling') return GLOROT_UNIFORM;
  const mode = String(config.mode ?? 'fanIn').replace(/_(.)/, (_, letter: string) => letter.toUpperCase());
  return {
    scale: Number(config.scale ?? 1),
    mode: mode as Initialiser['mode'],
    distribution: /uniform/i.test(String(config.distribution)) ? 'uniform' : 'normal'
  };
}
