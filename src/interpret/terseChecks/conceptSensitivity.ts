import { classLabels, featureTable, fitLogistic } from '../../learn';
import { mean, Random, studentQuantile } from '../../math';
import { ExplanationError, needCapabilities, type Batch, type ModelAdapter } from '../adapter';
import { resolveScore, type Score } from '../score';

/** How a score reacts to a concept. */
export interface ConceptSensitivity {
  /** Share of objects whose score rises along the concept, over the draws of random examples. */
  positive: number;
  /** The same for vectors between random examples. */
  random: number;
  /** Two-sided Welch test of the draws: |t| against Student's 97.5 % quantile. */
  t: number;
  significant: boolean;
}

/**
 * B7: testing with concept activation vectors (Kim et al. 2017, arXiv:1711.11279). In the activations of a layer the normal
 * of the plane between examples of a concept and random ones is its vector; asked is for which share of objects the score
 * rises along it, against the same between two sets of random examples.
 * @param concept examples of it; `others`, random ones, from which a set as large is drawn each time
 * @param options draws (default 10), seed
 */
export async function conceptSensitivity(
  model: ModelAdapter,
  objects: Batch,
  concept: Batch,
  others: Batch,
  { layer, score, draws = 10, seed = 1 }: { layer: string; score?: Score; draws?: number; seed?: number }
): Promise<ConceptSensitivity> {
  needCapabilities(model.spec, 'conceptSensitivity', ['activations', 'gradientAt']);
  if (others.count < 2 * concept.count) {
    throw new ExplanationError(
      `conceptSensitivity: ${others.count} random examples for ${concept.count} of the concept; give at least twice as many.`
    );
  }
  const rowsOf = async (batch: Batch) => {
    const { values } = await model.activations!(batch, layer);
    const width = values.length / batch.count;
    return Array.from({ length: batch.count }, (_, s) => values.subarray(s * width, (s + 1) * width));
  };
  const [known, pool] = [await rowsOf(concept), await rowsOf(others)];
  const { gradient } = await model.gradientAt!(objects, layer, resolveScore(model.spec, score));
  const width = gradient.values.length / objects.count;
  const slopes = Array.from({ length: objects.count }, (_, s) =>
    gradient.values.subarray(s * width, (s + 1) * width)
  );
  const random = new Random(seed);
  const share = (a: ArrayLike<number>[], b: ArrayLike<number>[]) => {
    const vector = normalBetween(a, b, width);
    const rising = slopes.filter(slope => vector.reduce((sum, v, i) => sum + v * slope[i], 0) > 0);
    return rising.length / slopes.length;
  };
  const found: { positive: number[]; random: number[] } = { positive: [], random: [] };
  for (let draw = 0; draw < draws; draw++) {
    const order = random.permutation(pool.length);
    const [a, b] = [0, 1].map(half =>
      Array.from(order.subarray(half * known.length, (half + 1) * known.length), i => pool[i])
    );
    found.positive.push(share(known, a));
    found.random.push(share(a, b));
  }
  const t = welch(found.positive, found.random);
  return {
    positive: mean(found.positive),
    random: mean(found.random),
    t,
    significant: Math.abs(t) > studentQuantile(Math.max(1, draws - 1))
  };
}

/** Weights of a logistic regression that tells b from a, pointing to a. */
function normalBetween(a: ArrayLike<number>[], b: ArrayLike<number>[], width: number): Float64Array {
  const rows = [...b, ...a];
  const columns = Object.fromEntries(
    Array.from({ length: width }, (_, k) => [String(k), Float64Array.from(rows, row => row[k])])
  );
  const names = rows.map((_, i) => (i < b.length ? 'other' : 'concept'));
  const model = fitLogistic(featureTable(columns), classLabels(names, ['other', 'concept']));
  return Float64Array.from(model.weights[0]);
}

function welch(a: number[], b: number[]): number {
  const variance = (list: number[]) =>
    list.reduce((sum, v) => sum + (v - mean(list)) ** 2, 0) / (list.length - 1) / list.length;
  const spread = Math.sqrt(variance(a) + variance(b));
  const difference = mean(a) - mean(b);
  return spread > 0 ? difference / spread : difference === 0 ? 0 : Math.sign(difference) * Infinity;
}
