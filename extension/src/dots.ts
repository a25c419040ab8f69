import { parseColour } from 'terselab/dist/views';

/** A layer of dots, painted once and laid under the overlay as long as nothing but the pointer moves. */
export class DotLayer {
  private key = '';
  private canvas: HTMLCanvasElement | null = null;

  /**
   * @param key changes with whatever changes the dots
   * @param paint paints them on a canvas of so many device pixels
   */
  get(
    key: string,
    width: number,
    height: number,
    paint: (context: CanvasRenderingContext2D) => void
  ): HTMLCanvasElement | null {
    if (this.canvas && this.key === key) return this.canvas;
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    if (!context) return null;
    paint(context);
    this.canvas = canvas;
    this.key = key;
    return canvas;
  }
}

/**
 * Set a square of pixels for each point; a later point covers an earlier one.
 * @param x left edge of each point's square, NaN for none
 * @param colour CSS colour of each point
 */
export function paintDots(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  count: number,
  x: (i: number) => number,
  y: (i: number) => number,
  colour: (i: number) => string,
  size: number
): void {
  const image = context.createImageData(width, height);
  const parsed = new Map<string, readonly [number, number, number]>();
  for (let i = 0; i < count; i++) {
    const [left, top] = [Math.round(x(i)), Math.round(y(i))];
    if (!(left >= 0) || !(top >= 0) || left + size > width || top + size > height) continue;
    const name = colour(i);
    let rgb = parsed.get(name);
    if (!rgb) {
      rgb = parseColour(name);
      parsed.set(name, rgb);
    }
    for (let row = top; row < top + size; row++) {
      for (let at = 4 * (row * width + left), end = at + 4 * size; at < end; at += 4) {
        image.data[at] = rgb[0];
        image.data[at + 1] = rgb[1];
        image.data[at + 2] = rgb[2];
        image.data[at + 3] = 255;
      }
    }
  }
  context.putImageData(image, 0, 0);
}
