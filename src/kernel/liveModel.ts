import * as tf from '@tensorflow/tfjs';
import { Random } from '../math';
import {
  clusterTerse,
  encoderNetwork,
  encoderOutputs,
  EXPECTED_ROWS,
  predictTargets,
  standardiseRows,
  targetGradient,
  targetScales,
  TERSE_LAYER,
  type ClusterEncoder,
  type RowSets
} from '../models';
import { fewerAndFewer, modelView, ViewError, type LiveNetworkInput, type ModelPayload } from '../views';

/** Points of the curve of the answer against the number of clusters left. */
const POINTS = 32;

/** An encoder and the samples as it sees them. */
export interface LiveEncoder {
  /** Name on the page. */
  name: string;
  model: ClusterEncoder;
  sets: RowSets;
}

/** What {@link liveModel} takes. */
export interface LiveModelInput {
  viewId: string;
  group?: string;
  title: string;
  caption: string;
  alt: string;
  /** The encoders that are compared, of the same samples; they must be pooled and learn sigma_8 first. */
  encoders: readonly LiveEncoder[];
  /** Numbers of the samples that the reader can choose from, a few: each takes some 100 kB a network. */
  samples: readonly number[];
  /** True sigma_8 of all samples. */
  sigma8: ArrayLike<number>;
  /** Names of the features. */
  features: readonly string[];
  /** Seed of the order in which clusters are taken away; default 1. */
  seed?: number;
}

/**
 * Cluster encoders as a view that runs them in the browser: clusters are taken away one by one (the survey shrinks, and the
 * network is told its volume), features are changed, and sigma_8, saliency and terse values follow. What the kernel's engine
 * says is sent along, so that the view can show how well the two agree.
 * @throws ViewError where it takes more than a live model may
 */
export function liveModel(input: LiveModelInput): ModelPayload {
  const { encoders, samples, features } = input;
  if (encoders.length === 0) throw new ViewError('liveModel: encoders is empty; give at least one');
  const chosen = encoders.map(({ sets }) => choose(sets, samples, features.length));
  const counts = sizesOf(chosen[0]);
  chosen.forEach((sets, i) => {
    if (sizesOf(sets).some((n, s) => n !== counts[s]))
      throw new ViewError(
        `liveModel: encoders[${i}] has other numbers of clusters than encoders[0]; give the same samples`
      );
  });
  const random = new Random(input.seed ?? 1);
  const order = counts.map(count => random.permutation(count));
  const { viewId, group, title, caption, alt } = input;
  return modelView({
    viewId,
    group,
    title,
    caption,
    alt,
    rowNoun: 'sample',
    ids: samples,
    elementNoun: 'cluster',
    counts,
    columns: { label: 'feature', names: [...features] },
    steps: encoders[0].model.standardisation.sd,
    set: { mask: 'mask', about: 'about', expected: EXPECTED_ROWS, order: order.flatMap(o => [...o]) },
    answer: { label: 'sigma_8', low: 0.7, high: 0.9, truth: samples.map(s => input.sigma8[s]) },
    saliencyUnit: 'sigma_8 per standard deviation',
    networks: encoders.map((encoder, i) => liveEncoder(encoder, chosen[i], order))
  });
}

function liveEncoder(
  { name, model }: LiveEncoder,
  sets: RowSets,
  order: readonly Uint32Array[]
): LiveNetworkInput {
  return {
    name,
    network: encoderNetwork(model),
    terse: TERSE_LAYER,
    values: sets.features,
    kernel: {
      answers: predictTargets(model, sets).sigma8!,
      saliency: targetGradient(model, sets),
      terse: clusterTerse(model, sets),
      curve: curveOf(model, sets, order)
    }
  };
}

const sizesOf = ({ count, starts }: RowSets): number[] =>
  Array.from({ length: count }, (_, s) => starts[s + 1] - starts[s]);

/** Some sets of many, as sets of their own. */
function choose({ count, starts, features }: RowSets, samples: readonly number[], width: number): RowSets {
  const wrong = samples.find(s => !Number.isInteger(s) || s < 0 || s >= count);
  if (wrong !== undefined || samples.length === 0)
    throw new ViewError(
      `liveModel: samples ${samples.length === 0 ? 'is empty' : `holds ${wrong}`}; expected numbers from 0 to ${count - 1}`
    );
  const own = new Uint32Array(samples.length + 1);
  samples.forEach((s, i) => (own[i + 1] = own[i] + starts[s + 1] - starts[s]));
  const out = new Float32Array(own[samples.length] * width);
  samples.forEach((s, i) =>
    out.set(features.subarray(starts[s] * width, starts[s + 1] * width), own[i] * width)
  );
  return { count: samples.length, starts: own, features: out };
}

/** sigma_8 of each set from fewer and fewer of its clusters, of a survey that shrinks with them. */
function curveOf(
  model: ClusterEncoder,
  sets: RowSets,
  order: readonly Uint32Array[]
): { points: number; counts: number[]; answers: number[] } {
  const [counts, answers]: number[][] = [[], []];
  order.forEach((places, s) => {
    // a set of few clusters has fewer different numbers of them: the last is repeated
    const wanted = fewerAndFewer(places.length, POINTS);
    while (wanted.length < POINTS) wanted.push(1);
    const rows = wanted.flatMap(count =>
      Array.from(places.subarray(0, count), place => sets.starts[s] + place)
    );
    const owner = Int32Array.from(wanted.flatMap((count, i) => new Array<number>(count).fill(i)));
    const about = wanted.flatMap(count => aboutSurvey(count, places.length));
    const scaled = tf.tidy(() =>
      encoderOutputs(model, {
        x: standardiseRows(sets.features, rows, model.standardisation),
        rows: rows.length,
        owner,
        about: Float32Array.from(about),
        counts: Int32Array.from(wanted),
        sets: wanted.length
      }).dataSync()
    );
    const { mean, scale } = targetScales.sigma8;
    counts.push(...wanted);
    answers.push(...wanted.map((_, i) => mean + scale * scaled[i * model.targets.length]));
  });
  return { points: POINTS, counts, answers };
}

/** What the head is told of `count` clusters of a survey that held `total`: see `gatherSets`. */
function aboutSurvey(count: number, total: number): number[] {
  const fraction = count / total;
  return [Math.log((count + 0.5) / (EXPECTED_ROWS * fraction)), Math.log(fraction), 1 / Math.sqrt(count)];
}
