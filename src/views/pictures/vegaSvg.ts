/** A Vega-Lite chart to SVG in Node, without a canvas. */
import { ViewError } from '../errors';

/** SVG of a Vega-Lite 5 specification with inline data. @throws ViewError where it does not compile */
export async function vegaSvg(spec: object): Promise<string> {
  // Loaded when first drawn: together they are the largest part of the package.
  const vega = require('vega') as VegaModule;
  vega.textMetrics.width = textWidth;
  const { compile } = require('vega-lite') as VegaLiteModule;
  const refuse = () => Promise.reject(new Error('data must be inline: a saved notebook fetches nothing'));
  const warnings: string[] = [];
  const quiet = { level: () => quiet, error: say, warn: say, info: () => quiet, debug: () => quiet };
  function say(...words: unknown[]) {
    warnings.push(words.map(String).join(' '));
    return quiet;
  }
  try {
    const { spec: compiled } = compile(spec, { logger: quiet });
    const view = new vega.View(vega.parse(compiled), {
      renderer: 'none',
      loader: { load: refuse, sanitize: refuse }
    });
    view.logger(quiet);
    const svg = await view.toSVG();
    view.finalize();
    const fault = warnings.find(warning => /error|invalid|inline/i.test(warning));
    if (fault) throw new Error(fault);
    return svg;
  } catch (error) {
    throw new ViewError(`the chart does not draw: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Widths in DejaVu Sans, in parts of the font size; other capitals .70, all else .62. */
const WIDTHS: [characters: string, width: number][] = [
  ['ijl|', 0.3],
  [" .,:;'", 0.33],
  ['frtI()[]-/⁰¹²³⁴⁵⁶⁷⁸⁹⁻', 0.4],
  ['mMwW%@', 0.95]
];
const widthOf = (character: string) =>
  WIDTHS.find(([characters]) => characters.includes(character))?.[1] ??
  (/[A-Z+=×]/.test(character) ? 0.75 : 0.62);

/**
 * Width of a text in pixels. Without a canvas Vega takes every character as .8 of its size, so that pictures get wide
 * margins and legends lose their ends.
 */
function textWidth({ fontSize = 11, fontWeight, limit = 0 }: TextItem, value: unknown): number {
  const bold = fontWeight === 'bold' || Number(fontWeight) >= 600;
  let width = 0;
  for (const character of String(value ?? '')) width += widthOf(character);
  width *= fontSize * (bold ? 1.14 : 1);
  // longer ones are cut when drawn
  return limit > 0 ? Math.min(limit, width) : width;
}

interface TextItem {
  fontSize?: number;
  fontWeight?: string | number;
  limit?: number;
}

/** What is used of vega and vega-lite; their own declarations do not parse under the kernel's TypeScript 5.0. */
interface VegaModule {
  parse(spec: object): object;
  textMetrics: { width: (item: TextItem, value: unknown) => number };
  View: new (
    runtime: object,
    options: object
  ) => {
    logger(logger: object): void;
    toSVG(): Promise<string>;
    finalize(): void;
  };
}
interface VegaLiteModule {
  compile(spec: object, options: object): { spec: object };
}
