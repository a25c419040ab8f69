/** The renderers of the MIME types, for JupyterLab and Notebook 7, trusted or not. */
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { SALIENCY_MIME, TERSE_MIME } from 'terselab/dist/browser';
import { SaliencyPlot } from './saliencyPlot';
import { TersePlot } from './tersePlot';
import { TerselabView, type MakePlot } from './view';

/** Before HTML (50) and the pictures (90) of the same output. */
const RANK = 40;

function extension(name: string, mimeType: string, make: MakePlot): IRenderMime.IExtension {
  return {
    id: `terselab-lab:${name}`,
    rendererFactory: {
      safe: true,
      mimeTypes: [mimeType],
      defaultRank: RANK,
      createRenderer: options => new TerselabView(options.mimeType, make)
    },
    rank: RANK,
    dataType: 'json'
  };
}

const extensions: IRenderMime.IExtension[] = [
  extension('saliency', SALIENCY_MIME, (payload, before) => new SaliencyPlot(payload, before)),
  extension('terse', TERSE_MIME, (payload, before) => new TersePlot(payload, before))
];

export default extensions;
