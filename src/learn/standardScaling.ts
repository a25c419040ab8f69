import { median, robustSigma } from '../math';
import type { FeatureTable } from './featureTable';
import { transform, type Transform, type TransformState } from './transform';

/** Of each column: what is subtracted, and by what is then divided. */
export interface ScalingLearned {
  centre: number[];
  scale: number[];
}

export interface ScalingOptions {
  /** Median and 1.4826 x the median absolute deviation instead of mean and standard deviation; default false. */
  robust?: boolean;
}

/**
 * Brings columns to centre 0 and width 1, as learned from the training rows. A column that does not vary is only centred.
 * Missing values stay missing. Widths are population ones (divided by n).
 * @param from state of a fitted one
 */
export function scaling(
  { robust = false }: ScalingOptions = {},
  from?: TransformState<ScalingLearned>
): Transform<ScalingLearned> {
  return transform(
    {
      kind: 'scaling',
      missing: true,
      learn: ({ columns, names }) => {
        const measured = columns.map((column, k) => centreAndScale(column, names[k], robust));
        return { centre: measured.map(m => m.centre), scale: measured.map(m => m.scale) };
      },
      change: (table, { centre, scale }) => withColumns(table, (v, k) => (v - centre[k]) / scale[k])
    },
    from
  );
}

/** Back from scaled columns to the units they had. */
export const unscale = (table: FeatureTable, { learned }: TransformState<ScalingLearned>): FeatureTable =>
  withColumns(table, (v, k) => v * learned.scale[k] + learned.centre[k]);

function withColumns(table: FeatureTable, change: (value: number, column: number) => number): FeatureTable {
  return {
    ...table,
    columns: table.columns.map((column, k) => Float64Array.from(column, v => change(v, k)))
  };
}

function centreAndScale(column: ArrayLike<number>, name: string, robust: boolean) {
  const known = Float64Array.from(column).filter(v => !Number.isNaN(v));
  if (known.length === 0) {
    throw new RangeError(`scaling: column "${name}" has no values in the training rows; leave it out.`);
  }
  const centre = robust ? median(known) : known.reduce((sum, v) => sum + v / known.length, 0);
  const scale = robust
    ? robustSigma(known, centre)
    : Math.sqrt(known.reduce((sum, v) => sum + (v - centre) ** 2, 0) / known.length);
  // a width that is only rounding is none
  return { centre, scale: scale > 1e-12 * Math.max(Math.abs(centre), 1e-300) ? scale : 1 };
}
