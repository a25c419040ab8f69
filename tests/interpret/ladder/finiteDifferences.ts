import type { MethodName } from '../../../src/interpret';
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
  const largest = Math.max(...a.map(Math.abs));
  if (!(largest > 1e-3)) throw new Error(`${name}: nothing but zeros, which proves nothing.`);
  expectClose(name, b, a, 1e-6 * largest);
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
      gradCam: gradCamDifferences
    },
    'asks for no gradient'
  )
};
