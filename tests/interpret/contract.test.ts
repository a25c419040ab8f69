import {
  attribute,
  engineAdapter,
  ExplanationError,
  explain,
  functionAdapter,
  residualOf,
  type Batch
} from '../../src/interpret';

/** 5x + y^2 + sin z, with its slopes. */
const model = functionAdapter({
  inputs: [{ name: 'x', shape: [3] }],
  predict: ({ count, arrays: { x } }) =>
    Float64Array.from({ length: count }, (_, s) => {
      const [a, b, c] = x.values.subarray(3 * s, 3 * s + 3);
      return 5 * a + b * b + Math.sin(c);
    }),
  pullBack: ({ count, arrays: { x } }, slope) => ({
    x: Float64Array.from({ length: 3 * count }, (_, i) => {
      const v = x.values[i];
      return slope[Math.floor(i / 3)] * [5, 2 * v, Math.cos(v)][i % 3];
    })
  })
});

const objects = (rows: number[][], ids?: string[]): Batch => ({
  count: rows.length,
  ids,
  arrays: { x: { values: Float64Array.from(rows.flat()), shape: [3] } }
});
const rows = [
  [1, 2, 3],
  [0, -1, 0.5],
  [-2, 0, 1]
];
const zero = { name: 'zero-physical', values: new Float64Array(3) };

describe('the contract', () => {
  test('integrated gradients of 5x + y^2 + sin z are its parts, one by one', async () => {
    const { inputs, residual } = await explain(model, objects(rows), 'integratedGradients', {
      baseline: zero,
      steps: 2000
    });
    rows.forEach(([a, b, c], s) => {
      [5 * a, b * b, Math.sin(c)].forEach((part, i) =>
        expect(inputs.x.values[3 * s + i]).toBeCloseTo(part, 6)
      );
    });
    expect(residual?.ok).toBe(true);
  });

  test('the result does not depend on the size or the order of batches', async () => {
    const whole = await explain(model, objects(rows), 'integratedGradients', { baseline: zero, steps: 7 });
    const pieces = await explain(model, objects(rows), 'integratedGradients', {
      baseline: zero,
      steps: 7,
      maxBatch: 2
    });
    expect(pieces.inputs.x.values).toEqual(whole.inputs.x.values);
    expect(pieces.residual).toEqual(whole.residual);
    expect(pieces.ids).toEqual(['0', '1', '2']);
  });

  test.each<[string, () => AsyncGenerator<unknown>, RegExp]>([
    ['no baseline', () => attribute(model, objects(rows), 'integratedGradients'), /baseline is missing/],
    [
      'a baseline of another shape',
      () =>
        attribute(model, objects(rows), 'integratedGradients', {
          baseline: { ...zero, values: new Float64Array(4) }
        }),
      /holds 4 numbers/
    ],
    ['an empty batch', () => attribute(model, objects([]), 'gradient'), /0 objects/],
    ['NaN', () => attribute(model, objects([[1, NaN, 2]], ['TIC 7']), 'gradient'), /TIC 7 holds NaN/],
    [
      'a wrong shape',
      () =>
        attribute(
          model,
          { count: 1, arrays: { x: { values: new Float64Array(4), shape: [4] } } },
          'gradient'
        ),
      /expected \[3\]/
    ],
    [
      'an unknown option',
      () => attribute(model, objects(rows), 'gradient', { steps: 5 } as never),
      /no option "steps"/
    ],
    [
      'a score beyond the answers',
      () => attribute(model, objects(rows), 'gradient', { score: { kind: 'output', index: 1 } }),
      /Give 0 to 0/
    ],
    [
      'a model without gradient',
      () =>
        attribute(
          functionAdapter({ inputs: model.spec.inputs, predict: () => new Float64Array(3) }),
          objects(rows),
          'gradient'
        ),
      /offers no gradient/
    ]
  ])('%s is refused before any work', async (_, start, message) => {
    await expect(start().next()).rejects.toThrow(message);
    await expect(start().next()).rejects.toThrow(ExplanationError);
  });
});

describe('residuals', () => {
  const values = Float64Array.from([1, 2, 3, 4]);
  test('every object has to keep the tolerance; a rounding error is none', () => {
    expect(residualOf('completeness', values, Float64Array.from([3 + 1e-12, 7])).ok).toBe(true);
    expect(residualOf('completeness', values, Float64Array.from([3, 7.3])).ok).toBe(true);
    expect(residualOf('completeness', values, Float64Array.from([3, 7.5])).ok).toBe(false);
    expect(residualOf('completeness', values, Float64Array.from([2.8, 7])).ok).toBe(false);
  });
  test('is relative to the sum expected, in size, and to the floor where nothing is', () => {
    const { absolute, relative } = residualOf('completeness', values, Float64Array.from([-3, 0]), {
      floor: 14
    });
    expect([...absolute]).toEqual([6, 7]);
    expect([...relative]).toEqual([6 / 14, 0.5]);
  });
});

test('what is explained of a classifier is the logit, whose slopes are its weights, not the probability', async () => {
  const weight = [2, -1, 0.5];
  const classifier = engineAdapter({
    name: 'classifier',
    inputs: [{ name: 'x', shape: [3] }],
    nodes: [
      {
        name: 'answer/linear',
        kind: 'dense',
        config: {},
        weights: { kernel: { shape: [3, 1], values: weight }, bias: { shape: [1], values: [30] } },
        from: ['x'],
        layer: 'answer'
      },
      {
        name: 'answer',
        kind: 'activation',
        config: { function: 'sigmoid' },
        weights: {},
        from: ['answer/linear'],
        layer: 'answer'
      }
    ],
    output: 'answer'
  });
  const logit = await explain(classifier, objects(rows), 'gradient');
  expect(logit.score).toBe('logit of output 0');
  expect([...logit.inputs.x.values]).toEqual([...weight, ...weight, ...weight]);
  // at a logit of 30 the probability has no slope left
  const probability = await explain(classifier, objects(rows), 'gradient', {
    score: { kind: 'output', index: 0 }
  });
  expect(Math.abs(probability.inputs.x.values[0])).toBeLessThan(1e-8);
});
