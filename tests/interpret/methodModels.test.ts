import * as tf from '@tensorflow/tfjs';
import {
  dataInputs,
  engineAdapter,
  explain,
  layersModelAdapter,
  sizeOf,
  type MethodName
} from '../../src/interpret';
import { useBackend } from '../../src/models/backend';
import { toNetwork } from '../../src/models/toNetwork';
import { flares, miss, objectsFor, pictures, twoInputs } from './adapters/models';
import { methodNames, takesBaseline } from './ladder/settings';

beforeAll(async () => {
  await useBackend();
});

/** What each method needs on these models; groups of three for the Shapley values, which take few players. */
const optionsFor = (name: MethodName, width: number, layer: string): Record<string, unknown> => {
  const groups = Array.from({ length: 8 }, (_, g) =>
    Array.from({ length: width }, (_, i) => i).filter(i => i % 8 === g)
  );
  const own: Partial<Record<MethodName, Record<string, unknown>>> = {
    smoothGrad: { noise: 0.1, draws: 12 },
    smoothGradSquared: { noise: 0.1, draws: 12 },
    varGrad: { noise: 0.1, draws: 12 },
    integratedGradients: { steps: 12 },
    expectedGradients: { draws: 12 },
    occlusion: { patch: 3 },
    gradCam: { layer },
    rise: { masks: 60, cells: 3 },
    exactShapley: { groups },
    kernelShap: { groups, samples: 64 },
    lrp: { rule: 'gamma' }
  };
  return { ...own[name], ...(name === 'leaveOneOut' ? { groups } : {}) };
};

// the same explanation of the same weights, in float32 by tfjs and in float64 by the reference engine
describe.each<[string, () => tf.LayersModel, string, MethodName[]]>([
  ['flare network (1-D)', flares, 'conv1d', ['leaveOneOutMembers', 'guidedBackprop']],
  ['pictures (2-D)', pictures, 'conv', ['leaveOneOutMembers', 'guidedBackprop']],
  ['two inputs', twoInputs, '', ['leaveOneOutMembers', 'guidedBackprop', 'gradCam']]
])('%s', (_, make, layer, left) => {
  const applicable = methodNames.filter(name => !left.includes(name));
  test.each(applicable)('%s by tfjs and by the engine agree within 1e-4', async name => {
    const model = make();
    const [ours, exact] = [layersModelAdapter(model), engineAdapter(toNetwork(model))];
    const x = objectsFor(model, 3);
    const width = dataInputs(ours.spec).reduce((sum, input) => sum + sizeOf(input.shape as number[]), 0);
    const maps = ours.spec.layers.find(({ name, kind }) => name === layer || kind === layer)?.name ?? layer;
    const options = {
      ...optionsFor(name, width, maps),
      ...(takesBaseline(name)
        ? { baseline: { name: 'level', values: new Float32Array(width).fill(0.1) } }
        : {})
    };
    const [a, b] = [await explain(ours, x, name, options), await explain(exact, x, name, options)];
    for (const input of Object.keys(b.inputs)) {
      expect(miss(a.inputs[input].values, b.inputs[input].values)).toBeLessThan(1e-4);
    }
  });
});
