/** A Vega-Lite chart as an output: JupyterLab draws the specification itself; PNG and SVG show it elsewhere. */
import { pictureBundle, type MimeBundle } from './bundle';
import { payloadBytes, OUTPUT_BUDGET } from './columns';
import { ViewError } from './errors';
import { vegaSvg } from './pictures/vegaSvg';

export const VEGA_LITE_MIME = 'application/vnd.vegalite.v5+json';

/** What {@link chartView} takes. */
export interface ChartInput {
  title: string;
  /** What is shown: type, axes, range and meaning. */
  caption: string;
  /** Text alternative of the picture. */
  alt: string;
  /** Vega-Lite 5 specification with its data inline. Title, description and size default to those given here. */
  spec: Record<string, unknown>;
}

/**
 * Build a chart's output.
 * @throws ViewError where the data are not inline, too large, or the specification does not compile
 */
export async function chartView({ title, caption, alt, spec }: ChartInput): Promise<MimeBundle> {
  const url = findUrl(spec);
  if (url !== null) {
    throw new ViewError(
      `spec fetches its data from ${url}; give them inline (data: {values: [...]}): a saved notebook fetches nothing`
    );
  }
  const full: Record<string, unknown> = {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    ...(['hconcat', 'vconcat', 'concat', 'facet', 'repeat'].some(key => key in spec)
      ? {}
      : { width: 560, height: 280 }),
    title: {
      text: title,
      subtitle: caption === '' ? undefined : wrapWords(caption, 100),
      anchor: 'start',
      subtitleColor: '#57606a'
    },
    description: alt,
    background: '#ffffff',
    ...spec
  };
  const bytes = payloadBytes(full);
  if (bytes > OUTPUT_BUDGET) {
    throw new ViewError(
      `the chart takes ${bytes} bytes, an output at most ${OUTPUT_BUDGET}: bin or sample its data first`
    );
  }
  const bundle = pictureBundle({ title, alt }, await vegaSvg(full), caption, { [VEGA_LITE_MIME]: full });
  // JupyterLab hands these to vega-embed, whose menu has no name for screen readers and sends the data to a page outside.
  bundle.metadata[VEGA_LITE_MIME] = { embed_options: { actions: false } };
  return bundle;
}

/** The first address under a key `url` of a `data` object; null where all data are inline. */
function findUrl(value: unknown, key = ''): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (key === 'data' && typeof (value as { url?: unknown }).url === 'string')
    return (value as { url: string }).url;
  if (key === 'values') return null;
  for (const [name, inner] of Object.entries(value)) {
    const found = findUrl(inner, Array.isArray(value) ? key : name);
    if (found !== null) return found;
  }
  return null;
}

function wrapWords(text: string, characters: number): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last !== '' && last.length + 1 + word.length > characters) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
