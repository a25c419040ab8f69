import {
  associateStrategies,
  dataRandomisation,
  explain,
  findStrategies,
  methodAgreement,
  parameterRandomisation,
  randomLogit,
  type Explainer
} from '../../../src/interpret';
import { Random } from '../../../src/math';
import { corrupt, normalBatch, smallNet, twoWays } from './analytic';

const WIDTH = 40;
const batch = normalBatch(30, [WIDTH], 11);
const byGradient: Explainer = (model, asked) => explain(model, asked, 'gradient');
/** A map that only shows the input: what a sanity check is for. */
const edges: Explainer = async (model, asked) => {
  const map = await explain(model, asked, 'gradient');
  return { ...map, inputs: { x: { ...map.inputs.x, values: asked.arrays.x.values.map(Math.abs) } } };
};

describe('parameter randomisation', () => {
  const net = smallNet(WIDTH, 2);
  test('the gradient passes, a map of the input fails, in the same test with the same threshold rule', async () => {
    const good = await parameterRandomisation(net, batch, byGradient);
    expect(good.details!.passes).toBe(true);
    const bad = await parameterRandomisation(net, batch, edges);
    expect(bad.value).toBeCloseTo(1, 12);
    expect(bad.details!.threshold).toBeCloseTo(1, 12);
    // as alike as the null, because the null is that alike: there is nothing that it could have passed
    expect(bad.details).toMatchObject({ room: 0, passes: false });
    expect(good.details!.room).toBeGreaterThan(0.5);
  });
  test('a map that mixes both fails the more, the more of the input it holds', async () => {
    const mixed =
      (share: number): Explainer =>
      async (model, asked) => {
        const map = await byGradient(model, asked);
        const own = map.inputs.x.values as Float64Array;
        const size = Math.sqrt(own.reduce((sum, v) => sum + v * v, 0) / own.length);
        const values = own.map((v, i) => (1 - share) * v + share * size * asked.arrays.x.values[i]);
        return { ...map, inputs: { x: { ...map.inputs.x, values } } };
      };
    const found: number[] = [];
    for (const share of [0, 0.4, 0.8]) {
      found.push((await parameterRandomisation(net, batch, mixed(share))).value!);
    }
    expect(found[0]).toBeLessThan(found[1]);
    expect(found[1]).toBeLessThan(found[2]);
  });
  test('the layers go from the output to the input, each cascade holding those before', async () => {
    const { details } = await parameterRandomisation(net, batch, byGradient);
    const curve = details!.curve as { layer: string; median: number }[];
    expect(curve.map(stage => stage.layer)).toEqual(['outer', 'inner']);
    // the untouched model is no stage: it would lift the mean
    expect(curve.every(stage => stage.median < 0.99)).toBe(true);
  });
});

test('data randomisation needs a control that has fitted, and tells a map of the input from a gradient', async () => {
  const [net, permuted] = [smallNet(WIDTH, 2, 1), smallNet(WIDTH, 2, 9)];
  await expect(dataRandomisation(net, permuted, batch, byGradient, { fitted: 0.6 })).rejects.toThrow(
    /no control/
  );
  const good = await dataRandomisation(net, permuted, batch, byGradient, { fitted: 1 });
  expect(good.details!.passes).toBe(true);
  const bad = await dataRandomisation(net, permuted, batch, edges, { fitted: 1 });
  expect(bad.value).toBeCloseTo(1, 12);
  expect(bad.value!).toBeGreaterThan(good.value! + 0.5);
  expect(bad.details!.passes).toBe(false);
});

test('random logit: maps of classes with weights of their own differ, a map of the input does not', async () => {
  const net = smallNet(WIDTH, 4);
  const good = await randomLogit(net, batch, (model, asked, score) =>
    explain(model, asked, 'gradient', { score })
  );
  const bad = await randomLogit(net, batch, edges);
  expect(Math.abs(good.value!)).toBeLessThan(0.7);
  expect(bad.value).toBeCloseTo(1, 12);
  await expect(randomLogit(smallNet(WIDTH, 1), batch, byGradient)).rejects.toThrow(/one output/);
});

test('agreement: a method agrees with itself, and with noise as often as chance has it', async () => {
  const net = smallNet(WIDTH, 1);
  const map = (await byGradient(net, batch)).inputs.x.values as Float64Array;
  const found = methodAgreement(
    net,
    batch,
    { a: map, b: map.map(v => 3 * v), noise: corrupt(map, 1, 5) },
    { top: 0.2 }
  );
  const of = (a: string, b: string) => found.find(pair => pair.a === a && pair.b === b)!;
  expect(of('a', 'b')).toMatchObject({ spearman: 1, overlap: 1 });
  expect(Math.abs(of('a', 'noise').spearman)).toBeLessThan(0.12);
  expect(Math.abs(of('a', 'noise').overlap - of('a', 'noise').chance)).toBeLessThan(0.08);
});

describe('strategies', () => {
  test('finds the two ways and that one goes with the tag, not with a field of chance', async () => {
    const { maps, tagged } = twoWays(90);
    const { labels, clusters, eigenvalues } = await findStrategies(maps);
    expect(clusters).toBe(2);
    expect(eigenvalues[1]).toBeLessThan(0.05);
    expect(eigenvalues[2]).toBeGreaterThan(0.15);
    const random = new Random(99);
    const found = associateStrategies(labels, {
      tag: tagged,
      exposure: Float64Array.from(tagged, () => random.normal(100, 10)),
      camera: tagged.map(() => random.pick(['1', '2', '3']))
    });
    expect(found[0]).toMatchObject({ field: 'tag', kind: 'cramerV' });
    expect(found[0].strength).toBeCloseTo(1, 12);
    expect(found[0].p).toBeLessThan(0.005);
    expect(found[1].p).toBeGreaterThan(0.01);
    expect(found[2].p).toBeGreaterThan(0.01);
  });
  test('the same map again and again is one strategy', async () => {
    const { maps } = twoWays(90);
    const one = { ...maps, inputs: { x: { ...maps.inputs.x, values: maps.inputs.x.values.slice() } } };
    const first = one.inputs.x.values.slice(400, 800);
    const random = new Random(7);
    for (let s = 0; s < 90; s++)
      one.inputs.x.values.set(
        first.map(v => v + 0.05 * random.normal()),
        s * 400
      );
    expect((await findStrategies(one)).clusters).toBe(1);
  });
  test('a mark of four strong points is found by shares, and drowns in ranks', async () => {
    const random = new Random(11);
    const values = Float64Array.from({ length: 60 * 256 }, () => random.normal());
    const marked = Array.from({ length: 60 }, (_, s) => s % 2 === 0);
    marked.forEach((has, s) => {
      if (has) for (const place of [33, 34, 49, 50]) values[s * 256 + place] += 30;
    });
    const { maps } = twoWays(60);
    const small = { ...maps, inputs: { x: { values, shape: [16, 16], axes: ['y', 'x'] } } };
    const field = { mark: marked.map(String) };
    const strength = async (weigh: 'ranks' | 'shares') => {
      const { labels } = await findStrategies(small, { weigh, clusters: 2 });
      return associateStrategies(labels, field, { permutations: 19 })[0].strength;
    };
    expect(await strength('shares')).toBe(1);
    expect(await strength('ranks')).toBeLessThan(0.7);
  });
  test('too few maps are refused', async () => {
    await expect(findStrategies(twoWays(9).maps)).rejects.toThrow(/at least 12 maps/);
  });
});
