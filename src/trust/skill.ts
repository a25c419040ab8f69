/** How much an answer knows of the target, on a scale from 0 (nothing) to 1. */
import { mean, pearson, quantile, Random } from '../math';
import { rocAuc } from '../learn';
import { probeSkill } from '../interpret/terseChecks/probe';
import type { TrustColumn, TrustDeclaration } from './types';

type Numbers = ArrayLike<number>;

/**
 * Skill of answers: of numbers r^2 with the target (what they know, whatever their scale), of a logit |2 AUC - 1|.
 * 0 where answers or target do not vary.
 */
export function skillOf(
  answers: Numbers,
  truth: Numbers,
  { target }: Pick<TrustDeclaration, 'target'>
): number {
  if (target.kind === 'regression') return (pearson(answers, truth) ?? 0) ** 2;
  const positive = Array.from(truth, t => t === Math.max(target.index ?? 0, 1));
  if (new Set(positive).size < 2) return 0;
  return Math.abs(2 * rocAuc(answers, positive) - 1);
}

/** Root mean square of a target about its mean. */
export function spreadOf(truth: Numbers): number {
  const centre = mean(truth);
  return Math.sqrt(Array.from(truth).reduce((sum, t) => sum + (t - centre) ** 2, 0) / truth.length);
}

/** A percentile (default the 95th) of a skill under random pairing of answers and targets. */
export function skillNull(
  answers: Numbers,
  truth: Numbers,
  declaration: Pick<TrustDeclaration, 'target'>,
  { draws = 59, seed = 1, level = 0.95 }: { draws?: number; seed?: number; level?: number } = {}
): number {
  const random = new Random(seed);
  const found = Array.from({ length: draws }, () =>
    skillOf(
      answers,
      Float64Array.from(random.permutation(truth.length), i => truth[i]),
      declaration
    )
  );
  return quantile(found, level);
}

/** Columns as numbers: each name but the first becomes a column of 0 and 1. */
export function numberColumns(columns: Readonly<Record<string, TrustColumn>>): Record<string, Float64Array> {
  const out: Record<string, Float64Array> = {};
  for (const [name, column] of Object.entries(columns)) {
    if (typeof column[0] !== 'string') {
      out[name] = Float64Array.from(column as Numbers);
      continue;
    }
    const classes = [...new Set(column as readonly string[])].sort();
    for (const value of classes.slice(1)) {
      out[`${name} = ${value}`] = Float64Array.from(column as readonly string[], v => (v === value ? 1 : 0));
    }
  }
  return out;
}

/** Skill of the better of two small learners that are told some columns, on groups they have not seen. */
export function columnSkill(
  columns: Readonly<Record<string, TrustColumn>>,
  truth: Numbers,
  groups: ArrayLike<number | string>,
  { target }: Pick<TrustDeclaration, 'target'>,
  seed = 1
): number {
  const answer = target.kind === 'classification' ? Array.from(truth, t => `class ${t}`) : truth;
  const known = numberColumns(columns);
  if (Object.keys(known).length === 0) return 0;
  return Math.max(
    ...(['linear', 'tree'] as const).map(kind => probeSkill(kind, known, answer, groups, { seed }))
  );
}
