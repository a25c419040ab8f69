// A screenshot with at most 256 colours: a third of the bytes, and nothing that an eye would miss in charts and text.
import { fromDist } from './notebook.mjs';

const COLOURS = 256;
const SHIFT = 2; // colours closer than this many bits apart count as one

/** PNG of a PNG: its commonest colours, each other colour replaced by the nearest of these. */
export async function withPalette(desk, png) {
  const { width, height, base64 } = await decode(desk, png.toString('base64'));
  const rgba = Buffer.from(base64, 'base64');
  const counts = new Map();
  for (let i = 0; i < rgba.length; i += 4) {
    const key = keyOf(rgba, i);
    const found = counts.get(key);
    if (found) found.count++;
    else counts.set(key, { count: 1, colour: [rgba[i], rgba[i + 1], rgba[i + 2]] });
  }
  const colours = [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, COLOURS)
    .map(({ colour }) => colour);
  const indexes = new Map([...counts].map(([key, { colour }]) => [key, nearest(colours, colour)]));
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => indexes.get(keyOf(rgba, 4 * i)));
  const { encodeIndexedPng } = fromDist('views/pictures/png.js');
  return Buffer.from(encodeIndexedPng(width, height, pixels, Uint8Array.from(colours.flat())));
}

const keyOf = (rgba, i) =>
  ((rgba[i] >> SHIFT) << 16) | ((rgba[i + 1] >> SHIFT) << 8) | (rgba[i + 2] >> SHIFT);

function nearest(colours, [red, green, blue]) {
  let best = 0;
  let least = Infinity;
  for (const [i, [r, g, b]] of colours.entries()) {
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

function decode(desk, base64) {
  return desk.eye.evaluate(async base64 => {
    const bytes = Uint8Array.from(window.atob(base64), letter => letter.charCodeAt(0));
    const picture = await window.createImageBitmap(new window.Blob([bytes], { type: 'image/png' }));
    const context = new window.OffscreenCanvas(picture.width, picture.height).getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    let text = '';
    for (let i = 0; i < data.length; i += 30_000)
      text += String.fromCharCode(...data.subarray(i, i + 30_000));
    return { width: picture.width, height: picture.height, base64: window.btoa(text) };
  }, base64);
}
