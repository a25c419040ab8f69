import { featureTable, groupedKFold, heldOutScores, rocAuc } from '../../learn';
import { changed } from '../context';
import type { Check, Need } from '../check';

const needsPopulation: Need = {
  what: 'a draw of the declared population with the physics columns of the test objects (data.population)',
  met: ({ data }) => Object.keys(data.population ?? {}).some(name => name in (data.test.physics ?? {}))
};

/** S5: do the test objects look like the population that the scope names? */
export const population: Check = {
  id: 'S5',
  version: 1,
  question: 'Are the test objects drawn from the population that is declared?',
  hard: false,
  needs: [needsPopulation],
  run({ data, limits, seed }) {
    const { pass, fail } = limits('S5').values;
    const own = data.test.physics!;
    const names = Object.keys(data.population!).filter(name => name in own);
    const auc = tellApart(
      names.map(name => own[name]),
      names.map(name => data.population![name]),
      seed
    );
    return {
      outcome: auc < pass ? 'pass' : auc < fail ? 'warn' : 'fail',
      statistic: `AUC of test objects against the population by ${names.join(', ')}`,
      value: auc,
      n: data.test.truth.length,
      reason: `A classifier tells test objects from the declared population with an AUC of ${auc.toFixed(2)}; .5 knows nothing.`
    };
  },
  planted: 'a population of which the upper half of the first column is taken',
  plant(context) {
    const { population: all } = context.data;
    const first = Array.from(Object.values(all!)[0]);
    const middle = [...first].sort((a, b) => a - b)[Math.floor(first.length / 2)];
    const rows = [...first.keys()].filter(row => first[row] >= middle);
    const half = Object.entries(all!).map(([name, column]) => [name, rows.map(row => column[row])]);
    return changed(context, { data: { population: Object.fromEntries(half) } });
  },
  heal: context => changed(context, { data: { population: context.data.test.physics } }),
  draws: 2
};

/** AUC of a logistic regression with squares that tells two sets of columns apart, on rows it has not seen; from .5 up. */
export function tellApart(first: ArrayLike<number>[], second: ArrayLike<number>[], seed: number): number {
  const columns: Record<string, Float64Array> = {};
  first.forEach((column, k) => {
    const joined = Float64Array.from([...Array.from(column), ...Array.from(second[k])]);
    columns[`${k}`] = joined;
    columns[`${k} squared`] = joined.map(v => v * v);
  });
  const names = [...Array.from(first[0], () => 'one'), ...Array.from(second[0], () => 'two')];
  const table = featureTable(columns);
  const rows = Uint32Array.from(names, (_, i) => i);
  const turns = groupedKFold(rows, { folds: 4, seed, stratify: names });
  const scores = heldOutScores(table, names, ['one', 'two'], turns);
  const auc = rocAuc(
    scores,
    names.map(name => name === 'two')
  );
  return Math.max(auc, 1 - auc);
}
