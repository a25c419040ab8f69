import fc from 'fast-check';
import {
  accuracy,
  adjustedRandIndex,
  assignment,
  averagePrecision,
  balancedAccuracy,
  brierScore,
  classScores,
  confusionMatrix,
  logLoss,
  majorityAccuracy,
  matchedAccuracy,
  normalizedMutualInformation,
  photoZScores,
  precisionRecallCurve,
  regressionScores,
  reliability,
  rocAuc,
  rocCurve
} from '../../src/learn';
import { Draws } from './golden/data';
import golden from './golden/golden.json';

const times = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i));
const want = golden.scores;

/** What make.py draws, in its order. */
function drawn() {
  const draws = new Draws(3);
  const truth = times(400, () => (draws.uniform() < 0.3 ? 1 : 0));
  const even = (v: number) => {
    const floor = Math.floor(v);
    return v - floor === 0.5 ? floor + (floor % 2) : Math.round(v);
  };
  const p = truth.map(t =>
    Math.min(1, Math.max(0, even((0.35 + 0.2 * t + (0.25 * draws.normal()) / 2) * 50) / 50))
  );
  const three = times(300, () => Math.floor(3 * draws.uniform()));
  const said = three.map(t => (draws.uniform() < 0.6 ? t : Math.floor(3 * draws.uniform())));
  const z = times(200, () => 2 * draws.uniform());
  const found = z.map(v => v + 0.05 * draws.normal());
  return { truth, p, three, said, z, found };
}

describe('four unequal cells by hand: TN 4, FP 3, FN 2, TP 1', () => {
  const truth = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1];
  const predicted = [0, 0, 0, 0, 1, 1, 1, 0, 0, 1];
  const matrix = confusionMatrix({ truth, predicted, classes: ['quiet', 'flare'] });
  test('matrix: rows are the truth', () => {
    expect(matrix).toEqual({
      classes: ['quiet', 'flare'],
      counts: [
        [4, 3],
        [2, 1]
      ]
    });
  });
  test('scores', () => {
    expect(classScores(matrix)[1]).toEqual({
      name: 'flare',
      precision: 1 / 4,
      recall: 1 / 3,
      f1: 2 / 7,
      support: 3
    });
    expect(accuracy(matrix)).toBe(0.5);
    expect(balancedAccuracy(matrix)).toBeCloseTo((4 / 7 + 1 / 3) / 2, 15);
    expect(majorityAccuracy(matrix)).toBe(0.7);
  });
  test('a class that does not occur has no recall and does not count', () => {
    const three = confusionMatrix({ truth, predicted, classes: ['quiet', 'flare', 'dip'] });
    expect(classScores(three)[2]).toEqual({
      name: 'dip',
      precision: null,
      recall: null,
      f1: null,
      support: 0
    });
    expect(balancedAccuracy(three)).toBe(balancedAccuracy(matrix));
  });
  test('refuses labels that are no class', () => {
    expect(() => confusionMatrix({ truth: [2], predicted: [0], classes: ['a', 'b'] })).toThrow(
      /truth is 2 in row 0/
    );
    expect(() => confusionMatrix({ truth: [0], predicted: [NaN], classes: ['a'] })).toThrow(
      /predicted is NaN/
    );
    expect(() => confusionMatrix({ truth: [0], predicted: [], classes: ['a'] })).toThrow(/1 of truth and 0/);
  });
});

describe('against scikit-learn', () => {
  const { truth, p, three, said, z, found } = drawn();
  const matrix = confusionMatrix({ truth: three, predicted: said, classes: ['a', 'b', 'c'] });
  const close = (a: number | null, b: number) => expect(a).toBeCloseTo(b, 12);
  test('ranking and calibration', () => {
    close(rocAuc(p, truth), want.auc);
    close(averagePrecision(p, truth), want.averagePrecision);
    close(brierScore(p, truth), want.brier);
    close(reliability(p, truth).expectedError, want.ece);
  });
  test('classes', () => {
    expect(matrix.counts).toEqual(want.confusion);
    classScores(matrix).forEach(({ precision, recall, f1 }, k) => {
      close(precision, want.precision[k]);
      close(recall, want.recall[k]);
      close(f1, want.f1[k]);
    });
    close(balancedAccuracy(matrix), want.balancedAccuracy);
  });
  test('clusters', () => {
    close(adjustedRandIndex(said, three), want.ari);
    close(normalizedMutualInformation(said, three), want.nmi);
  });
  test('numbers', () => {
    const { r2, mae } = regressionScores(found, z);
    close(r2, want.r2);
    close(mae, want.mae);
    close(photoZScores(found, z).sigmaNmad, want.sigmaNmad);
  });
});

describe('ranking', () => {
  const cases = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.boolean()), { minLength: 2, maxLength: 40 })
    .filter(rows => rows.some(([, t]) => t) && rows.some(([, t]) => !t));
  test('the area is the share of pairs in the right order, ties half', () => {
    fc.assert(
      fc.property(cases, rows => {
        let [right, pairs] = [0, 0];
        for (const [a, isA] of rows)
          for (const [b, isB] of rows) {
            if (!isA || isB) continue;
            pairs++;
            right += a > b ? 1 : a === b ? 0.5 : 0;
          }
        const area = rocAuc(
          rows.map(r => r[0]),
          rows.map(r => r[1])
        );
        expect(area).toBeCloseTo(right / pairs, 12);
      })
    );
  });
  test('curves begin and end where they must', () => {
    const roc = rocCurve([0.9, 0.8, 0.8, 0.1], [1, 0, 1, 0]);
    expect(roc).toEqual({
      falsePositiveRate: [0, 0, 0.5, 1],
      truePositiveRate: [0, 0.5, 1, 1],
      threshold: [Infinity, 0.9, 0.8, 0.1]
    });
    const { precision, recall } = precisionRecallCurve([0.9, 0.8, 0.8, 0.1], [1, 0, 1, 0]);
    expect(precision).toEqual([1, 2 / 3, 0.5]);
    expect(recall).toEqual([0.5, 1, 1]);
  });
  test('refuses one class only and scores that are no numbers', () => {
    expect(() => rocAuc([1, 2], [1, 1])).toThrow(/no row is negative/);
    expect(() => averagePrecision([1, 2], [0, 0])).toThrow(/no row is positive/);
    expect(() => rocAuc([1, NaN], [1, 0])).toThrow(/the score is NaN in row 1/);
  });
});

test('calibration by hand', () => {
  const { bins, expectedError, greatestError } = reliability([0.1, 0.1, 0.9, 1], [0, 1, 1, 1], { bins: 2 });
  expect(bins.map(bin => bin.rows)).toEqual([2, 2]);
  expect(bins[0]).toMatchObject({ predicted: 0.1, observed: 0.5 });
  expect(expectedError).toBeCloseTo((0.4 * 2 + 0.05 * 2) / 4, 12);
  expect(greatestError).toBeCloseTo(0.4, 12);
  expect(reliability([0.9], [1], { bins: 2 }).bins[0].predicted).toBeNull();
  expect(logLoss([0.5, 0.5, 0.2, 0.8], [0, 1])).toBeCloseTo(-(Math.log(0.5) + Math.log(0.8)) / 2, 12);
  expect(() => brierScore([1.2], [1])).toThrow(/probability is 1.2 in row 0/);
});

test('redshifts by hand', () => {
  const z = [0, 1, 3];
  const found = [0.1, 1, 3.8];
  const { bias, outlierFraction, sigmaNmad } = photoZScores(found, z);
  expect(bias).toBeCloseTo(0.1, 12);
  expect(outlierFraction).toBeCloseTo(1 / 3, 12);
  expect(sigmaNmad).toBeCloseTo(1.4826 * 0.1, 4);
  expect(regressionScores([1, 1], [1, 1]).r2).toBeNull();
  expect(() => regressionScores([NaN], [1])).toThrow(/predicted is NaN in row 0/);
});

describe('clusters', () => {
  test('renumbering changes nothing', () => {
    const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 60 });
    fc.assert(
      fc.property(labels, fc.integer({ min: 1, max: 4 }), (a, turn) => {
        const b = a.map((v, i) => (i % 3 ? v : (v + 1) % 5));
        const renamed = b.map(v => `cluster ${(v + turn) % 5}`);
        expect(adjustedRandIndex(renamed, a)).toBeCloseTo(adjustedRandIndex(b, a), 12);
        expect(matchedAccuracy(renamed, a).accuracy).toBe(matchedAccuracy(b, a).accuracy);
        expect(normalizedMutualInformation(a, a)).toBeCloseTo(1, 12);
        expect(adjustedRandIndex(a, a)).toBeCloseTo(1, 12);
      })
    );
  });
  test('a cluster too many is matched with nothing', () => {
    const { accuracy: right, classOf } = matchedAccuracy([0, 0, 1, 1, 2], ['x', 'x', 'y', 'y', 'y']);
    expect(right).toBe(0.8);
    expect([...classOf]).toEqual([
      [0, 'x'],
      [1, 'y']
    ]);
  });
});

test('the assignment is the cheapest of all permutations', () => {
  const permutations = (list: number[]): number[][] =>
    list.length ? list.flatMap(v => permutations(list.filter(w => w !== v)).map(rest => [v, ...rest])) : [[]];
  const square = fc.integer({ min: 1, max: 5 }).chain(n =>
    fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n, maxLength: n }), {
      minLength: n,
      maxLength: n
    })
  );
  const cost = (costs: number[][], columns: number[]) => columns.reduce((sum, c, r) => sum + costs[r][c], 0);
  fc.assert(
    fc.property(square, costs => {
      const best = Math.min(...permutations(costs.map((_, i) => i)).map(columns => cost(costs, columns)));
      expect(cost(costs, assignment(costs))).toBe(best);
    })
  );
  expect(assignment([[1], [0]])).toEqual([-1, 0]);
  expect(() => assignment([[NaN]])).toThrow(/row 0/);
});
