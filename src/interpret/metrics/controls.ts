/** Maps that know nothing of the model: what a metric's figure has to be compared with. */
import { bootstrapOverGroups, mean, Random } from '../../math';
import type { Batch, ModelAdapter } from '../adapter';
import type { Attribution } from '../attribution';
import { seedFor } from '../baseline';
import type { Objects } from '../objects';
import { gridOf, sumChannels, type Grid } from './grid';
import { askQuestion, mapsOf, rowOf, type Maps, type Measured, type MeasureOptions } from './metric';

/** `random`: normal deviates. `inputSize`: |x|. `centredGaussian`: a bump of a quarter of the side. `sobelEdges`: |gradient of the input|. */
export type ControlName = 'random' | 'inputSize' | 'centredGaussian' | 'sobelEdges';

/**
 * Control maps, [count, width]. Controls that need a curve or an image leave out other inputs.
 * @param seed of the random map; default 1
 */
export function controlMaps(objects: Objects, seed = 1): Partial<Record<ControlName, Maps>> {
  const { count, width, x, ids, live } = objects;
  const each = (of: (s: number) => ArrayLike<number>) => {
    const maps = new Float64Array(count * width);
    for (let s = 0; s < count; s++) maps.set(Array.from(of(s)), s * width);
    if (live) maps.forEach((_, i) => live[i] || (maps[i] = 0));
    return maps;
  };
  const controls: Partial<Record<ControlName, Maps>> = {
    random: each(s => {
      const random = new Random(seedFor(seed, ids[s]));
      return Float64Array.from({ length: width }, () => random.normal());
    }),
    inputSize: each(s => Float64Array.from(rowOf(x, width, s), Math.abs))
  };
  const grid = objects.segments.length === 1 && !live ? gridOf(objects, 'controlMaps') : null;
  if (grid) {
    const bump = spreadOver(grid, p => gaussianAt(grid, p));
    controls.centredGaussian = each(() => bump);
    controls.sobelEdges = each(s => {
      const brightness = sumChannels(rowOf(x, width, s), grid);
      return spreadOver(grid, p => edgeAt(grid, brightness, p));
    });
  }
  return controls;
}

function spreadOver({ points, channels }: Grid, of: (point: number) => number): Float64Array {
  const map = new Float64Array(points * channels);
  for (let p = 0; p < points; p++) map.fill(of(p), p * channels, (p + 1) * channels);
  return map;
}

function gaussianAt({ space }: Grid, point: number): number {
  const [height, width] = space.length === 2 ? space : [1, space[0]];
  const [dy, dx] = [
    (Math.floor(point / width) - (height - 1) / 2) / (height / 4),
    ((point % width) - (width - 1) / 2) / (width / 4)
  ];
  return Math.exp(-0.5 * (dx * dx + dy * dy));
}

/** Size of the Sobel gradient; the border repeats its last points. */
function edgeAt({ space }: Grid, values: Float64Array, point: number): number {
  const [height, width] = space.length === 2 ? space : [1, space[0]];
  const at = (y: number, x: number) =>
    values[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))];
  const [y, x] = [Math.floor(point / width), point % width];
  let [gx, gy] = [0, 0];
  for (let d = -1; d <= 1; d++) {
    const weight = d === 0 ? 2 : 1;
    gx += weight * (at(y + d, x + 1) - at(y + d, x - 1));
    gy += weight * (at(y + 1, x + d) - at(y - 1, x + d));
  }
  return Math.hypot(gx, gy);
}

/** A measure of any map of the same objects, with everything else settled. */
export type MapMeasure = (
  model: ModelAdapter,
  batch: Batch,
  maps: Maps,
  options: MeasureOptions
) => Promise<Measured>;

/** A metric's figure on a scale where a random map has 0 and the oracle 1. */
export interface Skill {
  metric: string;
  /** null where oracle and random map cannot be told apart: the metric says nothing here. */
  skill: number | null;
  interval: [number, number] | null;
  measured: Measured;
  /** Skill of each control map on the same scale; 0 for the random one. */
  controls: Partial<Record<ControlName, number | null>>;
  oracle: { name: string; value: number | null };
}

/**
 * Skill (m - random) / (oracle - random) of a map, with an interval from a bootstrap over objects, beside the same for maps
 * that know nothing of the model. Objects where one of the figures is undefined are left out of all.
 * @param measure e.g. `(model, batch, maps, options) => deletion(model, batch, maps, { ...options, baseline })`
 * @param oracle the best map that can be had, by name: of an analytic model the truth, else single-place ablation
 */
export async function skillOf(
  measure: MapMeasure,
  model: ModelAdapter,
  batch: Batch,
  maps: Attribution | Maps,
  oracle: Oracle,
  options: MeasureOptions = {}
): Promise<Skill> {
  return (await skillsOf(measure, model, batch, { maps }, oracle, options)).maps;
}

/** The best map that can be had, and what it is. */
export interface Oracle {
  name: string;
  maps: Attribution | Maps;
}

/**
 * {@link skillOf} for several maps of the same objects; the oracle and the controls are measured once.
 * @param maps by the method's name
 */
export async function skillsOf<Name extends string>(
  measure: MapMeasure,
  model: ModelAdapter,
  batch: Batch,
  maps: Readonly<Record<Name, Attribution | Maps>>,
  oracle: Oracle,
  options: MeasureOptions = {}
): Promise<Record<Name, Skill>> {
  const { objects, maps: best } = askQuestion(model, batch, oracle.maps, options);
  const top = await measure(model, batch, best, options);
  const controls: Partial<Record<ControlName, Measured>> = {};
  for (const [name, control] of Object.entries(controlMaps(objects, options.seed))) {
    controls[name as ControlName] = await measure(model, batch, control, options);
  }
  const random = controls.random!;
  const skill = (of: Measured, counts?: ArrayLike<number>) => skillBetween(of, random, top, counts);
  const known = Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, skill(control)]));
  const rows = Uint32Array.from({ length: objects.count }, (_, s) => s);
  const skills: Partial<Record<Name, Skill>> = {};
  for (const name of Object.keys(maps) as Name[]) {
    const given = maps[name];
    const flat = given instanceof Float64Array ? given : mapsOf(given, objects);
    const measured = await measure(model, batch, flat, options);
    skills[name] = {
      metric: measured.metric,
      skill: skill(measured),
      interval: bootstrapOverGroups(rows, counts => skill(measured, counts), options.bootstrap),
      measured,
      controls: known,
      oracle: { name: oracle.name, value: top.value }
    };
  }
  return skills as Record<Name, Skill>;
}

function skillBetween(
  of: Measured,
  random: Measured,
  top: Measured,
  counts?: ArrayLike<number>
): number | null {
  const defined = Array.from(of.perObject.keys()).filter(s =>
    [of, random, top].every(m => Number.isFinite(m.perObject[s]))
  );
  const average = ({ perObject }: Measured) => {
    if (!counts) return mean(defined.map(s => perObject[s]));
    const n = defined.reduce((sum, s) => sum + counts[s], 0);
    return defined.reduce((sum, s) => sum + counts[s] * perObject[s], 0) / n;
  };
  if (defined.length === 0) return null;
  const room = average(top) - average(random);
  const scale = Math.max(Math.abs(average(top)), Math.abs(average(random)));
  return Math.abs(room) > 1e-9 * scale ? (average(of) - average(random)) / room : null;
}
