import { functionAdapter, type Batch, type ModelAdapter, type Numbers } from '../../../src/interpret';
import { Random } from '../../../src/math';

type Row = ArrayLike<number>;

/** A function of one object, and its slopes where they are known. */
export interface Toy {
  f: (x: Row) => number;
  slope?: (x: Row) => ArrayLike<number>;
}

/** Slopes by central differences. */
export const finiteDifference =
  (f: Toy['f'], step = 1e-5) =>
  (x: Row): Float64Array =>
    Float64Array.from({ length: x.length }, (_, i) => {
      const at = (v: number) => f(Array.from(x, (own, j) => (j === i ? own + v : own)));
      return (at(step) - at(-step)) / (2 * step);
    });

/** A function of one row as a model; without slopes by finite differences. */
export function toyModel(width: number, { f, slope }: Toy, shape: readonly number[] = [width]): ModelAdapter {
  const slopes = slope ?? finiteDifference(f);
  const rowsOf = ({ count, arrays: { x } }: Batch) =>
    Array.from({ length: count }, (_, s) => x.values.subarray(s * width, (s + 1) * width));
  return functionAdapter({
    inputs: [{ name: 'x', shape }],
    predict: batch => Float64Array.from(rowsOf(batch), f),
    pullBack: (batch, up) => ({
      x: Float64Array.from(rowsOf(batch).flatMap((row, s) => Array.from(slopes(row), v => v * up[s])))
    })
  });
}

/** Objects of one input x. */
export const toyBatch = (rows: readonly Row[], shape?: readonly number[], ids?: string[]): Batch => ({
  count: rows.length,
  ids,
  arrays: {
    x: {
      values: Float64Array.from(rows.flatMap(row => Array.from(row))),
      shape: shape ?? [rows[0].length]
    }
  }
});

/** Weights of a network of one hidden layer: v . act(W x + b). */
export interface TinyNet {
  w: number[][];
  b: number[];
  v: number[];
}

/** A tiny network with weights from a seed. */
export function tinyNet(seed: number, width: number, hidden = 5): TinyNet {
  const random = new Random(seed);
  const draw = (n: number, sd: number) => Array.from({ length: n }, () => random.normal(0, sd));
  return {
    w: Array.from({ length: hidden }, () => draw(width, 1 / Math.sqrt(width))),
    b: draw(hidden, 0.5),
    v: draw(hidden, 1)
  };
}

const activations = {
  tanh: { of: Math.tanh, slope: (z: number) => 1 - Math.tanh(z) ** 2 },
  relu: { of: (z: number) => Math.max(0, z), slope: (z: number) => (z > 0 ? 1 : 0) }
};

/** The network as a function, times a scale. */
export function netToy({ w, b, v }: TinyNet, activation: 'tanh' | 'relu' = 'tanh', scale = 1): Toy {
  const { of, slope } = activations[activation];
  const before = (x: Row) => w.map((row, h) => row.reduce((sum, weight, i) => sum + weight * x[i], b[h]));
  return {
    f: x => scale * before(x).reduce((sum, z, h) => sum + v[h] * of(z), 0),
    slope: x => {
      const z = before(x);
      return Float64Array.from(
        { length: x.length },
        (_, i) => scale * w.reduce((sum, row, h) => sum + v[h] * slope(z[h]) * row[i], 0)
      );
    }
  };
}

/** Objects from a seed, normal. */
export function randomRows(seed: number, count: number, width: number): number[][] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => Array.from({ length: width }, () => random.normal()));
}

/** A model with an inner layer "maps" of [positions, channels], for Grad-CAM: two cadences make a position. */
export function mapsModel(
  positions: number,
  kernels: readonly (readonly [number, number])[],
  head: Toy
): ModelAdapter {
  const channels = kernels.length;
  const mapsOf = (x: Row) =>
    Array.from({ length: positions }, (_, p) =>
      kernels.map(([a, b]) => Math.tanh(a * x[2 * p] + b * x[2 * p + 1]))
    ).flat();
  const rowsOf = ({ count, arrays: { x } }: Batch) =>
    Array.from({ length: count }, (_, s) =>
      mapsOf(x.values.subarray(s * 2 * positions, (s + 1) * 2 * positions))
    );
  const plain = functionAdapter({
    inputs: [{ name: 'x', shape: [2 * positions, 1], axes: ['cadence', 'channel'] }],
    predict: batch => Float64Array.from(rowsOf(batch), head.f)
  });
  const shape = [positions, channels];
  return {
    ...plain,
    spec: {
      ...plain.spec,
      caps: ['gradientAt'],
      layers: [{ name: 'maps', kind: 'conv1d', shape, weights: true, differentiable: true }]
    },
    async gradientAt(batch) {
      const maps = rowsOf(batch);
      const slopes = maps.flatMap(map => Array.from((head.slope ?? finiteDifference(head.f))(map)));
      return {
        activation: { values: Float64Array.from(maps.flat()), shape },
        gradient: { values: Float64Array.from(slopes), shape }
      };
    }
  };
}

/** Sets of rows padded to `rows`, with a mask; the model sees how many rows are real and their features. */
export function setModel(
  rows: number,
  width: number,
  f: (members: Float64Array[]) => number,
  scale = 1
): ModelAdapter {
  return functionAdapter({
    inputs: [
      { name: 'x', shape: [rows, width], axes: ['cluster', 'feature'] },
      { name: 'mask', shape: [rows], role: 'mask' }
    ],
    predict: ({ count, arrays: { x, mask } }) =>
      Float64Array.from({ length: count }, (_, s) => {
        const members: Float64Array[] = [];
        for (let row = 0; row < rows; row++) {
          const at = (s * rows + row) * width;
          if (mask.values[s * rows + row] === 1)
            members.push(Float64Array.from(x.values.subarray(at, at + width)));
        }
        return scale * f(members);
      })
  });
}

/** Sets as a batch of {@link setModel}; padding holds 99, which nobody should look at. */
export function setBatch(sets: readonly number[][][], rows: number, ids?: string[]): Batch {
  const width = sets[0][0].length;
  const values = new Float64Array(sets.length * rows * width).fill(99);
  const mask = new Float64Array(sets.length * rows);
  sets.forEach((members, s) =>
    members.forEach((member, row) => {
      values.set(member, (s * rows + row) * width);
      mask[s * rows + row] = 1;
    })
  );
  return {
    count: sets.length,
    ids,
    arrays: { x: { values, shape: [rows, width] }, mask: { values: mask, shape: [rows] } }
  };
}

/** A baseline of one object or several. */
export const named = (name: string, values: ArrayLike<number>): { name: string; values: Numbers } => ({
  name,
  values: Float64Array.from(values)
});
