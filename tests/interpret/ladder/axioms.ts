import fc from 'fast-check';
import { engineAdapter, type MethodName, type ModelAdapter } from '../../../src/interpret';
import { convNetwork, denseNetwork } from './networks';
import { expectClose, rowsOf, type Rung } from './rung';
import { lrpRules, methodNames, runMethod, throughLayers, valuesOf } from './settings';
import {
  named,
  netToy,
  randomRows,
  setBatch,
  setModel,
  tinyNet,
  toyBatch,
  toyModel,
  type TinyNet,
  type Toy
} from './toys';

const width = 5;
const seeds = fc.integer({ min: 1, max: 1_000_000 });
const runs = { numRuns: 12, seed: 20250, endOnFailure: true };

/** A property of a method on tiny networks, objects and baselines from a seed. */
type Axiom = (name: MethodName, seed: number) => Promise<void>;

/** The network as a model that the method can work with. */
const modelOf = (name: MethodName, net: TinyNet): ModelAdapter =>
  throughLayers(name) ? engineAdapter(denseNetwork(net)) : toyModel(width, netToy(net));

const settingsOf = (seed: number) => ({
  x: randomRows(seed + 1, 2, width),
  options: { baseline: named('drawn', randomRows(seed + 2, 1, width)[0]) }
});

/** Sum over the places of object s. */
const sumOf = (values: ArrayLike<number>, s: number): number => {
  let sum = 0;
  for (let i = s * width; i < (s + 1) * width; i++) sum += values[i];
  return sum;
};

const completeness: Axiom = async (name, seed) => {
  const { x, options } = settingsOf(seed);
  const toy = netToy(tinyNet(seed, width));
  const { inputs, residual } = await runMethod(name, toyModel(width, toy), toyBatch(x), options);
  x.forEach((row, s) => {
    const sum = sumOf(inputs.x.values, s);
    const expected = toy.f(row) - toy.f(options.baseline.values);
    expectClose(`${name}: sum`, [sum], [expected], 1e-4 * Math.max(1, Math.abs(expected)));
    expectClose(`${name}: residual`, [residual!.absolute[s]], [Math.abs(sum - expected)], 1e-9);
  });
};

/** Within the errors of the draws, and reported as it is. */
const sampledCompleteness: Axiom = async (name, seed) => {
  const { x, options } = settingsOf(seed);
  const toy = netToy(tinyNet(seed, width));
  const { inputs, residual } = await runMethod(name, toyModel(width, toy), toyBatch(x), {
    ...options,
    draws: 400
  });
  x.forEach((row, s) => {
    const sum = sumOf(inputs.x.values, s);
    const expected = toy.f(row) - toy.f(options.baseline.values);
    const errors = sumOf(inputs.x.standardError!, s);
    expectClose(`${name}: sum`, [sum], [expected], 5 * errors);
    expectClose(`${name}: residual`, [residual!.absolute[s]], [Math.abs(sum - expected)], 1e-9);
  });
};

/** A place that no weight looks at gets exactly nothing. */
const dummy: Axiom = async (name, seed) => {
  const net = tinyNet(seed, width);
  net.w.forEach(row => (row[2] = 0));
  const { x, options } = settingsOf(seed);
  const values = await valuesOf(name, modelOf(name, net), toyBatch(x), options);
  expectClose(`${name}: dummy`, [values[2], values[width + 2]], [0, 0], 1e-12);
};

/** Two places with the same weights, numbers and baseline get the same. */
const symmetry: Axiom = async (name, seed) => {
  const net = tinyNet(seed, width);
  net.w.forEach(row => (row[3] = row[1]));
  const { x, options } = settingsOf(seed);
  [...x, options.baseline.values].forEach(row => (row[3] = row[1]));
  const values = await valuesOf(name, modelOf(name, net), toyBatch(x), options);
  expectClose(`${name}: symmetry`, [values[3], values[width + 3]], [values[1], values[width + 1]], 1e-9);
};

/** What is said of 2 f - 3 g is 2 times what is said of f less 3 times what is said of g. */
const linearity: Axiom = async (name, seed) => {
  const [f, g] = [netToy(tinyNet(seed, width)), netToy(tinyNet(seed + 7, width))];
  const both: Toy = {
    f: x => 2 * f.f(x) - 3 * g.f(x),
    slope: x => Array.from(f.slope!(x), (v, i) => 2 * v - 3 * g.slope!(x)[i])
  };
  const { x, options } = settingsOf(seed);
  const of = (toy: Toy) => valuesOf(name, toyModel(width, toy), toyBatch(x), { ...options, seed: 4 });
  const [a, b, together] = [await of(f), await of(g), await of(both)];
  expectClose(
    `${name}: linearity`,
    together,
    a.map((v, i) => 2 * v - 3 * b[i]),
    1e-9
  );
};

/** Two networks that are the same function: units in another order, and one unit split into two halves. */
const implementation: Axiom = async (name, seed) => {
  const { w, b, v } = tinyNet(seed, width);
  const other: TinyNet = {
    w: [...[...w].reverse(), w[0]],
    b: [...[...b].reverse(), b[0]],
    v: [...v.slice(1).reverse(), v[0] / 2, v[0] / 2]
  };
  const { x, options } = settingsOf(seed);
  const of = (net: TinyNet) => valuesOf(name, modelOf(name, net), toyBatch(x), options);
  expectClose(`${name}: implementation`, await of(other), await of({ w, b, v }), 1e-9);
};

/** A circular convolution moves what is said of an object with the object. */
const equivariance: Axiom = async (name, seed) => {
  const kernel = randomRows(seed, 1, 3)[0];
  const at = (x: ArrayLike<number>, i: number) =>
    kernel.reduce((sum, k, j) => sum + k * x[(i + j) % width], 0);
  const toy: Toy = {
    f: x => Array.from({ length: width }, (_, i) => Math.tanh(at(x, i)) ** 2).reduce((a, b) => a + b, 0)
  };
  const [row] = randomRows(seed + 1, 1, width);
  const moved = row.map((_, i) => row[(i + 2) % width]);
  const values = await valuesOf(name, toyModel(width, toy), toyBatch([row, moved]), {
    baseline: named('level', new Array(width).fill(0.3))
  });
  const expected = row.map((_, i) => values[(i + 2) % width]);
  expectClose(`${name}: equivariance`, values.slice(width), expected, 1e-8);
};

const setAxioms: Axiom = async (name, seed) => {
  const [features] = randomRows(seed, 1, 2);
  const value = (row: ArrayLike<number>) => Math.tanh(row[0] * features[0] + row[1] * features[1]);
  const f = (rows: ArrayLike<number>[]) => rows.reduce((sum, row) => sum + value(row), 0) / rows.length;
  const g = (rows: ArrayLike<number>[]) => rows.reduce((sum, row) => sum + row[1] ** 2, 0) + rows.length;
  const members = randomRows(seed + 1, 4, 2);
  members[3] = members[1];
  const of = (model: (rows: Float64Array[]) => number, set = members) =>
    valuesOf(name, setModel(6, 2, model), setBatch([set], 6));
  const [a, b, both] = [await of(f), await of(g), await of(rows => 2 * f(rows) - 3 * g(rows))];
  expectClose(
    `${name}: linearity`,
    both,
    a.map((v, i) => 2 * v - 3 * b[i]),
    1e-9
  );
  expectClose(`${name}: symmetry`, a.slice(6), a.slice(2, 4), 1e-12);
  const shuffled = [members[2], members[0], members[1], members[3]];
  const c = await of(f, shuffled);
  expectClose(`${name}: order of rows`, c.slice(0, 2), a.slice(4, 6), 1e-12);
  const deaf = await of(
    rows => Math.tanh(Math.max(...rows.map(row => row[0]))),
    [
      [5, 0],
      [1, 1],
      [2, 2]
    ]
  );
  expectClose(`${name}: dummy`, deaf.slice(2), [0, 0, 0, 0], 1e-12);
};

/** Without biases what is handed back is f(x), by every rule; where a unit has products of both signs. */
const conservation: Axiom = async (name, seed) => {
  const net = tinyNet(seed, width, 8);
  const [x] = randomRows(seed + 1, 1, width);
  const mixed = (products: number[]) => products.some(v => v > 1e-3) && products.some(v => v < -1e-3);
  const hidden = net.w.map(row => row.reduce((sum, v, i) => sum + v * x[i], 0));
  fc.pre(
    net.w.every(row => mixed(row.map((v, i) => v * x[i]))) &&
      mixed(hidden.map((z, h) => Math.max(0, z) * net.v[h]))
  );
  const model = engineAdapter(denseNetwork(net, { bias: false }));
  for (const rule of lrpRules) {
    const { residual, scores, inputs } = await runMethod(name, model, toyBatch([x]), { rule });
    expectClose(`${rule}: sum`, [sumOf(inputs.x.values, 0)], scores, 1e-6 * Math.max(1, Math.abs(scores[0])));
    expectClose(
      `${rule}: residual`,
      residual!.absolute,
      [Math.abs(sumOf(inputs.x.values, 0) - scores[0])],
      1e-9
    );
  }
};

/** Poolings of maxima and means, convolutions: differences still add up, to rounding. */
const deepCompleteness: Axiom = async (name, seed) => {
  const [x, from] = randomRows(seed + 1, 2, 24);
  for (const pooling of ['maxPooling1d', 'averagePooling1d']) {
    const { residual } = await runMethod(
      name,
      engineAdapter(convNetwork(seed, { pooling })),
      toyBatch([x], [12, 2]),
      {
        baseline: named('drawn', from)
      }
    );
    expectClose(`${name}: completeness`, residual!.absolute, [0], 1e-9);
  }
};

/** Guided slopes of a network of positive weights are its slopes. */
const positive: Axiom = async (name, seed) => {
  const { w, b, v } = tinyNet(seed, width);
  const net = { w: w.map(row => row.map(Math.abs)), b, v: v.map(Math.abs) };
  const model = engineAdapter(denseNetwork(net));
  const { x } = settingsOf(seed);
  expectClose(
    name,
    await valuesOf(name, model, toyBatch(x)),
    await valuesOf('gradient', model, toyBatch(x)),
    1e-12
  );
};

const local = [dummy, symmetry, linearity, implementation, equivariance];
/** Axioms that each method has; a square is not linear, noise differs from place to place. */
const held: Readonly<Partial<Record<MethodName, Axiom[]>>> = {
  gradient: local,
  gradientInput: local,
  smoothGrad: [dummy, linearity, implementation],
  smoothGradSquared: [dummy, implementation],
  varGrad: [dummy, implementation],
  integratedGradients: [completeness, ...local],
  expectedGradients: [sampledCompleteness, ...local.slice(0, 4)],
  occlusion: local,
  leaveOneOut: local,
  exactShapley: [completeness, ...local],
  kernelShap: [completeness, ...local],
  rise: [linearity, implementation],
  leaveOneOutMembers: [setAxioms],
  deepLift: [deepCompleteness, dummy, symmetry, implementation],
  lrp: [conservation, dummy, symmetry, implementation],
  guidedBackprop: [positive, dummy, symmetry, implementation]
};

const climb = (name: MethodName) => async (): Promise<void> => {
  for (const axiom of held[name]!)
    await fc.assert(
      fc.asyncProperty(seeds, seed => axiom(name, seed)),
      runs
    );
};

export const axioms: Rung = {
  number: 3,
  title: 'axioms on drawn networks: completeness, dummy, symmetry, linearity, implementation invariance',
  rows: rowsOf(
    methodNames,
    Object.fromEntries(Object.keys(held).map(name => [name, climb(name as MethodName)])),
    { gradCam: 'depends on the layer and is cut at 0: none of the axioms is claimed' }
  )
};
