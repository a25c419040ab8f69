/** Metrics that take places away in the order of a map and watch the score: deletion, insertion, AOPC. */
import { Random } from '../../math';
import type { Batch, ModelAdapter } from '../adapter';
import type { Attribution, Baseline } from '../attribution';
import { baselineRow, seedFor } from '../baseline';
import { sweep } from '../sweep';
import {
  askQuestion,
  finish,
  livePlaces,
  needBaseline,
  placesByRelevance,
  rowOf,
  type Maps,
  type Measured,
  type MeasureOptions,
  type Question
} from './metric';

export interface RemovalOptions extends MeasureOptions {
  /** What takes the place of what is removed. */
  baseline?: Baseline;
  /** Parts that the places are removed in; default 20, at most the number of places. */
  steps?: number;
  /**
   * Share of the whole change below which an object is left out, because a curve between two equal ends says nothing;
   * relative to the largest in the batch, default 1e-6.
   */
  least?: number;
}

/** Order in which an object's places go. */
type Order = (s: number) => Uint32Array;

/**
 * Scores while places go one part after the other, [count, steps + 1]: column 0 is the object, the last the baseline.
 * @param inserted start from the baseline and put places back instead
 */
async function removalCurves(
  question: Question,
  baseline: Baseline,
  steps: number,
  order: Order,
  inserted = false
): Promise<Float64Array> {
  const { objects } = question;
  const { count, width, x } = objects;
  const curves = new Float64Array(count * (steps + 1));
  let current = -1;
  let places = new Uint32Array(0);
  await sweep(question, {
    total: count * (steps + 1),
    point: (k, into) => {
      const s = Math.floor(k / (steps + 1));
      if (s !== current) {
        places = order(s) as Uint32Array<ArrayBuffer>;
        current = s;
      }
      const gone = Math.round(((k % (steps + 1)) * places.length) / steps);
      const from = baselineRow(objects, baseline, s);
      for (let i = 0; i < width; i++) into[i] = inserted ? from(i) : x[s * width + i];
      for (let j = 0; j < gone; j++) into[places[j]] = inserted ? x[s * width + places[j]] : from(places[j]);
      return s;
    },
    value: (k, score) => (curves[k] = score)
  });
  return curves;
}

const stepsFor = (width: number, steps = 20) => Math.max(1, Math.min(steps, width));

/** Area under a curve of equal steps between 0 and 1, by the trapezoid rule. */
function areaUnder(curve: Float64Array): number {
  let sum = 0;
  for (let k = 1; k < curve.length; k++) sum += (curve[k] + curve[k - 1]) / 2;
  return sum / (curve.length - 1);
}

/** Curves as the share of the change from baseline to object that is kept; NaN where there is no change to share. */
function sharesKept(curves: Float64Array, steps: number, least: number, inserted: boolean): Float64Array {
  const count = curves.length / (steps + 1);
  const shares = new Float64Array(curves.length);
  const change = Float64Array.from({ length: count }, (_, s) => {
    const curve = rowOf(curves, steps + 1, s);
    return inserted ? curve[steps] - curve[0] : curve[0] - curve[steps];
  });
  const floor = least * change.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  for (let s = 0; s < count; s++) {
    const curve = rowOf(curves, steps + 1, s);
    const end = inserted ? curve[0] : curve[steps];
    const defined = Math.abs(change[s]) > floor;
    for (let k = 0; k <= steps; k++) {
      shares[s * (steps + 1) + k] = defined ? (curve[k] - end) / change[s] : NaN;
    }
  }
  return shares;
}

/** +1 or -1 an object: whether the score lies above or below that of the baseline, so that "relevant" means the same way. */
async function directions(question: Question, baseline: Baseline): Promise<Float64Array> {
  const ends = await removalCurves(question, baseline, 1, s => livePlaces(question.objects, s));
  return Float64Array.from({ length: question.objects.count }, (_, s) =>
    ends[2 * s] >= ends[2 * s + 1] ? 1 : -1
  );
}

async function areaMetric(
  name: 'deletion' | 'insertion',
  model: ModelAdapter,
  batch: Batch,
  maps: Attribution | Maps,
  options: RemovalOptions
): Promise<Measured> {
  const question = askQuestion(model, batch, maps, options);
  const { objects } = question;
  const baseline = needBaseline(name, objects, options.baseline);
  const steps = stepsFor(objects.width, options.steps);
  const sign = await directions(question, baseline);
  const order = byMap(question, sign);
  const inserted = name === 'insertion';
  const curves = await removalCurves(question, baseline, steps, order, inserted);
  const shares = sharesKept(curves, steps, options.least ?? 1e-6, inserted);
  const perObject = Float64Array.from({ length: objects.count }, (_, s) =>
    areaUnder(rowOf(shares, steps + 1, s))
  );
  return finish(
    {
      metric: name,
      formula: `area under (f(q) - f(b)) / (f(x) - f(b)) while the most relevant share q is ${inserted ? 'put back' : 'removed'}`,
      source:
        'Petsiuk et al. 2018, arXiv:1806.07421; normalised to the change, so that it serves regressions too',
      better: inserted ? 'high' : 'low'
    },
    question,
    perObject,
    options,
    { params: { steps, baseline: baseline.name }, details: { curve: meanCurve(shares, steps) } }
  );
}

/** Mean share kept at each step over the objects where it is defined. */
function meanCurve(shares: Float64Array, steps: number): number[] {
  const count = shares.length / (steps + 1);
  return Array.from({ length: steps + 1 }, (_, k) => {
    const column = Float64Array.from({ length: count }, (__, s) => shares[s * (steps + 1) + k]).filter(
      Number.isFinite
    );
    return column.reduce((sum, v) => sum + v, 0) / column.length;
  });
}

/** Most relevant first; `sign` turns maps of objects whose score lies below the baseline's. */
const byMap =
  ({ objects, maps }: Question, sign: Float64Array): Order =>
  s =>
    placesByRelevance(
      livePlaces(objects, s),
      rowOf(maps, objects.width, s).map(v => sign[s] * v)
    );

/** Score that is left while the most relevant places are removed; the lower the better. */
export const deletion = (
  model: ModelAdapter,
  batch: Batch,
  maps: Attribution | Maps,
  options: RemovalOptions = {}
) => areaMetric('deletion', model, batch, maps, options);

/** Score that is regained while the most relevant places are put back; the higher the better. */
export const insertion = (
  model: ModelAdapter,
  batch: Batch,
  maps: Attribution | Maps,
  options: RemovalOptions = {}
) => areaMetric('insertion', model, batch, maps, options);

/**
 * Area over the perturbation curve, most relevant first minus least relevant first, in units of the whole change
 * (Samek et al. 2015, arXiv:1509.06321). The same with a random order stands in the details.
 */
export async function aopc(
  model: ModelAdapter,
  batch: Batch,
  maps: Attribution | Maps,
  options: RemovalOptions = {}
): Promise<Measured> {
  const question = askQuestion(model, batch, maps, options);
  const { objects } = question;
  const baseline = needBaseline('aopc', objects, options.baseline);
  const steps = stepsFor(objects.width, options.steps);
  const sign = await directions(question, baseline);
  const most = byMap(question, sign);
  const seed = options.seed ?? 1;
  const orders: Record<string, Order> = {
    most,
    least: s => most(s).reverse(),
    random: s => {
      const places = livePlaces(objects, s);
      return new Random(seedFor(seed, objects.ids[s])).permutation(places.length).map(i => places[i]);
    }
  };
  const over: Record<string, Float64Array> = {};
  for (const [name, order] of Object.entries(orders)) {
    const curves = await removalCurves(question, baseline, steps, order);
    const shares = sharesKept(curves, steps, options.least ?? 1e-6, false);
    over[name] = Float64Array.from({ length: objects.count }, (_, s) => {
      const curve = rowOf(shares, steps + 1, s);
      return curve.reduce((sum, v) => sum + (1 - v), 0) / (steps + 1);
    });
  }
  return finish(
    {
      metric: 'aopc',
      formula:
        'mean over k of (f(x) - f(x_k)) / (f(x) - f(b)), most relevant first minus least relevant first',
      source: 'Samek et al. 2015, arXiv:1509.06321',
      better: 'high'
    },
    question,
    over.most.map((v, s) => v - over.least[s]),
    options,
    {
      params: { steps, baseline: baseline.name },
      details: { mostFirst: over.most, leastFirst: over.least, random: over.random }
    }
  );
}
