/** Part of a resized grid. */
export interface Window {
  start: readonly number[];
  shape: readonly number[];
}

/**
 * A grid of any rank, resized by linear interpolation between the middles of its cells; beyond the outermost middles its
 * numbers go on unchanged. (One and two axes: linear and bilinear.)
 * @param values of the shape `from`, the last axis fastest
 * @param part only this part of the resized grid; default all
 */
export function resizeLinear(
  values: ArrayLike<number>,
  from: readonly number[],
  to: readonly number[],
  part: Window = { start: to.map(() => 0), shape: to }
): Float64Array {
  const shape = [...from];
  let grid = Float64Array.from(values);
  shape.forEach((_, axis) => {
    grid = resizeAxis(grid, shape, axis, to[axis], part.start[axis], part.shape[axis]);
    shape[axis] = part.shape[axis];
  });
  return grid;
}

function resizeAxis(
  grid: Float64Array,
  shape: readonly number[],
  axis: number,
  to: number,
  start: number,
  length: number
): Float64Array<ArrayBuffer> {
  const old = shape[axis];
  const inner = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const outer = shape.slice(0, axis).reduce((product, n) => product * n, 1);
  const out = new Float64Array(outer * length * inner);
  for (let i = 0; i < length; i++) {
    const middle = Math.min(old - 1, Math.max(0, ((start + i + 0.5) * old) / to - 0.5));
    const low = Math.floor(middle);
    const high = Math.min(old - 1, low + 1);
    const part = middle - low;
    for (let o = 0; o < outer; o++) {
      const [a, b] = [(o * old + low) * inner, (o * old + high) * inner];
      const at = (o * length + i) * inner;
      for (let j = 0; j < inner; j++) out[at + j] = (1 - part) * grid[a + j] + part * grid[b + j];
    }
  }
  return out;
}
