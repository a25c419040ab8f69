import { changed } from '../context';
import type { Check } from '../check';
import type { TrustContext } from '../context';

/** Groups of a test part: those of its rows where objects are sets. */
const testGroups = ({ data: { test } }: TrustContext): ArrayLike<number | string> =>
  test.members?.groups ?? test.groups;

const sharedGroups = (context: TrustContext): (number | string)[] => {
  const train = new Set(Array.from(context.data.train.groups));
  return [...new Set(Array.from(testGroups(context)))].filter(group => train.has(group));
};

/** S1: is any group on both sides of the split? */
export const groups: Check = {
  id: 'S1',
  version: 1,
  question: 'Does anything of a test object stand in the training part too?',
  hard: true,
  run(context) {
    const { data, declaration } = context;
    const own = new Set(Array.from(testGroups(context)));
    const shared = sharedGroups(context);
    const train = new Set(data.train.ids ?? []);
    const ids = (data.test.inputs.ids ?? []).filter(id => train.has(id));
    const faults = shared.length + ids.length;
    const key = declaration.groupKey;
    return {
      outcome: faults > 0 ? 'fail' : 'pass',
      statistic: `${key} groups and ids in both parts`,
      value: faults,
      n: own.size,
      reason:
        faults === 0
          ? `None of the ${own.size} groups (${key}) of the test part is in the training part.`
          : `${shared.length} of ${own.size} groups (${key}) and ${ids.length} ids of the test part are in the training part.`,
      evidence: [...shared, ...ids].slice(0, 10).map(value => ({ label: 'shared', value }))
    };
  },
  planted: 'one training group among those of the test part',
  plant(context, random) {
    const { test, train } = context.data;
    const taken = Array.from(testGroups(context));
    taken[random.integer(0, taken.length - 1)] = train.groups[random.integer(0, train.groups.length - 1)];
    const members = test.members && { ...test.members, groups: taken };
    return changed(context, { data: { test: { ...test, ...(members ? { members } : { groups: taken }) } } });
  },
  heal(context) {
    const apart = Array.from(testGroups(context), group => `test ${group}`);
    const { test, train } = context.data;
    const members = test.members && { ...test.members, groups: apart };
    return changed(context, {
      data: {
        test: { ...test, ...(members ? { members } : { groups: apart }) },
        train: { ...train, ids: [] }
      }
    });
  },
  draws: 5
};
