import { ExplanationError, sizeOf } from '../adapter';
import type { Objects } from '../objects';
import { positionAxes } from '../positions';

/** How the places of an object lie: one or two axes of space, and channels at each point of it. */
export interface Grid {
  /** [length] or [height, width]. */
  space: readonly number[];
  /** Points of space. */
  points: number;
  /** Numbers at each point; they stand next to each other. */
  channels: number;
}

/**
 * The grid of objects with one data input: positions along one or two axes, and the numbers at each position behind them
 * (see `positionAxes`).
 * @throws ExplanationError for several data inputs, another number of position axes, or channels that do not come last
 */
export function gridOf({ segments }: Pick<Objects, 'segments'>, what: string): Grid {
  if (segments.length !== 1) {
    throw new ExplanationError(
      `${what}: the model has ${segments.length} data inputs; it works on one curve or image.`
    );
  }
  const { shape, axes } = segments[0];
  return gridOfShape(shape, axes, what);
}

/** The grid of one input; see {@link gridOf}. */
export function gridOfShape(
  shape: readonly number[],
  axes: readonly string[] | undefined,
  what: string
): Grid {
  const positions = positionAxes(shape, axes);
  const leading = positions.every((axis, i) => axis === i);
  if (positions.length < 1 || positions.length > 2 || !leading) {
    throw new ExplanationError(
      `${what}: the input has the shape [${shape.join(', ')}]${axes ? ` (${axes.join(', ')})` : ''}; expected a curve or an image with its channels behind.`
    );
  }
  const space = shape.slice(0, positions.length);
  return {
    space,
    points: sizeOf(space),
    channels: sizeOf(shape.slice(positions.length))
  };
}

/** A map summed over the channels of each point, [points]. */
export function sumChannels(map: ArrayLike<number>, { points, channels }: Grid): Float64Array {
  const sums = new Float64Array(points);
  for (let p = 0; p < points; p++) for (let c = 0; c < channels; c++) sums[p] += map[p * channels + c];
  return sums;
}

/** Neighbours of a point with their weights: 1/2 along a curve; 1/6 beside and 1/12 across the corner in an image. */
export function neighboursOf({ space }: Grid, point: number): [number, number][] {
  if (space.length === 1) {
    return [point - 1, point + 1].filter(p => p >= 0 && p < space[0]).map(p => [p, 1 / 2]);
  }
  const [height, width] = space;
  const [row, column] = [Math.floor(point / width), point % width];
  const found: [number, number][] = [];
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const [y, x] = [row + dy, column + dx];
      if ((dx || dy) && y >= 0 && y < height && x >= 0 && x < width) {
        found.push([y * width + x, dx && dy ? 1 / 12 : 1 / 6]);
      }
    }
  }
  return found;
}
