/** Names of axes that hold several numbers of one place. */
const inner = new Set(['band', 'channel', 'feature', 'colour', 'color', 'filter', 'quantity']);

/**
 * Axes of an input that count positions (cadence, y, x), as opposed to the numbers at each. Told by the names of the axes
 * where the model gives them; else all but the last, which holds the channels, and the only one of an input of one axis.
 */
export function positionAxes(shape: readonly number[], names?: readonly string[]): number[] {
  const axes = Array.from(shape.keys());
  if (names) {
    const positions = axes.filter(axis => !inner.has(names[axis]));
    // a table has nothing but features: each is a place of its own
    return positions.length > 0 ? positions : axes;
  }
  return shape.length > 1 ? axes.slice(0, -1) : axes;
}

/** Number of the position of each place of an input, counted along the position axes only. */
export function positionOf(shape: readonly number[], axes: readonly number[]): Int32Array {
  const size = shape.reduce((product, n) => product * n, 1);
  const out = new Int32Array(size);
  for (let place = 0; place < size; place++) {
    let rest = place;
    let step = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (axes.includes(axis)) {
        out[place] += (rest % shape[axis]) * step;
        step *= shape[axis];
      }
      rest = Math.floor(rest / shape[axis]);
    }
  }
  return out;
}
