import { leaveOneOut, removalCurve, setOfRows } from '../../src/interpret';
import { Random } from '../../src/math';
import { clusterEncoder, fitStandardisation, predictSigma8, type RowSets } from '../../src/models';
import { useBackend } from '../../src/models/backend';
import { contribution, normalSets, pooledLinear } from './sets';

const weights = [1, -2, 0.5];
const sets = normalSets(7, 3);
const rows = sets.starts[7];

describe('leave-one-out', () => {
  test('of a sum-pooled linear model is the contribution of each row', async () => {
    const { delta, prediction } = await leaveOneOut(pooledLinear(weights, 'sum'), sets);
    expect([...prediction]).toEqual([...pooledLinear(weights, 'sum')(sets)]);
    expect(delta).toHaveLength(rows);
    delta.forEach((v, row) => expect(v).toBeCloseTo(contribution(sets, weights, row), 4));
  });
  test('of a mean-pooled one is (own contribution - mean) / (n - 1)', async () => {
    const { delta, prediction } = await leaveOneOut(pooledLinear(weights, 'mean'), sets);
    const owner = setOfRows(sets);
    delta.forEach((v, row) => {
      const s = owner[row];
      const n = sets.starts[s + 1] - sets.starts[s];
      expect(v).toBeCloseTo((contribution(sets, weights, row) - (prediction[s] - 2)) / (n - 1), 4);
    });
  });
  test('of a count is 1 for every row: rows are removed, not masked', async () => {
    const count = ({ count, starts }: RowSets) =>
      Float32Array.from({ length: count }, (_, s) => starts[s + 1] - starts[s]);
    expect([...(await leaveOneOut(count, sets)).delta]).toEqual(new Array(rows).fill(1));
  });
  test('later rows move up in their order', async () => {
    // the last row but one of each set, or 0: sees where rows stand
    const last = ({ count, starts, features }: RowSets) =>
      Float32Array.from({ length: count }, (_, s) =>
        starts[s + 1] - starts[s] > 1 ? features[3 * (starts[s + 1] - 2)] : 0
      );
    const { delta } = await leaveOneOut(last, sets);
    const [from, to] = [sets.starts[2], sets.starts[3]];
    const at = (row: number) => sets.features[3 * row];
    expect(delta[from]).toBe(0);
    expect(delta[to - 1]).toBeCloseTo(at(to - 2) - at(to - 3), 6);
    expect(delta[to - 2]).toBeCloseTo(at(to - 2) - at(to - 3), 6);
  });
  test('does not depend on the batch, never builds more than one, and tells how far it is', async () => {
    const predict = pooledLinear(weights, 'mean');
    const whole = await leaveOneOut(predict, sets, { maxBatch: 1000 });
    let largest = 0;
    const progress: number[] = [];
    const pieces = await leaveOneOut(
      s => {
        largest = Math.max(largest, s.count);
        return predict(s);
      },
      sets,
      { maxBatch: 4, onProgress: (done, count) => progress.push(done / count) }
    );
    expect(pieces.delta).toEqual(whole.delta);
    expect(largest).toBe(4);
    expect(progress).toHaveLength(Math.ceil(rows / 4));
    expect(progress[progress.length - 1]).toBe(1);
  });
  test('a set of one row is asked about without any; an empty set has no rows', async () => {
    const small = { count: 2, starts: Uint32Array.of(0, 1, 1), features: Float32Array.of(1, 1, 1) };
    const { delta, prediction } = await leaveOneOut(pooledLinear(weights, 'sum'), small);
    expect([...delta]).toEqual([-0.5]);
    expect([...prediction]).toEqual([1.5, 2]);
  });
  test('mask-only, missing and infinite predictions and odd layouts are refused', async () => {
    const predict = pooledLinear(weights, 'sum');
    await expect(leaveOneOut(predict, sets, { variant: 'mask-only' })).rejects.toThrow(/no mask.*'remove'/);
    await expect(leaveOneOut(() => new Float32Array(1), sets)).rejects.toThrow(/1 predictions for 7 sets/);
    await expect(leaveOneOut(s => predict(s).fill(NaN), sets)).rejects.toThrow(/a prediction of NaN/);
    await expect(leaveOneOut(predict, { ...sets, count: 3 })).rejects.toThrow(/starts has 8 numbers/);
    await expect(leaveOneOut(predict, sets, { maxBatch: 0 })).rejects.toThrow(/maxBatch is 0/);
  });
  test('stops within a batch when asked', async () => {
    const abort = new AbortController();
    let calls = 0;
    const predict = (s: RowSets) => {
      if (++calls === 3) abort.abort();
      return new Float32Array(s.count);
    };
    await expect(leaveOneOut(predict, sets, { maxBatch: 7, signal: abort.signal })).rejects.toMatchObject({
      name: 'AbortError'
    });
    expect(calls).toBe(3);
  });
  test('of the cluster encoder is the change of its prediction', async () => {
    await useBackend();
    const model = clusterEncoder(fitStandardisation(sets, 3), { seed: 3 });
    const { delta } = await leaveOneOut(s => predictSigma8(model, s), sets, { maxBatch: 5 });
    const [from, to] = [sets.starts[4], sets.starts[5]];
    const without = sets.features.filter(
      (_, i) => i >= 3 * from && i < 3 * to && Math.floor(i / 3) !== from + 1
    );
    const alone = { count: 1, starts: Uint32Array.of(0, to - from - 1), features: without };
    expect(delta[from + 1]).toBeCloseTo(predictSigma8(model, sets)[4] - predictSigma8(model, alone)[0], 5);
  });
});

describe('removal curve', () => {
  const n = sets.starts[4] - sets.starts[3];
  const order = [...new Random(5).permutation(n)];

  test('of a sum-pooled linear model falls by the contributions in their order, down to one row', async () => {
    const curve = await removalCurve(pooledLinear(weights, 'sum'), sets, 3, order, { maxBatch: 2 });
    expect(curve).toHaveLength(n);
    let left = pooledLinear(weights, 'sum')(sets)[3];
    order.forEach((member, k) => {
      expect(curve[k]).toBeCloseTo(left, 4);
      left -= contribution(sets, weights, sets.starts[3] + member);
    });
  });
  test('an order that misses or repeats a row, and a set that is not there, are refused', async () => {
    const predict = pooledLinear(weights, 'sum');
    const all = Array.from({ length: n }, (_, i) => i);
    await expect(removalCurve(predict, sets, 3, all.slice(1))).rejects.toThrow(/each of 0 to/);
    await expect(removalCurve(predict, sets, 3, [0, ...all.slice(0, -1)])).rejects.toThrow(/each of 0 to/);
    await expect(removalCurve(predict, sets, 3, [])).rejects.toThrow(/each of 0 to/);
    await expect(removalCurve(predict, sets, 9, all)).rejects.toThrow(/set is 9/);
  });
});
