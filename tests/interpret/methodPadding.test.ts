import { explain, functionAdapter } from '../../src/interpret';
import { methodNames, runMethod, throughLayers } from './ladder/settings';
import { named, randomRows, setBatch, setModel } from './ladder/toys';

/** A mean-pooled model of sets that has slopes, and shows NaN wherever padding is not as it was. */
const pooled = functionAdapter({
  inputs: [
    { name: 'x', shape: [4, 2], axes: ['cluster', 'feature'] },
    { name: 'mask', shape: [4], role: 'mask' }
  ],
  predict: ({ count, arrays: { x, mask } }) =>
    Float64Array.from({ length: count }, (_, s) => {
      let [sum, n] = [0, 0];
      for (let row = 0; row < 4; row++) {
        const [a, b] = x.values.subarray(s * 8 + 2 * row, s * 8 + 2 * row + 2);
        if (mask.values[s * 4 + row] === 1) [sum, n] = [sum + Math.tanh(a - 2 * b), n + 1];
        else if (a !== 99 || b !== 99) sum = NaN;
      }
      return sum / n;
    }),
  pullBack: ({ count, arrays: { x, mask } }, up) => ({
    x: Float64Array.from({ length: count * 8 }, (_, i) => {
      const row = Math.floor(i / 2);
      const s = Math.floor(i / 8);
      const n = [0, 1, 2, 3].filter(r => mask.values[s * 4 + r] === 1).length;
      const [a, b] = [x.values[2 * row], x.values[2 * row + 1]];
      if (mask.values[row] === 0) return a === 99 && b === 99 ? 5 : NaN;
      return (up[s] * (1 - Math.tanh(a - 2 * b) ** 2) * (i % 2 === 0 ? 1 : -2)) / n;
    })
  })
});

describe('padding', () => {
  const sets = [2, 4, 3].map((n, s) => randomRows(s + 1, n, 2));
  const baseline = named('level', [1, 0, 1, 0, 1, 0, 1, 0]);
  const applicable = methodNames.filter(
    name => !throughLayers(name) && !['gradCam', 'leaveOneOutMembers'].includes(name)
  );
  test.each(applicable)('%s neither touches nor returns it', async name => {
    const { inputs, scores } = await runMethod(name, pooled, setBatch(sets, 4), {
      baseline,
      ...(name === 'rise' ? { masks: 50, cells: 2 } : {})
    });
    const { values, starts, shape, standardError } = inputs.x;
    expect(Array.from(starts!)).toEqual([0, 2, 6, 9]);
    expect(shape).toEqual([2]);
    expect(values).toHaveLength(18);
    if (standardError) expect(standardError).toHaveLength(18);
    expect([...values, ...scores, ...(standardError ?? [])].every(Number.isFinite)).toBe(true);
  });

  test('a set is explained as it would be with more padding', async () => {
    const alone = setBatch(sets.slice(0, 1), 4);
    const more = setModel(
      6,
      2,
      members => members.reduce((sum, [a, b]) => sum + Math.tanh(a - 2 * b), 0) / members.length
    );
    const wide = named('level', [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
    for (const name of ['leaveOneOut', 'exactShapley', 'kernelShap'] as const) {
      const a = await explain(pooled, alone, name, { baseline });
      const b = await explain(more, setBatch(sets.slice(0, 1), 6), name, { baseline: wide });
      a.inputs.x.values.forEach((v, i) => expect(b.inputs.x.values[i]).toBeCloseTo(v, 10));
    }
  });

  test('members: rows move up and the mask gets shorter', async () => {
    const seen: number[][] = [];
    const model = functionAdapter({
      inputs: pooled.spec.inputs,
      predict: ({ count, arrays: { x, mask } }) => {
        for (let s = 0; s < count; s++) {
          seen.push([
            ...mask.values.subarray(4 * s, 4 * s + 4),
            ...[0, 1, 2, 3].map(row => x.values[8 * s + 2 * row])
          ]);
        }
        return new Float64Array(count);
      }
    });
    await explain(
      model,
      setBatch(
        [
          [
            [1, 0],
            [2, 0],
            [3, 0]
          ]
        ],
        4
      ),
      'leaveOneOutMembers'
    );
    expect(seen.slice(1)).toEqual([
      [1, 1, 0, 0, 2, 3, 0, 99],
      [1, 1, 0, 0, 1, 3, 0, 99],
      [1, 1, 0, 0, 1, 2, 0, 99]
    ]);
  });
});
