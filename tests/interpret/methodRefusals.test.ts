import {
  attribute,
  engineAdapter,
  explain,
  ExplanationError,
  functionAdapter,
  type MethodName
} from '../../src/interpret';
import { convNetwork, denseNetwork } from './ladder/networks';
import { runMethod } from './ladder/settings';
import { named, netToy, randomRows, setBatch, setModel, tinyNet, toyBatch, toyModel } from './ladder/toys';

const width = 4;
const rows = randomRows(3, 5, width);
const zero = named('zero-physical', new Float64Array(width));
const layers = engineAdapter(denseNetwork(tinyNet(2, width)));

describe('what is missing or wrong is refused before any work', () => {
  let asked = 0;
  const counted = functionAdapter({
    inputs: [{ name: 'x', shape: [width] }],
    predict: batch => {
      asked++;
      return new Float64Array(batch.count);
    },
    pullBack: ({ arrays }) => {
      asked++;
      return { x: new Float64Array(arrays.x.values.length) };
    }
  });
  test.each<[MethodName, Record<string, unknown>, RegExp]>([
    ['smoothGrad', {}, /noise is missing.*fraction of the range/],
    ['smoothGradSquared', {}, /noise is missing/],
    ['varGrad', { noise: -1 }, /noise is -1/],
    ['smoothGrad', { noise: 0.1, draws: 0 }, /draws is 0/],
    ['smoothGrad', { noise: 0.1, of: 'input' }, /of is "input"/],
    ['smoothGrad', { noise: 0.1, baseline: zero }, /compares with nothing/],
    ['expectedGradients', {}, /baseline is missing/],
    ['expectedGradients', { baseline: zero, draws: 1.5 }, /draws is 1.5/],
    ['occlusion', { baseline: zero }, /patch is missing/],
    ['occlusion', { patch: 2 }, /baseline is missing/],
    ['occlusion', { baseline: zero, patch: 0 }, /patch holds 0/],
    ['occlusion', { baseline: zero, patch: [2, 2] }, /patch has 2 numbers.*1 axes/],
    ['occlusion', { baseline: zero, patch: 1, stride: 3 }, /stride.*never be covered/],
    ['occlusion', { baseline: zero, patch: { y: 2 } }, /lacks the input "x"/],
    ['leaveOneOut', { baseline: zero, groups: [[0, 1]] }, /the groups hold 2 places/],
    [
      'leaveOneOut',
      {
        baseline: zero,
        groups: [
          [0, 1],
          [1, 2, 3]
        ]
      },
      /place 1 is in two groups/
    ],
    ['leaveOneOut', { baseline: zero, groups: [[0, 1, 2], [9]] }, /place 9/],
    ['exactShapley', { baseline: zero, groups: [[], [0, 1, 2, 3]] }, /group 0 is empty/],
    ['kernelShap', { baseline: zero, samples: 1 }, /samples is 1/],
    ['kernelShap', { baseline: zero, samples: 5 }, /samples is 5 for 4 features/],
    ['rise', { baseline: zero, keep: 1 }, /keep is 1/],
    ['rise', { baseline: zero, masks: 0 }, /masks or cells holds 0/],
    ['rise', { baseline: zero, cells: [2, 2] }, /cells has 2 numbers.*1 axes/],
    ['leaveOneOutMembers', {}, /has 0 inputs whose role is mask/],
    ['gradCam', {}, /offers no gradientAt|layer is missing/],
    ['lrp', { rule: 'epsilon' }, /offers no relevance/]
  ])('%s %p', async (name, options, message) => {
    asked = 0;
    const start = () => attribute(counted, toyBatch(rows), name, options as never).next();
    await expect(start()).rejects.toThrow(message);
    await expect(start()).rejects.toThrow(ExplanationError);
    expect(asked).toBe(0);
  });

  test('layers whose rule is missing are named', async () => {
    const tanh = engineAdapter(denseNetwork(tinyNet(2, width), { activation: 'tanh' }));
    const softmax = engineAdapter(denseNetwork(tinyNet(2, width), { activation: 'softmax' }));
    const start = (m: typeof tanh, name: MethodName, options = {}) =>
      runMethod(name, m, toyBatch(rows), options);
    await expect(start(tanh, 'guidedBackprop')).rejects.toThrow(/layer "step 1".*is tanh.*relu alone/);
    await expect(start(softmax, 'lrp')).rejects.toThrow(/is softmax/);
    await expect(start(softmax, 'deepLift', { baseline: zero })).rejects.toThrow(/is softmax/);
    await expect(start(layers, 'lrp', { rule: 'w2' })).rejects.toThrow(/rule is "w2"/);
    const score = { kind: 'custom', name: 'square', of: (y: ArrayLike<number>) => y[0] ** 2 } as const;
    await expect(start(layers, 'lrp', { score })).rejects.toThrow(/"square" is worked out/);
  });

  test('Grad-CAM names the layers there are, and wants maps', async () => {
    const conv = engineAdapter(convNetwork(1));
    const start = (layer: string) =>
      explain(conv, toyBatch(randomRows(1, 1, 24), [12, 2]), 'gradCam', { layer });
    await expect(start('map')).rejects.toThrow(/no layer "map"; there are .*maps/);
    await expect(start('step 5')).rejects.toThrow(/Choose a convolution/);
  });

  test('Shapley values of too many features, and a set of one member', async () => {
    const wide = toyModel(13, netToy(tinyNet(1, 13)));
    const baseline = named('zero', new Float64Array(13));
    await expect(explain(wide, toyBatch(randomRows(1, 1, 13)), 'exactShapley', { baseline })).rejects.toThrow(
      /13 features.*more than 12/
    );
    const sets = setModel(3, 2, members => members.length);
    const one = setBatch([[[1, 2]]], 3, ['M31']);
    await expect(explain(sets, one, 'leaveOneOutMembers')).rejects.toThrow(/set M31 has one member/);
  });
});
