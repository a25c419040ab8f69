import { changed } from '../context';
import type { Check, Need } from '../check';

const needsTime: Need = {
  what: 'a declared time field (timeKey, data.train.time, data.test.time)',
  met: ({ data, declaration }) => Boolean(declaration.timeKey && data.train.time && data.test.time)
};

const latest = (times: ArrayLike<number>) => Array.from(times).reduce((a, b) => Math.max(a, b), -Infinity);

/** S4: does the training part lie before the test part? */
export const timeOrder: Check = {
  id: 'S4',
  version: 1,
  question: 'Was it trained on the past of what it is tested on?',
  hard: false,
  needs: [needsTime],
  run({ data }) {
    const end = latest(data.train.time!);
    const early = Array.from(data.test.time!).filter(time => time <= end).length;
    return {
      outcome: early > 0 ? 'fail' : 'pass',
      statistic: 'test objects that are not later than the training part',
      value: early,
      n: data.test.time!.length,
      reason:
        early > 0
          ? `${early} of ${data.test.time!.length} test objects are from before the end of the training part.`
          : 'All test objects are later than the training part.'
    };
  },
  planted: 'one training object from after the test objects',
  plant(context, random) {
    const time = Array.from(context.data.train.time!);
    time[random.integer(0, time.length - 1)] = latest(context.data.test.time!) + 1;
    return changed(context, { data: { train: { ...context.data.train, time } } });
  },
  heal(context) {
    const { test, train } = context.data;
    const end = latest(train.time!);
    return changed(context, {
      data: { test: { ...test, time: Array.from(test.truth, (_, s) => end + 1 + s) } }
    });
  },
  draws: 5
};
