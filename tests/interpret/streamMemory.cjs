// Streams objects through a method and prints what the process holds at each thousand, as one line of JSON.
// usage: node --expose-gc streamMemory.cjs METHOD OBJECTS [keep]; reads dist/ (npm run build). With "keep" all results are
// kept, which is what a leak would look like.
'use strict';
const tf = require('@tensorflow/tfjs');
const tl = require('../../dist');

const WIDTH = 64;
const MAX_BATCH = 64;
/** Objects between two looks. */
const EVERY = 1000;

/** Few steps and masks: what could grow, grows with every object. */
const options = {
  integratedGradients: { steps: 4, baseline: { name: 'zero-physical', values: new Float32Array(WIDTH) } },
  smoothGrad: { noise: 0.1, draws: 4 },
  rise: { masks: 8, cells: 8, baseline: { name: 'zero-physical', values: new Float32Array(WIDTH) } }
};

const model = () =>
  tf.sequential({
    name: 'curve',
    layers: [
      tf.layers.conv1d({ inputShape: [WIDTH, 1], filters: 4, kernelSize: 5, activation: 'relu' }),
      tf.layers.maxPooling1d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1 })
    ]
  });

/** Batches of a hundred, which `maxBatch` does not divide. */
function* batches(objects) {
  const random = new tl.Random(1);
  for (let from = 0; from < objects; from += 100) {
    const values = Float32Array.from({ length: 100 * WIDTH }, () => random.normal());
    const ids = Array.from({ length: 100 }, (_, i) => `object ${from + i}`);
    yield { count: 100, ids, arrays: { curve: { values, shape: [WIDTH, 1] } } };
  }
}

const look = objects => {
  globalThis.gc();
  globalThis.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { objects, rss, held: heapUsed + external, tensors: tf.memory().numTensors };
};

async function main([method, objectsText, keep]) {
  await tl.useBackend();
  const network = model();
  const adapter = tl.layersModelAdapter(network);
  const input = adapter.spec.inputs[0].name;
  function* named() {
    for (const { arrays, ...batch } of batches(Number(objectsText))) {
      yield { ...batch, arrays: { [input]: arrays.curve } };
    }
  }
  let done = 0;
  const kept = [];
  const looks = [];
  for await (const part of tl.attribute(adapter, named(), method, {
    maxBatch: MAX_BATCH,
    ...options[method]
  })) {
    done += part.ids.length;
    if (keep) kept.push(part);
    if (done % EVERY === 0) looks.push(look(done));
  }
  console.log(JSON.stringify({ done, kept: kept.length, looks }));
}

main(process.argv.slice(2)).catch(error => {
  console.error(error);
  process.exitCode = 1;
});
