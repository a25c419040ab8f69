import { Random } from '../math';
import type { PreparedImages } from './galaxyNetwork';
import type { Examples } from './training';

/** Prepared images with a label each. */
export interface LabelledImages extends PreparedImages {
  /** 1 or 0 for each image. */
  labels: Uint8Array;
}

/** The given rows of prepared images, with their labels. @param labels of all images */
export function takeImages(
  images: PreparedImages,
  labels: ArrayLike<number>,
  rows: ArrayLike<number>
): LabelledImages {
  const { length, shape } = images;
  const values = new Float32Array(rows.length * length);
  for (let k = 0; k < rows.length; k++) {
    values.set(images.values.subarray(rows[k] * length, (rows[k] + 1) * length), k * length);
  }
  const count = rows.length;
  return {
    values,
    count,
    length,
    shape: [count, ...shape.slice(1)],
    labels: Uint8Array.from(rows, row => labels[row])
  };
}

/**
 * Training examples of an epoch: every image, of either class, turned by a random number of quarters and perhaps mirrored. No
 * pixel is made up, so that nothing but the galaxy tells the class. For `fit`; each call draws anew from the seed's stream.
 * @param seed default 1
 */
export function turnedImages(images: LabelledImages, seed = 1): (epoch: number) => Examples {
  const random = new Random(seed);
  const [, size, width, bands] = images.shape;
  if (size !== width)
    throw new RangeError(`turnedImages: images of ${size} x ${width} pixels; expected squares.`);
  return () => {
    const values = new Float32Array(images.values.length);
    for (let k = 0; k < images.count; k++) {
      const [down, left, swap] = [random.integer(0, 1), random.integer(0, 1), random.integer(0, 1)];
      for (let y = 0; y < size; y++) {
        for (let x = 0; x < size; x++) {
          const [row, column] = [down ? size - 1 - y : y, left ? size - 1 - x : x];
          const from = k * images.length + (swap ? column * size + row : row * size + column) * bands;
          const to = k * images.length + (y * size + x) * bands;
          for (let band = 0; band < bands; band++) values[to + band] = images.values[from + band];
        }
      }
    }
    return { values, count: images.count, length: images.length, labels: images.labels };
  };
}
