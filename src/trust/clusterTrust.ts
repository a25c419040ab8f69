/** A cluster encoder and its samples in the words of a trust report. */
import { FEATURES, pickSamples, type SampleSet } from '../clusters';
import { engineAdapter } from '../interpret/adapters/engineAdapter';
import { encoderAdapter } from '../interpret/adapters/encoderAdapter';
import type { Batch, ModelAdapter } from '../interpret/adapter';
import { withoutFeatures } from '../interpret/counterfactual';
import { Random } from '../math';
import { encoderNetwork, gatherSets } from '../models';
import type { ClusterEncoder, RowSets, Standardisation } from '../models';
import type {
  ChangedInputs,
  TrainingPart,
  TrustControls,
  TrustData,
  TrustDeclaration,
  TrustPart
} from './types';

/** Sets as the adapter takes them: padded with a mask. @param prefix of the ids, because no id may stand in two parts */
export function paddedBatch({ count, starts, features }: RowSets, prefix: string): Batch {
  const width = features.length / Math.max(1, starts[count]);
  let rows = 0;
  for (let s = 0; s < count; s++) rows = Math.max(rows, starts[s + 1] - starts[s]);
  const clusters = new Float32Array(count * rows * width);
  const mask = new Float32Array(count * rows);
  for (let s = 0; s < count; s++) {
    clusters.set(features.subarray(starts[s] * width, starts[s + 1] * width), s * rows * width);
    mask.fill(1, s * rows, s * rows + starts[s + 1] - starts[s]);
  }
  return {
    count,
    ids: Array.from({ length: count }, (_, s) => `${prefix} ${s}`),
    arrays: { clusters: { values: clusters, shape: [rows, width] }, mask: { values: mask, shape: [rows] } }
  };
}

/** Samples as a part of a report. The number of clusters is signal, so it is no nuisance; a single cluster must not know it. */
export function clusterPart(set: SampleSet, prefix: string): TrustPart {
  const { starts } = set;
  const spread = (of: (s: number) => number) => {
    const out = new Float64Array(starts[set.count]);
    for (let s = 0; s < set.count; s++) out.fill(of(s), starts[s], starts[s + 1]);
    return out;
  };
  return {
    inputs: paddedBatch(set, prefix),
    truth: set.sigma8,
    groups: Array.from({ length: set.count }, (_, s) => `${prefix} ${s}`),
    nuisances: { 'place in the file': Float64Array.from({ length: set.count }, (_, s) => s) },
    members: {
      starts,
      groups: set.haloIds,
      physics: { 'ln mass': set.lnMass },
      nuisances: {
        'b_L0 of its set': spread(s => set.lnB[s]),
        // ids rise with mass, which a terse value should know: what must not be read is the id itself
        'number of the halo': Float64Array.from(set.haloIds, scrambled)
      }
    }
  };
}

/** A number from 0 to 1 that hangs on an id and on nothing else. */
const scrambled = (id: number): number => (Math.imul(id + 1, 0x9e3779b1) >>> 0) / 2 ** 32;

/** What {@link clusterTrustData} takes. */
export interface ClusterParts {
  train: SampleSet;
  test: SampleSet;
  elsewhere?: SampleSet;
  /** Training samples whose inputs are kept to look for copies; default 500. */
  kept?: number;
  /** Error of sigma_8 that the number of clusters alone allows: `meanLimit` with sees "count". */
  countLimit: number;
}

/** Training, test and changed samples of a cluster encoder. */
export function clusterTrustData(
  model: ClusterEncoder,
  { train, test, elsewhere, kept = 500, countLimit }: ClusterParts
): TrustData {
  return {
    train: trainingPart(train, kept),
    test: clusterPart(test, 'test'),
    ...(elsewhere ? { elsewhere: clusterPart(elsewhere, 'elsewhere') } : {}),
    background: clusterBackground(model.standardisation, test, countLimit),
    turned: { change: 'clusters in another order', inputs: paddedBatch(shuffledRows(test, 1), 'test') }
  };
}

/** The samples with every cluster replaced by the mean one: their number is left. */
export const clusterBackground = (
  { mean }: Standardisation,
  test: SampleSet,
  limit: number
): ChangedInputs => ({
  change: 'every cluster replaced by the mean one',
  inputs: paddedBatch(withoutFeatures(test, mean), 'test'),
  limit
});

function trainingPart(train: SampleSet, kept: number): TrainingPart {
  const count = Math.min(kept, train.count);
  const some = {
    count,
    starts: train.starts.slice(0, count + 1),
    features: train.features.subarray(0, train.starts[count] * FEATURES.length)
  };
  return {
    groups: Array.from(new Set(train.haloIds)),
    inputs: paddedBatch(some, 'train'),
    ids: Array.from({ length: train.count }, (_, s) => `train ${s}`)
  };
}

function shuffledRows(set: SampleSet, seed: number): RowSets {
  const width = FEATURES.length;
  const features = new Float32Array(set.features.length);
  const random = new Random(seed);
  for (let s = 0; s < set.count; s++) {
    const from = set.starts[s];
    random.permutation(set.starts[s + 1] - from).forEach((row, i) => {
      features.set(set.features.subarray((from + row) * width, (from + row + 1) * width), (from + i) * width);
    });
  }
  return { count: set.count, starts: set.starts, features };
}

/** What is said of a cluster encoder. */
export interface ClusterClaim {
  /** Information limit of sigma_8 for such samples: `meanLimit`. */
  limit: number;
  /** Standardisation fitted anew on the training samples. */
  refitted?: Standardisation;
  /** |Spearman| of terse value and ln M of honest encoders of several seeds. */
  honestTerse?: readonly number[];
  elsewhere?: string;
}

/** The declaration of a cluster encoder. */
export function clusterDeclaration(
  model: ClusterEncoder,
  { limit, refitted, honestTerse, elsewhere }: ClusterClaim
): TrustDeclaration {
  const { mean, sd } = model.standardisation;
  return {
    scope: {
      population: 'flux- and volume-limited samples of galaxy clusters at z = .1',
      domain: 'one simulated bank of haloes (Bocquet et al. 2016)',
      range: 'sigma_8 .7 to .9, b_L0 .8 to 1.2',
      ...(elsewhere ? { elsewhere } : {})
    },
    target: { kind: 'regression', name: 'sigma_8' },
    groupKey: 'halo',
    axes: { clusters: ['cluster', 'feature'] },
    leading: 'ln mass',
    limit: { value: limit, assumes: 'T, M_gas and profile seen, luminosity not; priors on sigma_8 and b_L0' },
    ...(honestTerse ? { honestTerse } : {}),
    preprocessing: [
      {
        step: 'standardise',
        fittedOn: 'train',
        learned: [...mean, ...sd],
        ...(refitted ? { refitted: [...refitted.mean, ...refitted.sd] } : {})
      }
    ],
    baseline: { name: 'mean of the training clusters', values: Float64Array.from(mean) }
  };
}

/**
 * A pooled encoder on the reference engine, which shows gradients and can draw weights anew, with some samples as it takes them:
 * for `controls.inside`.
 * @param count samples, the first ones; default 3
 */
export function clusterInside(
  model: ClusterEncoder,
  set: SampleSet,
  count = 3
): NonNullable<TrustControls['inside']> {
  const some = pickSamples(
    set,
    Array.from({ length: Math.min(count, set.count) }, (_, s) => s)
  );
  const padded = paddedBatch(some, 'test');
  const every = Array.from({ length: some.count }, (_, s) => s);
  const { about } = gatherSets(model.standardisation, some, every);
  return {
    model: engineAdapter(encoderNetwork(model), { inputs: { about: { role: 'condition' } } }),
    inputs: { ...padded, arrays: { ...padded.arrays, about: { values: about, shape: [3] } } }
  };
}

/** The adapter of an encoder, by name. */
export const clusterModel = (model: ClusterEncoder, name: string): ModelAdapter =>
  encoderAdapter(model, { name });
