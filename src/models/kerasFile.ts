import { FormatError } from '../formats';
import { readZip } from '../formats/npy/zip';
import { kerasGraph, type KerasObject } from './kerasConfig';
import { readLayerWeights } from './kerasWeights';
import { graphToNetwork } from './layerGraph';
import type { Network } from './network';

/** How a Keras file is read. */
export interface ReadKerasOptions {
  /** Name for messages; default "Keras file". */
  name?: string;
  /** Most bytes that its parts may unpack to; default 1 GiB. */
  maxBytes?: number;
}

const PARTS = ['metadata.json', 'config.json', 'model.weights.h5'];

/**
 * Reads a `.keras` file of Keras 3 into a {@link Network}: `engineAdapter(network)` explains it in float64,
 * `networkLayersModel(network)` makes a tfjs model of it. Sequential and functional models of dense, conv1d, conv2d, poolings
 * (global ones too), batch normalization, dropout, flatten, reshape, activations, rescaling, normalization, add and concatenate.
 * @throws FormatError where the bytes are no such file: for a legacy `.h5` with how to convert it. NetworkError that names
 *   every layer which is not supported, before anything is computed
 */
export async function readKeras(
  bytes: Uint8Array,
  { name: file = 'Keras file', maxBytes = 2 ** 30 }: ReadKerasOptions = {}
): Promise<Network> {
  checkKind(bytes, file);
  const parts = new Map([...readZip(bytes, file, maxBytes)].map(({ name, content }) => [name, content]));
  const lacking = PARTS.find(name => !parts.has(name));
  if (lacking) {
    throw new FormatError({
      code: 'missing',
      file,
      found: `an archive of ${[...parts.keys()].join(', ')}`,
      expected: `"${lacking}" in it, as keras.Model.save writes`,
      todo: `Save the model with Keras 3: model.save('model.keras').`
    });
  }
  const json = (part: string) => parseJson(parts.get(part)!, `${file}/${part}`);
  const { keras_version: version } = json('metadata.json') as { keras_version?: unknown };
  if (!/^3\./.test(String(version))) {
    throw new FormatError({
      code: 'unsupported',
      file,
      found: `a file of Keras ${String(version)}`,
      expected: 'Keras 3',
      todo: `Load it in Keras 3 and save it again: keras.models.load_model(..).save('model.keras').`
    });
  }
  const weights = await readLayerWeights(parts.get('model.weights.h5')!, `${file}/model.weights.h5`);
  return graphToNetwork(kerasGraph(json('config.json') as KerasObject, weights, file));
}

function checkKind(bytes: Uint8Array, file: string): void {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return;
  const legacy = bytes[0] === 0x89 && bytes[1] === 0x48 && bytes[2] === 0x44 && bytes[3] === 0x46;
  throw new FormatError({
    code: 'not-this-format',
    file,
    found: legacy
      ? 'an HDF5 file, as Keras before 3 wrote models'
      : `${bytes.length} bytes that are no zip archive`,
    expected: 'a .keras file of Keras 3',
    todo: legacy
      ? `Convert it in Python: keras.models.load_model('model.h5').save('model.keras').`
      : 'Check that this is the right file and that it was fetched whole and as binary.'
  });
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new FormatError({
      code: 'corrupt',
      file,
      found: `text that is no JSON (${error instanceof Error ? error.message : String(error)})`,
      expected: 'JSON',
      todo: 'Save the model again.'
    });
  }
}
