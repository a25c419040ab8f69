import fc from 'fast-check';
import {
  balancedAccuracy,
  choices,
  confusionMatrix,
  exchangeSources,
  photoZScores,
  scoresByPopulation,
  type RowSubset
} from '../../src/learn';

/** Rows of every class in each of some sources. */
const data = (sources: number, each: number) => {
  const rows = Array.from({ length: sources * 2 * each }, (_, row) => row);
  return {
    labels: rows.map(row => row % 2),
    sources: rows.map(row => `star ${Math.floor(row / (2 * each))}`)
  };
};

const scoreOf = (part: RowSubset, labels: number[], said: (row: number) => number) =>
  balancedAccuracy(
    confusionMatrix({
      truth: Array.from(part.rows, row => labels[row]),
      predicted: Array.from(part.rows, said),
      classes: ['quiet', 'flare']
    })
  );

describe('the exchange of sources', () => {
  const { labels, sources } = data(5, 20);
  const lenders = ['star 1', 'star 3'];

  test('deals every row once, confounded in training and hold-out, the other way round behind', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.double({ min: 0.2, max: 0.6, noNaN: true }),
        (seed, share) => {
          const { train, heldOut, exchanged } = exchangeSources(labels, sources, lenders, { seed, share });
          const all = [train, heldOut, exchanged].flatMap(part => [...part.rows]);
          expect(all.sort((a, b) => a - b)).toEqual(labels.map((_, row) => row));
          const lent = (row: number) => lenders.includes(sources[row]);
          for (const row of [...train.rows, ...heldOut.rows]) expect(Boolean(labels[row])).toBe(lent(row));
          for (const row of exchanged.rows) expect(Boolean(labels[row])).toBe(!lent(row));
          expect(
            Math.abs(heldOut.rows.length / (train.rows.length + heldOut.rows.length) - share)
          ).toBeLessThan(0.03);
        }
      )
    );
  });

  test('unmasks who reads the source: 1 held out, 0 exchanged; who reads the class keeps 1', () => {
    const { heldOut, exchanged } = exchangeSources(labels, sources, lenders);
    const bySource = (row: number) => Number(lenders.includes(sources[row]));
    const byClass = (row: number) => labels[row];
    expect([heldOut, exchanged].map(part => scoreOf(part, labels, bySource))).toEqual([1, 0]);
    expect([heldOut, exchanged].map(part => scoreOf(part, labels, byClass))).toEqual([1, 1]);
  });

  test('keeps groups whole', () => {
    const groups = labels.map((_, row) => Math.floor(row / 4));
    const { train, heldOut } = exchangeSources(labels, sources, lenders, { groups });
    const known = new Set(Array.from(train.rows, row => groups[row]));
    expect(Array.from(heldOut.rows).filter(row => known.has(groups[row]))).toEqual([]);
  });

  test('refuses what cannot be exchanged', () => {
    expect(() => exchangeSources(labels, sources, ['star 9'])).toThrow(
      /lenders are star 9 of the sources star 0/
    );
    expect(() => exchangeSources(labels, sources, [])).toThrow(/lenders are none/);
    expect(() => exchangeSources(labels, sources, [...new Set(sources)])).toThrow(/not all/);
    expect(() => exchangeSources(labels, sources.slice(1), lenders)).toThrow(/200 labels and 199 sources/);
    expect(() => exchangeSources(labels, sources, lenders, { share: 1 })).toThrow(/share is 1/);
    const oneClassEach = sources.map(source => Number(lenders.includes(source)));
    expect(() => exchangeSources(oneClassEach, sources, lenders)).toThrow(/part "exchanged" 0 are positive/);
  });

  test('can be done in as many ways as there are choices', () => {
    expect(choices(['a', 'b', 'c', 'd', 'e'], 2)).toHaveLength(10);
    expect(choices([1, 2, 3], 2)).toEqual([
      [1, 2],
      [1, 3],
      [2, 3]
    ]);
    expect(choices([1, 2], 0)).toEqual([[]]);
  });
});

describe('scores by population', () => {
  const truth = [1, 1, 1, 1, 2, 2];
  const predicted = [1, 1, 1, 1, 2.3, 2.3];
  const kinds = ['red', 'red', 'red', 'red', 'blue', 'blue'];
  const score = (rows: number[]) =>
    photoZScores(
      rows.map(row => predicted[row]),
      rows.map(row => truth[row])
    );

  test('show the bias of one that the median of all hides', () => {
    expect(score([0, 1, 2, 3, 4, 5]).bias).toBe(0);
    const [red, blue] = scoresByPopulation(kinds, score);
    expect(red).toMatchObject({ population: 'red', rows: 4, bias: 0 });
    expect(blue).toMatchObject({ population: 'blue', rows: 2 });
    expect(blue.bias).toBeCloseTo(0.1, 12);
  });

  test('keep the order given, leave out who is absent, refuse who is unknown', () => {
    const ordered = scoresByPopulation(kinds, score, ['green', 'blue', 'red']);
    expect(ordered.map(found => found.population)).toEqual(['blue', 'red']);
    expect(() => scoresByPopulation(kinds, score, ['red'])).toThrow(/row 4 is of "blue"/);
    expect(() => scoresByPopulation([], score)).toThrow(/no rows/);
  });
});
