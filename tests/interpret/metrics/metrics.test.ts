/** Closed forms and refusals of the metrics; how they rank maps is rung 8 of the ladder. */
import {
  completeness,
  deletion,
  entropy,
  explain,
  gini,
  infidelity,
  insertion,
  maxSensitivity,
  pointingGame,
  relevanceMass,
  sensitivityN,
  skillOf,
  skillsOf,
  type Batch,
  type Explainer,
  type ModelAdapter
} from '../../../src/interpret';
import { additive, additiveMap, corrupt, normalBatch, smallNet } from './analytic';

const WIDTH = 24;
const zero = { name: 'zero-physical', values: new Float64Array(WIDTH) };
const places: Record<string, (x: number, i: number) => number> = {
  linear: (x, i) => ((i % 7) - 3) * x,
  saturating: (x, i) => (1 + (i % 5)) * Math.tanh(2 * x)
};

test('deletion and insertion judge an answer below the baseline as they judge one above', async () => {
  const batch = normalBatch(20, [WIDTH], 4);
  const of = places.linear;
  const minus = (x: number, i: number) => -of(x, i);
  for (const metric of [deletion, insertion]) {
    const up = await metric(additive([WIDTH], of), batch, additiveMap(batch, of), { baseline: zero });
    const down = await metric(additive([WIDTH], minus), batch, additiveMap(batch, minus), { baseline: zero });
    down.perObject.forEach((v, s) => expect(v).toBeCloseTo(up.perObject[s], 12));
  }
});

test('deletion of one place that holds all, in as many steps as places, is the half of a step', async () => {
  const of = (x: number, i: number) => (i === 5 ? x : 0);
  const batch = normalBatch(8, [10], 5);
  const { perObject } = await deletion(additive([10], of), batch, additiveMap(batch, of), {
    baseline: { name: 'zero-physical', values: new Float64Array(10) },
    steps: 10
  });
  perObject.forEach(v => expect(v).toBeCloseTo(0.05, 12));
});

test('sensitivity-n and infidelity of the true map of an additive model are exactly 1, and infidelity itself 0', async () => {
  const batch = normalBatch(10, [WIDTH], 6);
  const [of, model] = [places.saturating, additive([WIDTH], places.saturating)];
  const maps = additiveMap(batch, of);
  const n = await sensitivityN(model, batch, maps, { baseline: zero });
  n.perObject.forEach(v => expect(v).toBeCloseTo(1, 9));
  const i = await infidelity(model, batch, maps, { perturbation: 'subset', baseline: zero });
  i.perObject.forEach(v => expect(v).toBeCloseTo(1, 9));
  (i.details!.infidelity as Float64Array).forEach(v => expect(v).toBeLessThan(1e-20));
});

test('infidelity by noise wants the gradient of a linear model, not its parts', async () => {
  const batch = normalBatch(40, [WIDTH], 7);
  const model = additive([WIDTH], places.linear);
  const slopes = Float64Array.from(batch.arrays.x.values, (_, i) => places.linear(1, i % WIDTH));
  const options = { perturbation: 'noise' as const, noise: 0.1 };
  const right = await infidelity(model, batch, slopes, options);
  const parts = await infidelity(model, batch, additiveMap(batch, places.linear), options);
  expect(right.value).toBeCloseTo(1, 9);
  expect(parts.value!).toBeLessThan(0.9);
  // and the less of the gradient is left, the worse
  const noisy = await infidelity(model, batch, corrupt(slopes, 0.5), options);
  expect(noisy.value!).toBeLessThan(0.9);
});

test('completeness: 0 for the truth, grows with what is missing, and is not cheated by a scale', async () => {
  const batch = normalBatch(10, [WIDTH], 8);
  const model = additive([WIDTH], places.saturating);
  const truth = additiveMap(batch, places.saturating);
  const found: number[] = [];
  for (const scale of [1, 0.9, 0.5, 0]) {
    found.push(
      (
        await completeness(
          model,
          batch,
          truth.map(v => scale * v),
          { baseline: zero }
        )
      ).value!
    );
  }
  [0, 0.1, 0.5, 1].forEach((v, k) => expect(found[k]).toBeCloseTo(v, 10));
});

test('maps are joined to objects by id, whatever the order they come in', async () => {
  const net = smallNet(WIDTH, 1);
  const batch = normalBatch(12, [WIDTH], 12);
  const map = await explain(net, batch, 'gradientInput');
  const { perObject } = await deletion(net, batch, map, { baseline: zero });
  const order = batch.ids!.map((_, s) => (5 * s) % 12);
  const { values } = batch.arrays.x;
  const shuffled: Batch = {
    count: 12,
    ids: order.map(s => batch.ids![s]),
    arrays: {
      x: {
        shape: [WIDTH],
        values: Float64Array.from(order.flatMap(s => [...values.subarray(s * WIDTH, (s + 1) * WIDTH)]))
      }
    }
  };
  const again = await deletion(net, shuffled, map, { baseline: zero });
  order.forEach((s, k) => expect(again.perObject[k]).toBe(perObject[s]));
  const other = { ...shuffled, ids: order.map(s => `another ${s}`) };
  await expect(deletion(net, other, map, { baseline: zero })).rejects.toThrow(/no map of object another 0/);
});

test('a map that is not finite is refused, not ranked', async () => {
  const batch = normalBatch(2, [WIDTH], 13);
  const map = additiveMap(batch, places.linear);
  map[WIDTH + 3] = NaN;
  for (const ask of [
    () => deletion(additive([WIDTH], places.linear), batch, map, { baseline: zero }),
    () => gini(additive([WIDTH], places.linear), batch, map)
  ]) {
    await expect(ask()).rejects.toThrow(/object 1 holds NaN/);
  }
});

describe('metrics of images', () => {
  const side = 12;
  const inside = (i: number) => {
    const [y, x] = [Math.floor(i / side), i % side];
    return y < 4 && x >= 8;
  };
  // a source that the model sums up, over a sky it does not look at
  const of = (x: number, i: number) => (inside(i) ? x : 0);
  const model = additive([side, side], of, ['y', 'x']);
  const batch = normalBatch(40, [side, side], 9, 3);
  const truth = Float64Array.from(batch.arrays.x.values, (_, i) => (inside(i % (side * side)) ? 1 : 0));

  test('a uniform map gets the share of the area', async () => {
    const even = new Float64Array(truth.length).fill(1);
    const mass = await relevanceMass(model, batch, even, { truth });
    expect(mass.value).toBeCloseTo(16 / 144, 12);
    expect((await pointingGame(model, batch, even, { truth })).value).toBe(0);
  });
  test('an object without truth is left out and listed, not counted as a hit', async () => {
    const some = truth.slice();
    some.fill(0, 0, side * side);
    const hits = await pointingGame(model, batch, truth, { truth: some });
    expect(hits.excluded).toEqual([{ id: 'object 0', reason: 'its truth mask is empty' }]);
    expect(hits.value).toBe(1);
  });
  test('skill: 1 for the truth, about 0 for a random map, and the controls stand beside it', async () => {
    const baseline = { name: 'zero-physical', values: new Float64Array(side * side) };
    const measure = (m: ModelAdapter, b: Batch, maps: Float64Array) => deletion(m, b, maps, { baseline });
    const oracle = { name: 'the truth', maps: additiveMap(batch, of) };
    const own = await skillOf(measure, model, batch, oracle.maps, oracle);
    expect(own.skill).toBeCloseTo(1, 12);
    expect(own.controls.random).toBeCloseTo(0, 12);
    // the source lies off the centre and is not brighter than the sky: neither control can do what the truth does
    expect(Math.abs(own.controls.inputSize!)).toBeLessThan(0.3);
    expect(own.controls.centredGaussian!).toBeLessThan(0.8);
    const noise = await skillOf(measure, model, batch, corrupt(oracle.maps, 1, 77), oracle);
    expect(Math.abs(noise.skill!)).toBeLessThan(0.15);
    expect(noise.interval![0]).toBeLessThan(noise.skill!);
    // several maps at once are measured as each alone is, beside the same controls
    const both = await skillsOf(
      measure,
      model,
      batch,
      { own: oracle.maps, noise: corrupt(oracle.maps, 1, 77) },
      oracle
    );
    expect(both).toEqual({ own, noise });
  });
});

describe('complexity', () => {
  const model = additive([WIDTH], places.linear);
  const batch = normalBatch(1, [WIDTH]);
  const sharp = Float64Array.from({ length: WIDTH }, (_, i) => (i === 3 ? -2 : 0));
  const even = new Float64Array(WIDTH).fill(0.7);
  const between = Float64Array.from({ length: WIDTH }, (_, i) => 0.8 ** i);
  test('closed forms: one place, all places', async () => {
    expect((await gini(model, batch, sharp)).value).toBeCloseTo((WIDTH - 1) / WIDTH, 12);
    expect((await gini(model, batch, even)).value).toBeCloseTo(0, 12);
    expect((await entropy(model, batch, sharp)).value).toBeCloseTo(0, 12);
    expect((await entropy(model, batch, even)).value).toBeCloseTo(Math.log(WIDTH), 12);
  });
  test('a map between lies between, whatever its signs and scale', async () => {
    const signed = between.map((v, i) => (i % 2 ? -3 : 3) * v);
    for (const metric of [gini, entropy]) {
      expect((await metric(model, batch, signed)).value).toBeCloseTo(
        (await metric(model, batch, between)).value!,
        12
      );
    }
  });
  test('a map of zeros is left out', async () => {
    const nothing = await gini(model, batch, new Float64Array(WIDTH));
    expect(nothing.value).toBeNull();
    expect(nothing.excluded).toHaveLength(1);
  });
});

test('max-sensitivity: 0 for the gradient of a linear model, grows with the noise of an explainer', async () => {
  const net = smallNet(WIDTH, 1);
  const batch = normalBatch(12, [WIDTH], 10);
  const shaky =
    (share: number): Explainer =>
    async (model, asked) => {
      const clean = await explain(model, asked, 'gradient');
      const seed = Math.floor(1e6 * Math.abs(asked.arrays.x.values[0]));
      const values = corrupt(clean.inputs.x.values as Float64Array, share, seed);
      return { ...clean, inputs: { x: { ...clean.inputs.x, values } } };
    };
  const found: number[] = [];
  for (const share of [0, 0.3, 0.9]) {
    found.push((await maxSensitivity(net, batch, shaky(share), { radius: 0.01, unchanged: 1 })).value!);
  }
  expect(found[0]).toBeLessThan(found[1]);
  expect(found[1]).toBeLessThan(found[2]);
  // relative to the map, so its scale does not matter
  const large: Explainer = async (model, asked) => {
    const map = await explain(model, asked, 'gradient');
    const values = map.inputs.x.values.map(v => 1000 * v);
    return { ...map, inputs: { x: { ...map.inputs.x, values } } };
  };
  const scaled = await maxSensitivity(net, batch, large, { radius: 0.01, unchanged: 1 });
  expect(scaled.value).toBeCloseTo(found[0], 12);
  const strict = await maxSensitivity(net, batch, shaky(0), { radius: 5, unchanged: 1e-9 });
  expect(strict.value).toBeNull();
  expect(strict.excluded).toHaveLength(12);
});
