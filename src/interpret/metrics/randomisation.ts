/** Does a map change when the model, the labels or the class change? Judged by a null, never by a constant. */
import { median, quantile, Random } from '../../math';
import { ExplanationError, needCapabilities, type Batch, type ModelAdapter } from '../adapter';
import type { Attribution } from '../attribution';
import { seedFor } from '../baseline';
import type { Score } from '../score';
import { askQuestion, finish, mapsOf, type Explainer, type Measured, type MeasureOptions } from './metric';
import { similarityOfMaps, type SimilarityName } from './similarity';

export interface RandomisationOptions extends MeasureOptions {
  /** Default `spearman`. */
  similarity?: SimilarityName;
  /** Pairs of independently randomised models behind the null; default 5. */
  pairs?: number;
  /**
   * Least room between the median of the null and 1, our choice; default .05. Where random models of different weights give
   * the same map, the map does not come from the model, and no similarity lies above such a null.
   */
  leastRoom?: number;
}

/** What a null allows: similarities up to its threshold, where it leaves room to be told from a map of the input alone. */
function verdict(
  similarity: ArrayLike<number>,
  { threshold, similarities }: Awaited<ReturnType<typeof similarityNull>>,
  leastRoom = 0.05
): { threshold: number; room: number; passes: boolean } {
  const room = 1 - median(similarities);
  return { threshold, room, passes: room >= leastRoom && median(similarity) <= threshold };
}

/** Names of the layers with weights, from the output to the input. @throws ExplanationError where there are none */
function layersTopDown({ spec }: ModelAdapter, what: string): string[] {
  needCapabilities(spec, what, ['randomised']);
  const names = spec.layers.filter(layer => layer.weights).map(layer => layer.name);
  if (names.length === 0) {
    throw new ExplanationError(`${what}: the model "${spec.name}" has no layer with weights to randomise.`);
  }
  return names.reverse();
}

/**
 * 95th percentile of the similarity between the maps of two independently randomised models on the same objects: what two
 * maps share that have nothing in common but the inputs and the smoothness of the method.
 */
export async function similarityNull(
  model: ModelAdapter,
  batch: Batch,
  explainer: Explainer,
  { similarity, pairs = 5, seed = 1, ...options }: RandomisationOptions = {}
): Promise<{ threshold: number; similarities: Float64Array }> {
  const layers = layersTopDown(model, 'similarityNull');
  const found: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const [a, b] = await Promise.all(
      [1, 2].map(async half => {
        const random = await model.randomised!({ layers, seed: seed + 7919 * (2 * pair + half) });
        return explainer(random, batch);
      })
    );
    const { objects, maps } = askQuestion(model, batch, a, options);
    found.push(...similarityOfMaps(objects, maps, mapsOf(b, objects), similarity));
  }
  return { threshold: quantile(found, 0.95), similarities: Float64Array.from(found) };
}

/**
 * Model parameter randomisation test (Adebayo et al. 2018, arXiv:1810.03292): layers are drawn anew from the output down to
 * the input (`cascading`), or one at a time (`independent`), and the maps compared with those of the trained model. The value
 * is the similarity with all layers drawn anew (cascading), or its mean over the layers. A cascading test passes where its
 * median is not above {@link similarityNull} and that null leaves room.
 */
export async function parameterRandomisation(
  model: ModelAdapter,
  batch: Batch,
  explainer: Explainer,
  { order = 'cascading', ...options }: RandomisationOptions & { order?: 'cascading' | 'independent' } = {}
): Promise<Measured> {
  const layers = layersTopDown(model, 'parameterRandomisation');
  const question = askQuestion(model, batch, await explainer(model, batch), options);
  const { objects } = question;
  const { seed = 1, similarity } = options;
  const curve: { layer: string; similarity: Float64Array }[] = [];
  for (let k = 0; k < layers.length; k++) {
    const drawn = order === 'cascading' ? layers.slice(0, k + 1) : [layers[k]];
    const random = await model.randomised!({ layers: drawn, seed });
    const maps = mapsOf(await explainer(random, batch), objects);
    curve.push({ layer: layers[k], similarity: similarityOfMaps(objects, question.maps, maps, similarity) });
  }
  const allowed = await similarityNull(model, batch, explainer, options);
  const last = curve[curve.length - 1].similarity;
  const perObject =
    order === 'cascading'
      ? last
      : last.map((_, s) => curve.reduce((sum, stage) => sum + stage.similarity[s], 0) / curve.length);
  return finish(
    {
      metric: 'parameterRandomisation',
      formula: `similarity of the maps of the trained model and of one whose layers are drawn anew (${order})`,
      source: 'Adebayo et al. 2018, arXiv:1810.03292; threshold from two independently randomised models',
      better: 'low'
    },
    question,
    perObject,
    options,
    {
      params: { order, similarity: similarity ?? 'spearman', pairs: options.pairs ?? 5, seed },
      details: {
        ...verdict(last, allowed, options.leastRoom),
        ...(order === 'cascading' ? {} : { passes: null }),
        curve: curve.map(stage => ({ layer: stage.layer, median: median(stage.similarity) }))
      }
    }
  );
}

/**
 * Data randomisation test (idem): maps of a model trained on permuted labels must differ from those of the model.
 * @param permuted the same architecture, trained on permuted labels
 * @param options fitted: its accuracy on those labels; below .9 it has learnt nothing and is no control
 */
export async function dataRandomisation(
  model: ModelAdapter,
  permuted: ModelAdapter,
  batch: Batch,
  explainer: Explainer,
  { fitted, ...options }: RandomisationOptions & { fitted: number }
): Promise<Measured> {
  if (!(fitted >= 0.9)) {
    throw new ExplanationError(
      `dataRandomisation: the model of permuted labels fits ${fitted} of them; expected .9 or more. Train it longer: one that has not fitted is no control.`
    );
  }
  const question = askQuestion(model, batch, await explainer(model, batch), options);
  const { objects } = question;
  const other = mapsOf(await explainer(permuted, batch), objects);
  const perObject = similarityOfMaps(objects, question.maps, other, options.similarity);
  const allowed = await similarityNull(model, batch, explainer, options);
  return finish(
    {
      metric: 'dataRandomisation',
      formula: 'similarity of the maps of the model and of one trained on permuted labels',
      source: 'Adebayo et al. 2018, arXiv:1810.03292; threshold from two independently randomised models',
      better: 'low'
    },
    question,
    perObject,
    options,
    {
      params: { similarity: options.similarity ?? 'spearman', fitted },
      details: verdict(perObject, allowed, options.leastRoom)
    }
  );
}

/** Random logit test: similarity of the maps for the class explained and for another one, drawn for each object. */
export async function randomLogit(
  model: ModelAdapter,
  batch: Batch,
  explainer: (model: ModelAdapter, batch: Batch, score: Score) => Promise<Attribution>,
  options: RandomisationOptions & { index?: number } = {}
): Promise<Measured> {
  const classes = model.spec.output.count;
  const { index = 0, seed = 1 } = options;
  if (classes < 2) {
    throw new ExplanationError(
      `randomLogit: the model "${model.spec.name}" has one output; the test compares classes.`
    );
  }
  const maps = [];
  for (let c = 0; c < classes; c++) maps.push(await explainer(model, batch, { kind: 'logit', index: c }));
  const question = askQuestion(model, batch, maps[index], options);
  const { objects } = question;
  const others = maps.map(map =>
    similarityOfMaps(objects, question.maps, mapsOf(map, objects), options.similarity)
  );
  const perObject = Float64Array.from(objects.ids, (id, s) => {
    const drawn = new Random(seedFor(seed, id)).integer(0, classes - 2);
    return others[drawn >= index ? drawn + 1 : drawn][s];
  });
  return finish(
    {
      metric: 'randomLogit',
      formula: 'similarity of the maps of class c and of a random other class',
      source: 'Sixt et al. 2019, arXiv:1912.09818',
      better: 'low'
    },
    question,
    perObject,
    options,
    { params: { index, seed, similarity: options.similarity ?? 'spearman' } }
  );
}
