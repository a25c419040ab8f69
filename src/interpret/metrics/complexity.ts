/** Metrics of a map by itself: how few places it rests on. A sparse map need not be a right one. */
import type { Batch, ModelAdapter } from '../adapter';
import type { Attribution } from '../attribution';
import {
  askQuestion,
  finish,
  livePlaces,
  rowOf,
  type Definition,
  type Maps,
  type Measured,
  type MeasureOptions
} from './metric';

/** Gini index of the sizes of a map: 0 where all are equal, towards 1 where one place holds all. */
export const gini = ofSizes(
  {
    metric: 'gini',
    formula: 'sum over i of (2i - d - 1) a_(i) / (d sum a), a = |Phi| in rising order',
    source: 'Chalasani et al. 2018, arXiv:1810.06583',
    better: 'high'
  },
  sizes => {
    const d = sizes.length;
    const sorted = sizes.sort();
    const sum = sorted.reduce((a, b) => a + b, 0);
    return sum > 0 ? sorted.reduce((total, a, i) => total + (2 * (i + 1) - d - 1) * a, 0) / (d * sum) : NaN;
  }
);

/** Entropy of the shares of a map in nats: 0 where one place holds all, ln d where all are equal. */
export const entropy = ofSizes(
  {
    metric: 'entropy',
    formula: '-sum p_i ln p_i, p_i = |Phi_i| / sum |Phi|',
    source: 'Bhatt et al. 2020, arXiv:2005.00631',
    better: 'low'
  },
  sizes => {
    const sum = sizes.reduce((a, b) => a + b, 0);
    if (!(sum > 0)) return NaN;
    return sizes.reduce((total, a) => (a > 0 ? total - (a / sum) * Math.log(a / sum) : total), 0);
  }
);

function ofSizes(definition: Definition, of: (sizes: Float64Array) => number) {
  return async (
    model: ModelAdapter,
    batch: Batch,
    maps: Attribution | Maps,
    options: MeasureOptions = {}
  ): Promise<Measured> => {
    const question = askQuestion(model, batch, maps, options);
    const { objects } = question;
    const perObject = Float64Array.from({ length: objects.count }, (_, s) => {
      const map = rowOf(question.maps, objects.width, s);
      return of(Float64Array.from(livePlaces(objects, s), i => Math.abs(map[i])));
    });
    return finish(definition, question, perObject, options, { reason: 'its map is 0 everywhere' });
  };
}
