import { mean } from '../../math';
import { ExplanationError, type Batch, type ModelAdapter } from '../adapter';
import type { Attribution } from '../attribution';
import {
  askQuestion,
  livePlaces,
  mapsOf,
  placesByRelevance,
  rowOf,
  type Maps,
  type MeasureOptions
} from './metric';
import { similarityOfMaps } from './similarity';

/** How two methods agree, averaged over the objects. */
export interface MethodAgreement {
  a: string;
  b: string;
  /** Spearman's correlation of the signed maps. */
  spearman: number;
  /** Share of the `top` most relevant places (by size) that both name. */
  overlap: number;
  /** What the overlap is by chance. */
  chance: number;
}

/**
 * Agreement of every pair of methods on the same objects. Methods that agree can be wrong together, and ones that answer
 * different questions (per unit of input, per unit of score) need not agree.
 * @param maps by the method's name
 * @param options top, share of the places that count as most relevant; default .1
 */
export function methodAgreement(
  model: ModelAdapter,
  batch: Batch,
  maps: Readonly<Record<string, Attribution | Maps>>,
  { top = 0.1, ...options }: MeasureOptions & { top?: number } = {}
): MethodAgreement[] {
  const names = Object.keys(maps);
  if (names.length < 2) {
    throw new ExplanationError(`methodAgreement: ${names.length} methods; give two or more, by name.`);
  }
  if (!(top > 0 && top <= 1)) {
    throw new ExplanationError(`methodAgreement: top is ${top}; expected a share above 0, at most 1.`);
  }
  const { objects } = askQuestion(model, batch, maps[names[0]], options);
  const flat = names.map(name => {
    const given = maps[name];
    return given instanceof Float64Array ? given : mapsOf(given, objects);
  });
  const best = flat.map(map =>
    Array.from({ length: objects.count }, (_, s) => {
      const places = livePlaces(objects, s);
      const order = placesByRelevance(places, rowOf(map, objects.width, s).map(Math.abs));
      return new Set(order.subarray(0, Math.max(1, Math.round(top * places.length))));
    })
  );
  return names.flatMap((a, i) =>
    names.slice(i + 1).map((b, offset) => {
      const j = i + 1 + offset;
      const shared = best[i].map((set, s) => [...set].filter(p => best[j][s].has(p)).length / set.size);
      const chance = best[i].map((set, s) => set.size / livePlaces(objects, s).length);
      return {
        a,
        b,
        spearman: mean(similarityOfMaps(objects, flat[i], flat[j])),
        overlap: mean(shared),
        chance: mean(chance)
      };
    })
  );
}
