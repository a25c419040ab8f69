/** What every measure of an explanation has in common. */
import { bootstrapOverGroups, drawnMean, mean, type BootstrapOptions } from '../../math';
import { checkBatch, ExplanationError, type Batch, type ModelAdapter, type Numbers } from '../adapter';
import type { Attribution, Baseline } from '../attribution';
import { baselineRows } from '../baseline';
import { flattenBatch, type Objects } from '../objects';
import { resolveScore, type Score } from '../score';
import type { Problem } from '../sweep';

/** Maps of some objects, flattened as the objects are: [count, width]; 0 in padding. */
export type Maps = Float64Array;

/** Explains objects of a batch with a model: what metrics that perturb inputs or models call again and again. */
export type Explainer = (model: ModelAdapter, batch: Batch) => Promise<Attribution>;

/** What is measured: a model, its score, objects and their maps. */
export interface Question extends Problem {
  batch: Batch;
  maps: Maps;
}

/** The outcome of a metric, with all that is needed to read and repeat it. */
export interface Measured {
  metric: string;
  /** Formula in one line. */
  formula: string;
  source: string;
  /** Which values are good. */
  better: 'high' | 'low';
  /** One an object; NaN where it is not defined, and then listed in `excluded`. */
  perObject: Float64Array;
  /** Mean over the objects where it is defined; null where there are none. */
  value: number | null;
  /** Of the mean, from a bootstrap over objects; null below three objects. */
  interval: [number, number] | null;
  excluded: { id: string; reason: string }[];
  params: Readonly<Record<string, unknown>>;
  /** Further figures: curves, controls. */
  details?: Readonly<Record<string, unknown>>;
}

/** Choices that every metric takes. */
export interface MeasureOptions {
  /** Default as for `attribute`. */
  score?: Score;
  /** Default 1. */
  seed?: number;
  /** Default 64. */
  maxBatch?: number;
  signal?: AbortSignal;
  bootstrap?: BootstrapOptions;
}

/** Puts a question together. @throws ExplanationError where batch and maps do not fit the model or each other */
export function askQuestion(
  model: ModelAdapter,
  batch: Batch,
  maps: Attribution | Maps,
  { score, maxBatch = 64, signal }: MeasureOptions
): Question {
  checkBatch(model.spec, batch);
  const objects = flattenBatch(model.spec, batch);
  const flat = maps instanceof Float64Array ? maps : mapsOf(maps, objects);
  if (flat.length !== objects.x.length) {
    throw new ExplanationError(
      `metric: the maps hold ${flat.length} numbers, the objects ${objects.x.length}; give one a place.`
    );
  }
  const odd = flat.findIndex(v => !Number.isFinite(v));
  if (odd >= 0) {
    throw new ExplanationError(
      `metric: the map of object ${objects.ids[Math.floor(odd / objects.width)]} holds ${flat[odd]}; expected finite numbers.`
    );
  }
  return { model, batch, objects, maps: flat, score: resolveScore(model.spec, score), maxBatch, signal };
}

/** Maps of an attribution, joined to the objects by id and flattened. @throws ExplanationError for an object without map */
export function mapsOf(attribution: Attribution, objects: Objects): Maps {
  const { count, width, segments, live, ids } = objects;
  const place = new Map(attribution.ids.map((id, s) => [id, s]));
  const maps = new Float64Array(count * width);
  for (const { name, start, size, shape } of segments) {
    const input = attribution.inputs[name];
    if (!input) throw new ExplanationError(`metric: the attribution does not hold the input "${name}".`);
    const rowSize = shape.length > 0 ? size / shape[0] : 1;
    for (let s = 0; s < count; s++) {
      const from = place.get(ids[s]);
      if (from === undefined) {
        throw new ExplanationError(
          `metric: the attribution holds no map of object ${ids[s]}; explain the same objects.`
        );
      }
      let at = input.starts ? input.starts[from] * rowSize : from * size;
      for (let i = s * width + start; i < s * width + start + size; i++) {
        if (!live || live[i]) maps[i] = input.values[at++];
      }
    }
  }
  return maps;
}

/** What {@link finish} puts around the values of the objects. */
export type Definition = Pick<Measured, 'metric' | 'formula' | 'source' | 'better'>;

/** Turns values of objects (NaN with a reason where undefined) into the outcome of a metric. */
export function finish(
  definition: Definition,
  { objects }: Pick<Question, 'objects'>,
  perObject: Float64Array,
  options: MeasureOptions,
  {
    params = {},
    reason = 'the score does not change',
    details
  }: { params?: Record<string, unknown>; reason?: string; details?: Record<string, unknown> } = {}
): Measured {
  const defined = perObject.filter(Number.isFinite);
  const excluded = Array.from(perObject).flatMap((v, s) =>
    Number.isFinite(v) ? [] : [{ id: objects.ids[s], reason }]
  );
  const rows = Uint32Array.from(defined, (_, i) => i);
  return {
    ...definition,
    perObject,
    value: defined.length > 0 ? mean(defined) : null,
    interval: bootstrapOverGroups(rows, drawnMean(defined), options.bootstrap),
    excluded,
    params,
    ...(details ? { details } : {})
  };
}

/** The baseline of a metric that replaces places. @throws ExplanationError where it is missing or of another shape */
export function needBaseline(metric: string, objects: Objects, baseline: Baseline | undefined): Baseline {
  if (!baseline) {
    throw new ExplanationError(
      `${metric}: baseline is missing; it replaces places, and by what has to be chosen and named: { name: 'dataset-mean', values }.`
    );
  }
  if (baselineRows(objects, baseline) !== 1) {
    throw new ExplanationError(`${metric}: the baseline "${baseline.name}" holds several objects; give one.`);
  }
  return baseline;
}

/** Row s of a [count, width] array. */
export const rowOf = <T extends Numbers>(values: T, width: number, s: number): T =>
  values.subarray(s * width, (s + 1) * width) as T;

/** Real places of object s. */
export function livePlaces({ width, live }: Objects, s: number): Uint32Array {
  const places: number[] = [];
  for (let i = 0; i < width; i++) if (!live || live[s * width + i]) places.push(i);
  return Uint32Array.from(places);
}

/** Places in falling order of a map; equal values keep the order of the places. */
export function placesByRelevance(places: Uint32Array, relevance: Numbers): Uint32Array {
  return Uint32Array.from(places).sort((a, b) => relevance[b] - relevance[a] || a - b);
}
