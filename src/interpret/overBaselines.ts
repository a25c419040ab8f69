import { ExplanationError, type Batch, type ModelAdapter, type Numbers } from './adapter';
import type { Attribution, Baseline } from './attribution';
import { explain, type AttributeOptions } from './attribute';
import type { MethodName, OptionsOf } from './methods';

/** Explanations of the same objects from several baselines. */
export interface BaselineComparison {
  /** Names, in order. */
  baselines: readonly string[];
  /** By name of the input, laid out as in each explanation. */
  inputs: Readonly<Record<string, { mean: Numbers; spread: Numbers }>>;
  /** The explanation from each baseline, in order. */
  each: readonly Attribution[];
}

/**
 * Runs a method with two or more named baselines, because what an explanation says depends on what it compares with: the
 * mean, and the spread (largest less smallest) at each place. What is smaller than its spread is a property of the choice.
 * @throws ExplanationError for fewer than two baselines or two of one name; else as `attribute`
 */
export async function overBaselines<Name extends MethodName>(
  model: ModelAdapter,
  x: Batch,
  method: Name,
  baselines: readonly Baseline[],
  options: Omit<AttributeOptions, 'baseline'> & Partial<OptionsOf<Name>> = {} as AttributeOptions &
    Partial<OptionsOf<Name>>
): Promise<BaselineComparison> {
  const names = baselines.map(({ name }) => name);
  if (names.length < 2 || new Set(names).size < names.length) {
    throw new ExplanationError(
      `overBaselines: the baselines are ${names.join(', ') || 'none'}; expected at least two of different names.`
    );
  }
  const each: Attribution[] = [];
  for (const baseline of baselines) each.push(await explain(model, x, method, { ...options, baseline }));
  const inputs = Object.fromEntries(
    Object.keys(each[0].inputs).map(name => [name, compare(each.map(({ inputs }) => inputs[name].values))])
  );
  return { baselines: names, inputs, each };
}

function compare(runs: readonly Numbers[]): { mean: Numbers; spread: Numbers } {
  const mean = runs[0].map((_, i) => runs.reduce((sum, run) => sum + run[i], 0) / runs.length);
  const spread = runs[0].map(
    (_, i) => Math.max(...runs.map(run => run[i])) - Math.min(...runs.map(run => run[i]))
  );
  return { mean, spread };
}
