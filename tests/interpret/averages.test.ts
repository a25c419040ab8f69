import { averageAttribution, overBaselines, type Attribution } from '../../src/interpret';
import { named, netToy, randomRows, tinyNet, toyBatch, toyModel } from './ladder/toys';

const width = 4;
const toy = netToy(tinyNet(2, width));
const model = toyModel(width, toy);
const rows = randomRows(3, 5, width);

describe('over baselines', () => {
  test('mean and spread of a linear model are those of its baselines', async () => {
    const linear = toyModel(2, { f: x => 3 * x[0] - x[1], slope: () => [3, -1] });
    const batch = toyBatch([[1, 1]]);
    const { inputs, each, baselines } = await overBaselines(linear, batch, 'integratedGradients', [
      named('zero', [0, 0]),
      named('ones', [1, 1]),
      named('two', [2, 0])
    ]);
    expect(baselines).toEqual(['zero', 'ones', 'two']);
    expect(each.map(run => run.baseline!.name)).toEqual(baselines);
    // 3 (1 - x') = 3, 0, -3 and -(1 - x') = -1, 0, -1
    [0, -2 / 3].forEach((v, i) => expect(inputs.x.mean[i]).toBeCloseTo(v, 12));
    [6, 1].forEach((v, i) => expect(inputs.x.spread[i]).toBeCloseTo(v, 12));
  });

  test('one baseline, or two of one name, are refused', async () => {
    const run = (...names: string[]) =>
      overBaselines(
        model,
        toyBatch(rows),
        'leaveOneOut',
        names.map(name => named(name, new Float64Array(width)))
      );
    await expect(run('zero')).rejects.toThrow(/at least two/);
    await expect(run('zero', 'zero')).rejects.toThrow(/different names/);
  });
});

describe('average attribution', () => {
  const attribution = (values: number[], ids: string[], starts?: number[]): Attribution => ({
    method: 'gradient',
    params: {},
    score: 'output 0',
    seed: 1,
    ids,
    inputs: {
      x: {
        values: Float64Array.from(values),
        shape: [2],
        ...(starts ? { starts: Uint32Array.from(starts) } : {})
      }
    },
    scores: new Float64Array(ids.length),
    versions: {}
  });
  const three = ['a', 'b', 'c'];

  test('sizes or signed values, with an interval that holds the mean', () => {
    const { inputs, count } = averageAttribution(attribution([1, -2, 3, 4, -5, 0], three));
    expect(count).toBe(3);
    expect(Array.from(inputs.x.mean)).toEqual([3, 2]);
    [0, 1].forEach(i => {
      expect(inputs.x.low![i]).toBeLessThan(inputs.x.mean[i]);
      expect(inputs.x.high![i]).toBeGreaterThan(inputs.x.mean[i]);
    });
    const signed = averageAttribution(attribution([1, -2, 3, 4, -5, 0], three), { signed: true });
    [-1 / 3, 2 / 3].forEach((v, i) => expect(signed.inputs.x.mean[i]).toBeCloseTo(v, 12));
  });

  test('the interval is as wide as the spread over objects says', () => {
    const [values] = randomRows(9, 1, 800);
    const ids = values.slice(0, 400).map((_, i) => String(i));
    const { inputs } = averageAttribution(attribution(values, ids), { signed: true, draws: 2000 });
    // 1.96 standard errors of 400 normal numbers on either side
    const half = (inputs.x.high![0] - inputs.x.low![0]) / 2;
    expect(half / ((1.96 * 1) / Math.sqrt(400))).toBeGreaterThan(0.85);
    expect(half / ((1.96 * 1) / Math.sqrt(400))).toBeLessThan(1.15);
  });

  test('rows of a set are one object: the mean is over rows, the draws over sets', () => {
    const rows = [1, 0, 1, 0, 1, 0, 5, 0];
    const { inputs } = averageAttribution(attribution(rows, ['a', 'b'], [0, 3, 4]));
    expect(Array.from(inputs.x.mean)).toEqual([2, 0]);
    expect(inputs.x.low).toBeNull();
  });

  test('an id that comes twice is refused', () => {
    expect(() => averageAttribution(attribution([1, 2, 3, 4, 5, 6], ['a', 'b', 'a']))).toThrow(
      /object a is in it twice/
    );
  });
});
