// Notebooks made by the checks: small ones, written as files into the served folder.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { repository } from '../../binder/setup/place.mjs';

/** A module of the built library. */
export const fromDist = name => createRequire(import.meta.url)(path.join(repository, 'dist', name));

/** Builders and readers of payloads, as the library has them. */
export const views = fromDist('browser.js');

/** A code cell, with outputs where it is to look run. */
export const code = (source, outputs = []) => ({
  cell_type: 'code',
  id: randomUUID().slice(0, 8),
  execution_count: outputs.length ? 1 : null,
  metadata: {},
  outputs,
  source
});

export const text = source => ({ cell_type: 'markdown', id: randomUUID().slice(0, 8), metadata: {}, source });

export function write(desk, name, cells) {
  const kernelspec = { display_name: 'TypeScript', language: 'typescript', name: 'tslab' };
  fs.writeFileSync(
    desk.file(name),
    JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 })
  );
  return name;
}

/** What a cell saved that showed this payload. */
export function output(payload) {
  const { data, metadata } = fromDist('views/node.js').viewBundle(payload);
  return { output_type: 'display_data', data, metadata };
}

/** Source of cells that show a view without any model: 12 rows with a stripe each, 40 points on a band. */
export const showSaliency = `tl.show(tl.saliencyView({
  viewId: "small-saliency", title: "Small heatmap", caption: "Rows with a stripe.", alt: "Twelve rows, a stripe in each.",
  method: "gradient", score: "logit", rowNoun: "window", ids: Array.from({ length: 12 }, (_, i) => 100 + i),
  columns: { label: "place" },
  values: Array.from({ length: 12 * 50 }, (_, i) => Math.sin(i / 3) * Math.exp(-(((i % 50) - 25) ** 2) / 40)),
  fields: [{ name: "key", label: "key", values: Array.from({ length: 12 }, (_, i) => (i * 5) % 12) }]
}));`;

export const showTerse = `tl.show(tl.terseView({
  viewId: "small-terse", title: "Small scatter", caption: "A band.", alt: "Forty points on a band.",
  rowNoun: "window", ids: Array.from({ length: 40 }, (_, i) => i),
  terse: Array.from({ length: 40 }, (_, i) => Math.sin(i / 8)), terseNames: ["terse 1"],
  fields: [{ name: "size", label: "size", values: Array.from({ length: 40 }, (_, i) => i) },
           { name: "kind", label: "kind", categories: ["odd", "even"], values: Array.from({ length: 40 }, (_, i) => i % 2) }],
  x: "size", y: "terse 1", colour: "kind", correlations: []
}));`;

export const importTerselab = 'import * as tl from "terselab";';
