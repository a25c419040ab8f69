import {
  checkBatch,
  ExplanationError,
  needCapabilities,
  sizeOf,
  type Batch,
  type ModelAdapter,
  type Numbers
} from './adapter';
import type { AttributedInput, Attribution, Baseline, Explained } from './attribution';
import { baselineRows, hashNumbers } from './baseline';
import type { Method, MethodOptions } from './method';
import { methods, type MethodName, type OptionsOf } from './methods';
import { flattenBatch, numbersFor, type Objects } from './objects';
import { resolveScore, type ResolvedScore, type Score } from './score';

/** What every call of {@link attribute} may say besides the method's own options. */
export interface AttributeOptions {
  /** Default: the logit of the first output where the model has one, else the first output. */
  score?: Score;
  /** Required by methods that compare with something: a named choice. */
  baseline?: Baseline;
  /** Default 1. */
  seed?: number;
  /** Points the model sees at a time; default 64. Bounds the memory; does not change the result. */
  maxBatch?: number;
  signal?: AbortSignal;
  /** Told of the points done and of all, within the present chunk of objects. */
  onProgress?: (done: number, total: number) => void;
}

type Input = Batch | Iterable<Batch> | AsyncIterable<Batch>;

/**
 * Explains objects, `maxBatch` of them at a time, each chunk given out as soon as it is done, so that any number of objects
 * can stream through bounded memory.
 * @param x a batch, or batches that arrive one by one
 * @throws ExplanationError before any work, where the model lacks what the method needs, an option or a baseline is missing
 *   or wrong, or the objects do not fit the model; AbortError when stopped
 */
export async function* attribute<Name extends MethodName>(
  model: ModelAdapter,
  x: Input,
  methodName: Name,
  options: AttributeOptions & Partial<OptionsOf<Name>> = {} as AttributeOptions & Partial<OptionsOf<Name>>
): AsyncGenerator<Attribution> {
  const method = methods[methodName] as unknown as Method<Record<string, unknown>> | undefined;
  if (!method) {
    throw new ExplanationError(
      `attribute: there is no method "${methodName}"; there are ${Object.keys(methods).join(', ')}.`
    );
  }
  const { score: asked, maxBatch = 64, signal, onProgress, seed = 1, baseline, ...own } = options;
  if (!(Number.isInteger(maxBatch) && maxBatch > 0)) {
    throw new ExplanationError(`attribute: maxBatch is ${maxBatch}; expected a whole number above 0.`);
  }
  const score = resolveScore(model.spec, asked);
  const settled = settle(method, own, { seed, baseline });
  needCapabilities(model.spec, method.name, method.needs);
  if (method.needs.some(need => need.startsWith('gradient')) && !score.slope) {
    throw new ExplanationError(
      `${method.name}: the score "${score.name}" has no slope; give one, or use a method that only asks for predictions.`
    );
  }
  method.check?.(model.spec, settled, { model, score });
  for await (const batch of isBatch(x) ? [x] : x) {
    checkBatch(model.spec, batch);
    for (let start = 0; start < batch.count; start += maxBatch) {
      const objects = flattenBatch(model.spec, cut(batch, start, Math.min(batch.count, start + maxBatch)));
      if (baseline) baselineRows(objects, baseline);
      const explained = await method.explain(
        { model, score, objects, maxBatch, signal, onProgress },
        settled
      );
      yield attributionOf(method, settled, score, objects, explained);
    }
  }
}

/** All explanations of {@link attribute} as one; for what fits into memory. */
export async function explain<Name extends MethodName>(
  model: ModelAdapter,
  x: Input,
  methodName: Name,
  options?: AttributeOptions & Partial<OptionsOf<Name>>
): Promise<Attribution> {
  const parts: Attribution[] = [];
  for await (const part of attribute(model, x, methodName, options)) parts.push(part);
  return joinAttributions(parts);
}

const isBatch = (x: Input): x is Batch => 'arrays' in x;

/** A method's options with the defaults filled in. */
function settle(
  method: Method<Record<string, unknown>>,
  own: Record<string, unknown>,
  common: MethodOptions
): Record<string, unknown> & MethodOptions {
  const known = new Set([...Object.keys(method.defaults), ...Object.keys(method.required ?? {})]);
  const stranger = Object.keys(own).find(name => !known.has(name));
  if (stranger !== undefined) {
    throw new ExplanationError(
      `${method.name}: there is no option "${stranger}"; there are ${[...known, 'score', 'baseline', 'seed', 'maxBatch', 'signal', 'onProgress'].join(', ')}.`
    );
  }
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  const settled = { ...method.defaults, ...given, ...common };
  for (const [name, why] of Object.entries(method.required ?? {})) {
    if (!(name in settled)) throw new ExplanationError(`${method.name}: ${name} is missing; ${why}`);
  }
  if (method.baseline === 'required' && !common.baseline) {
    throw new ExplanationError(
      `${method.name}: baseline is missing; it compares with something, and what that is has to be chosen and named: { name: 'dataset-mean', values }. Zero after standardisation is the mean of the training set, not "nothing".`
    );
  }
  if (method.baseline === 'none' && common.baseline) {
    throw new ExplanationError(`${method.name}: it compares with nothing; leave out the baseline.`);
  }
  return settled;
}

function cut(batch: Batch, from: number, to: number): Batch {
  if (from === 0 && to === batch.count && batch.ids) return batch;
  const arrays = Object.fromEntries(
    Object.entries(batch.arrays).map(([name, { values, shape }]) => {
      const size = sizeOf(shape);
      return [name, { values: values.subarray(from * size, to * size), shape }];
    })
  );
  const ids = batch.ids?.slice(from, to) ?? Array.from({ length: to - from }, (_, i) => String(from + i));
  return { count: to - from, ids, arrays };
}

function attributionOf(
  method: Method<Record<string, unknown>>,
  { seed, baseline, ...params }: Record<string, unknown> & MethodOptions,
  score: ResolvedScore,
  objects: Objects,
  explained: Explained
): Attribution {
  return {
    method: method.name,
    ...(method.caution ? { caution: method.caution } : {}),
    params,
    score: score.name,
    seed,
    ...(baseline ? { baseline: { name: baseline.name, hash: hashNumbers(baseline.values) } } : {}),
    ids: objects.ids,
    inputs: Object.fromEntries(objects.segments.map((_, i) => splitInput(objects, explained, i))),
    scores: explained.scores,
    ...(explained.residual ? { residual: explained.residual } : {}),
    versions: { contract: '1', precision: objects.spec.precision }
  };
}

function splitInput(objects: Objects, explained: Explained, segment: number): [string, AttributedInput] {
  const { count, width, live, segments, spec } = objects;
  const { name, start, size, shape, axes } = segments[segment];
  const places: number[] = [];
  const starts = new Uint32Array(count + 1);
  const rowSize = shape.length > 0 ? size / shape[0] : 1;
  for (let s = 0; s < count; s++) {
    for (let i = s * width + start; i < s * width + start + size; i++) if (!live || live[i]) places.push(i);
    starts[s + 1] = places.length / rowSize;
  }
  const take = (from: Float64Array): Numbers => {
    const out = numbersFor(spec, places.length);
    places.forEach((place, i) => (out[i] = from[place]));
    return out;
  };
  return [
    name,
    {
      values: take(explained.values),
      shape: live ? shape.slice(1) : shape,
      ...(axes ? { axes } : {}),
      ...(live ? { starts } : {}),
      ...(explained.standardError ? { standardError: take(explained.standardError) } : {})
    }
  ];
}

/** Puts chunks of one explanation together. @throws ExplanationError for none */
export function joinAttributions(parts: readonly Attribution[]): Attribution {
  if (parts.length === 0) throw new ExplanationError('attribute: there are no objects; give at least one.');
  const first = parts[0];
  if (parts.length === 1) return first;
  const inputs = Object.fromEntries(
    Object.entries(first.inputs).map(([name, input]) => {
      const pieces = parts.map(part => part.inputs[name]);
      const join = (of: (piece: AttributedInput) => Numbers) => concatenate(pieces.map(of));
      return [
        name,
        {
          ...input,
          values: join(piece => piece.values),
          ...(input.starts ? { starts: joinStarts(pieces.map(piece => piece.starts!)) } : {}),
          ...(input.standardError ? { standardError: join(piece => piece.standardError!) } : {})
        }
      ];
    })
  );
  const residuals = parts.map(part => part.residual!);
  return {
    ...first,
    ids: parts.flatMap(part => part.ids),
    inputs,
    scores: concatenate(parts.map(part => part.scores)) as Float64Array,
    ...(first.residual
      ? {
          residual: {
            ...first.residual,
            absolute: concatenate(residuals.map(r => r.absolute)) as Float64Array,
            relative: concatenate(residuals.map(r => r.relative)) as Float64Array,
            ok: residuals.every(r => r.ok)
          }
        }
      : {})
  };
}

function concatenate(parts: readonly Numbers[]): Numbers {
  const length = parts.reduce((n, part) => n + part.length, 0);
  const whole = parts[0] instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part as Float64Array, at);
    at += part.length;
  }
  return whole;
}

function joinStarts(parts: readonly Uint32Array[]): Uint32Array {
  const joined = [0];
  for (const starts of parts) {
    const base = joined[joined.length - 1];
    for (let s = 1; s < starts.length; s++) joined.push(base + starts[s]);
  }
  return Uint32Array.from(joined);
}
