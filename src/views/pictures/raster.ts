/** SVG to PNG in Node. resvg rather than a browser; the fonts are the package's own, so that every machine draws alike. */
import path from 'node:path';
import type { ResvgRenderOptions } from '@resvg/resvg-js';

/**
 * PNG of an SVG document.
 * @param options pixels per SVG unit (default 2), background where the document has none (default white: dark pages show
 * the picture too)
 */
export function svgToPng(svg: string, { scale = 2, background = '#ffffff' } = {}): Uint8Array {
  // Loaded when first drawn: a notebook that draws nothing need not load the native renderer.
  const { Resvg } = require('@resvg/resvg-js') as typeof import('@resvg/resvg-js');
  const options: ResvgRenderOptions = {
    background,
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: fontFiles(),
      defaultFontFamily: 'DejaVu Sans',
      sansSerifFamily: 'DejaVu Sans',
      serifFamily: 'DejaVu Sans',
      monospaceFamily: 'DejaVu Sans Mono'
    }
  };
  return new Resvg(svg, options).render().asPng();
}

function fontFiles(): string[] {
  const folder = path.join(path.dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  return ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf', 'DejaVuSansMono.ttf'].map(file => path.join(folder, file));
}
