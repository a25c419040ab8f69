import { engineAdapter, functionAdapter, terseOf, type Batch } from '../../../src/interpret';
import type { Network } from '../../../src/models';
import { Random } from '../../../src/math';

const random = new Random(3);
const draw = (...shape: number[]) => ({
  shape,
  values: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal())
});
const batch: Batch = {
  count: 50,
  arrays: { x: { shape: [4], values: Float64Array.from(draw(50, 4).values) } }
};

/** 4 -> 6 -> inner -> 1, all linear. */
function network(inner: string, width: number): Network {
  const layer = (name: string, from: string, into: number, out: number) =>
    ({ name, kind: 'dense', config: {}, weights: { kernel: draw(into, out) }, from: [from] }) as const;
  return {
    name: 'net',
    inputs: [{ name: 'x', shape: [4] }],
    nodes: [layer('wide', 'x', 4, 6), layer(inner, 'wide', 6, width), layer('answer', inner, width, 1)],
    output: 'answer'
  };
}

test('a declared layer is read as it is', async () => {
  const model = engineAdapter(network('terse', 1));
  const found = await terseOf(model, batch);
  expect(found).toMatchObject({ layer: 'terse', surrogate: false, size: 1, count: 50, kept: 1 });
  expect(found.terse).toEqual((await model.activations!(batch, 'terse')).values);
  expect((await terseOf(model, batch, { layer: 'wide' })).size).toBe(6);
});

test('without one the leading components of the last layer stand in, and say so', async () => {
  const model = engineAdapter(network('last', 3));
  const found = await terseOf(model, batch, { size: 3 });
  expect(found).toMatchObject({ layer: 'last', surrogate: true, size: 3 });
  expect(found.kept).toBeCloseTo(1, 12);
  // components turn the layer and keep its distances
  const { values } = await model.activations!(batch, 'last');
  const distance = (of: ArrayLike<number>) => Math.hypot(...[0, 1, 2].map(k => of[k] - of[3 * 7 + k]));
  expect(distance(found.terse)).toBeCloseTo(distance(values), 10);
  expect((await terseOf(model, batch)).kept).toBeLessThan(1);
});

test('a model that shows nothing of its inside is refused', async () => {
  const black = functionAdapter({
    inputs: [{ name: 'x', shape: [4] }],
    predict: ({ count }) => new Float64Array(count)
  });
  await expect(terseOf(black, batch)).rejects.toThrow(/offers no activations/);
});
