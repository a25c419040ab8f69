import * as tf from '@tensorflow/tfjs';
import { explain, resolveScore, type Score } from '../../../src/interpret';
import { engineAdapter } from '../../../src/interpret/adapters/engineAdapter';
import { layersModelAdapter } from '../../../src/interpret/adapters/layersModelAdapter';
import { networkLayersModel } from '../../../src/models/networkLayersModel';
import { toNetwork } from '../../../src/models/toNetwork';
import { useBackend } from '../../../src/models/backend';
import { flares, miss, models, objectsFor, pictures, scramble, twoInputs } from './models';

beforeAll(async () => {
  await useBackend();
});

const scores: Score[] = [
  { kind: 'logit', index: 0 },
  { kind: 'output', index: 0 },
  { kind: 'sigma', index: 0, stored: 'softplus' },
  { kind: 'custom', name: 'square', of: y => y[0] ** 2, slope: y => Array.from(y, (v, i) => (i ? 0 : 2 * v)) }
];

/** Behind the last activation the logit has no slope: 0 must be 0. */
const missOrZero = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(b).every(v => v === 0) ? Math.max(...Array.from(a, Math.abs)) : miss(a, b);

describe.each(models)(
  '%s: tfjs in float32 and the reference engine in float64 agree within 1e-5',
  (_, make) => {
    const both = () => {
      const model = make();
      return {
        model,
        ours: layersModelAdapter(model),
        exact: engineAdapter(toNetwork(model)),
        x: objectsFor(model, 6)
      };
    };
    test('predictions, before and behind the last activation', async () => {
      const { ours, exact, x } = both();
      for (const side of ['output', 'logit'] as const) {
        expect(
          miss((await ours.predict(x, side)).values, (await exact.predict(x, side)).values)
        ).toBeLessThan(1e-5);
      }
      expect(ours.spec.output.activation).toBe(exact.spec.output.activation);
    });
    test.each(scores)('gradients of the score $kind', async score => {
      const { ours, exact, x } = both();
      const resolved = resolveScore(ours.spec, score);
      const [a, b] = [await ours.gradient!(x, resolved), await exact.gradient!(x, resolved)];
      expect(Object.keys(a)).toEqual(Object.keys(b));
      for (const input of Object.keys(b)) expect(miss(a[input].values, b[input].values)).toBeLessThan(1e-5);
    });
    test('activations and gradients inside, layer by layer', async () => {
      const { ours, exact, x } = both();
      const score = resolveScore(ours.spec);
      const shared = ours.spec.layers.filter(layer => layer.kind !== 'sequential');
      expect(shared.length).toBeGreaterThan(4);
      for (const { name } of shared) {
        const [a, b] = [await ours.gradientAt!(x, name, score), await exact.gradientAt!(x, name, score)];
        expect(a.activation.shape).toEqual([...b.activation.shape]);
        expect(miss(a.activation.values, b.activation.values)).toBeLessThan(1e-5);
        expect(miss((await ours.activations!(x, name)).values, b.activation.values)).toBeLessThan(1e-5);
        // among the zeros of a relu a maximum has no derivative, and back ends choose differently which of them gets the slope
        const smooth = (of: typeof a) =>
          of.gradient.values.map((v, i) => (b.activation.values[i] === 0 ? 0 : v));
        expect(missOrZero(smooth(a), smooth(b))).toBeLessThan(1e-5);
      }
    });
    test('a tfjs model made of the network answers as the first one does', async () => {
      const { model, ours, x } = both();
      const again = layersModelAdapter(networkLayersModel(toNetwork(model)));
      expect(miss((await again.predict(x)).values, (await ours.predict(x)).values)).toBeLessThan(1e-6);
    });
    test('no tensor is left behind', async () => {
      const { ours, x } = both();
      const score = resolveScore(ours.spec, scores[3]);
      const layer = ours.spec.layers[1].name;
      const all = async () => {
        await ours.predict(x, 'logit');
        await ours.gradient!(x, score);
        await ours.activations!(x, layer);
        await ours.gradientAt!(x, layer, score);
        const fresh = await ours.randomised!({ layers: [layer], seed: 1 });
        await fresh.gradient!(x, score);
        void fresh.network;
      };
      await all();
      const before = tf.memory().numTensors;
      await all();
      expect(tf.memory().numTensors).toBe(before);
    });
  }
);

describe('a layers model as a model to explain', () => {
  test('what it says of itself', () => {
    const { spec } = layersModelAdapter(twoInputs(), {
      name: 'spectra',
      inputs: { spectrum: { axes: ['wavelength', 'band'] }, about: { role: 'condition' } },
      outputs: ['star', 'galaxy']
    });
    expect(spec.inputs).toEqual([
      { name: 'spectrum', shape: [12, 1], axes: ['wavelength', 'band'] },
      { name: 'about', shape: [3], role: 'condition' }
    ]);
    expect(spec.output).toEqual({ count: 2, names: ['star', 'galaxy'], activation: 'softmax' });
    expect(spec.terseLayer).toEqual({ name: 'terse', size: 1 });
    expect(spec.layers.find(layer => layer.name === 'terse')).toEqual({
      name: 'terse',
      kind: 'dense',
      shape: [1],
      weights: true,
      differentiable: true
    });
  });
  test('conditions are given to the model and not explained', async () => {
    const model = twoInputs();
    const adapter = layersModelAdapter(model, { inputs: { about: { role: 'condition' } } });
    const { inputs } = await explain(adapter, objectsFor(model, 3), 'gradient');
    const whole = await explain(layersModelAdapter(model), objectsFor(model, 3), 'gradient');
    expect(Object.keys(inputs)).toEqual(['spectrum']);
    expect(miss(inputs.spectrum.values, whole.inputs.spectrum.values)).toBeLessThan(1e-6);
  });
  test('randomising is repeatable, changes the named layers alone and leaves the model as it was', async () => {
    const model = pictures();
    const before = model.getWeights().map(w => [...w.dataSync()]);
    const adapter = layersModelAdapter(model);
    const x = objectsFor(model, 4);
    const drawn = async (layers: string[], seed: number) =>
      (await (await adapter.randomised!({ layers, seed })).predict(x, 'logit')).values;
    expect(await drawn(['classes'], 1)).toEqual(await drawn(['classes'], 1));
    expect(await drawn(['classes'], 2)).not.toEqual(await drawn(['classes'], 1));
    const stepwise = await (
      await adapter.randomised!({ layers: ['classes'], seed: 1 })
    ).randomised!({
      layers: ['norm'],
      seed: 1
    });
    expect((await stepwise.predict(x, 'logit')).values).toEqual(await drawn(['classes', 'norm'], 1));
    const { network } = await adapter.randomised!({ layers: ['norm', 'conv'], seed: 1 });
    const { nodes } = network!;
    const of = (name: string) => nodes.find(node => node.name === name)!.weights;
    expect(Array.from(of('norm').variance.values)).toEqual([1, 1, 1, 1]);
    expect(Array.from(of('conv').bias.values)).toEqual([0, 0, 0, 0]);
    expect(Array.from(of('classes/linear').kernel.values)).toEqual([
      ...model.getLayer('classes').getWeights()[0].dataSync()
    ]);
    expect(model.getWeights().map(w => [...w.dataSync()])).toEqual(before);
  });
  test('randomised layers are drawn alike by tfjs and by the engine', async () => {
    const model = flares();
    const x = objectsFor(model, 3);
    const options = { layers: ['terse', 'logit'], seed: 9 };
    const ours = await layersModelAdapter(model).randomised!(options);
    const exact = await engineAdapter(toNetwork(model)).randomised!(options);
    expect(miss((await ours.predict(x)).values, (await exact.predict(x)).values)).toBeLessThan(1e-5);
  });
  test('dropout is off', async () => {
    const model = flares();
    const adapter = layersModelAdapter(model);
    const x = objectsFor(model, 3);
    expect((await adapter.predict(x)).values).toEqual((await adapter.predict(x)).values);
  });
  test('an inner layer that is not there is named with those that are', async () => {
    const model = pictures();
    await expect(layersModelAdapter(model).activations!(objectsFor(model, 1), 'conv3')).rejects.toThrow(
      /no layer "conv3"; there are conv, norm/
    );
  });
  test('several outputs are refused', () => {
    const x = tf.input({ shape: [2] });
    const outputs = [1, 2].map(units => tf.layers.dense({ units }).apply(x) as tf.SymbolicTensor);
    expect(() => layersModelAdapter(tf.model({ inputs: x, outputs }))).toThrow(/2 outputs; expected one/);
  });
});

/** Sorts its input; tfjs has no gradient of that. */
class Sorted extends tf.layers.Layer {
  static readonly className = 'Sorted';
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.topk(Array.isArray(inputs) ? inputs[0] : inputs, 4).values;
  }
  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return shape;
  }
}
tf.serialization.registerClass(Sorted);

describe('a layer without gradient', () => {
  const walled = () =>
    scramble(
      tf.sequential({
        name: 'walled',
        layers: [
          tf.layers.dense({ units: 4, inputShape: [3], activation: 'relu', name: 'first' }),
          new Sorted({ name: 'wall' }),
          tf.layers.dense({ units: 1, name: 'last' })
        ]
      })
    );
  test('is named before anything runs, and predictions go on', async () => {
    const model = walled();
    const adapter = layersModelAdapter(model);
    expect(adapter.spec.layers.map(layer => layer.differentiable)).toEqual([true, false, true]);
    await expect(explain(adapter, objectsFor(model, 2), 'gradient')).rejects.toThrow(
      /"wall" \(sorted\) has no gradient/
    );
    expect((await adapter.predict(objectsFor(model, 2))).values).toHaveLength(2);
  });
  test('is no part of a network: an error names every such layer and its kind', () => {
    const model = tf.sequential({
      name: 'strange',
      layers: [
        tf.layers.lstm({ units: 3, inputShape: [5, 2], name: 'memory', returnSequences: true }),
        tf.layers.conv1d({ filters: 2, kernelSize: 2, dilationRate: 2, name: 'wide' }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 1, activation: 'hardSigmoid', name: 'hard' })
      ]
    });
    expect(() => toNetwork(model)).toThrow(
      /model "strange": 3 layers.*"memory" \(LSTM\) is of a kind that is not supported; "wide" \(Conv1D\) is dilated; "hard" \(Dense\) has the activation "hardSigmoid"/
    );
    expect(layersModelAdapter(model).spec.caps).not.toContain('relevance');
  });
});
