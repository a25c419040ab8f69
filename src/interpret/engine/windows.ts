/** Where the windows of convolutions and poolings lie on a picture. */
export interface Windows {
  height: number;
  width: number;
  channels: number;
  outHeight: number;
  outWidth: number;
  /** Size of a window. */
  size: readonly [number, number];
  strides: readonly [number, number];
  /** Zeros in front of the picture. */
  before: readonly [number, number];
}

interface Settings {
  size: readonly [number, number];
  strides: readonly [number, number];
  padding: 'same' | 'valid';
}

/** Windows on [height, width, channels]; NaN for lengths that are not known. */
export function windowsOn([height, width, channels]: readonly number[], settings: Settings): Windows {
  const [outHeight, top] = along(height, settings, 0);
  const [outWidth, left] = along(width, settings, 1);
  return { height, width, channels, outHeight, outWidth, before: [top, left], ...settings };
}

/** Number of windows along an axis, and zeros in front of it. */
function along(length: number, { size, strides, padding }: Settings, axis: 0 | 1): [number, number] {
  if (padding === 'valid') return [Math.floor((length - size[axis]) / strides[axis]) + 1, 0];
  const out = Math.ceil(length / strides[axis]);
  const zeros = Math.max((out - 1) * strides[axis] + size[axis] - length, 0);
  return [out, Math.floor(zeros / 2)];
}

/**
 * Walks over the places of all windows that lie inside the picture, window by window.
 * @param visit gets the window, its place in the picture and its place in the window, all without channels
 */
export function eachPlace(w: Windows, visit: (window: number, place: number, inside: number) => void): void {
  for (let oy = 0; oy < w.outHeight; oy++) {
    for (let ox = 0; ox < w.outWidth; ox++) {
      const [y0, x0] = [oy * w.strides[0] - w.before[0], ox * w.strides[1] - w.before[1]];
      for (let ky = Math.max(0, -y0); ky < Math.min(w.size[0], w.height - y0); ky++) {
        for (let kx = Math.max(0, -x0); kx < Math.min(w.size[1], w.width - x0); kx++) {
          visit(oy * w.outWidth + ox, (y0 + ky) * w.width + x0 + kx, ky * w.size[1] + kx);
        }
      }
    }
  }
}

/** The same for an axis alone, as a picture of height 1. */
export const asPicture = (shape: readonly number[]): number[] => [1, ...shape];
export const pair = (n: number): readonly [number, number] => [1, n];
