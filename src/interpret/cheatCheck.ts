import { FEATURES, pickSamples, type SampleSet } from '../clusters';
import {
  bootstrapOverGroups,
  calibratedErrorEstimate,
  drawnCorrelation,
  mean,
  rmsErrorEstimate,
  type DrawnStatistic,
  type Estimate
} from '../math';
import { clusterTerse, predictSigma8, sigma8Gradient, type ClusterEncoder } from '../models';
import { averageSaliency } from './averageSaliency';
import { withFixedCount, withoutFeatures } from './counterfactual';
import { spreadOverRows } from './setLayout';
import { binnedCorrelation } from './setTerse';

/** A check for a cheat: what it measures, in words, and on which side an honest model must not be. */
export interface CheatCheck {
  name: string;
  asks: string;
  /** Where a cheat stands. */
  suspicious: 'low' | 'high';
}

/** The checks of {@link cheatFigures}, in their order. */
export const cheatChecks = [
  { name: 'error over the limit', asks: 'Is it better than possible?', suspicious: 'low' },
  { name: 'terse value and mass', asks: 'Does its one number still follow mass?', suspicious: 'low' },
  { name: 'terse value and sigma_8', asks: 'Does one number know its universe?', suspicious: 'high' },
  { name: 'error from one cluster', asks: 'Does it need many clusters?', suspicious: 'low' },
  { name: 'largest feature', asks: 'Does it lean on one feature?', suspicious: 'high' },
  { name: 'error with the count fixed', asks: 'Does it know too much without the count?', suspicious: 'low' },
  { name: 'error with the count alone', asks: 'Does it know too much from the count?', suspicious: 'low' },
  { name: 'error elsewhere', asks: 'Does it hold where the artefact is absent?', suspicious: 'high' }
] as const satisfies readonly CheatCheck[];

export type CheatCheckName = (typeof cheatChecks)[number]['name'];

/** How {@link cheatFigures} are worked out. */
export interface CheatFigureOptions {
  /** Information limit of such samples, see `meanLimit`. */
  limit: number;
  /** Samples whose clusters the terse and saliency figures use, the first ones; default 60. */
  looked?: number;
  /** Clusters that are kept where the count is fixed; default 100. */
  fixedCount?: number;
  /** Draws of each bootstrap; default 60. */
  draws?: number;
}

/**
 * What each check for a cheat finds in a cluster encoder, with 95 % intervals from bootstraps over samples (over haloes for
 * the terse value):
 *
 * - error over the limit: rms of sigma_8 over the information limit;
 * - terse value and mass: |Spearman| of the terse value and ln M; terse value and sigma_8: |r| with the sample's sigma_8 in
 *   40 bins of mass;
 * - error from one cluster: rms with 1/300 of the volume;
 * - largest feature: its part of the summed mean |gradient|;
 * - count fixed, count alone: error after the best straight line with a fixed number of clusters of each sample, and with
 *   every cluster replaced by the mean one;
 * - error elsewhere: rms on `other` over rms on `own`.
 * @param own unseen samples of the kind that the model learned from
 * @param other samples from where an artefact would be absent
 */
export function cheatFigures(
  model: ClusterEncoder,
  own: SampleSet,
  other: SampleSet,
  { limit, looked = 60, fixedCount = 100, draws = 60 }: CheatFigureOptions
): Record<CheatCheckName, Estimate> {
  const bootstrap = { draws };
  const error = (set: SampleSet, fraction?: number) =>
    rmsErrorEstimate(predictSigma8(model, set, { fraction }), set.sigma8, bootstrap);
  const whole = error(own);
  const elsewhere = error(other);
  const knows = (sets: Parameters<typeof predictSigma8>[1]) =>
    calibratedErrorEstimate(predictSigma8(model, sets), own.sigma8, bootstrap);
  const some = pickSamples(
    own,
    Array.from({ length: Math.min(looked, own.count) }, (_, s) => s)
  );
  return {
    'error over the limit': times(whole, 1 / limit),
    ...terseFigures(model, some, draws),
    'error from one cluster': error(own, 1 / 300),
    'largest feature': largestFeature(model, some, draws),
    'error with the count fixed': knows(withFixedCount(own, { rows: fixedCount })),
    'error with the count alone': knows(withoutFeatures(own, model.standardisation.mean)),
    'error elsewhere': times(elsewhere, 1 / whole.value)
  };
}

const times = ({ value, low, high }: Estimate, factor: number): Estimate => ({
  value: value * factor,
  low: low * factor,
  high: high * factor
});

function terseFigures(model: ClusterEncoder, set: SampleSet, draws: number) {
  const terse = clusterTerse(model, set);
  // the sign of a terse value is arbitrary: figures are without it
  const figure = (statistic: DrawnStatistic): Estimate => {
    const value = statistic(new Uint8Array(terse.length).fill(1)) ?? 0;
    const [low, high] = bootstrapOverGroups(set.haloIds, statistic, { draws }) ?? [value, value];
    return value < 0 ? { value: -value, low: -high, high: -low } : { value, low, high };
  };
  return {
    'terse value and mass': figure(drawnCorrelation(terse, set.lnMass, { ranked: true })),
    'terse value and sigma_8': figure(binnedCorrelation(terse, spreadOverRows(set.sigma8, set), set.lnMass))
  };
}

function largestFeature(model: ClusterEncoder, set: SampleSet, draws: number): Estimate {
  const found = averageSaliency(sigma8Gradient(model, set), set, FEATURES, { draws });
  const total = found.reduce((sum, f) => sum + f.size, 0);
  const { size, sizeInterval } = found.reduce((a, b) => (b.size > a.size ? b : a));
  const [low, high] = sizeInterval ?? [size, size];
  return times({ value: size, low, high }, 1 / total);
}

/** Where a check begins to speak: three standard deviations of honest models from their mean, on the suspicious side. */
export interface CheatThreshold {
  suspicious: 'low' | 'high';
  threshold: number;
  /** Mean of the honest models. */
  honest: number;
}

/**
 * Threshold of a check from its figures for honest models. Three standard deviations of five models are the two-sided 95 %
 * range of a sixth (Student's t with 4 degrees of freedom: 2.78 sqrt(6/5) = 3.04).
 * @throws RangeError for fewer than three models
 */
export function cheatThreshold(
  honest: readonly Estimate[],
  suspicious: CheatThreshold['suspicious']
): CheatThreshold {
  const values = honest.map(e => e.value);
  if (values.length < 3) {
    throw new RangeError(`cheatThreshold: ${values.length} honest models; expected at least three.`);
  }
  const centre = mean(values);
  const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / (values.length - 1));
  return { suspicious, honest: centre, threshold: centre + (suspicious === 'low' ? -3 : 3) * sd };
}

/** Whether a check sees a model: its figure lies beyond the threshold with its whole interval. */
export const isSuspicious = ({ low, high }: Estimate, { suspicious, threshold }: CheatThreshold): boolean =>
  suspicious === 'low' ? high < threshold : low > threshold;
