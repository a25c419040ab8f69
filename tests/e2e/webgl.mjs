// How many WebGL contexts a page has made: browsers allow 8 to 16, and take the oldest away.

/** Runs in the page before anything else. */
export function countContexts() {
  window.e2eContexts = 0;
  for (const { prototype } of [window.HTMLCanvasElement, window.OffscreenCanvas]) {
    const { getContext } = prototype;
    prototype.getContext = function (kind, ...more) {
      const context = getContext.call(this, kind, ...more);
      if (context && String(kind).includes('webgl')) window.e2eContexts++;
      return context;
    };
  }
}

export const contexts = page => page.evaluate(() => window.e2eContexts);
