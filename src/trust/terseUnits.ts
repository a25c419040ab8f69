import { ExplanationError, type Batch, type ModelAdapter } from '../interpret/adapter';
import { terseOf } from '../interpret/terseChecks';
import type { TrustColumn, TrustDeclaration, TrustPart } from './types';

/** Terse values of objects, or of the rows of sets, with what is known of each; columns hold one value a unit. */
export interface TerseUnits {
  /** [count, size] */
  terse: Float64Array;
  count: number;
  size: number;
  groups: (number | string)[];
  /** Object that each unit is part of. */
  owner: Uint32Array;
  physics: Record<string, Float64Array>;
  /** Name of the leading physics column; empty where there is none. */
  leading: string;
  nuisances: Record<string, TrustColumn>;
  /** True where units are rows of sets. */
  ofSets: boolean;
  /** True where principal components stand in for a declared layer. */
  surrogate: boolean;
}

/** More units than this tell a check nothing new: evenly spaced ones are taken. */
const MOST_UNITS = 20_000;

/** Terse values of a part. @throws ExplanationError where rows of sets and their columns do not fit */
export async function terseUnits(
  model: ModelAdapter,
  part: TrustPart,
  declaration: TrustDeclaration
): Promise<TerseUnits> {
  const units = part.members
    ? await ofMembers(model, part, declaration)
    : await ofObjects(model, part, declaration);
  return pickUnits(units, evenly(units.count, MOST_UNITS));
}

async function ofObjects(
  model: ModelAdapter,
  part: TrustPart,
  { terseLayer, leading }: TrustDeclaration
): Promise<TerseUnits> {
  const read = await terseOf(model, part.inputs, terseLayer ? { layer: terseLayer } : {});
  const physics = floats(part.physics ?? {});
  return {
    terse: Float64Array.from(read.terse),
    count: read.count,
    size: read.size,
    groups: Array.from(part.groups),
    owner: Uint32Array.from({ length: read.count }, (_, s) => s),
    physics,
    leading: leading ?? Object.keys(physics)[0] ?? '',
    nuisances: { ...part.nuisances },
    ofSets: false,
    surrogate: read.surrogate
  };
}

async function ofMembers(
  model: ModelAdapter,
  part: TrustPart,
  { terseLayer, leading }: TrustDeclaration
): Promise<TerseUnits> {
  const { members, inputs } = part;
  const layer = terseLayer ?? model.spec.terseLayer?.name;
  if (!layer) {
    throw new ExplanationError(
      `trust report: the model "${model.spec.name}" names no terse layer; declare one (terseLayer), because rows of sets need a number of their own.`
    );
  }
  const { values, shape } = await model.activations!(inputs, layer);
  const size = shape[shape.length - 1];
  const rows = values.length / size / inputs.count;
  const places = realRows(model, inputs, rows);
  if (places.length !== members!.groups.length) {
    throw new ExplanationError(
      `trust report: members.groups holds ${members!.groups.length} rows, the mask of the inputs ${places.length}; give one group a real row.`
    );
  }
  const terse = new Float64Array(places.length * size);
  places.forEach((place, i) => terse.set(values.subarray(place * size, (place + 1) * size), i * size));
  const physics = floats(members!.physics);
  return {
    terse,
    count: places.length,
    size,
    groups: Array.from(members!.groups),
    owner: Uint32Array.from(places, place => Math.floor(place / rows)),
    physics,
    leading: leading ?? Object.keys(physics)[0] ?? '',
    nuisances: { ...members!.nuisances },
    ofSets: true,
    surrogate: false
  };
}

/** Places of the real rows among those of all objects. */
export function realRows({ spec }: ModelAdapter, { arrays, count }: Batch, rows: number): number[] {
  const mask = spec.inputs.find(input => input.role === 'mask');
  const all = Array.from({ length: count * rows }, (_, place) => place);
  return mask ? all.filter(place => arrays[mask.name].values[place] === 1) : all;
}

const floats = (columns: Readonly<Record<string, ArrayLike<number>>>): Record<string, Float64Array> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, Float64Array.from(column)]));

/** At most so many of n places, evenly spaced. */
export const evenly = (n: number, most: number): number[] =>
  Array.from({ length: Math.min(n, most) }, (_, i) => Math.floor((i * n) / Math.min(n, most)));

/** Some values of a column, in the order given. */
export const pickColumn = (column: TrustColumn, rows: readonly number[]): TrustColumn =>
  typeof column[0] === 'string'
    ? rows.map(row => column[row] as string)
    : Float64Array.from(rows, row => column[row] as number);

/** Some units, in the order given. */
export function pickUnits(units: TerseUnits, rows: readonly number[]): TerseUnits {
  const { size } = units;
  const terse = new Float64Array(rows.length * size);
  rows.forEach((row, i) => terse.set(units.terse.subarray(row * size, (row + 1) * size), i * size));
  const pick = <C extends TrustColumn>(columns: Record<string, C>) =>
    Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, pickColumn(column, rows) as C])
    );
  return {
    ...units,
    terse,
    count: rows.length,
    groups: rows.map(row => units.groups[row]),
    owner: Uint32Array.from(rows, row => units.owner[row]),
    physics: pick(units.physics),
    nuisances: pick(units.nuisances)
  };
}
