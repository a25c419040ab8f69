import { featureTable, fitPca, transformPca } from '../../learn';
import {
  checkBatch,
  ExplanationError,
  needCapabilities,
  type Batch,
  type LayerSpec,
  type ModelAdapter
} from '../adapter';
import type { TerseTable } from './terseTable';

/** Terse values of objects, and where they were taken from. */
export interface TerseRead extends TerseTable {
  ids: readonly string[];
  layer: string;
  /**
   * True where the model declares no bottleneck and the values are the leading principal components of a wider layer: a
   * stand-in, which whoever reads them has to be told. Components hold over the objects that they were found with.
   */
  surrogate: boolean;
  /** Share of the layer's variance that a surrogate keeps; 1 for a declared layer. */
  kept: number;
}

/**
 * What a model keeps of each object: the numbers of its declared terse layer, or of another layer by name; without either,
 * the leading principal components of its last layer before the answer.
 * @param options layer; size, components of a surrogate (default 2)
 * @throws ExplanationError where the model shows no inner layer, or has none before its answer
 */
export async function terseOf(
  model: ModelAdapter,
  batch: Batch,
  { layer, size = 2 }: { layer?: string; size?: number } = {}
): Promise<TerseRead> {
  const { spec } = model;
  needCapabilities(spec, 'terseOf', ['activations']);
  checkBatch(spec, batch);
  const declared = layer ?? spec.terseLayer?.name;
  const name = declared ?? penultimate(spec.layers, spec.name);
  const { values, shape } = await model.activations!(batch, name);
  const count = values.length / shape.reduce((product, n) => product * n, 1);
  if (count !== batch.count) {
    throw new ExplanationError(
      `terseOf: the layer "${name}" gives ${count} rows for ${batch.count} objects; name one that holds one row an object.`
    );
  }
  const width = values.length / count;
  const ids = batch.ids ?? Array.from({ length: count }, (_, s) => String(s));
  if (declared !== undefined) {
    return { terse: values, count, size: width, ids, layer: name, surrogate: false, kept: 1 };
  }
  const table = featureTable(
    Object.fromEntries(
      Array.from({ length: width }, (_, k) => [
        String(k),
        Float64Array.from({ length: count }, (__, s) => values[s * width + k])
      ])
    )
  );
  const pca = await fitPca(table, { components: Math.min(size, width) });
  return {
    terse: transformPca(pca, table),
    count,
    size: pca.components.length,
    ids,
    layer: name,
    surrogate: true,
    kept: pca.ratio.reduce((sum, share) => sum + share, 0)
  };
}

/** The last layer before the answer's own that changes its numbers. */
function penultimate(layers: readonly LayerSpec[], model: string): string {
  const idle = new Set(['dropout', 'seededdropout', 'activation', 'flatten', 'reshape', 'softmax']);
  const working = layers.filter(({ kind }) => !idle.has(kind));
  if (working.length < 2) {
    throw new ExplanationError(
      `terseOf: the model "${model}" has no layer before its answer; name a layer, or give a deeper model.`
    );
  }
  return working[working.length - 2].name;
}
