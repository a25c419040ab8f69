import { Random } from '../math';

/** What a part of the rows is for: only a training part may be learned from. */
export type Role = 'train' | 'validation' | 'test';

/** A part of the rows of a table. */
export interface RowSubset {
  name: string;
  role: Role;
  /** Places of the rows, rising. */
  rows: Uint32Array;
}

/** One turn of a cross-validation. */
export interface Fold {
  train: RowSubset;
  test: RowSubset;
}

export interface FoldOptions {
  /** Default 5. */
  folds?: number;
  /** Of the shuffle; default 1. */
  seed?: number;
  /** Class of each row: each fold then has about the same share of each. Default none. */
  stratify?: ArrayLike<number | string>;
}

/** Parts of whole groups. */
export interface GroupedParts {
  train: RowSubset;
  validation: RowSubset;
  test: RowSubset;
}

export interface GroupedSplitOptions {
  /** Shares of the rows; default .7, .1, .2. They add up to 1; a share may be 0. */
  shares?: { train: number; validation: number; test: number };
  /** Default 1. */
  seed?: number;
  /** Class of each row. Default none. */
  stratify?: ArrayLike<number | string>;
}

/**
 * Folds of single rows. Where rows of one object are several, take {@link groupedKFold}.
 * @throws RangeError where there are fewer rows than folds
 */
export function kFold(rows: number, options: FoldOptions = {}): Fold[] {
  return groupedKFold(
    Uint32Array.from({ length: rows }, (_, i) => i),
    options
  );
}

/**
 * Folds of whole groups: no group stands on both sides. Groups are dealt in random order, large ones first, each to the
 * part that is emptiest (of its classes, where stratified), so that the parts are of about one size.
 * @param groups group of each row
 * @throws RangeError where there are fewer groups than folds
 */
export function groupedKFold(
  groups: ArrayLike<number | string>,
  { folds = 5, seed = 1, stratify }: FoldOptions = {}
): Fold[] {
  if (!(Number.isInteger(folds) && folds >= 2)) {
    throw new RangeError(`kFold: folds is ${folds}; expected a whole number of at least 2.`);
  }
  const parts = dealGroups('kFold', groups, new Array<number>(folds).fill(1 / folds), seed, stratify);
  return parts.map((_, fold) => ({
    train: subset(`fold ${fold + 1} train`, 'train', parts.filter((__, k) => k !== fold).flat()),
    test: subset(`fold ${fold + 1} test`, 'test', parts[fold])
  }));
}

/**
 * Train, validation and test parts of whole groups.
 * @param groups group of each row
 * @throws RangeError where shares do not add up to 1 or there are fewer groups than parts
 */
export function groupedSplit(
  groups: ArrayLike<number | string>,
  { shares = { train: 0.7, validation: 0.1, test: 0.2 }, seed = 1, stratify }: GroupedSplitOptions = {}
): GroupedParts {
  const roles: Role[] = ['train', 'validation', 'test'];
  const list = roles.map(role => shares[role]);
  if (list.some(share => !(share >= 0)) || Math.abs(list.reduce((a, b) => a + b, 0) - 1) > 1e-9) {
    throw new RangeError(`groupedSplit: shares are ${list.join(', ')}; expected numbers that add up to 1.`);
  }
  const parts = dealGroups('groupedSplit', groups, list, seed, stratify);
  const [train, validation, test] = roles.map((role, k) => subset(role, role, parts[k]));
  return { train, validation, test };
}

const subset = (name: string, role: Role, rows: number[]): RowSubset => ({
  name,
  role,
  rows: Uint32Array.from(rows).sort()
});

/** Rows of each part; whole groups, each to the part that lacks most of what the group holds. */
function dealGroups(
  what: string,
  groups: ArrayLike<number | string>,
  shares: number[],
  seed: number,
  stratify?: ArrayLike<number | string>
): number[][] {
  if (stratify && stratify.length !== groups.length) {
    throw new RangeError(
      `${what}: stratify has ${stratify.length} classes for ${groups.length} rows; give one a row.`
    );
  }
  const members = membersOf(groups);
  const used = shares.filter(share => share > 0).length;
  if (members.length < used) {
    throw new RangeError(`${what}: ${members.length} groups for ${used} parts; expected at least as many.`);
  }
  const classes = new Map<number | string, number>();
  const classOf = (row: number) => {
    const name = stratify ? stratify[row] : 0;
    if (!classes.has(name)) classes.set(name, classes.size);
    return classes.get(name)!;
  };
  const counts = members.map(rows => {
    const count = new Map<number, number>();
    for (const row of rows) count.set(classOf(row), (count.get(classOf(row)) ?? 0) + 1);
    return count;
  });
  const lacking = missing(members, counts, shares, classes.size);
  const order = new Random(seed).permutation(members.length);
  // a stable sort: equal groups stay in random order
  const sorted = Array.from(order).sort((a, b) => members[b].length - members[a].length);
  const parts: number[][] = shares.map(() => []);
  for (const group of sorted) {
    const part = emptiest(lacking, counts[group], shares);
    parts[part].push(...members[group]);
    for (const [k, n] of counts[group]) lacking[part][k] -= n;
  }
  return parts;
}

function membersOf(groups: ArrayLike<number | string>): number[][] {
  const members = new Map<number | string, number[]>();
  for (let row = 0; row < groups.length; row++) {
    const rows = members.get(groups[row]);
    if (rows) rows.push(row);
    else members.set(groups[row], [row]);
  }
  return [...members.values()];
}

/** Rows of each class that each part should still get. */
function missing(
  members: number[][],
  counts: Map<number, number>[],
  shares: number[],
  classes: number
): Float64Array[] {
  const totals = new Float64Array(classes);
  members.forEach((_, group) => counts[group].forEach((n, k) => (totals[k] += n)));
  return shares.map(share => totals.map(total => total * share));
}

/** The part that lacks most of the group's classes, measured in the part's own size; never one with no share. */
function emptiest(lacking: Float64Array[], count: Map<number, number>, shares: number[]): number {
  let [best, most] = [-1, -Infinity];
  lacking.forEach((left, part) => {
    if (shares[part] === 0) return;
    let lack = 0;
    for (const [k, n] of count) lack += (n * left[k]) / shares[part];
    if (lack > most) [best, most] = [part, lack];
  });
  return best;
}
