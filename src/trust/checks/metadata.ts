import { quantile, Random } from '../../math';
import { changed } from '../context';
import { columnSkill, skillOf, spreadOf } from '../skill';
import type { Check, Need } from '../check';

const needsNuisances: Need = {
  what: 'nuisance columns of the test objects',
  met: ({ data }) => Object.keys(data.test.nuisances ?? {}).length > 0,
  otherwise: 'inconclusive'
};

/** C1: can the target be told from metadata alone? */
export const metadata: Check = {
  id: 'C1',
  version: 1,
  question: 'Can the answer be told from metadata alone?',
  hard: true,
  needs: [needsNuisances],
  async run(context) {
    const { data, declaration, seed } = context;
    const { truth, groups, nuisances } = data.test;
    const { share, draws } = context.limits('C1').values;
    const skill = columnSkill(nuisances!, truth, groups, declaration, seed);
    const random = new Random(seed);
    const shuffled = Array.from({ length: draws }, () =>
      columnSkill(
        nuisances!,
        Float64Array.from(random.permutation(truth.length), i => truth[i]),
        groups,
        declaration,
        seed
      )
    );
    const threshold = Math.max(0, quantile(shuffled, 0.95));
    const own = skillOf(await context.answers(data.test.inputs), truth, declaration);
    const outcome = skill <= threshold ? 'pass' : skill <= share * own ? 'warn' : 'fail';
    const names = Object.keys(nuisances!).join(', ');
    return {
      outcome,
      statistic: 'skill of metadata alone',
      value: skill,
      n: new Set(Array.from(groups)).size,
      reason:
        outcome === 'pass'
          ? `Metadata (${names}) tell nothing of the answer.`
          : `Metadata (${names}) tell the answer with a skill of ${skill.toFixed(2)}, the model with ${own.toFixed(2)}.`,
      evidence: [
        { label: '95 % of random pairings', value: threshold },
        { label: "the model's skill", value: own }
      ]
    };
  },
  planted: 'a metadata column that holds the target with noise of half its spread',
  plant(context, random) {
    const { test } = context.data;
    const sd = 0.5 * spreadOf(test.truth);
    const leak = Float64Array.from(test.truth, t => random.normal(t, sd));
    return changed(context, { data: { test: { ...test, nuisances: { ...test.nuisances, planted: leak } } } });
  },
  heal(context, random) {
    const { test } = context.data;
    const noise = Float64Array.from(test.truth, () => random.normal());
    return changed(context, { data: { test: { ...test, nuisances: { noise } } } });
  },
  draws: 3
};
