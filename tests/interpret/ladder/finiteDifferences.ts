import { engineAdapter, type MethodName } from '../../../src/interpret';
import { denseNetwork } from './networks';
import { expectClose, rowsOf, type Rung } from './rung';
import { methodNames, valuesOf } from './settings';
import { finiteDifference, mapsModel, named, netToy, randomRows, tinyNet, toyBatch, toyModel } from './toys';

const rows = randomRows(5, 4, 6);

/** A method must say the same of a model with exact slopes and of one whose slopes are finite differences. */
const againstDifferences = (name: MethodName) => async (): Promise<void> => {
  const exact = netToy(tinyNet(11, 6));
  const differences = { f: exact.f, slope: finiteDifference(exact.f, 1e-4) };
  const options = {
    baseline: named('zero', new Float64Array(6)),
    ...(name === 'expectedGradients' ? { draws: 20 } : {})
  };
  const [a, b] = [
    await valuesOf(name, toyModel(6, exact), toyBatch(rows), options),
    await valuesOf(name, toyModel(6, differences), toyBatch(rows), options)
  ];
  expectClose(name, b, a, 1e-6 * largestOf(a));
};

const gradCamDifferences = async (): Promise<void> => {
  const head = netToy(tinyNet(3, 12));
  const kernels = [
    [1, 0.5],
    [-0.7, 0.2],
    [0.3, -1]
  ] as const;
  const batch = toyBatch(randomRows(2, 3, 8), [8, 1]);
  const a = await valuesOf('gradCam', mapsModel(4, kernels, head), batch);
  const b = await valuesOf('gradCam', mapsModel(4, kernels, { f: head.f }), batch);
  expectClose('gradCam', b, a, 1e-6 * Math.max(...a));
};

/** On a relu network without biases the epsilon rule is x times the slope; with positive weights guided slopes are slopes. */
const throughRelus = async (): Promise<void> => {
  const net = tinyNet(17, 6);
  const slopes = finiteDifference(netToy({ ...net, b: net.b.map(() => 0) }, 'relu').f, 1e-6);
  const model = engineAdapter(denseNetwork(net, { bias: false }));
  const expected = rows.flatMap(row => Array.from(slopes(row), (v, i) => v * row[i]));
  expectClose('lrp', await valuesOf('lrp', model, toyBatch(rows)), expected, 1e-6 * largestOf(expected));
};

const guided = async (): Promise<void> => {
  const { w, b, v } = tinyNet(18, 6);
  const positive = { w: w.map(row => row.map(Math.abs)), b, v: v.map(Math.abs) };
  const slopes = finiteDifference(netToy(positive, 'relu').f, 1e-6);
  const model = engineAdapter(denseNetwork(positive));
  const expected = rows.flatMap(row => Array.from(slopes(row)));
  expectClose(
    'guidedBackprop',
    await valuesOf('guidedBackprop', model, toyBatch(rows)),
    expected,
    1e-6 * largestOf(expected)
  );
};

/** From a baseline right beside the object the multipliers are slopes. */
const nearBaseline = async (): Promise<void> => {
  const net = tinyNet(19, 6);
  const model = engineAdapter(denseNetwork(net, { activation: 'tanh' }));
  const slopes = finiteDifference(netToy(net).f, 1e-4);
  const step = 1e-7;
  for (const row of rows) {
    const baseline = named(
      'beside',
      row.map(v => v - step)
    );
    const values = await valuesOf('deepLift', model, toyBatch([row]), { baseline });
    const expected = Array.from(slopes(row));
    expectClose(
      'deepLift',
      values.map((v, i) => v / (row[i] - baseline.values[i])),
      expected,
      1e-6 * largestOf(expected)
    );
  }
};

const largestOf = (values: readonly number[]): number => {
  const largest = Math.max(...values.map(Math.abs));
  if (!(largest > 1e-3)) throw new Error('nothing but zeros, which proves nothing.');
  return largest;
};

const ofGradients: MethodName[] = [
  'gradient',
  'gradientInput',
  'smoothGrad',
  'smoothGradSquared',
  'varGrad',
  'integratedGradients',
  'expectedGradients'
];

export const finiteDifferences: Rung = {
  number: 1,
  title: 'finite differences, relative error below 1e-6 in float64',
  rows: rowsOf(
    methodNames,
    {
      ...Object.fromEntries(ofGradients.map(name => [name, againstDifferences(name)])),
      gradCam: gradCamDifferences,
      lrp: throughRelus,
      guidedBackprop: guided,
      deepLift: nearBaseline
    },
    'asks for no gradient'
  )
};
