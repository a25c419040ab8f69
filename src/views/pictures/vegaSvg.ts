/** A Vega-Lite chart to SVG in Node, without a canvas. */
import { ViewError } from '../errors';

/** SVG of a Vega-Lite 5 specification with inline data. @throws ViewError where it does not compile */
export async function vegaSvg(spec: object): Promise<string> {
  // Loaded when first drawn: together they are the largest part of the package.
  const vega = require('vega') as VegaModule;
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

/** What is used of vega and vega-lite; their own declarations do not parse under the kernel's TypeScript 5.0. */
interface VegaModule {
  parse(spec: object): object;
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
