/** An array in C order, the last axis running fastest. */
export interface ShapedArray {
  values: Float32Array;
  shape: number[];
}

/**
 * Moves an axis to another place and leaves the others in their order, as [object, band, y, x] becomes [object, y, x, band]
 * with `from` 1 and `to` 3. (Reading the same numbers under another shape is not this: it tears pictures apart.)
 * @throws RangeError where the shape does not hold the values or there is no such axis
 */
export function moveAxis({ values, shape }: ShapedArray, from: number, to: number): ShapedArray {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== values.length) {
    throw new RangeError(`moveAxis: shape [${shape}] holds ${size} values; found ${values.length}.`);
  }
  for (const [name, axis] of Object.entries({ from, to })) {
    if (Number.isInteger(axis) && axis >= 0 && axis < shape.length) continue;
    throw new RangeError(`moveAxis: ${name} is ${axis}; expected 0 to ${shape.length - 1}.`);
  }
  const order = shape.map((_, axis) => axis).filter(axis => axis !== from);
  order.splice(to, 0, from);
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, length) => product * length, 1)
  );
  const lengths = order.map(axis => shape[axis]);
  const steps = order.map(axis => strides[axis]);
  const out = new Float32Array(values.length);
  const at = new Array<number>(shape.length).fill(0);
  for (let i = 0, source = 0; i < out.length; i++) {
    out[i] = values[source];
    for (let axis = at.length - 1; axis >= 0; axis--) {
      source += steps[axis];
      if (++at[axis] < lengths[axis]) break;
      source -= steps[axis] * lengths[axis];
      at[axis] = 0;
    }
  }
  return { values: out, shape: lengths };
}
