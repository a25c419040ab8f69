/** The renderers of the MIME types, for JupyterLab and Notebook 7, trusted or not. */
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { MODEL_MIME, SALIENCY_MIME, TERSE_MIME, TRAINING_MIME } from 'terselab/dist/views/mimeTypes';
import { sideDocument } from './sideDocument';
import { TerselabView, type LoadPlot } from './view';

/** Before HTML (50) and the pictures (90) of the same output. */
const RANK = 40;

/** How to fetch each view, by its name. */
const loaders: Record<string, LoadPlot> = {};

function extension(name: string, mimeType: string, load: LoadPlot): IRenderMime.IExtension {
  loaders[name] = load;
  return {
    id: `terselab-lab:${name}`,
    rendererFactory: {
      safe: true,
      mimeTypes: [mimeType],
      defaultRank: RANK,
      createRenderer: options => new TerselabView(options.mimeType, load)
    },
    rank: RANK,
    dataType: 'json'
  };
}

// Readers, validators and drawing are fetched when the first view of a kind needs them.
const extensions: IRenderMime.IExtension[] = [
  extension('saliency', SALIENCY_MIME, async () => {
    const { makeSaliencyPlot } = await import('./saliencyPlot');
    return makeSaliencyPlot;
  }),
  extension('terse', TERSE_MIME, async () => {
    const { TersePlot } = await import('./tersePlot');
    return (payload, before) => new TersePlot(payload, before);
  }),
  extension('model', MODEL_MIME, async () => {
    const { ModelPlot } = await import('./modelPlot');
    return (payload, before) => new ModelPlot(payload, before);
  }),
  extension('training', TRAINING_MIME, async () => {
    const { TrainingPlot } = await import('./trainingPlot');
    return (payload, before) => new TrainingPlot(payload, before);
  })
];

export default [...extensions, sideDocument(RANK, loaders)];
