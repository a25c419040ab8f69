import { hashNumbers } from '../math';
import { checkNames, checkTable, takeRows, type FeatureTable } from './featureTable';
import type { RowSubset } from './split';

/** On what a transform was fitted. */
export interface FittedOn {
  /** Name of the part, e.g. `train`. */
  name: string;
  role: string;
  rows: number;
  /** Fingerprint of the places of the rows. */
  hash: string;
}

/** What a fitted transform knows: plain data. */
export interface TransformState<Learned> {
  kind: string;
  names: string[];
  on: FittedOn;
  learned: Learned;
}

/** A change of a table that is learned from its training rows, once, and then applied to any rows. */
export interface Transform<Learned> {
  /** Learns from the rows of a training part. @throws Error where it is fitted already or the part is not for training */
  fit(table: FeatureTable, on: RowSubset): Transform<Learned>;
  /** The table changed, as a new one. @throws Error where it is not fitted */
  apply(table: FeatureTable): FeatureTable;
  /** What it has learned and from what. @throws Error where it is not fitted */
  state(): TransformState<Learned>;
}

/** How a kind of transform learns and changes a column. */
export interface TransformKind<Learned> {
  kind: string;
  /** Whether NaN may stand in a column. */
  missing: boolean;
  learn(table: FeatureTable): Learned;
  change(table: FeatureTable, learned: Learned): FeatureTable;
}

/** A transform, fresh or from the state of a fitted one. */
export function transform<Learned>(
  how: TransformKind<Learned>,
  from?: TransformState<Learned>
): Transform<Learned> {
  let state = from;
  if (state && state.kind !== how.kind) {
    throw new Error(`${how.kind}: the state is of ${state.kind}; give one of ${how.kind}.`);
  }
  const fitted = (): TransformState<Learned> => {
    if (state) return state;
    throw new Error(`${how.kind}: it is not fitted; call fit(table, split.train) first.`);
  };
  const made: Transform<Learned> = {
    fit(table, on) {
      refuseSecondFit(how.kind, state?.on);
      refuseUnseen(how.kind, on);
      checkTable(how.kind, table, { missing: how.missing });
      const learned = how.learn(takeRows(table, on.rows));
      const { name, role, rows } = on;
      state = {
        kind: how.kind,
        names: [...table.names],
        on: { name, role, rows: rows.length, hash: hashNumbers(rows) },
        learned
      };
      return made;
    },
    apply(table) {
      const { names, learned } = fitted();
      checkTable(how.kind, table, { missing: how.missing });
      checkNames(how.kind, table, names);
      return how.change(table, learned);
    },
    state: () => structuredClone(fitted())
  };
  return made;
}

function refuseSecondFit(kind: string, on?: FittedOn): void {
  if (!on) return;
  throw new Error(
    `${kind}: it was fitted on "${on.name}" (${on.rows} rows) already; make a new one for other rows, so that no split is mixed up.`
  );
}

function refuseUnseen(kind: string, on: RowSubset): void {
  if (on.role !== 'train') {
    throw new Error(
      `${kind}: "${on.name}" is for ${on.role}; expected a training part. What is learned from rows kept for judging flatters the score.`
    );
  }
  if (on.rows.length === 0) throw new RangeError(`${kind}: "${on.name}" has no rows; give at least one.`);
}
