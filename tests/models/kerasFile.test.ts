import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { zipSync, unzipSync, strToU8 } from 'fflate';
import {
  engineAdapter,
  layersModelAdapter,
  resolveScore,
  type Batch,
  type ModelAdapter
} from '../../src/interpret';
import { networkLayersModel, readKeras } from '../../src/models';
import { useBackend } from '../../src/models/backend';
import { miss } from '../interpret/adapters/models';

/** What make.py beside the files has written of Keras's answers and tf.GradientTape's gradients. */
interface Expected {
  inputs: { name: string; shape: number[]; values: number[] }[];
  /** [objects, answers] */
  answers: number[];
  /** Of the sum of each answer over the objects, by each input. */
  gradients: number[][][];
}

const stored = path.join(__dirname, '../fixtures/keras');
const read = (folder: string) => ({
  bytesOf: (file: string) => new Uint8Array(fs.readFileSync(path.join(folder, file))),
  expected: JSON.parse(fs.readFileSync(path.join(folder, 'expected.json'), 'utf8')) as Record<
    string,
    Expected
  >
});
const { bytesOf, expected } = read(stored);

/** A Python that has Keras 3; without one the stored files alone are read. */
const python = process.env.TERSELAB_KERAS_PYTHON ?? 'python3';
const hasKeras = spawnSync(python, ['-c', 'import keras; assert keras.__version__ >= "3"']).status === 0;

beforeAll(async () => {
  await useBackend();
});

const batchOf = ({ inputs }: Expected): Batch => ({
  count: 5,
  arrays: Object.fromEntries(
    inputs.map(({ name, shape, values }) => [name, { shape, values: Float32Array.from(values) }])
  )
});

async function compare(adapter: ModelAdapter, truth: Expected): Promise<void> {
  const batch = batchOf(truth);
  expect(adapter.spec.inputs.map(({ name }) => name)).toEqual(truth.inputs.map(({ name }) => name));
  expect(miss((await adapter.predict(batch)).values, truth.answers)).toBeLessThan(1e-5);
  for (const [index, gradients] of truth.gradients.entries()) {
    const found = await adapter.gradient!(batch, resolveScore(adapter.spec, { kind: 'output', index }));
    for (const [i, { name }] of truth.inputs.entries()) {
      expect(miss(found[name].values, gradients[i])).toBeLessThan(1e-4);
    }
  }
}

describe.each(['tabular', 'flares', 'galaxies', 'two_inputs'])(
  'a .keras file of Keras 3, %s: predictions within 1e-5, gradients within 1e-4',
  name => {
    test('on the reference engine', async () => {
      await compare(engineAdapter(await readKeras(bytesOf(`${name}.keras`))), expected[name]);
    });
    test('as a tfjs model, where tfjs has the layers', async () => {
      const network = await readKeras(bytesOf(`${name}.keras`));
      if (name === 'two_inputs') {
        expect(() => networkLayersModel(network)).toThrow(/node "inner\/conv1d_2" \(exponential\)/);
      } else {
        await compare(layersModelAdapter(networkLayersModel(network)), expected[name]);
      }
    });
  }
);

(hasKeras ? test : test.skip)(
  'files that the Keras of this machine writes now, from another seed',
  async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'terselab-keras-'));
    try {
      const { status, stderr } = spawnSync(python, [path.join(stored, 'make.py'), folder, '11']);
      if (status !== 0) throw new Error(String(stderr));
      const fresh = read(folder);
      for (const name of ['tabular', 'flares', 'galaxies', 'two_inputs']) {
        await compare(engineAdapter(await readKeras(fresh.bytesOf(`${name}.keras`))), fresh.expected[name]);
      }
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  }
);

describe('what a file says of its layers', () => {
  test('names, initialisers, and where the activation stands', async () => {
    const network = await readKeras(bytesOf('flares.keras'));
    const adapter = engineAdapter(network);
    expect(adapter.spec.output.activation).toBe('sigmoid');
    expect(adapter.spec.terseLayer).toEqual({ name: 'terse', size: 5 });
    expect(network.inputs[0].shape).toEqual([60, 1]);
    const tabular = await readKeras(bytesOf('tabular.keras'));
    const drawn = tabular.nodes.flatMap(node => (node.initialiser ? [node.initialiser] : []));
    expect(drawn.filter(({ scale }) => scale === 2)).toEqual([
      { scale: 2, mode: 'fanIn', distribution: 'normal' }
    ]);
  });
});

/** A file with one of its parts changed. */
const changed = (file: string, part: string, change: (text: string) => string): Uint8Array => {
  const parts = unzipSync(bytesOf(file));
  return zipSync({ ...parts, [part]: strToU8(change(new TextDecoder().decode(parts[part]))) });
};

describe('what cannot be read is refused, and says what to do', () => {
  test('every layer that is not supported is named before anything is computed', async () => {
    await expect(readKeras(bytesOf('strange.keras'))).rejects.toThrow(
      /model "strange": 4 layers.*"memory" \(LSTM\).*"wide" \(Conv1D\) is dilated.*"per_object" \(LayerNormalization\).*"odd" \(Dense\) has the activation "mish"/
    );
  });
  test('a legacy .h5, with how to convert it', async () => {
    await expect(readKeras(bytesOf('old.h5'), { name: 'old.h5' })).rejects.toThrow(
      /old\.h5: found an HDF5 file.*keras\.models\.load_model\('model\.h5'\)\.save\('model\.keras'\)/
    );
  });
  test('bytes of another kind, and a file cut off', async () => {
    await expect(readKeras(strToU8('hello'))).rejects.toThrow(/5 bytes that are no zip archive/);
    await expect(readKeras(bytesOf('flares.keras').subarray(0, 9000))).rejects.toThrow(/Keras file/);
  });
  test.each<[string, Uint8Array, RegExp]>([
    [
      'another version',
      changed('flares.keras', 'metadata.json', t => t.replace('3.15', '2.15')),
      /Keras 2\.15/
    ],
    ['no JSON', changed('flares.keras', 'config.json', t => t.slice(0, 100)), /no JSON/],
    ['a class of its own', changed('flares.keras', 'config.json', t => t.replace('"registered_name": null, "build_config"', '"registered_name": "mine>Dense", "build_config"')), /\(mine>Dense\) is of a kind/], // prettier-ignore
    ['a subclassed model', changed('flares.keras', 'config.json', t => t.replace('"class_name": "Sequential"', '"class_name": "MyNet"')), /class "MyNet"/] // prettier-ignore
  ])('%s', async (_, bytes, message) => {
    await expect(readKeras(bytes)).rejects.toThrow(message);
  });
  test('weights that are not those of the layers', async () => {
    const weights = unzipSync(bytesOf('tabular.keras'))['model.weights.h5'];
    const parts = unzipSync(bytesOf('flares.keras'));
    await expect(
      readKeras(zipSync({ ...parts, 'model.weights.h5': weights })).then(engineAdapter)
    ).rejects.toThrow(/"conv1d.*(has no weights|kernel)/);
  });
});
