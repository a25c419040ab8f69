import { median, mean } from '../math';
import type { FeatureTable } from './featureTable';
import { transform, type Transform, type TransformState } from './transform';

export interface ImputationLearned {
  /** What is filled in, of each column. */
  fill: number[];
  /** Columns that had missing values in the training rows and get a column that says where. */
  flagged: string[];
}

export interface ImputationOptions {
  /** Default `median`, which a few wild values do not move. */
  fill?: 'median' | 'mean' | { constant: number };
  /** Adds a column `NAME missing` of 0 and 1 for each column that misses values in training; default true. */
  flag?: boolean;
}

/**
 * Fills missing values with what the training rows have. That a value is missing often says something itself, so columns
 * that tell are added.
 * @param from state of a fitted one
 */
export function imputation(
  { fill = 'median', flag = true }: ImputationOptions = {},
  from?: TransformState<ImputationLearned>
): Transform<ImputationLearned> {
  return transform(
    {
      kind: 'imputation',
      missing: true,
      learn: ({ columns, names }) => ({
        fill: columns.map((column, k) => fillOf(column, names[k], fill)),
        flagged: flag ? names.filter((_, k) => columns[k].some(Number.isNaN)) : []
      }),
      change: (table, learned) => filled(table, learned)
    },
    from
  );
}

function fillOf(column: ArrayLike<number>, name: string, fill: ImputationOptions['fill']): number {
  if (typeof fill === 'object') return fill.constant;
  const value = fill === 'mean' ? mean(column) : median(column);
  if (Number.isFinite(value)) return value;
  throw new RangeError(
    `imputation: column "${name}" has no values in the training rows; leave it out or fill a constant.`
  );
}

function filled(table: FeatureTable, { fill, flagged }: ImputationLearned): FeatureTable {
  const columns = table.columns.map((column, k) =>
    Float64Array.from(column, v => (Number.isNaN(v) ? fill[k] : v))
  );
  const flags = flagged.map(name =>
    Float64Array.from(table.columns[table.names.indexOf(name)], v => (Number.isNaN(v) ? 1 : 0))
  );
  return {
    names: [...table.names, ...flagged.map(name => `${name} missing`)],
    columns: [...columns, ...flags],
    rows: table.rows
  };
}
