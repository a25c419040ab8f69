import {
  functionAdapter,
  type Attribution,
  type Batch,
  type LayerSpec,
  type ModelAdapter
} from '../../../src/interpret';
import { Random } from '../../../src/math';

/** Objects drawn from a normal distribution. */
export function normalBatch(count: number, shape: number[], seed = 1, centre = 0): Batch {
  const random = new Random(1000 + seed);
  const length = count * shape.reduce((a, b) => a * b, 1);
  return {
    count,
    ids: Array.from({ length: count }, (_, s) => `object ${s}`),
    arrays: { x: { values: Float64Array.from({ length }, () => random.normal(centre)), shape } }
  };
}

/** A function of each place by itself: f = sum of of(x_i, i); its map against 0 is of(x_i, i) - of(0, i), exactly. */
export function additive(
  shape: number[],
  of: (x: number, i: number) => number,
  axes?: string[]
): ModelAdapter {
  const width = shape.reduce((a, b) => a * b, 1);
  return functionAdapter({
    name: 'additive',
    inputs: [{ name: 'x', shape, axes }],
    predict: ({ count, arrays: { x } }) =>
      Float64Array.from({ length: count }, (_, s) => {
        let sum = 0;
        for (let i = 0; i < width; i++) sum += of(x.values[s * width + i], i);
        return sum;
      })
  });
}

/** Its true map of a batch. */
export function additiveMap(batch: Batch, of: (x: number, i: number) => number): Float64Array {
  const { values } = batch.arrays.x;
  const width = values.length / batch.count;
  return Float64Array.from(values, (v, i) => of(v, i % width) - of(0, i % width));
}

/** A map mixed with noise of its own size: 0 leaves it, 1 leaves nothing of it. */
export function corrupt(map: Float64Array, share: number, seed = 1): Float64Array {
  const random = new Random(2000 + seed);
  const size = Math.sqrt(map.reduce((sum, v) => sum + v * v, 0) / map.length);
  return map.map(v => Math.sqrt(1 - share * share) * v + share * size * random.normal());
}

/** Two layers, tanh(x A) w for each of some classes, that can be drawn anew; gradients by the chain rule. */
export function smallNet(width: number, classes: number, seed = 1): ModelAdapter {
  const hidden = 8;
  const draw = (length: number, s: number) => {
    const random = new Random(3000 + s);
    return Float64Array.from({ length }, () => random.normal() / Math.sqrt(hidden));
  };
  const build = (inner: Float64Array, outer: Float64Array): ModelAdapter => {
    const activity = (x: ArrayLike<number>, s: number) =>
      Float64Array.from({ length: hidden }, (_, h) => {
        let sum = 0;
        for (let i = 0; i < width; i++) sum += x[s * width + i] * inner[i * hidden + h];
        return Math.tanh(sum);
      });
    const adapter = functionAdapter({
      name: 'small net',
      inputs: [{ name: 'x', shape: [width] }],
      outputs: classes,
      predict: ({ count, arrays: { x } }) => {
        const out = new Float64Array(count * classes);
        for (let s = 0; s < count; s++) {
          const a = activity(x.values, s);
          for (let c = 0; c < classes; c++) {
            for (let h = 0; h < hidden; h++) out[s * classes + c] += a[h] * outer[h * classes + c];
          }
        }
        return out;
      },
      pullBack: ({ count, arrays: { x } }, slope) => {
        const out = new Float64Array(count * width);
        for (let s = 0; s < count; s++) {
          const a = activity(x.values, s);
          for (let h = 0; h < hidden; h++) {
            let back = 0;
            for (let c = 0; c < classes; c++) back += slope[s * classes + c] * outer[h * classes + c];
            for (let i = 0; i < width; i++) {
              out[s * width + i] += back * (1 - a[h] * a[h]) * inner[i * hidden + h];
            }
          }
        }
        return { x: out };
      }
    });
    const layers: LayerSpec[] = ['inner', 'outer'].map((name, k) => ({
      name,
      kind: 'dense',
      shape: [k ? classes : hidden],
      weights: true,
      differentiable: true
    }));
    return {
      ...adapter,
      spec: { ...adapter.spec, layers, caps: ['gradient', 'randomised'] },
      randomised: async options =>
        build(
          options.layers.includes('inner') ? draw(inner.length, 2 * options.seed + 101) : inner,
          options.layers.includes('outer') ? draw(outer.length, 2 * options.seed + 102) : outer
        )
    };
  };
  return build(draw(width * hidden, seed), draw(hidden * classes, seed + 50));
}

/** Maps of two ways to answer: the source in the middle, or a tag in the corner of some; under noise. */
export function twoWays(count: number, noise = 0.15): { maps: Attribution; tagged: string[] } {
  const side = 20;
  const random = new Random(4321);
  const tagged = Array.from({ length: count }, (_, s) => (s % 3 === 0 ? 'tagged' : 'plain'));
  const values = Float64Array.from({ length: count * side * side }, (_, i) => {
    const [s, y, x] = [Math.floor(i / side ** 2), Math.floor(i / side) % side, i % side];
    const here = tagged[s] === 'tagged' ? y >= 16 && x < 5 : (y - 10) ** 2 + (x - 10) ** 2 < 16;
    return (here ? 1 : 0) + noise * random.normal();
  });
  const maps = {
    method: 'gradient',
    params: {},
    score: 'logit',
    seed: 1,
    ids: tagged.map((_, s) => String(s)),
    inputs: { x: { values, shape: [side, side], axes: ['y', 'x'] } },
    scores: new Float64Array(count),
    versions: {}
  };
  return { maps, tagged };
}
