import { ExplanationError, type InputSpec, type LayerSpec, type ModelSpec } from '../adapter';

/** What is said of a model beside the model itself. */
export interface AdapterOptions {
  /** Default: the model's own. */
  name?: string;
  /** Roles and axes of inputs, by name; default: all are data, and a maskedMean's mask is a mask. */
  inputs?: Readonly<Record<string, Pick<InputSpec, 'role' | 'axes'>>>;
  /** Names of the answers. */
  outputs?: readonly string[];
}

/** @throws ExplanationError where options name an input that is not there, or there is not one name an answer */
export function checkOptions(
  model: string,
  { inputs = {}, outputs }: AdapterOptions,
  { inputNames, count }: { inputNames: readonly string[]; count: number }
): void {
  const stranger = Object.keys(inputs).find(input => !inputNames.includes(input));
  if (stranger !== undefined) {
    throw new ExplanationError(
      `${model}: there is no input "${stranger}"; there are ${inputNames.join(', ')}.`
    );
  }
  if (outputs && outputs.length !== count) {
    throw new ExplanationError(`${model}: ${outputs.length} names for ${count} answers; give one an answer.`);
  }
}

/** The bottleneck of a model, where a layer is named "terse". */
export function terseLayerOf(layers: readonly LayerSpec[]): Pick<ModelSpec, 'terseLayer'> {
  const terse = layers.find(layer => layer.name === 'terse');
  return terse ? { terseLayer: { name: 'terse', size: terse.shape[terse.shape.length - 1] ?? 1 } } : {};
}
