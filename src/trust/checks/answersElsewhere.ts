import { changed } from '../context';
import { needsElsewhere, type Check } from '../check';
import { tellApart } from './population';

/** R2: do answers elsewhere look like those at home? It needs no truth there. */
export const answersElsewhere: Check = {
  id: 'R2',
  version: 1,
  question: 'Do its answers in the second domain look like those at home?',
  hard: false,
  needs: [needsElsewhere],
  async run(context) {
    const { data, limits, seed } = context;
    const home = await context.answers(data.test.inputs);
    const away = await context.answers(data.elsewhere!.inputs);
    const auc = tellApart([home], [away], seed);
    return {
      outcome: auc < limits('R2').values.pass ? 'pass' : 'warn',
      statistic: 'AUC of the domain from the answer',
      value: auc,
      n: away.length,
      reason: `The answer alone tells the domain with an AUC of ${auc.toFixed(2)}; .5 knows nothing. The objects themselves may differ.`
    };
  },
  planted: 'answers elsewhere moved by one and a half of their spreads',
  plant(context) {
    const { elsewhere, test } = context.data;
    return {
      ...context,
      answers: async inputs => {
        const home = await context.answers(test.inputs);
        const [low, high] = [Math.min(...home), Math.max(...home)];
        return inputs === elsewhere!.inputs ? home.map(a => a + 0.4 * (high - low)) : home;
      }
    };
  },
  heal: context => changed(context, { data: { elsewhere: { ...context.data.test } } }),
  draws: 2
};
