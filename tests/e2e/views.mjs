// The terselab views on a page.
import { see } from './pixels.mjs';
import { until } from './wait.mjs';

export const SALIENCY = 'application/vnd.terselab.saliency.v1+json';
export const TERSE = 'application/vnd.terselab.terse.v1+json';
export const TRAINING = 'application/vnd.terselab.training.v1+json';
export const MODEL = 'application/vnd.terselab.model.v1+json';

const viewsOf = (page, mime) =>
  page.locator(`.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Terselab[data-mime-type="${mime}"]`);

/** The view of a MIME type; the n-th of it on the page. */
export const view = (page, mime, n = 0) => partsOf(viewsOf(page, mime).nth(n));

/** The view with a title. */
export const titled = (page, mime, title) =>
  partsOf(viewsOf(page, mime).filter({ has: page.getByText(title, { exact: true }) }));

function partsOf(node) {
  return {
    node,
    canvas: node.locator('.jp-Terselab-canvas'),
    plot: node.locator('.jp-Terselab-plot'),
    tooltip: node.locator('.jp-Terselab-tooltip'),
    table: node.locator('.jp-Terselab-tableScroll')
  };
}

/** Where the plot itself lies on the canvas, in fractions that hold for both views at the page's usual width. */
export const inside = { left: 0.15, top: 0.15, width: 0.55, height: 0.45 };

/** Least number of colours inside each view's plot: a diverging map has many, dots with smooth edges some. */
const COLOURS = { [SALIENCY]: 60, [TERSE]: 30 };

/**
 * Resolves when a view is painted on the screen; a busy page takes a moment to lay out.
 * @param bring scrolls to it; needed where cells out of sight are taken out of the layout
 */
export function painted(desk, page, mime, bring = () => {}) {
  const { canvas } = view(page, mime);
  return until(20, `${mime} is painted`, async () => {
    await bring();
    await canvas.scrollIntoViewIfNeeded({ timeout: 3000 });
    const seen = await see(desk, canvas, inside);
    if (seen.colours >= COLOURS[mime] && seen.inked > 0.02) return seen;
    throw new Error(`${seen.colours} colours, ${(100 * seen.inked).toFixed(1)} % of the plot drawn on`);
  });
}

/** Everything that could run, inside the views of a page: elements, handlers, addresses. Must be empty. */
export function dangers(page) {
  return page.evaluate(() => {
    const nodes = [...document.querySelectorAll('.jp-Terselab, .jp-Terselab *')];
    const found = nodes.length < 20 ? [`only ${nodes.length} elements to look at`] : [];
    for (const node of nodes) {
      if (['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'LINK', 'STYLE', 'A'].includes(node.tagName))
        found.push(node.tagName);
      for (const { name, value } of node.attributes) {
        if (name.startsWith('on') || /^\s*javascript:/i.test(value))
          found.push(`${node.tagName} ${name}=${value}`);
        if (name === 'src' && !value.startsWith('data:image/png;base64,'))
          found.push(`${node.tagName} src=${value}`);
      }
    }
    return found;
  });
}
