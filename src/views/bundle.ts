/** A view as one Jupyter output with every MIME type: the live payload, a picture for pages without the extension, text. */
import { encodeBase64 } from './base64';
import { ViewError } from './errors';
import { modelLine, modelSvg } from './pictures/modelSvg';
import { saliencySvg, subtitle } from './pictures/saliencySvg';
import { svgToPng } from './pictures/raster';
import { terseSvg } from './pictures/terseSvg';
import { trainingSvg } from './pictures/trainingSvg';
import { MODEL_MIME, SALIENCY_MIME, TERSE_MIME, TRAINING_MIME } from './mimeTypes';
import { decodeModel, parseModel } from './model';
import type { ModelPayload } from './modelTypes';
import { decodeSaliency, parseSaliency } from './saliency';
import { correlationLine } from './scatter';
import { decodeTerse, parseTerse } from './terse';
import { decodeTraining, parseTraining, trainingLine } from './training';
import type { TrainingPayload } from './trainingTypes';
import type { SaliencyPayload, TersePayload } from './types';

/** The payload of any view. */
export type ViewPayload = SaliencyPayload | TersePayload | TrainingPayload | ModelPayload;

/** One output of a cell: contents and metadata by MIME type. */
export interface MimeBundle {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

/** A PNG larger than this is drawn anew at half the density: it stands beside a payload that has its own budget. */
const MAX_PNG = 400_000;

/** An SVG longer than this is left out: the PNG beside it is smaller. */
const MAX_SVG = 200_000;

/**
 * The whole output of a view. Checks the payload first.
 * @throws ViewError
 */
export function viewBundle(payload: ViewPayload): MimeBundle {
  const { view } = payload;
  if (view === 'saliency') {
    const data = decodeSaliency(parseSaliency(payload));
    return pictureBundle(payload, saliencySvg(data), subtitle(data), { [SALIENCY_MIME]: payload });
  }
  if (view === 'terse') {
    const data = decodeTerse(parseTerse(payload));
    const size = `${data.length} rows, ${data.terse.length} terse values, ${data.fields.length} fields. ${correlationLine(data, payload.x, payload.y)}`;
    return pictureBundle(payload, terseSvg(data), size, { [TERSE_MIME]: payload });
  }
  if (view === 'training') {
    const data = decodeTraining(parseTraining(payload));
    return pictureBundle(payload, trainingSvg(data), trainingLine(data), { [TRAINING_MIME]: payload });
  }
  if (view === 'model') {
    const data = decodeModel(parseModel(payload));
    return pictureBundle(payload, modelSvg(data), modelLine(data), { [MODEL_MIME]: payload });
  }
  throw new ViewError(
    `viewBundle: unknown view ${String(view)}; expected a saliency, terse, training or model payload`
  );
}

/**
 * An output made of a drawn SVG.
 * @param size one line of words about what is shown
 * @param live contents of the MIME types that are drawn in the browser
 */
export function pictureBundle(
  { title, alt }: { title: string; alt: string },
  svg: string,
  size: string,
  live: Record<string, unknown>
): MimeBundle {
  let scale = 2;
  let png = svgToPng(svg, { scale });
  if (png.length > MAX_PNG) {
    scale = 1;
    png = svgToPng(svg, { scale });
  }
  // Width and height stand in the first chunk of every PNG. Jupyter shows the picture at its size on paper, sharp on
  // dense screens, and nbconvert takes the alt text from here.
  const header = new DataView(png.buffer, png.byteOffset);
  const [width, height] = [header.getUint32(16) / scale, header.getUint32(20) / scale];
  return {
    data: {
      ...live,
      'image/png': encodeBase64(png),
      ...(svg.length <= MAX_SVG ? { 'image/svg+xml': svg } : {}),
      'text/plain': [title, alt, size].filter(line => line.trim() !== '').join('\n')
    },
    metadata: { 'image/png': { width, height, alt }, 'image/svg+xml': { alt } }
  };
}
