// Nine methods on two small convolutional networks, through tfjs and through the reference engine. The page and Node run
// this very file, each with its own tfjs.
'use strict';

const OBJECTS = 3;

/** [name, options] of each method; those with a baseline are given one. */
const asked = layer => [
  ['gradient', {}],
  ['integratedGradients', { steps: 16, baseline: true }],
  ['smoothGrad', { noise: 0.1, draws: 12 }],
  ['occlusion', { patch: 3, baseline: true }],
  ['rise', { masks: 60, cells: 4, baseline: true }],
  ['gradCam', { layer }],
  ['kernelShap', { baseline: true, groups: true, samples: 48 }],
  ['deepLift', { baseline: true }],
  ['lrp', { rule: 'epsilon' }]
];

const curveNetwork = tf =>
  tf.sequential({
    name: 'curve',
    layers: [
      tf.layers.conv1d({
        inputShape: [40, 1],
        filters: 6,
        kernelSize: 5,
        padding: 'same',
        activation: 'relu'
      }),
      tf.layers.maxPooling1d({ poolSize: 2 }),
      tf.layers.conv1d({ filters: 4, kernelSize: 3, activation: 'relu', name: 'maps' }),
      tf.layers.dropout({ rate: 0.3 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 8, activation: 'relu' }),
      tf.layers.dense({ units: 1 })
    ]
  });

const imageNetwork = tf =>
  tf.sequential({
    name: 'image',
    layers: [
      tf.layers.conv2d({ inputShape: [12, 10, 2], filters: 4, kernelSize: 3, activation: 'relu' }),
      tf.layers.batchNormalization(),
      tf.layers.averagePooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 5, kernelSize: 2, activation: 'relu', name: 'maps' }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ units: 3, activation: 'softmax' })
    ]
  });

/** Weights and objects follow from a seed, lest they differ between two runs. */
const drawn = (tl, random, length, scale) => Float32Array.from({ length }, () => scale * random.normal());

function settle({ tf, tl }, model, random) {
  model.setWeights(
    model.getWeights().map(weight => {
      const size = weight.shape.reduce((a, b) => a * b, 1);
      const values = drawn(tl, random, size, 0.4);
      // gains and variances of a normalisation are positive
      return tf.tensor(weight.shape.length === 1 ? values.map(v => 0.2 + Math.abs(v)) : values, weight.shape);
    })
  );
  return model;
}

/** Groups of four places, one behind the other. */
const groupsOf = width =>
  Array.from({ length: width / 4 }, (_, g) => Array.from({ length: 4 }, (_, i) => 4 * g + i));

async function explainWith({ tl }, adapter, random) {
  const { name, shape } = adapter.spec.inputs[0];
  const width = shape.reduce((a, b) => a * b, 1);
  const batch = {
    count: OBJECTS,
    arrays: { [name]: { values: drawn(tl, random, OBJECTS * width, 1), shape } }
  };
  const baseline = { name: 'small-values', values: drawn(tl, random, width, 0.1) };
  const maps = {};
  for (const [method, { baseline: compared, groups, ...own }] of asked('maps')) {
    const options = {
      ...own,
      maxBatch: 7,
      ...(compared ? { baseline } : {}),
      ...(groups ? { groups: groupsOf(width), samples: 4 * groupsOf(width).length } : {})
    };
    maps[method] = Array.from((await tl.explain(adapter, batch, method, options)).inputs[name].values);
  }
  return maps;
}

/** Maps by network, model behind the contract and method. */
exports.explainAll = async function explainAll(kit) {
  const found = {};
  for (const [name, make] of [
    ['curve', curveNetwork],
    ['image', imageNetwork]
  ]) {
    const model = settle(kit, make(kit.tf), new kit.tl.Random(7));
    const adapters = {
      tfjs: kit.tl.layersModelAdapter(model),
      engine: kit.tl.engineAdapter(kit.tl.toNetwork(model))
    };
    for (const [kind, adapter] of Object.entries(adapters)) {
      const maps = await explainWith(kit, adapter, new kit.tl.Random(8));
      for (const [method, values] of Object.entries(maps)) found[`${name}, ${kind}, ${method}`] = values;
    }
  }
  return found;
};
