// What is on the screen, counted: no reference pictures, which would depend on fonts and drivers.

/**
 * The colours of what is seen of an element: {colours, background, inked, prints}. `background` is the commonest colour,
 * `inked` the share of pixels of another one, `print` a fingerprint of them all.
 * @param region part of the element as fractions {left, top, width, height}
 */
export async function see(desk, locator, region = null) {
  const png = await locator.screenshot({ timeout: 5000, animations: 'disabled', caret: 'hide' });
  return count(desk, png.toString('base64'), region);
}

/** What a canvas holds, whether it is in sight or not. */
export async function held(desk, canvas, region = null) {
  const png = await canvas.evaluate(node => node.toDataURL('image/png').split(',')[1]);
  return count(desk, png, region);
}

/** Counts on an empty page of its own, whose browser has the decoder. */
function count(desk, base64, region) {
  return desk.eye.evaluate(
    async ([base64, region]) => {
      const bytes = Uint8Array.from(window.atob(base64), letter => letter.charCodeAt(0));
      const picture = await window.createImageBitmap(new window.Blob([bytes], { type: 'image/png' }));
      const { left, top, width, height } = region ?? { left: 0, top: 0, width: 1, height: 1 };
      const [w, h] = [Math.round(picture.width * width), Math.round(picture.height * height)];
      const context = new window.OffscreenCanvas(w, h).getContext('2d');
      context.drawImage(picture, -Math.round(picture.width * left), -Math.round(picture.height * top));
      const pixels = new Uint32Array(context.getImageData(0, 0, w, h).data.buffer);
      const counts = new Map();
      let print = 2166136261;
      for (const pixel of pixels) {
        counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
        print = Math.imul(print ^ pixel, 16777619) >>> 0;
      }
      const [[background, most]] = [...counts].sort((a, b) => b[1] - a[1]);
      const hex = value => (value >>> 0).toString(16).padStart(8, '0').match(/../g).reverse().join('');
      return {
        width: w,
        height: h,
        colours: counts.size,
        background: `#${hex(background)}`,
        inked: 1 - most / pixels.length,
        print
      };
    },
    [base64, region]
  );
}
