import {
  engineAdapter,
  explain,
  functionAdapter,
  type Batch,
  type MethodName,
  type ModelAdapter
} from '../../src/interpret';
import { denseNetwork } from './ladder/networks';
import { methodNames, runMethod, throughLayers } from './ladder/settings';
import {
  mapsModel,
  named,
  netToy,
  randomRows,
  setBatch,
  setModel,
  tinyNet,
  toyBatch,
  toyModel
} from './ladder/toys';

const width = 4;
const toy = netToy(tinyNet(2, width));
const model = toyModel(width, toy);
const rows = randomRows(3, 5, width);
const zero = named('zero-physical', new Float64Array(width));
const layers = engineAdapter(denseNetwork(tinyNet(2, width)));

describe('long work', () => {
  const subject = (name: MethodName): [typeof model, Batch] => {
    if (throughLayers(name)) return [layers, toyBatch(rows)];
    if (name === 'gradCam') {
      const maps = mapsModel(
        2,
        [
          [1, 0],
          [0, 1]
        ],
        toy
      );
      return [maps, toyBatch(rows, [4, 1])];
    }
    if (name === 'leaveOneOutMembers') {
      return [
        setModel(2, 2, members => members.length),
        setBatch(
          [
            [
              [1, 2],
              [3, 4]
            ]
          ],
          2
        )
      ];
    }
    return [model, toyBatch(rows)];
  };
  test.each(methodNames)('%s stops when asked, and tells how far it is', async name => {
    const [own, batch] = subject(name);
    const told: [number, number][] = [];
    const stop = new AbortController();
    stop.abort();
    await expect(runMethod(name, own, batch, { baseline: zero, signal: stop.signal })).rejects.toMatchObject({
      name: 'AbortError'
    });
    await runMethod(name, own, batch, {
      baseline: zero,
      onProgress: (done: number, total: number) => void told.push([done, total])
    });
    const [done, total] = told[told.length - 1];
    expect(done).toBe(total);
    expect(done).toBeGreaterThan(0);
  });

  const asking = methodNames.filter(name => !throughLayers(name));
  test.each(asking)('%s never shows the model more than maxBatch points', async name => {
    const [own, batch] = subject(name);
    let most = 0;
    const seen = (b: Batch): Batch => {
      most = Math.max(most, b.count);
      return b;
    };
    const watched: ModelAdapter = {
      ...own,
      predict: (b, side) => own.predict(seen(b), side),
      ...(own.gradient ? { gradient: (b, score) => own.gradient!(seen(b), score) } : {})
    };
    await runMethod(name, watched, batch, { baseline: zero, maxBatch: 2 });
    expect(most).toBe(2);
  });
});

test('several inputs are explained at once, each by its own noise and masks', async () => {
  const two = functionAdapter({
    inputs: [
      { name: 'curve', shape: [6] },
      { name: 'star', shape: [2] },
      { name: 'time', shape: [1], role: 'condition' }
    ],
    predict: ({ count, arrays: { curve, star, time } }) =>
      Float64Array.from(
        { length: count },
        (_, s) => curve.values[6 * s] * 2 + star.values[2 * s + 1] * 3 + time.values[s]
      )
  });
  const batch: Batch = {
    count: 1,
    arrays: {
      curve: { values: Float64Array.of(1, 2, 3, 4, 5, 6), shape: [6] },
      star: { values: Float64Array.of(7, 8), shape: [2] },
      time: { values: Float64Array.of(100), shape: [1] }
    }
  };
  const baseline = named('zero', new Float64Array(8));
  const { inputs, scores } = await explain(two, batch, 'occlusion', {
    baseline,
    patch: { curve: 3, star: [1] }
  });
  expect(Array.from(inputs.curve.values)).toEqual([2, 2, 2, 0, 0, 0]);
  expect(Array.from(inputs.star.values)).toEqual([0, 24]);
  expect(Array.from(scores)).toEqual([126]);
  expect(Object.keys(inputs)).toEqual(['curve', 'star']);
  const shap = await explain(two, batch, 'kernelShap', { baseline });
  expect(shap.inputs.star.values[1]).toBeCloseTo(24, 9);
  expect(shap.residual!.ok).toBe(true);
});

test('RISE of a table hides each feature by itself', async () => {
  const table = functionAdapter({
    inputs: [{ name: 'x', shape: [width], axes: ['feature'] }],
    predict: ({ count, arrays: { x } }) =>
      Float64Array.from({ length: count }, (_, s) => x.values[width * s + 1])
  });
  const { inputs } = await explain(table, toyBatch([[1, 1, 1, 1]]), 'rise', { baseline: zero });
  const [a, b, c, d] = inputs.x.values;
  // the mean of the feature's mask where the feature is shown, against its mean anywhere
  expect(b).toBeGreaterThan(0.6);
  [a, d].forEach(other => expect(other).toBeLessThan(b - 0.1));
  expect(c).toBeLessThan(b);
});

test('guided backpropagation carries its caution', async () => {
  const { caution } = await explain(layers, toyBatch(rows), 'guidedBackprop');
  expect(caution).toMatch(/visual only/);
});
