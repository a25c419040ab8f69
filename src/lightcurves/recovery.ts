import { quantile, Random } from '../math';
import { findEvents, type Scorer } from './event';
import { addFlare } from './flareShape';
import { drawFlare, pointToPointNoise } from './injection';
import type { QuietCurve } from './quiet';
import { sigmaRule } from './sigmaRule';
import { cutWindows, standardise } from './window';

/** An injected flare and who found it. */
export interface Injection {
  star: number;
  /** Cadence of the peak in its curve. */
  cadence: number;
  /** Observed peak over the point-to-point noise. */
  snr: number;
  fwhmMinutes: number;
  network: boolean;
  rule: boolean;
}

/** Cadences around an injection that are searched: the running median of the rule needs some. */
const REACH = 350;

/**
 * Injection and recovery: adds flares to quiet stretches one at a time and asks the network and the {@link sigmaRule}
 * whether an event of theirs holds the peak. Both see the same flare on the same noise, so their answers are paired.
 * @param options count; seed; threshold, logit of the network; snr, range of the observed peak signal-to-noise ratio,
 *   drawn log-uniformly (default 2 to 20); stride of the network's windows (default 10); length of a window (default 200)
 */
export async function injectAndRecover(
  curves: QuietCurve[],
  scorer: Scorer,
  options: {
    count: number;
    seed: number;
    threshold: number;
    snr?: [number, number];
    stride?: number;
    length?: number;
  }
): Promise<Injection[]> {
  const { count, seed, threshold, snr = [2, 20], stride = 10, length = 200 } = options;
  const random = new Random(seed);
  const usable = curves.filter(c => c.starts.length > 0);
  if (usable.length === 0)
    throw new RangeError('injectAndRecover: no curve has a quiet window; give other curves.');
  const out: Injection[] = [];
  for (let k = 0; k < count; k++) {
    const { curve, starts } = random.pick(usable);
    const ratio = Math.exp(random.uniform(Math.log(snr[0]), Math.log(snr[1])));
    const home = random.pick(starts);
    const cadence = home + random.integer(5, length - 6);
    const from = Math.max(0, cadence - REACH);
    const flux = curve.flux.slice(from, Math.min(curve.flux.length, cadence + REACH));
    const noise = pointToPointNoise(curve.flux.subarray(home, home + length));
    const { flare, injected } = drawFlare(
      { snr: ratio, noise, offset: cadence - from, cadenceMinutes: curve.cadenceMinutes },
      random
    );
    addFlare(flux, flare);
    const peak = injected.offset;
    const near = starts.filter(s => s <= cadence && cadence < s + length && (s - starts[0]) % stride === 0);
    const windows = (near.length ? near : [home]).map(s => s - from);
    const logits = await scorer(standardise(cutWindows(flux, windows, length)));
    const found = findEvents({ starts: windows, logits, length, unscored: [] }, flux, threshold);
    out.push({
      star: curve.star,
      cadence: from + peak,
      snr: ratio,
      fwhmMinutes: injected.fwhmMinutes,
      network: found.some(e => e.start <= peak && peak < e.end),
      rule: sigmaRule(flux).some(e => e.start - 3 <= peak && peak < e.end + 3)
    });
  }
  return out;
}

/** Recovered fractions in a range of the signal-to-noise ratio. */
export interface Recovery {
  low: number;
  high: number;
  n: number;
  network: number;
  rule: number;
  /** network - rule, with its 95 % interval from a bootstrap over the injections, both answers drawn together. */
  gain: number;
  gainLow: number;
  gainHigh: number;
}

/** Recovered fractions between two signal-to-noise ratios. @param seed of the bootstrap, default 1 */
export function recovery(injections: Injection[], low: number, high: number, seed = 1): Recovery {
  const rows = injections.filter(i => i.snr >= low && i.snr < high);
  const share = (test: (i: Injection) => boolean) => rows.filter(test).length / rows.length;
  const difference = rows.map(i => Number(i.network) - Number(i.rule));
  const random = new Random(seed);
  const gains = Array.from({ length: 1000 }, () => {
    let sum = 0;
    for (let i = 0; i < difference.length; i++) sum += random.pick(difference);
    return sum / difference.length;
  });
  return {
    low,
    high,
    n: rows.length,
    network: share(i => i.network),
    rule: share(i => i.rule),
    gain: difference.reduce((a, b) => a + b, 0) / rows.length,
    gainLow: quantile(gains, 0.025),
    gainHigh: quantile(gains, 0.975)
  };
}
