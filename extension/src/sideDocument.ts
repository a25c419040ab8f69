/** A saved view as a file of its own: the JSON of any payload under a name that ends in `.terse.json`. */
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { TerselabView, type LoadPlot, type MakePlot } from './view';
import { words } from './words';

/** Of the file, whatever view it holds. */
export const DOCUMENT_MIME = 'application/vnd.terselab.view+json';
const FILE_TYPE = 'terselab-view';

/** @param loaders of the views by their name in the payload */
export function sideDocument(rank: number, loaders: Record<string, LoadPlot>): IRenderMime.IExtension {
  return {
    id: 'terselab-lab:document',
    rendererFactory: {
      safe: true,
      mimeTypes: [DOCUMENT_MIME],
      defaultRank: rank,
      createRenderer: options => new TerselabView(options.mimeType, () => loadAll(loaders))
    },
    rank,
    // as text: a damaged file gets the panel that says what is wrong with it
    dataType: 'string',
    fileTypes: [
      {
        name: FILE_TYPE,
        displayName: words.document,
        extensions: ['.terse.json'],
        mimeTypes: [DOCUMENT_MIME],
        fileFormat: 'text'
      }
    ],
    documentWidgetFactoryOptions: {
      name: words.document,
      primaryFileType: FILE_TYPE,
      fileTypes: [FILE_TYPE],
      defaultFor: [FILE_TYPE]
    }
  };
}

/** Which view it is shows when the file is read, after the code was asked for: the makers of all are fetched. */
async function loadAll(loaders: Record<string, LoadPlot>): Promise<MakePlot> {
  const made = await Promise.all(
    Object.entries(loaders).map(async ([name, load]) => [name, await load()] as const)
  );
  const makers = new Map(made);
  let shown: string | null = null;
  return (payload, before) => {
    const name = viewName(payload);
    const make = makers.get(name);
    if (!make) {
      throw new Error(
        `the file holds ${name === '' ? 'no view' : `a view called ${JSON.stringify(name.slice(0, 40))}`}; expected the JSON of ${[...makers.keys()].join(', ')}`
      );
    }
    const plot = make(payload, shown === name ? before : null);
    shown = name;
    return plot;
  };
}

function viewName(payload: unknown): string {
  let value = payload;
  if (typeof value === 'string') {
    try {
      value = JSON.parse(value) as unknown;
    } catch {
      throw new Error('the file is not JSON; it was cut short or edited by hand');
    }
  }
  const view = (value as { view?: unknown } | null)?.view;
  return typeof view === 'string' ? view : '';
}
