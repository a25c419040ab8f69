/** A rectangle in CSS pixels, from the canvas's upper left corner. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where to draw: a context already scaled to CSS pixels, and the device pixels in each. */
export interface Surface {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  scale: number;
}

export const rightOf = ({ left, width }: Area): number => left + width;
export const bottomOf = ({ top, height }: Area): number => top + height;

export function contains({ left, top, width, height }: Area, x: number, y: number): boolean {
  return x >= left && x < left + width && y >= top && y < top + height;
}

/** A coordinate on the middle of a device pixel, so that a line of one pixel is crisp. */
export const crisp = (value: number): number => Math.round(value) + 0.5;

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high);
