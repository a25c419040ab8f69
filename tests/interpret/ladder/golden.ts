import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import {
  engineAdapter,
  type Attribution,
  type Baseline,
  type MethodName,
  type NamedArray,
  type Score
} from '../../../src/interpret';
import type { Network } from '../../../src/models/network';
import { expectClose, rowsOf, type Rung } from './rung';
import { methodNames, runMethod } from './settings';
import { named } from './toys';

/** One file of golden/: numbers that another library gives for a network, and whose they are. */
interface Golden {
  method: MethodName;
  /** Library and version. */
  version: string;
  network: Network;
  inputs: Record<string, NamedArray>;
  count: number;
  score?: Score;
  baseline?: Baseline;
  options: Record<string, unknown>;
  /** [count, ...shape] */
  values: number[];
  /** Where the other side draws too. */
  standardError?: number[];
}

const folder = join(__dirname, 'golden');
const files = readdirSync(folder).filter(file => file.endsWith('.json'));
const read = (file: string): Golden => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden;
const methodOf = new Map(files.map(file => [file, read(file).method]));

/**
 * Files whose numbers break a sum that they must have, and so are no oracle: of these only the fault is checked, so that
 * files made anew are compared again. Captum 0.7.0 loses completeness at poolings of maxima; ours keeps it to 1e-15.
 */
const incomplete = new Set(['curve-deepLift.json', 'image-deepLift.json']);

/** Of a baseline, each object: |sum - (f(x) - f(x'))|. */
const missOf = (values: ArrayLike<number>, ours: Attribution): number[] =>
  Array.from(ours.scores, (_, s) => {
    const width = values.length / ours.ids.length;
    const sum = (of: ArrayLike<number>) => {
      let total = 0;
      for (let i = s * width; i < (s + 1) * width; i++) total += of[i];
      return total;
    };
    return Math.abs(sum(values) - sum(ours.inputs.x.values));
  });

async function agree(file: string): Promise<void> {
  const golden = read(file);
  const { method, network, inputs, count, score, baseline, options, values, standardError } = golden;
  const arrays = Object.fromEntries(
    Object.entries(inputs).map(([name, { values, shape }]) => [
      name,
      { values: Float64Array.from(values), shape }
    ])
  );
  const found = await runMethod(
    method,
    engineAdapter(network),
    { count, arrays },
    {
      ...(score ? { score } : {}),
      ...(baseline ? { baseline: named(baseline.name, baseline.values) } : {}),
      ...(standardError ? { draws: 300 } : {}),
      ...options
    }
  );
  const ours = found.inputs.x;
  const largest = Math.max(...values.map(Math.abs));
  if (incomplete.has(file)) {
    expectClose(`${file}: our completeness`, found.residual!.absolute, new Array(count).fill(0), 1e-12);
    const miss = Math.max(...missOf(values, found));
    if (miss < 1e-6) throw new Error(`${file} is complete now: take it off the list, and compare.`);
    return;
  }
  // some of the other side's methods work in float32 whatever they are given
  const single = values.every(v => Math.fround(v) === v);
  const exact = (single ? 1e-4 : 1e-8) * largest;
  const allowed =
    standardError?.map((error, i) => 5 * Math.hypot(error, ours.standardError![i]) + exact) ?? exact;
  expectClose(`${file} (${golden.version})`, ours.values, values, allowed);
}

const climb = (name: string) => async (): Promise<void> => {
  for (const [file, method] of methodOf) if (method === name) await agree(file);
};

const drawn = 'the other library draws its own numbers: see rung 5';

export const golden: Rung = {
  number: 6,
  title: 'golden numbers of other libraries, 1e-8 of the largest in float64, 1e-4 in float32',
  rows: rowsOf(methodNames, Object.fromEntries([...methodOf.values()].map(name => [name, climb(name)])), {
    smoothGradSquared: drawn,
    varGrad: drawn,
    expectedGradients: drawn,
    rise: 'the other library does not have it',
    leaveOneOutMembers: 'the other library does not have it'
  })
};
