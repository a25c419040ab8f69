/** Metrics that compare a map with a mask of where the object is known to lie. */
import { ExplanationError, type Batch, type ModelAdapter } from '../adapter';
import type { Attribution } from '../attribution';
import {
  askQuestion,
  finish,
  livePlaces,
  placesByRelevance,
  rowOf,
  type Definition,
  type Maps,
  type Measured,
  type MeasureOptions
} from './metric';

export interface LocalisationOptions extends MeasureOptions {
  /** 1 where the truth lies, 0 elsewhere, [count, width] as the objects. An object without any truth is left out and listed. */
  truth: ArrayLike<number>;
}

type OneObject = (map: Float64Array, truth: Uint8Array, places: Uint32Array, area: number) => number;

async function localise(
  definition: Definition,
  of: OneObject,
  model: ModelAdapter,
  batch: Batch,
  maps: Attribution | Maps,
  options: LocalisationOptions
): Promise<Measured> {
  const question = askQuestion(model, batch, maps, options);
  const { objects } = question;
  const { count, width } = objects;
  const { truth } = options;
  if (truth.length !== count * width) {
    throw new ExplanationError(
      `${definition.metric}: truth holds ${truth.length} places; the objects have ${count * width}. Give one a place.`
    );
  }
  const areas = new Float64Array(count);
  const perObject = Float64Array.from({ length: count }, (_, s) => {
    const mask = Uint8Array.from({ length: width }, (__, i) => (truth[s * width + i] ? 1 : 0));
    const places = livePlaces(objects, s);
    const area = places.reduce((n, i) => n + mask[i], 0);
    areas[s] = area / places.length;
    return area === 0 ? NaN : of(rowOf(question.maps, width, s), mask, places, area);
  });
  return finish(definition, question, perObject, options, {
    reason: 'its truth mask is empty',
    details: { areaFraction: areas }
  });
}

/** Share of the positive relevance that falls on the truth; compare with the share of the area in the details. */
export const relevanceMass = localiser(
  {
    metric: 'relevanceMass',
    formula: 'sum of max(Phi, 0) over the truth / sum of max(Phi, 0)',
    source: 'Arras et al. 2020, arXiv:2003.07258',
    better: 'high'
  },
  (map, truth, places) => {
    let [inside, all] = [0, 0];
    for (const i of places) {
      const positive = Math.max(map[i], 0);
      all += positive;
      if (truth[i]) inside += positive;
    }
    return all > 0 ? inside / all : 0;
  }
);

/** Share of the |truth| most relevant places that lie on the truth. */
export const relevanceRank = localiser(
  {
    metric: 'relevanceRank',
    formula: '|top |T| places and T| / |T|',
    source: 'Arras et al. 2020, arXiv:2003.07258',
    better: 'high'
  },
  (map, truth, places, area) =>
    placesByRelevance(places, map)
      .subarray(0, area)
      .reduce((n, i) => n + truth[i], 0) / area
);

/** Whether the most relevant place lies on the truth. A map that is the same everywhere points nowhere: 0. */
export const pointingGame = localiser(
  {
    metric: 'pointingGame',
    formula: '1 where the place of the largest Phi lies in T, else 0',
    source: 'Zhang et al. 2016, arXiv:1608.00507',
    better: 'high'
  },
  (map, truth, places) => {
    const order = placesByRelevance(places, map);
    return map[order[0]] > map[order[order.length - 1]] ? truth[order[0]] : 0;
  }
);

function localiser(definition: Definition, of: OneObject) {
  return (model: ModelAdapter, batch: Batch, maps: Attribution | Maps, options: LocalisationOptions) =>
    localise(definition, of, model, batch, maps, options);
}
